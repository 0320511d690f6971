package vn.motcua.ui.screen.consent

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.part.Loading
import vn.motcua.ui.screen.failure.FailureScreen

/** Nothing of the app is shown before the person agreed; then it is never in the way again. */
@Composable
fun ConsentGate(
    core: Core,
    navigator: Navigator,
    app: @Composable () -> Unit,
) {
    val holder = holder { ConsentHolder(core) }
    LaunchedEffect(navigator.beginnings) { holder.begin(navigator.beginnings) }
    val state = holder.state.observed()
    val page = state.page
    when {
        page == null && state.trouble == null -> Loading()
        page == null -> FailureScreen(checkNotNull(state.trouble), onRetry = holder::load)
        page.needed -> ConsentScreen(state, holder::accept, holder::speak)
        else -> app()
    }
}

/** The same page, to read again. */
@Composable
fun ConsentRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { ConsentHolder(core) }
    LaunchedEffect(Unit) { holder.load() }
    val state = holder.state.observed()
    ConsentScreen(state, onAccept = null, onSpeak = null, onBack = { navigator.back() })
}
