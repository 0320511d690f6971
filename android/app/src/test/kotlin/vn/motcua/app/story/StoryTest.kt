package vn.motcua.app.story

import androidx.compose.ui.test.junit4.createEmptyComposeRule
import org.junit.After
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import kotlin.test.Test
import kotlin.test.assertEquals

/** The whole story on the app's own window, with a finger: straight, and with the window or the whole process made anew after each step. */
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class StoryTest {
    @get:Rule val screen = createEmptyComposeRule()
    private val handset = Handset()
    private val glass = Glass(screen)
    private val tale = Tale(Person(handset, glass, Finger(screen, glass)))

    @After fun close() = handset.close()

    @Test
    fun `a birth is registered and a pothole mended`() = tell { }

    @Test
    @Config(qualifiers = "en-rUS-w411dp-h891dp-xhdpi")
    fun `the same in English, on a phone that is turned after each step`() = tell { handset.turn() }

    @Test
    fun `the same when the process dies after each step`() = tell { handset.die() }

    private fun tell(disturb: () -> Unit) =
        tale.steps.forEach { step ->
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
}
