package vn.motcua.ui.screen.catalogue

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.actions

/** The catalogue over an open core. */
@Composable
fun CatalogueRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { CatalogueHolder(core, it) }
    val actions = navigator.actions(holder.deeds, holder::refresh)
    CatalogueScreen(holder.found.observed(), holder.query, holder::look, holder.deeds.state.observed(), actions)
}
