package vn.motcua.app

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertCountEquals
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import kotlinx.coroutines.runBlocking
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.bridge.Outcome
import kotlin.test.Test
import kotlin.test.assertFalse

@RunWith(RobolectricTestRunner::class)
class StartTest {
    @get:Rule val screen = createAndroidComposeRule<MainActivity>()

    @OptIn(ExperimentalTestApi::class)
    @Test
    fun `the activity opens the core, asks for consent once, and comes home`() {
        val app = screen.activity.application as MotCuaApplication
        val core = runBlocking { app.keeper.opened()!! }
        val consent = (runBlocking { core.consent() } as Outcome.Done).value
        screen.waitUntilAtLeastOneExists(hasText(consent.accept), PATIENCE)
        screen.onAllNodes(hasText(core.words.value("tab-home"))).assertCountEquals(0)
        screen.onNodeWithText(consent.accept).performClick()
        screen.waitUntilAtLeastOneExists(hasText(core.words.value("tab-home")), PATIENCE)
        assertFalse((runBlocking { core.consent() } as Outcome.Done).value.needed)
    }

    private companion object {
        const val PATIENCE = 60_000L
    }
}
