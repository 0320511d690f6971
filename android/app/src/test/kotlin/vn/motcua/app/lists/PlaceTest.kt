package vn.motcua.app.lists

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextReplacement
import kotlinx.coroutines.CompletableDeferred
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.bridge.Machine
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.Position
import kotlin.test.Test
import kotlin.test.assertEquals

/** A form that records where the phone is when it is opened: an inspection's, on the real screens over the real core. */
@RunWith(RobolectricTestRunner::class)
class PlaceTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    @get:Rule val folder = TemporaryFolder()
    private lateinit var phone: Phone
    private lateinit var window: Window
    private lateinit var draft: String
    private val found = CompletableDeferred<Position?>()
    private var asked = 0

    @Before
    fun open() {
        Machine.putChecklist(folder.root)
        phone = Phone(folder.root)
        val desktop = Desktop(folder.root)
        desktop.whereabouts = {
            asked++
            found.await()
        }
        window = Window(rule, phone.core, desktop)
        draft = phone.draft()
        window.open()
        rule.runOnIdle { window.navigator.open(Place.Form(draft, 0)) }
        window.await(hasText(window.word("form-place-wanted")))
    }

    @After
    fun close() {
        window.close()
        phone.close()
    }

    @Test
    fun `the place is recorded while the person fills in, is shown, and can be taken back`() {
        type("Nhà ông Mẫu")
        found.complete(Position(10.776912, 106.700931, accuracy = 12.4, at = 0, mocked = false))
        val recorded = hasText("10.77691, 106.70093 (± 12 m)", substring = true)
        rule.waitUntil(Phone.PATIENCE) { runCatching { scroll().performScrollToNode(recorded) }.isSuccess }
        assertEquals("Nhà ông Mẫu", answer())
        rule.onNode(hasText(window.word("action-undo"))).performClick()
        window.awaitGone(recorded)
        assertEquals("Nhà ông Mẫu", answer(), "the newest step was the place")
        assertEquals(1, asked)
    }

    @Test
    fun `a phone that isn't located leaves the form without, says so once, and isn't asked again`() {
        found.complete(null)
        window.await(hasText(window.word("form-place-unknown")))
        window.awaitGone(hasText(window.word("action-undo")))
        type("Nhà ông Mẫu")
        window.awaitGone(hasText(window.word("form-place-unknown")))
        window.loseProcess()
        window.await(hasText("Nhà ông Mẫu", substring = true))
        rule.waitForIdle()
        assertEquals(1, asked)
    }

    private fun scroll() = rule.onAllNodes(hasScrollToNodeAction()).onFirst()

    private fun type(text: String) {
        val label = phone.look(draft) { checkNotNull(it.question(SITE)) }.label
        val field = hasSetTextAction() and hasContentDescription(label, substring = true)
        scroll().performScrollToNode(field)
        rule.onNode(field).performTextReplacement(text)
        rule.waitUntil(Phone.PATIENCE) {
            rule.waitForIdle()
            answer() == text
        }
    }

    private fun answer() = phone.look(draft) { checkNotNull(it.question(SITE)) }.value

    private companion object {
        const val SITE = "/data/visit/site_name"
    }
}
