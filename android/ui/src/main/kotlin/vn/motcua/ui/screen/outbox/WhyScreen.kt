package vn.motcua.ui.screen.outbox

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
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
    entry.draftId?.takeIf { entry.canTakeBack && !entry.isRefused }?.let { draft ->
        SecondaryButton(word("draft-take-back"), { onTakeBack(draft) }, busy = deed.isRunning(OutboxHolder.TAKE_BACK), sign = Signs.Undo)
    }
}

/** Nothing but another content helps: what was refused would be refused again. */
private val OutboxItem.isRefused: Boolean get() = needsYou && canTakeBack && draftId != null && target !is HomeTargetSignIn && code != "APP_TOO_OLD"

/** The name of the word on the button that helps against the reason, where nothing else does trying now; nothing where only waiting helps. */
internal val OutboxItem.remedy: String?
    get() =
        when {
            isRefused -> TAKE_BACK

            // Somebody else is signed in, and signs out there first.
            code == "OTHER_PERSON_SIGNED_IN" -> SIGN_OUT

            target is HomeTargetSignIn -> SIGN_IN

            code == "APP_TOO_OLD" -> UPDATE

            code == "NETWORK_LOGIN_NEEDED" -> SETTINGS

            code == "UNMETERED_NEEDED" -> POLICY

            code == "NETWORK_OFFLINE" -> null

            else -> SEND_NOW
        }

@Composable
@Suppress("UnusedReceiverParameter")
private fun ColumnScope.Remedy(
    entry: OutboxItem,
    deed: Deed,
    actions: ListActions,
    onTakeBack: (String) -> Unit,
) {
    val platform = LocalPlatform.current
    val name = entry.remedy ?: return
    val (sign, busy) = look(name, deed)
    val act: () -> Unit = {
        when (name) {
            TAKE_BACK -> entry.draftId?.let(onTakeBack)
            SIGN_OUT -> actions.open(Place.Session)
            SIGN_IN -> actions.open(Place.SignIn)
            UPDATE -> platform.openAppUpdate()
            SETTINGS -> platform.openNetworkSettings()
            POLICY -> actions.open(Place.Settings)
            else -> actions.refresh()
        }
    }
    PrimaryButton(word(name), act, busy = busy, sign = sign)
}

private fun look(
    name: String,
    deed: Deed,
): Pair<ImageVector, Boolean> =
    when (name) {
        TAKE_BACK -> Signs.Undo to deed.isRunning(OutboxHolder.TAKE_BACK)
        SIGN_OUT, SIGN_IN -> Signs.Person to false
        UPDATE -> Signs.Download to false
        SETTINGS, POLICY -> Signs.Settings to false
        else -> Signs.Send to deed.isRunning(REFRESH)
    }

internal const val SEND_NOW = "outbox-send-now"
private const val TAKE_BACK = "draft-take-back"
private const val SIGN_OUT = "action-sign-out"
private const val SIGN_IN = "action-sign-in"
private const val UPDATE = "action-update-app"
private const val SETTINGS = "action-open-settings"
private const val POLICY = "outbox-network-policy"
