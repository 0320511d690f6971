package vn.motcua.ui.nav

import androidx.compose.runtime.Composable
import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.ReadOnlyComposable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.viewmodel.compose.viewModel
import kotlinx.coroutines.flow.StateFlow
import vn.motcua.bridge.Words

/** The shell's words in the chosen language. Screens read them by [word]. */
val LocalWords: ProvidableCompositionLocal<Words> = staticCompositionLocalOf { error("no words here") }

/** What only the system can do. */
val LocalPlatform: ProvidableCompositionLocal<PlatformActions> = staticCompositionLocalOf { error("no platform here") }

/** The visit that the screen belongs to. */
val LocalEntry: ProvidableCompositionLocal<Entry> = staticCompositionLocalOf { error("no entry here") }

/** The word or sentence of that name. */
@Composable
@ReadOnlyComposable
fun word(name: String): String = LocalWords.current(name)

/** The flow's newest value, while the window is in front. */
@Composable
fun <T> StateFlow<T>.observed(): T {
    val value by collectAsStateWithLifecycle()
    return value
}

/** The state holder of the screen: made at its first drawing, kept through rotation, ended when the person goes back. */
@Composable
inline fun <reified H : ViewModel> holder(crossinline make: (SavedStateHandle) -> H): H {
    val entry = LocalEntry.current
    return viewModel(viewModelStoreOwner = entry) { make(entry.saved) }
}
