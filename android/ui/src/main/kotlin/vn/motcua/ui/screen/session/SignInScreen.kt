package vn.motcua.ui.screen.session

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Live
import vn.motcua.bridge.SessionModel
import vn.motcua.bridge.SessionState
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.LiveContent
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.screen.list.readAgain

/** What can be done on the sign-in screen. */
class SignInActions(
    val begin: () -> Unit,
    val resume: () -> Unit,
    val readAgain: () -> Unit,
    val back: () -> Unit,
)

/** Signing in, wherever it stands; takes the redirect that the app was opened with. */
@Composable
fun SignInRoute(
    core: Core,
    navigator: Navigator,
) {
    val platform = LocalPlatform.current
    val holder = holder { SignInHolder(core) }
    LaunchedEffect(navigator.hasReturn) { navigator.takeReturn()?.let(holder::complete) }
    val actions = SignInActions({ holder.begin(platform::openUrl) }, holder::resume, { holder.readAgain(core) }, { navigator.back() })
    SignInScreen(holder.session.observed(), holder.working.observed(), actions)
}

@Composable
fun SignInScreen(
    session: Live<SessionModel>,
    work: SignInWork,
    actions: SignInActions,
) {
    Page(title = word("sign-in-heading"), onBack = actions.back) {
        work.trouble?.let { Failed(it, actions) }
        if (work.step == SignInStep.Completing) {
            Loading(text = word("sign-in-completing"))
        } else {
            LiveContent(session, actions.readAgain) { Stands(it, work, actions) }
        }
    }
}

/** What was interrupted goes on; everything else is begun anew, by the button below. */
@Composable
private fun Failed(
    trouble: Trouble,
    actions: SignInActions,
) {
    val interrupted = trouble.failure is Failure.Offline || trouble.failure is Failure.TryLater
    FailureNotice(trouble, onRetry = if (interrupted) actions.resume else null)
}

@Composable
private fun ColumnScope.Stands(
    session: SessionModel,
    work: SignInWork,
    actions: SignInActions,
) {
    val beginning = work.step == SignInStep.Beginning
    when (session.state) {
        SessionState.SIGNED_OUT, SessionState.SIGN_IN_NEEDED -> {
            Body(session.text)
            HowItGoes()
            PrimaryButton(word("sign-in-open"), actions.begin, busy = beginning)
        }

        SessionState.SIGNING_IN -> {
            // What failed came from there: nothing is waited for.
            if (work.trouble == null) {
                Banner(session.text, tone = session.tone)
                Body(word("sign-in-waiting"))
            }
            SecondaryButton(word("sign-in-anew"), actions.begin, busy = beginning)
            Note(word("sign-in-anew-note"))
        }

        SessionState.SIGNED_IN -> {
            Banner(session.text, tone = session.tone)
            Body(word("sign-in-done"))
            PrimaryButton(word("action-continue"), actions.back, sign = Signs.Check)
        }
    }
}

@Composable
private fun HowItGoes() {
    Panel {
        Body(word("sign-in-step-open"))
        Body(word("sign-in-step-confirm"))
        Body(word("sign-in-step-return"))
    }
}
