package vn.motcua.ui.screen.catalogue

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.mapLatest
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.motcua.bridge.CatalogueList
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.live
import vn.motcua.ui.screen.list.whileSeen

/**
 * The catalogue and what is looked for in it. Every letter searches; a search that a newer one overtook is never shown. A phone that never had a catalogue
 * fetches it when this screen is first opened.
 */
class CatalogueHolder(
    private val core: Core,
    private val saved: SavedStateHandle,
) : ViewModel() {
    /** What stands in the field. */
    var query: String by mutableStateOf(saved[QUERY] ?: "")
        private set

    private val asked = MutableStateFlow(query)
    private val fetched = MutableStateFlow(0)

    /** What the phone's catalogue has for [query]. */
    @OptIn(ExperimentalCoroutinesApi::class)
    val found: StateFlow<Live<CatalogueList>> =
        combine(asked, fetched, core.words) { text, _, _ -> text }
            .mapLatest { core.live(core.searchCatalogue(it)) }
            .stateIn(viewModelScope, whileSeen, Live.Loading)

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    init {
        viewModelScope.launch {
            val here = core.searchCatalogue("")
            if (here is Outcome.Done && here.value.asOf == null) refresh()
        }
    }

    /** The field changed. */
    fun look(text: String) {
        query = text
        saved[QUERY] = text
        asked.value = text
    }

    /** Fetches the catalogue, where it changed. */
    fun refresh() = deeds.run(REFRESH, said = "list-refreshed", then = { fetched.update { it + 1 } }) { core.refreshCatalogue() }

    private companion object {
        const val QUERY = "query"
    }
}
