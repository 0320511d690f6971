package vn.motcua.ui.screen.home

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.StateFlow
import vn.motcua.bridge.Core
import vn.motcua.bridge.Home
import vn.motcua.bridge.Live
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.followedIn

/** What waits for the person. */
class HomeHolder(
    private val core: Core,
) : ViewModel() {
    /** As the core tells it. */
    val home: StateFlow<Live<Home>> = core.home().followedIn(viewModelScope)

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** Asks the portal for news. */
    fun refresh() = deeds.run(REFRESH, said = "list-refreshed") { core.sync() }
}
