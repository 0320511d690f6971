package vn.motcua.ui.screen.home

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** Home over an open core. */
@Composable
fun HomeRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { HomeHolder(core) }
    HomeScreen(holder.home.observed(), holder.deeds.state.observed(), navigator.actions(holder.deeds, holder::refresh))
}
