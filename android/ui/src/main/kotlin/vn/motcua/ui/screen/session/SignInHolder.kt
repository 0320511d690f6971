package vn.motcua.ui.screen.session

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.SessionModel
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble

/** What the sign-in screen does at the moment. */
data class SignInWork(
    val step: SignInStep = SignInStep.Resting,
    val trouble: Trouble? = null,
)

/** The steps that take time. */
enum class SignInStep {
    /** The person's turn. */
    Resting,

    /** Asking the e-ID where to go. */
    Beginning,

    /** Checking what the browser came back with. */
    Completing,
}

/**
 * Signs in by the system's browser: `begin` ─▶ browser ─▶ the app is opened with the redirect ─▶ `complete`. The core keeps the attempt, so the app may be
 * killed while the browser is in front; beginning anew is always possible and makes the older attempt void.
 */
class SignInHolder(
    private val core: Core,
) : ViewModel() {
    private val work = MutableStateFlow(SignInWork())

    /** How signing in stands. */
    val session: StateFlow<Live<SessionModel>> = core.session().stateIn(viewModelScope, SharingStarted.WhileSubscribed(5_000), Live.Loading)

    /** What is being done. */
    val working: StateFlow<SignInWork> = work.asStateFlow()

    /** Begins, or begins anew; [openUrl] opens the browser. */
    fun begin(openUrl: (String) -> Boolean) {
        if (work.value.step != SignInStep.Resting) return
        work.value = SignInWork(SignInStep.Beginning)
        viewModelScope.launch {
            work.value =
                when (val begun = core.beginSignIn()) {
                    is Outcome.Failed -> rested(begun.failure)
                    is Outcome.Done -> if (openUrl(begun.value)) SignInWork() else rested(Failure.Bug(NO_BROWSER))
                }
        }
    }

    /** The browser came back. */
    fun complete(redirect: String) {
        work.value = SignInWork(SignInStep.Completing)
        viewModelScope.launch { work.value = ended(core.completeSignIn(redirect)) }
    }

    /** Goes on where the network broke off. */
    fun resume() {
        work.value = SignInWork(SignInStep.Completing)
        viewModelScope.launch { work.value = ended(core.resumeSignIn()) }
    }

    private fun ended(outcome: Outcome<Unit>) =
        when (outcome) {
            is Outcome.Done -> SignInWork()
            is Outcome.Failed -> rested(outcome.failure)
        }

    private fun rested(failure: Failure) = SignInWork(trouble = core.trouble(failure))

    private companion object {
        /** The code that the core itself gives when a browser doesn't open. */
        const val NO_BROWSER = "APP_FAILED"
    }
}
