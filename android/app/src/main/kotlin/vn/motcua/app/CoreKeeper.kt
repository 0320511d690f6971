package vn.motcua.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome

/**
 * Keeps the process's one core: opened at the first need, away from the screen's thread, and never closed while the process lives.
 *
 * Activity, workers and receivers all come here, whichever the system starts first. An [open] that failed stays failed until [retry]: the screen
 * shows its words, a worker gives up until its next turn.
 */
class CoreKeeper(
    private val scope: CoroutineScope,
    private val language: () -> String,
    private val open: () -> Outcome<Core>,
) {
    private val opened = MutableStateFlow<Live<Core>>(Live.Loading)

    /** The core as it stands: being opened, open, or the words for why not. */
    val core: StateFlow<Live<Core>> = opened.asStateFlow()

    init {
        retry()
    }

    /** Opens, or tries again after a failure. */
    fun retry() {
        opened.value = Live.Loading
        scope.launch(Dispatchers.IO) {
            opened.value =
                when (val outcome = open()) {
                    is Outcome.Done -> Live.Value(outcome.value)
                    is Outcome.Failed -> Live.Failed(Failure.explain(outcome.failure, language()))
                }
        }
    }

    /** The open core, waiting for it; null when it can't be opened. */
    suspend fun opened(): Core? = (core.first { it != Live.Loading } as? Live.Value)?.value
}
