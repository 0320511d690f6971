package vn.motcua.ui.screen.inbox

import androidx.compose.runtime.Composable
import vn.motcua.bridge.Inbox
import vn.motcua.bridge.InboxItem
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ItemRow
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.screen.home.place
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.RefreshButton
import vn.motcua.ui.screen.list.Refreshable
import vn.motcua.ui.screen.list.Rows
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.screen.list.deedNotice
import vn.motcua.ui.screen.list.rowItems
import vn.motcua.ui.theme.Tone

/** What the portal told, the newest first, and whether it can tell at once. */
@Composable
fun InboxScreen(
    rows: Live<Rows<Inbox, InboxItem>>,
    deed: Deed,
    actions: ListActions,
    onMore: () -> Unit,
    onSeen: (ULong) -> Unit,
) {
    when (rows) {
        is Live.Value -> Refreshable(deed, actions) { Messages(rows.value, deed, actions, onMore, onSeen) }
        else -> WaitingPage(word("inbox-heading"), rows, actions)
    }
}

@Composable
private fun Messages(
    rows: Rows<Inbox, InboxItem>,
    deed: Deed,
    actions: ListActions,
    onMore: () -> Unit,
    onSeen: (ULong) -> Unit,
) {
    ListPage(word("inbox-heading"), actions.back, actions = { RefreshButton(deed, actions) }) {
        deedNotice(deed, actions)
        item(key = "push") { PushHealth(rows.head) }
        rows.head.empty?.let { item(key = "empty") { Empty(it, sign = Signs.Envelope) } }
        rows.items.firstOrNull { it.isNew }?.let { newest ->
            item(key = "seen") { SecondaryButton(word("inbox-see-all"), { onSeen(newest.seq) }, sign = Signs.Check) }
        }
        rowItems(rows, { it.seq.toLong() }, onMore) { message ->
            Message(message) { place ->
                if (message.isNew) onSeen(message.seq)
                actions.open(place)
            }
        }
    }
}

/** Pushes that were missed concern the person; that all is well is only a note. */
@Composable
private fun PushHealth(inbox: Inbox) {
    if (inbox.pushMissed) Banner(inbox.push, tone = Tone.Due) else Note(inbox.push)
}

@Composable
private fun Message(
    message: InboxItem,
    onOpen: (Place) -> Unit,
) {
    val place = message.target?.place
    if (place == null) {
        ItemRow(message.text, message.label, detail = message.at, sign = Signs.Envelope) { New(message) }
    } else {
        ItemCard(message.text, message.label, { onOpen(place) }, detail = message.at, sign = Signs.Envelope) { New(message) }
    }
}

@Composable
private fun New(message: InboxItem) {
    if (message.isNew) StatusChip(word("word-new"), Tone.Due, sign = Signs.Info)
}
