package vn.motcua.ui.screen.list

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Outcome
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble

/**
 * How what was asked of a screen stands: [running] names what is under way, [trouble] is why something failed, [said] the word that something is done. Both
 * stay, whatever ends without a word, until something else begins.
 */
data class Deed(
    private val running: Set<String> = emptySet(),
    val trouble: Trouble? = null,
    val said: String? = null,
) {
    /** Whether what is called [name] is under way. */
    fun isRunning(name: String): Boolean = name in running

    internal fun begun(name: String) = Deed(running = running + name)

    internal fun done(
        name: String,
        said: String?,
    ) = copy(running = running - name, said = said ?: this.said)

    internal fun failed(
        name: String,
        trouble: Trouble,
    ) = copy(running = running - name, trouble = trouble)
}

/**
 * What a person asks a screen to do. A second touch on what is under way does nothing; a touch on something else is never lost. The core carries on with
 * what it was told even when [scope] ends with its screen; only the telling stops then.
 */
class Deeds(
    private val core: Core,
    private val scope: CoroutineScope,
) {
    private val now = MutableStateFlow(Deed())
    private var failed: () -> Unit = {}

    /** For the screen to show. */
    val state: StateFlow<Deed> = now.asStateFlow()

    /** Does [deed] under [name]; when it is done the screen says the word [said], and [then] goes on with what came of it. */
    fun <T> run(
        name: String,
        said: String? = null,
        then: (T) -> Unit = {},
        deed: suspend () -> Outcome<T>,
    ) {
        if (now.value.isRunning(name)) return
        now.update { it.begun(name) }
        scope.launch {
            when (val outcome = deed()) {
                is Outcome.Done -> {
                    now.update { it.done(name, said) }
                    then(outcome.value)
                }

                is Outcome.Failed -> {
                    failed = { run(name, said, then, deed) }
                    now.update { it.failed(name, core.trouble(outcome.failure)) }
                }
            }
        }
    }

    /** Tries again what failed. */
    fun again() = failed()

    /** Reads anew whatever a screen of this core couldn't read: the phone may be unlocked by now. */
    fun readAgain() = run<Unit>(READ) { core.unlock() }

    /** Says the word [said], for something that the screen did by itself. */
    fun say(said: String) = now.update { it.copy(said = said) }
}

/** The deed that asks the portal for news; every list has it. */
internal const val REFRESH = "refresh"

private const val READ = "read"
