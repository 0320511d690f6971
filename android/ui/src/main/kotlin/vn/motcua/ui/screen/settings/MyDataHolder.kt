package vn.motcua.ui.screen.settings

import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.SettingsPage
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble

/** My data, and what is being done with it. */
data class MyDataState(
    val page: SettingsPage? = null,
    val step: MyDataStep = MyDataStep.Resting,
    val trouble: Trouble? = null,
)

/** Where export and deletion stand. */
enum class MyDataStep {
    /** Nothing is being done. */
    Resting,

    /** The copy is being written. */
    Exporting,

    /** The copy is where the person wanted it. */
    Exported,

    /** The person is asked whether they mean it. */
    Asking,

    /** Being deleted. */
    Erasing,

    /** Everything is gone. */
    Erased,
}

/** Gives a person all that is kept of them, and deletes it when they say so twice. */
class MyDataHolder(
    private val core: Core,
    private val saved: SavedStateHandle,
) : ViewModel() {
    private val shown = MutableStateFlow(MyDataState(step = if (saved.get<Boolean>(ERASED) == true) MyDataStep.Erased else MyDataStep.Resting))

    /** As it stands. */
    val state: StateFlow<MyDataState> = shown.asStateFlow()

    init {
        load()
    }

    /** Reads the words around it. */
    fun load() {
        viewModelScope.launch { read() }
    }

    private suspend fun read() {
        when (val page = core.settings()) {
            is Outcome.Done -> shown.update { it.copy(page = page.value, trouble = null) }
            is Outcome.Failed -> shown.update { it.copy(trouble = core.trouble(page.failure)) }
        }
    }

    /** Writes the copy, then lets the person say where it goes; [name] is what it is called unless they say otherwise. */
    fun export(
        platform: PlatformActions,
        name: String,
    ) {
        stand(MyDataStep.Exporting)
        viewModelScope.launch {
            val path = platform.scratchFile(name)
            when (val written = core.exportMyData(path)) {
                is Outcome.Done -> stand(if (platform.saveFile(path, name)) MyDataStep.Exported else MyDataStep.Resting)
                is Outcome.Failed -> shown.update { it.copy(step = MyDataStep.Resting, trouble = core.trouble(written.failure)) }
            }
        }
    }

    /** Asks first, with a warning that tells what stands now; or takes the question back. */
    fun ask(asking: Boolean) {
        stand(MyDataStep.Resting)
        if (!asking) return
        viewModelScope.launch {
            read()
            if (shown.value.trouble == null) stand(MyDataStep.Asking)
        }
    }

    /** Deletes everything; [then] once it is gone. */
    fun erase(then: () -> Unit) {
        stand(MyDataStep.Erasing)
        viewModelScope.launch {
            when (val erased = core.eraseMyData()) {
                is Outcome.Done -> then()
                is Outcome.Failed -> shown.update { it.copy(step = MyDataStep.Resting, trouble = core.trouble(erased.failure)) }
            }
        }
    }

    private fun stand(step: MyDataStep) = shown.update { it.copy(step = step, trouble = null) }

    companion object {
        /** What the place is told when it is come to after everything was erased. */
        const val ERASED = "erased"
    }
}
