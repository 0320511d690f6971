package vn.motcua.ui.screen.consent

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.motcua.bridge.ConsentPage
import vn.motcua.bridge.Core
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.SettingChoice
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble

/** What the consent screen shows: [page] once it is read, and the languages to read it in. */
data class ConsentState(
    val page: ConsentPage? = null,
    val languages: List<SettingChoice> = emptyList(),
    val accepting: Boolean = false,
    val trouble: Trouble? = null,
)

/** Reads what a person agrees to, and writes down that they did. */
class ConsentHolder(
    private val core: Core,
) : ViewModel() {
    private val shown = MutableStateFlow(ConsentState())
    private var beginning: Int? = null

    /** As it stands. */
    val state: StateFlow<ConsentState> = shown.asStateFlow()

    /** Reads the page once for the app's [number]th beginning: a window that was turned doesn't ask over the page that tells what was erased. */
    fun begin(number: Int) {
        if (beginning == number) return
        beginning = number
        load()
    }

    /** Reads the page, again after the language changed or everything was erased. */
    fun load() {
        viewModelScope.launch {
            val languages = (core.settings() as? Outcome.Done)?.value?.languages.orEmpty()
            shown.value =
                when (val page = core.consent()) {
                    is Outcome.Done -> ConsentState(page.value, languages)
                    is Outcome.Failed -> ConsentState(trouble = core.trouble(page.failure))
                }
        }
    }

    /** The person agrees to the page as it was shown. */
    fun accept() {
        val page = shown.value.page ?: return
        shown.update { it.copy(accepting = true) }
        viewModelScope.launch {
            val outcome = core.acceptConsent(page.version)
            shown.value =
                when (outcome) {
                    is Outcome.Done -> ConsentState(page.copy(needed = false), shown.value.languages)
                    is Outcome.Failed -> shown.value.copy(accepting = false, trouble = core.trouble(outcome.failure))
                }
        }
    }

    /** Reads it in another language. */
    fun speak(language: String) {
        viewModelScope.launch {
            core.setLanguage(language)
            load()
        }
    }
}
