package vn.motcua.app

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import kotlinx.coroutines.runBlocking
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import kotlin.test.Test

@RunWith(RobolectricTestRunner::class)
class StartTest {
    @get:Rule val screen = createAndroidComposeRule<MainActivity>()

    @OptIn(ExperimentalTestApi::class)
    @Test
    fun `the activity opens the core and shows what it says`() {
        val app = screen.activity.application as MotCuaApplication
        val words = runBlocking { app.keeper.opened()!! }.words.value
        screen.waitUntilAtLeastOneExists(hasText(words("tab-home")), PATIENCE)
    }

    private companion object {
        const val PATIENCE = 20_000L
    }
}
