package vn.motcua.app.lists

import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.junit4.AndroidComposeTestRule
import androidx.compose.ui.test.junit4.StateRestorationTester
import androidx.lifecycle.SavedStateHandle
import androidx.test.ext.junit.rules.ActivityScenarioRule
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.MotCuaApp
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.nav.Position
import java.io.File

internal typealias Rule = AndroidComposeTestRule<ActivityScenarioRule<ComponentActivity>, ComponentActivity>

/** The app's screens in a bare activity over an open core; it can lose its process and come back. */
internal class Window(
    private val rule: Rule,
    private val core: Core,
    val platform: Desktop,
) : AutoCloseable {
    private val restoration = StateRestorationTester(rule)
    private var handle = SavedStateHandle()
    private var shown by mutableStateOf(true)
    private val before = mutableListOf<Navigator>()

    /** Where the app is. */
    var navigator = Navigator(handle)
        private set

    /** Draws the app. */
    fun open() = restoration.setContent { if (shown) MotCuaApp(core, platform, navigator) }

    /** The process dies and the system starts a new one with what was saved: new holders, the same place. */
    @Suppress("RestrictedApi")
    fun loseProcess() {
        val saved: Bundle = rule.runOnIdle { handle.savedStateProvider().saveState() }
        handle = SavedStateHandle.createHandle(saved, null)
        before += navigator
        navigator = Navigator(handle)
        restoration.emulateSavedInstanceStateRestore()
    }

    /** Waits until something like this is shown: what the core tells comes from threads of its own. */
    @OptIn(ExperimentalTestApi::class)
    fun await(matcher: SemanticsMatcher) = rule.waitUntilAtLeastOneExists(matcher, Phone.PATIENCE)

    /** Waits until nothing like this is shown any more. */
    @OptIn(ExperimentalTestApi::class)
    fun awaitGone(matcher: SemanticsMatcher) = rule.waitUntilDoesNotExist(matcher, Phone.PATIENCE)

    /** Waits until the app is at a place like this. Idling lets what was posted to the screen's thread happen. */
    fun awaitPlace(fits: (Place) -> Boolean) =
        rule.waitUntil(Phone.PATIENCE) {
            rule.waitForIdle()
            fits(navigator.top.place)
        }

    /** Nothing is drawn or followed any more: the core can be closed. */
    override fun close() {
        shown = false
        rule.waitForIdle()
        val entries = (before + navigator).flatMap { it.entries + it.always }
        rule.runOnIdle { entries.forEach { it.viewModelStore.clear() } }
    }

    /** A word of the shell. */
    fun word(name: String): String = core.words.value(name)
}

/** A system that keeps what it is asked to save, and has no camera. */
internal class Desktop(
    private val folder: File,
) : PlatformActions {
    /** What was saved: name and text. */
    val saved = mutableListOf<File>()

    override suspend fun pickFile(accept: List<String>): PickedFile? = null

    override suspend fun takePhoto(): PickedFile? = null

    override suspend fun picture(path: String): ImageBitmap? = null

    override suspend fun picture(
        bytes: ByteArray,
        longest: Int,
    ): ImageBitmap? = null

    override val canScanCodes = false

    override suspend fun scanCode(): String? = null

    /** What the phone says when it is asked where it is. */
    var whereabouts: suspend () -> Position? = { null }

    override suspend fun here(): Position? = whereabouts()

    override fun openUrl(url: String) = false

    override suspend fun saveFile(
        path: String,
        name: String,
    ): Boolean {
        saved += File(path).copyTo(File(folder, name), overwrite = true)
        return true
    }

    override fun scratchFile(name: String): String = File(folder, "scratch-$name").path

    override suspend fun askToNotify() = false

    override fun openAppUpdate() = false

    override fun openNetworkSettings() = false

    override fun openStorageSettings() = false
}
