package vn.motcua.ui.screen.list

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.filterNot
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome

/** While the screen is in front, and long enough to live through a rotation: what nobody sees is not read again. */
internal val whileSeen = SharingStarted.WhileSubscribed(stopTimeoutMillis = 5_000)

/** The newest model for a screen. One that comes back to the front shows what it showed, until there is something newer. */
internal fun <T> Flow<Live<T>>.followedIn(scope: CoroutineScope): StateFlow<Live<T>> =
    filterNot { it == Live.Loading }.stateIn(scope, whileSeen, Live.Loading)

/** Reads anew whatever a screen of this [core] couldn't read: the phone may be unlocked by now. Where it still can't, its words stay. */
internal fun ViewModel.readAgain(core: Core) {
    viewModelScope.launch { core.unlock() }
}

/** That something changed, without what it is now. */
internal fun Flow<Live<*>>.news(): Flow<Live<Nothing?>> =
    map {
        when (it) {
            Live.Loading -> Live.Loading
            is Live.Value -> Live.Value(null)
            is Live.Failed -> it
        }
    }

/** An answer as a model to show. */
internal fun <T> Core.live(outcome: Outcome<T>): Live<T> =
    when (outcome) {
        is Outcome.Done -> Live.Value(outcome.value)
        is Outcome.Failed -> Live.Failed(explain(outcome.failure))
    }
