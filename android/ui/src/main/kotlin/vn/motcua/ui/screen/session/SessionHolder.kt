package vn.motcua.ui.screen.session

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.SessionModel
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble

/** What the account screen does at the moment, besides showing who is signed in. */
data class SessionWork(
    val asking: Boolean = false,
    val busy: Boolean = false,
    val trouble: Trouble? = null,
)

/** Who is signed in, and signing out. */
class SessionHolder(
    private val core: Core,
) : ViewModel() {
    private val work = MutableStateFlow(SessionWork())

    /** Who is signed in. */
    val session: StateFlow<Live<SessionModel>> = core.session().stateIn(viewModelScope, whileSeen, Live.Loading)

    /** What is being done. */
    val working: StateFlow<SessionWork> = work.asStateFlow()

    /** Asks before signing out, or takes the question back. */
    fun ask(asking: Boolean) = work.update { it.copy(asking = asking) }

    /** Ends the session here; drafts stay. */
    fun signOut() {
        work.value = SessionWork(busy = true)
        viewModelScope.launch {
            val outcome = core.signOut()
            work.value = SessionWork(trouble = (outcome as? Outcome.Failed)?.let { core.trouble(it.failure) })
        }
    }

    private companion object {
        /** Long enough to live through a rotation. */
        val whileSeen = SharingStarted.WhileSubscribed(stopTimeoutMillis = 5_000)
    }
}
