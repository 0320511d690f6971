package vn.motcua.ui.screen.settings

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.NetworkPolicy
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.SettingsPage
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble

/** The settings as the core has them; [page] is nothing until they were read. */
data class SettingsState(
    val page: SettingsPage? = null,
    val trouble: Trouble? = null,
)

/** Reads the settings and changes one at a time; a change counts once the core has kept it. */
class SettingsHolder(
    private val core: Core,
) : ViewModel() {
    private val shown = MutableStateFlow(SettingsState())

    /** As it stands. */
    val state: StateFlow<SettingsState> = shown.asStateFlow()

    init {
        load()
    }

    /** Reads them anew. */
    fun load() = change { Outcome.Done(Unit) }

    /** Speaks another language, everywhere and at once. */
    fun speak(language: String) = change { core.setLanguage(language) }

    /** Chooses the networks that files may be sent over; [policy] as the core names the choice. */
    fun sendOver(policy: String) = change { core.setNetworkPolicy(NetworkPolicy.valueOf(policy.uppercase())) }

    private fun change(what: suspend () -> Outcome<Unit>) {
        viewModelScope.launch {
            val changed = what()
            val page = core.settings()
            val failed = listOf(changed, page).filterIsInstance<Outcome.Failed>().firstOrNull()
            shown.value =
                SettingsState(
                    page = (page as? Outcome.Done)?.value ?: shown.value.page,
                    trouble = failed?.let { core.trouble(it.failure) },
                )
        }
    }
}
