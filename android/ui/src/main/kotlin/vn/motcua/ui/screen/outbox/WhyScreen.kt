package vn.motcua.ui.screen.outbox

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import vn.motcua.bridge.HomeTargetFeedback
import vn.motcua.bridge.HomeTargetSignIn
import vn.motcua.bridge.Live
import vn.motcua.bridge.OutboxItem
import vn.motcua.bridge.OutboxList
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusLine
import vn.motcua.ui.screen.home.place
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.DeedNotice
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.WaitingPage

/** Why one entry isn't sent yet, and what can be done about it; [entryId] is its own or its dossier's. When it has gone out, that. */
@Composable
fun WhyScreen(
    outbox: Live<OutboxList>,
    entryId: String,
    deed: Deed,
    actions: ListActions,
    onTakeBack: (String) -> Unit,
) {
    when (outbox) {
        is Live.Value -> {
            val entry = outbox.value.items.find { it.id == entryId || it.dossierId == entryId }
            if (entry == null) Gone(deed, actions) else Why(entry, deed, actions, onTakeBack)
        }

        else -> {
            WaitingPage(word("outbox-why"), outbox, actions.back)
        }
    }
}

@Composable
private fun Gone(
    deed: Deed,
    actions: ListActions,
) = Page(word("outbox-why"), actions.back) {
    DeedNotice(deed, actions)
    Empty(word("outbox-gone"), Modifier.semantics { liveRegion = LiveRegionMode.Polite }, sign = Signs.Done)
}

@Composable
private fun Why(
    entry: OutboxItem,
    deed: Deed,
    actions: ListActions,
    onTakeBack: (String) -> Unit,
) = Page(word("outbox-why"), actions.back, bottom = { Remedy(entry, deed, actions, onTakeBack) }) {
    DeedNotice(deed, actions)
    Panel {
        Body(entry.title)
        StatusLine(entry.reason, entry.tone, Modifier.semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite })
        SentBytes(entry)
    }
    entry.failure?.let { FailureNotice(it, tone = entry.tone) }
    entry.dossierId?.let { dossier -> SecondaryButton(word("timeline-open"), { actions.open(Place.Timeline(dossier)) }, sign = Signs.Clock) }
    (entry.target as? HomeTargetFeedback)?.let { report ->
        SecondaryButton(word("outbox-open-report"), { actions.open(report.place) }, sign = Signs.Speech)
    }
    entry.draftId?.takeIf { entry.canTakeBack && !entry.isRefused }?.let { draft ->
        SecondaryButton(word("draft-take-back"), { onTakeBack(draft) }, busy = deed.isRunning(OutboxHolder.TAKE_BACK), sign = Signs.Undo)
    }
}

/** Nothing but another content helps: what was refused would be refused again. */
private val OutboxItem.isRefused: Boolean get() = needsYou && canTakeBack && draftId != null && target !is HomeTargetSignIn && code != "APP_TOO_OLD"

/** What helps against the reason; where nothing else does, trying now. */
@Composable
@Suppress("UnusedReceiverParameter")
private fun ColumnScope.Remedy(
    entry: OutboxItem,
    deed: Deed,
    actions: ListActions,
    onTakeBack: (String) -> Unit,
) {
    val platform = LocalPlatform.current
    val signIn = entry.target as? HomeTargetSignIn
    val refused = entry.draftId.takeIf { entry.isRefused }
    when {
        refused != null -> {
            PrimaryButton(word("draft-take-back"), { onTakeBack(refused) }, busy = deed.isRunning(OutboxHolder.TAKE_BACK), sign = Signs.Undo)
        }

        // Somebody else is signed in, and signs out there first.
        entry.code == "OTHER_PERSON_SIGNED_IN" -> {
            PrimaryButton(word("action-sign-out"), { actions.open(Place.Session) }, sign = Signs.Person)
        }

        signIn != null -> {
            PrimaryButton(word("action-sign-in"), { actions.open(signIn.place) }, sign = Signs.Person)
        }

        entry.code == "APP_TOO_OLD" -> {
            PrimaryButton(word("action-update-app"), { platform.openAppUpdate() }, sign = Signs.Download)
        }

        entry.code == "NETWORK_LOGIN_NEEDED" -> {
            PrimaryButton(word("action-open-settings"), { platform.openNetworkSettings() }, sign = Signs.Settings)
        }

        entry.code == "UNMETERED_NEEDED" -> {
            PrimaryButton(word("outbox-network-policy"), { actions.open(Place.Settings) }, sign = Signs.Settings)
        }

        else -> {
            PrimaryButton(word("outbox-send-now"), actions.refresh, busy = deed.isRunning(REFRESH), sign = Signs.Send)
        }
    }
}
