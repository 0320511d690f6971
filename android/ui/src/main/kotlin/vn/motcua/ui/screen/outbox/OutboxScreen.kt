package vn.motcua.ui.screen.outbox

import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import vn.motcua.bridge.Live
import vn.motcua.bridge.OutboxItem
import vn.motcua.bridge.OutboxList
import vn.motcua.bridge.OutboxRemedy
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.Progress
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusLine
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.Refreshable
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.screen.list.deedNotice
import vn.motcua.ui.theme.Tone

/** What waits to be sent; each leads to why it isn't sent yet. Pulling the page down sends, as the button does. */
@Composable
fun OutboxScreen(
    outbox: Live<OutboxList>,
    deed: Deed,
    actions: ListActions,
) {
    when (outbox) {
        is Live.Value -> Refreshable(deed, actions) { Waiting(outbox.value, deed, actions) }
        else -> WaitingPage(word("outbox-heading"), outbox, actions)
    }
}

@Composable
private fun Waiting(
    outbox: OutboxList,
    deed: Deed,
    actions: ListActions,
) {
    val send: (@Composable () -> Unit)? =
        if (outbox.items.none { it.remedy == OutboxRemedy.SEND_NOW }) {
            null
        } else {
            { PrimaryButton(word(SEND_NOW), actions.refresh, busy = deed.isRunning(REFRESH), sign = Signs.Send) }
        }
    ListPage(word("outbox-heading"), actions.back, bottom = send?.let { { it() } }) {
        deedNotice(deed, actions)
        outbox.empty?.let { item(key = "empty") { Empty(it, sign = Signs.Done) } }
        items(outbox.items, key = { it.id }) { entry -> EntryCard(entry) { actions.open(Place.Outbox(entry.id)) } }
    }
}

@Composable
private fun EntryCard(
    entry: OutboxItem,
    onOpen: () -> Unit,
) {
    ItemCard(entry.title, entry.label, onOpen, detail = entry.queuedAt) {
        StatusLine(entry.reason, entry.tone)
        SentBytes(entry)
        Note(word("outbox-why"))
    }
}

/** How much of the papers is there, while they are going. */
@Composable
internal fun SentBytes(entry: OutboxItem) {
    val progress = entry.progress ?: return
    Progress(entry.sentShare, progress)
}

/** The part of the papers' bytes that the portal has. */
internal val OutboxItem.sentShare: Float
    get() = if (totalBytes == 0uL) 0f else (sentBytes.toDouble() / totalBytes.toDouble()).toFloat()

/** Waiting is not failing: only what needs the person looks like it. */
internal val OutboxItem.tone: Tone
    get() = if (needsYou) Tone.Due else Tone.Calm
