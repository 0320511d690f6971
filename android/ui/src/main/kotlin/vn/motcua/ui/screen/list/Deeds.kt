package vn.motcua.ui.screen.list

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Outcome
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble

/** How the last thing that was asked of a screen stands: [running] names it while it is under way, [trouble] is why it failed, [said] the word that it is done. */
data class Deed(
    val running: String? = null,
    val trouble: Trouble? = null,
    val said: String? = null,
)

/**
 * What a person asks a screen to do, one thing at a time: a second touch meanwhile does nothing. The core carries on with what it was told even when
 * [scope] ends with its screen; only the telling stops then.
 */
class Deeds(
    private val core: Core,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(Deed())
    private var last: () -> Unit = {}

    /** For the screen to show. */
    val state: StateFlow<Deed> = now.asStateFlow()

    /** Does [deed] under [name]; when it is done the screen says the word [said], and [then] goes on with what came of it. */
    fun <T> run(
        name: String,
        said: String? = null,
        then: (T) -> Unit = {},
        deed: suspend () -> Outcome<T>,
    ) {
        if (now.value.running != null) return
        last = { run(name, said, then, deed) }
        now.value = Deed(running = name)
        scope.launch {
            when (val outcome = deed()) {
                is Outcome.Done -> {
                    now.value = Deed(said = said)
                    then(outcome.value)
                }

                is Outcome.Failed -> {
                    now.value = Deed(trouble = core.trouble(outcome.failure))
                }
            }
        }
    }

    /** Tries again what failed. */
    fun again() = last()

    /** Says the word [said], for something that the screen did by itself. */
    fun say(said: String) {
        now.value = Deed(said = said)
    }
}

/** The deed that asks the portal for news; every list has it. */
internal const val REFRESH = "refresh"
