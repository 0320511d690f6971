package vn.motcua.ui.screen.procedure

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.mapLatest
import kotlinx.coroutines.flow.stateIn
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.ProcedurePage
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.live
import vn.motcua.ui.screen.list.whileSeen

/** One procedure; begins a dossier of it, or makes ready for beginning one without network. */
class ProcedureHolder(
    private val core: Core,
    private val code: String,
) : ViewModel() {
    /** Counts how often its form was fetched: whether that is on the phone is read again then. */
    private val fetched = MutableStateFlow(0)

    /** As the phone's catalogue has it. */
    @OptIn(ExperimentalCoroutinesApi::class)
    val procedure: StateFlow<Live<ProcedurePage>> =
        combine(core.words, fetched, ::Pair)
            .mapLatest { core.live(core.procedure(code)) }
            .stateIn(viewModelScope, whileSeen, Live.Loading)

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** Begins a draft and hands its id to [then]. */
    fun start(then: (String) -> Unit) = deeds.run(START, then = then) { begun() }

    /** Fetches the form, to be filled in where there is no network. */
    fun prepare() = deeds.run(PREPARE, said = "procedure-prepared") { core.prepareProcedure(code).also { fetched.value++ } }

    /** With the current form if it can be had, else with the one on the phone. Where neither is, the network's trouble is what the person can do about. */
    private suspend fun begun(): Outcome<String> {
        val prepared = core.prepareProcedure(code)
        val begun = core.newDraft(code)
        return if (begun is Outcome.Failed && prepared is Outcome.Failed) prepared else begun
    }

    internal companion object {
        const val START = "start"
        const val PREPARE = "prepare"
    }
}
