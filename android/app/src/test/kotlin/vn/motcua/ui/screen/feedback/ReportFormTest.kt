package vn.motcua.ui.screen.feedback

import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.assertTextContains
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.runBlocking
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import vn.motcua.app.MotCuaApplication
import vn.motcua.bridge.Core
import vn.motcua.bridge.Outcome
import vn.motcua.ui.nav.LocalEntry
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.nav.Position
import vn.motcua.ui.nav.Window
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs

/** A report written on the screen over the real core. */
@OptIn(ExperimentalTestApi::class)
@RunWith(RobolectricTestRunner::class)
class ReportFormTest {
    @get:Rule val screen = createEmptyComposeRule()

    private val core: Core = runBlocking { (RuntimeEnvironment.getApplication() as MotCuaApplication).keeper.opened()!! }
    private val words = core.words.value
    private val category = (runBlocking { core.feedbackCategories() } as Outcome.Done).value[1]

    private fun show(navigator: Navigator): ActivityController<ComponentActivity> {
        val window = Robolectric.buildActivity(ComponentActivity::class.java).setup()
        window.get().setContent {
            Window(words, NoPlatform) {
                CompositionLocalProvider(LocalEntry provides navigator.top) { ReportFormRoute(core, navigator) }
            }
        }
        screen.waitUntilAtLeastOneExists(hasText(category.name), PATIENCE)
        return window
    }

    private fun fill() {
        val fields = screen.onAllNodes(hasSetTextAction())
        fields[0].performScrollTo().performTextInput(ADDRESS)
        screen.onNodeWithText(category.name).performScrollTo().performClick()
        fields[1].performScrollTo().performTextInput(DESCRIPTION)
    }

    private fun send() = screen.onNodeWithText(words("action-send")).performScrollTo().performClick()

    @Test fun `a report is kept as it was written, and its page is next`() {
        val navigator = Navigator(SavedStateHandle()).apply { open(Place.NewFeedback) }
        show(navigator)
        fill()
        send()
        screen.waitUntil(PATIENCE) {
            // The core answers on the main thread, which only runs when it is asked to.
            screen.waitForIdle()
            navigator.top.place is Place.FeedbackReport
        }
        val id = assertIs<Place.FeedbackReport>(navigator.top.place).id
        val report = (runBlocking { core.feedback(id) } as Outcome.Done).value
        assertEquals(DESCRIPTION, report.description)
        assertEquals(category.name, report.category)
    }

    @Test fun `what is missing is said, and nothing is lost`() {
        val navigator = Navigator(SavedStateHandle()).apply { open(Place.NewFeedback) }
        show(navigator)
        screen.onAllNodes(hasSetTextAction())[1].performScrollTo().performTextInput(DESCRIPTION)
        send()
        screen.waitUntilAtLeastOneExists(hasText("FEEDBACK_INCOMPLETE"), PATIENCE)
        screen.onAllNodes(hasSetTextAction())[1].assertTextContains(DESCRIPTION)
        assertEquals(Place.NewFeedback, navigator.top.place)
    }

    @Test fun `what was written is still there in a new process`() {
        val saved = SavedStateHandle()
        val killed = show(Navigator(saved).apply { open(Place.NewFeedback) })
        fill()
        screen.waitForIdle()
        killed.close()
        val reborn = Navigator(SavedStateHandle.createHandle(saved.savedStateProvider().saveState(), null))
        show(reborn)
        screen.onNodeWithText(category.name).assertIsSelected()
        screen.onAllNodes(hasSetTextAction())[0].assertTextContains(ADDRESS)
        screen.onAllNodes(hasSetTextAction())[1].assertTextContains(DESCRIPTION)
    }

    private object NoPlatform : PlatformActions {
        override suspend fun pickFile(accept: List<String>): PickedFile? = null

        override suspend fun takePhoto(): PickedFile? = null

        override suspend fun picture(path: String): ImageBitmap? = null

        override suspend fun picture(
            bytes: ByteArray,
            longest: Int,
        ): ImageBitmap? = null

        override suspend fun here(): Position? = null

        override val canScanCodes = false

        override suspend fun scanCode(): String? = null

        override fun openUrl(url: String) = false

        override suspend fun saveFile(
            path: String,
            name: String,
        ) = false

        override fun scratchFile(name: String) = name

        override suspend fun askToNotify() = false

        override fun openAppUpdate() = false

        override fun openNetworkSettings() = false

        override fun openStorageSettings() = false
    }

    private companion object {
        const val PATIENCE = 60_000L
        const val ADDRESS = "12 đường Nguyễn Văn Bảo"
        const val DESCRIPTION = "Ổ gà lớn, xe máy dễ ngã"
    }
}
