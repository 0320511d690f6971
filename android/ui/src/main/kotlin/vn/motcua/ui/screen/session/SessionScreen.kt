package vn.motcua.ui.screen.session

import androidx.compose.foundation.layout.Column
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.SessionModel
import vn.motcua.bridge.SessionState
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Confirm
import vn.motcua.ui.part.Fact
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.LinkRow
import vn.motcua.ui.part.LiveContent
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusLine
import vn.motcua.ui.screen.list.readAgain
import vn.motcua.ui.theme.Tone

/** What can be done on the account screen. */
class SessionActions(
    val open: (Place) -> Unit,
    val ask: (Boolean) -> Unit,
    val signOut: () -> Unit,
    val readAgain: () -> Unit,
    val back: (() -> Unit)?,
)

/** Who I am here, and the ways to what is mine. */
@Composable
fun SessionRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { SessionHolder(core) }
    val back: () -> Unit = { navigator.back() }
    val actions = SessionActions(navigator::open, holder::ask, holder::signOut, { holder.readAgain(core) }, back.takeIf { navigator.isDeep })
    SessionScreen(holder.session.observed(), holder.working.observed(), actions)
}

@Composable
fun SessionScreen(
    session: Live<SessionModel>,
    work: SessionWork,
    actions: SessionActions,
) {
    Page(title = word("session-heading"), onBack = actions.back) {
        LiveContent(session, actions.readAgain) { Who(it, work, actions) }
        work.trouble?.let { FailureNotice(it) }
        Mine(actions.open)
    }
    if (work.asking) {
        Confirm(
            title = word("action-sign-out"),
            text = word("sign-out-question"),
            action = word("action-sign-out"),
            onConfirm = actions.signOut,
            onDismiss = { actions.ask(false) },
            grave = false,
        )
    }
}

@Composable
private fun Who(
    session: SessionModel,
    work: SessionWork,
    actions: SessionActions,
) {
    Panel {
        StatusLine(session.text, session.tone)
        session.sub?.let { Fact(word("session-subject"), it) }
        when (session.state) {
            SessionState.SIGNED_OUT -> PrimaryButton(word("action-sign-in"), { actions.open(Place.SignIn) })
            SessionState.SIGNING_IN -> PrimaryButton(word("sign-in-go-on"), { actions.open(Place.SignIn) })
            SessionState.SIGN_IN_NEEDED -> PrimaryButton(word("sign-in-again"), { actions.open(Place.SignIn) })
            SessionState.SIGNED_IN -> SecondaryButton(word("action-sign-out"), { actions.ask(true) }, busy = work.busy)
        }
    }
}

/** How signing in stands, by its kind. */
internal val SessionModel.tone: Tone
    get() =
        when (state) {
            SessionState.SIGNED_IN -> Tone.Done
            SessionState.SIGNED_OUT -> Tone.Calm
            SessionState.SIGNING_IN, SessionState.SIGN_IN_NEEDED -> Tone.Due
        }

@Composable
private fun Mine(open: (Place) -> Unit) {
    Panel {
        Column {
            LinkRow(word("drafts-heading"), { open(Place.Drafts) }, sign = Signs.Edit)
            Between()
            LinkRow(word("dossiers-heading"), { open(Place.Dossiers) }, sign = Signs.Paper)
            Between()
            LinkRow(word("outbox-heading"), { open(Place.Outbox()) }, sign = Signs.Send)
            Between()
            LinkRow(word("settings-open"), { open(Place.Settings) }, sign = Signs.Settings)
            Between()
            LinkRow(word("data-open"), { open(Place.MyData) }, sign = Signs.Lock)
            Between()
            LinkRow(word("consent-open"), { open(Place.Consent) }, sign = Signs.Check)
        }
    }
}

@Composable
private fun Between() = HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
