package vn.motcua.app

import android.content.Intent
import android.os.Build
import android.os.Bundle
import android.view.WindowManager.LayoutParams.FLAG_SECURE
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.viewModels
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.createSavedStateHandle
import androidx.lifecycle.lifecycleScope
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import kotlinx.coroutines.launch
import vn.motcua.app.lock.Confirmation
import vn.motcua.app.lock.LockedScreen
import vn.motcua.app.sync.Sync
import vn.motcua.app.system.SystemActions
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Words
import vn.motcua.ui.nav.MotCuaApp
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.Window
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.screen.start.StartScreen

/**
 * The app's one window: every screen is drawn in it.
 *
 * It comes to front and leaves it ([onStart], [onStop]): meanwhile the core's workers run, afterwards the system's windows do ([Sync]). It is handed
 * places to go to: a notification's, and the browser's return from signing in, which may be the first thing that a new process hears.
 */
class MainActivity : ComponentActivity() {
    private val app get() = application as MotCuaApplication
    private val navigator: Navigator by viewModels { viewModelFactory { initializer { Navigator(createSavedStateHandle()) } } }
    private lateinit var actions: SystemActions
    private lateinit var confirmation: Confirmation
    private var locked by mutableStateOf(false)

    override fun onCreate(savedInstanceState: Bundle?) {
        enableEdgeToEdge()
        super.onCreate(savedInstanceState)
        actions = SystemActions(this)
        confirmation = Confirmation(this, ::unlock)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) setRecentsScreenshotEnabled(false)
        // What the window was opened with was handled by the one that this one restores.
        if (savedInstanceState == null) handle(intent)
        setContent { Content() }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        handle(intent)
    }

    override fun onStart() {
        super.onStart()
        locked = app.lock.back()
        if (locked) {
            app.keeper.lock(true)
            confirm()
        }
        app.keeper.seen(true)
    }

    // A window that is made anew (the phone was turned) wasn't out of sight.
    override fun onStop() {
        super.onStop()
        if (isChangingConfigurations) return
        app.lock.left()
        app.keeper.seen(false)
        Sync.soon(this)
    }

    // Before Android 13 the overview of open apps shows no picture of a window that is secure; a screenshot that the person takes is theirs to take.
    override fun onPause() {
        super.onPause()
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) window.addFlags(FLAG_SECURE)
    }

    override fun onResume() {
        super.onResume()
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) window.clearFlags(FLAG_SECURE)
    }

    private fun handle(intent: Intent) {
        val redirect = intent.data?.takeIf { it.scheme == REDIRECT_SCHEME }
        if (redirect != null) return navigator.signInReturned(redirect.toString())
        intent.getStringExtra(PLACE)?.let(Place::of)?.let(navigator::open)
    }

    @Composable
    private fun Content() {
        val opening by app.keeper.state.collectAsStateWithLifecycle()
        when (val state = opening) {
            is Opening.Open -> Opened(state.core)
            Opening.Under -> Window(Words.of(app.systemLanguage()), actions) { StartScreen(null, app.keeper::retry) }
            is Opening.Failed -> Window(Words.of(app.systemLanguage()), actions) { StartScreen(trouble(state.failure), app.keeper::retry) }
        }
    }

    @Composable
    private fun Opened(core: Core) {
        val words by core.words.collectAsStateWithLifecycle()
        BackHandler(enabled = navigator.canGoBack && !locked) { navigator.back() }
        if (locked) Window(words, actions) { LockedScreen(::confirm) } else MotCuaApp(core, actions, navigator)
    }

    private fun trouble(failure: Failure) = Trouble(failure) { Failure.explain(it, app.systemLanguage()) }

    private fun confirm() {
        lifecycleScope.launch {
            val words =
                app.keeper
                    .opened()
                    ?.words
                    ?.value ?: return@launch
            confirmation.ask(words("lock-heading"))
        }
    }

    private fun unlock() {
        app.lock.confirmed()
        locked = false
        app.keeper.lock(false)
    }

    companion object {
        /** The place to open, as [Place.of] reads it. */
        const val PLACE = "place"

        /** Of the profile's redirect address, `vn.motcua.app:/sign-in/return`. */
        private const val REDIRECT_SCHEME = "vn.motcua.app"
    }
}
