package vn.motcua.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Outcome

/** Whether there is a core. */
sealed interface Opening {
    /** On its way. */
    data object Under : Opening

    /** Here it is. */
    data class Open(
        val core: Core,
    ) : Opening

    /** It can't be opened now, and why. */
    data class Failed(
        val failure: Failure,
    ) : Opening
}

/**
 * Keeps the process's one core: opened at the first need, away from the screen's thread, and never closed while the process lives.
 *
 * Activity, workers and receivers all come here, whichever the system starts first. An [open] that failed stays failed until [retry]: the screen
 * shows its words, a worker gives up until its next turn. [onOpen] runs once, before anybody gets the core.
 */
class CoreKeeper(
    private val scope: CoroutineScope,
    private val open: () -> Outcome<Core>,
    private val onOpen: suspend (Core) -> Unit,
) {
    private val now = MutableStateFlow<Opening>(Opening.Under)

    /** The core as it stands. */
    val state: StateFlow<Opening> = now.asStateFlow()

    private val inSight = MutableStateFlow<Boolean?>(null)
    private val locked = MutableStateFlow<Boolean?>(null)

    init {
        begin()
        tell(inSight) { if (it) start() else stop() }
        tell(locked) { if (it) lock() else unlock() }
    }

    /** The app is in sight, or isn't any more: the core's workers run, or rest. */
    fun seen(isSeen: Boolean) {
        inSight.value = isSeen
    }

    /** What is personal can't be read from now on, or can again. */
    fun lock(isLocked: Boolean) {
        locked.value = isLocked
    }

    /** Tries again after a failure. */
    fun retry() {
        if (now.value !is Opening.Failed) return
        now.value = Opening.Under
        begin()
    }

    /** The open core, waiting for it; null when it can't be opened. */
    suspend fun opened(): Core? = (state.first { it != Opening.Under } as? Opening.Open)?.core

    /** One after the other, so that the last word counts: a window that goes away while the next one comes says both at nearly the same time. */
    private fun tell(
        said: Flow<Boolean?>,
        say: suspend Core.(Boolean) -> Unit,
    ) = scope.launch {
        val core =
            state
                .filterIsInstance<Opening.Open>()
                .first()
                .core
        said.filterNotNull().collect { core.say(it) }
    }

    private fun begin() {
        scope.launch(Dispatchers.IO) {
            now.value =
                when (val outcome = open()) {
                    is Outcome.Done -> Opening.Open(outcome.value.also { onOpen(it) })
                    is Outcome.Failed -> Opening.Failed(outcome.failure)
                }
        }
    }
}
