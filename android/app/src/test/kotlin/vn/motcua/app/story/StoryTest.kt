package vn.motcua.app.story

import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.junit4.createEmptyComposeRule
import org.junit.After
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import kotlin.test.Test
import kotlin.test.assertEquals

/**
 * The whole story on the app's own window: with a finger, straight, and with the window or the whole process made anew after each step; and by what a
 * screen reader is told alone, in the largest letters.
 */
@RunWith(RobolectricTestRunner::class)
class StoryTest {
    @get:Rule val screen = createEmptyComposeRule()
    private val handset = Handset()
    private val glass = Glass(screen)

    @After fun close() = handset.close()

    @Test
    fun `a birth is registered and a pothole mended`() = tell { }

    @Test
    @Config(qualifiers = "en-rUS-w411dp-h891dp-xhdpi")
    fun `the same in English, on a phone that is turned after each step`() = tell { handset.turn() }

    @Test
    fun `the same when the process dies after each step`() = tell { handset.die() }

    @Test
    fun `the same by ear, in letters twice as large`() {
        RuntimeEnvironment.setFontScale(LARGEST)
        glass.onMeeting = { nodes -> nodes.filter { it.isActive }.forEach(::isSpeakable) }
        tell(ScreenReader(screen)) { assertEquals(LARGEST, handset.fontScale) }
    }

    /** Whoever can't see it hears what it is called, and what can be done with it. */
    private fun isSpeakable(node: SemanticsNode) {
        val isNamed = node.words.any { it.isNotBlank() }
        val isKnown = typeable(node) || SemanticsProperties.Role in node.config
        if (!isNamed || !isKnown) throw AssertionError("nobody can tell what this is: ${node.config}")
    }

    private val SemanticsNode.isActive get() = pressable(this) || typeable(this)

    private fun tell(
        hand: Hand = Finger(screen, glass),
        disturb: () -> Unit,
    ) = Tale(Person(handset, glass, hand)).steps.forEach { step ->
        try {
            step.act()
            step.check()
            val here = handset.place
            disturb()
            assertEquals(here, handset.place, "the person is where they were")
            step.check()
        } catch (failed: AssertionError) {
            throw AssertionError("At \"${step.name}\": ${failed.message}", failed)
        }
    }

    private companion object {
        /** The largest letters that every phone offers. */
        const val LARGEST = 2f
    }
}
