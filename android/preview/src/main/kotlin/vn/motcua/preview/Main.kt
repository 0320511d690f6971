package vn.motcua.preview

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.type
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.Words
import vn.motcua.ui.nav.MotCuaApp
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Window
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.screen.start.StartScreen
import java.io.File
import javax.swing.SwingUtilities
import androidx.compose.ui.window.Window as DesktopWindow

/**
 * The app's screens in a window as large as a phone's, with the real core against a portal of its own: `Main BIN FOLDER`, BIN holding `motcua-portal`,
 * FOLDER keeping phone and portal between runs.
 *
 * Escape is the phone's "back". Closing the window ends core and portal in that order; killing the program ends the portal too.
 */
fun main(arguments: Array<String>) {
    require(arguments.size == 2) { "usage: Main BIN FOLDER" }
    val (bin, folder) = arguments.map(::File)
    Portal(bin, File(folder, "portal")).use { portal ->
        println("portal: ${portal.url}\nofficers' console: ${portal.url}/console\noffice token: ${File(folder, "portal/office-token")}")
        Preview(folder, portal.profile).use(::show)
    }
}

private fun show(preview: Preview) =
    application(exitProcessOnExit = false) {
        DesktopWindow(
            onCloseRequest = ::exitApplication,
            title = preview.words("app-name"),
            state = rememberWindowState(size = DpSize(PHONE_WIDTH.dp, PHONE_HEIGHT.dp)),
            onKeyEvent = preview::key,
        ) { PreviewScreen(preview) }
    }

private const val PHONE_WIDTH = 412
private const val PHONE_HEIGHT = 892

/** What the window has one of, with [folder] as the phone's storage and the portal's [profile]. */
class Preview(
    private val folder: File,
    profile: String,
) : AutoCloseable {
    /** Where the window is. */
    val navigator: Navigator = Navigator(SavedStateHandle())

    /** The open core, while there is one. */
    @Volatile
    var core: Core? = null
        private set

    /** What the desktop does for the screens. */
    val actions: DesktopActions = DesktopActions(File(folder, "scratch")) { words }

    /** The words in the language of the moment. */
    val words: Words get() = core?.words?.value ?: Words.of(LANGUAGE)

    private val signInReturn =
        SignInReturn({ words("sign-in-go-on") }) { redirect -> SwingUtilities.invokeLater { navigator.signInReturned(redirect) } }
    private val profile = signInReturn.into(profile)

    /** Opens the core and lets its workers run, as while an app is in front. */
    suspend fun open(): Outcome<Core> =
        withContext(Dispatchers.IO) { openPhone(folder, profile) }.also {
            if (it is Outcome.Done) core = it.value.also { core -> core.start() }
        }

    /** Takes the keys that a phone has as gestures. */
    fun key(event: KeyEvent): Boolean = event.key == Key.Escape && event.type == KeyEventType.KeyDown && navigator.back()

    override fun close() {
        signInReturn.close()
        core?.close()
    }
}

/** The screens once there is a core, and what is shown until then. */
@Composable
fun PreviewScreen(preview: Preview) {
    var attempt by remember { mutableIntStateOf(0) }
    var opened by remember { mutableStateOf<Outcome<Core>?>(null) }
    LaunchedEffect(attempt) { opened = preview.open() }
    when (val outcome = opened) {
        is Outcome.Done -> MotCuaApp(outcome.value, preview.actions, preview.navigator)
        is Outcome.Failed -> Start(preview, outcome.failure) { opened = null.also { attempt++ } }
        null -> Start(preview, null) {}
    }
}

@Composable
private fun Start(
    preview: Preview,
    failure: Failure?,
    onRetry: () -> Unit,
) {
    Window(preview.words, preview.actions) { StartScreen(failure?.let { Trouble(it) { told -> Failure.explain(told, LANGUAGE) } }, onRetry) }
}
