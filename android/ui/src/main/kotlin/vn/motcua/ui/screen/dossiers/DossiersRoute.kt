package vn.motcua.ui.screen.dossiers

import androidx.compose.runtime.Composable
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import vn.motcua.bridge.Core
import vn.motcua.bridge.DossierItem
import vn.motcua.bridge.DossierList
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.PageSource
import vn.motcua.ui.screen.list.Pages
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.actions
import vn.motcua.ui.screen.list.news

/** The dossiers, page by page. Home tells when they changed: it shows the newest of them. */
class DossiersHolder(
    private val core: Core,
    saved: SavedStateHandle,
) : ViewModel() {
    /** As far as they were read. */
    val pages: Pages<DossierList, DossierItem> =
        Pages(core, viewModelScope, saved, PageSource(core.home().news(), core::dossiers, { it.items }, { it.next }))

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** Asks the portal for news. */
    fun refresh() = deeds.run(REFRESH, said = "list-refreshed") { core.sync() }
}

/** The dossiers over an open core. */
@Composable
fun DossiersRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { DossiersHolder(core, it) }
    val actions = navigator.actions(holder.deeds, holder::refresh)
    DossiersScreen(holder.pages.rows.observed(), holder.deeds.state.observed(), actions, holder.pages::more)
}
