package vn.motcua.ui.screen.outbox

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import vn.motcua.bridge.HomeTargetFeedback
import vn.motcua.bridge.Live
import vn.motcua.bridge.OutboxItem
import vn.motcua.bridge.OutboxList
import vn.motcua.bridge.OutboxRemedy
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.Note
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
            WaitingPage(word("outbox-why"), outbox, actions)
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
        Note(entry.queuedAt)
        StatusLine(entry.reason, entry.tone, Modifier.semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite })
        SentBytes(entry)
    }
    entry.failure?.let { FailureNotice(it, tone = entry.tone) }
    entry.dossierId?.let { dossier -> SecondaryButton(word("timeline-open"), { actions.open(Place.Timeline(dossier)) }, sign = Signs.Clock) }
    (entry.target as? HomeTargetFeedback)?.let { report ->
        SecondaryButton(word("outbox-open-report"), { actions.open(report.place) }, sign = Signs.Speech)
    }
    entry.draftId?.takeIf { entry.canTakeBack && entry.remedy != OutboxRemedy.TAKE_BACK }?.let { draft ->
        SecondaryButton(word(TAKE_BACK), { onTakeBack(draft) }, busy = deed.isRunning(OutboxHolder.TAKE_BACK), sign = Signs.Undo)
    }
}

/** A button that helps: the name of its word, and what it does. */
private class Help(
    val word: String,
    val sign: ImageVector,
    val isBusy: Boolean = false,
    val act: () -> Unit,
)

/** What helps against the reason; nothing where only waiting does. */
@Composable
@Suppress("UnusedReceiverParameter")
private fun ColumnScope.Remedy(
    entry: OutboxItem,
    deed: Deed,
    actions: ListActions,
    onTakeBack: (String) -> Unit,
) {
    val platform = LocalPlatform.current
    val help =
        when (entry.remedy ?: return) {
            OutboxRemedy.SEND_NOW -> Help(SEND_NOW, Signs.Send, deed.isRunning(REFRESH), actions.refresh)
            OutboxRemedy.TAKE_BACK -> Help(TAKE_BACK, Signs.Undo, deed.isRunning(OutboxHolder.TAKE_BACK)) { entry.draftId?.let(onTakeBack) }
            OutboxRemedy.SIGN_IN -> Help("action-sign-in", Signs.Person) { actions.open(Place.SignIn) }
            OutboxRemedy.SIGN_OUT -> Help("action-sign-out", Signs.Person) { actions.open(Place.Session) }
            OutboxRemedy.UPDATE_APP -> Help("action-update-app", Signs.Download) { platform.openAppUpdate() }
            OutboxRemedy.NETWORK_SETTINGS -> Help("action-open-settings", Signs.Settings) { platform.openNetworkSettings() }
            OutboxRemedy.NETWORK_POLICY -> Help("outbox-network-policy", Signs.Settings) { actions.open(Place.Settings) }
        }
    PrimaryButton(word(help.word), help.act, busy = help.isBusy, sign = help.sign)
}

internal const val SEND_NOW = "outbox-send-now"
private const val TAKE_BACK = "draft-take-back"
