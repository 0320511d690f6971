package vn.motcua.ui.screen.drafts

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import vn.motcua.bridge.DraftItem
import vn.motcua.bridge.DraftList
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Confirm
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.RefreshButton
import vn.motcua.ui.screen.list.Refreshable
import vn.motcua.ui.screen.list.Rows
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.screen.list.deedNotice
import vn.motcua.ui.screen.list.rowItems
import vn.motcua.ui.theme.Tone

/** What can be done with drafts, by their id. */
class DraftActions(
    val more: () -> Unit,
    val ask: (String?) -> Unit,
    val delete: () -> Unit,
    val takeBack: (String) -> Unit,
)

/** My drafts, the newest first. */
@Composable
fun DraftsScreen(
    rows: Live<Rows<DraftList, DraftItem>>,
    doomed: String?,
    deed: Deed,
    actions: ListActions,
    drafts: DraftActions,
) {
    when (rows) {
        is Live.Value -> Refreshable(deed, actions) { Drafts(rows.value, deed, actions, drafts) }
        else -> WaitingPage(word("drafts-heading"), rows, actions)
    }
    val title =
        (rows as? Live.Value)
            ?.value
            ?.items
            ?.find { it.id == doomed }
            ?.title
    if (title != null) Confirm(title, word("draft-delete-question"), word("draft-delete"), drafts.delete, { drafts.ask(null) })
}

@Composable
private fun Drafts(
    rows: Rows<DraftList, DraftItem>,
    deed: Deed,
    actions: ListActions,
    drafts: DraftActions,
) {
    ListPage(word("drafts-heading"), actions.back, actions = { RefreshButton(deed, actions) }) {
        deedNotice(deed, actions)
        if (rows.items.isNotEmpty()) item(key = "total") { Note("${word("drafts-total")}: ${rows.head.total}") }
        rows.head.empty?.let { none(it, actions.open) }
        rowItems(rows, { it.id }, drafts.more) { DraftRow(it, actions.open, drafts) }
    }
}

private fun LazyListScope.none(
    text: String,
    onOpen: (Place) -> Unit,
) = item(key = "empty") {
    Empty(text) { PrimaryButton(word("home-new-dossier"), { onOpen(Place.Catalogue) }, sign = Signs.Plus) }
}

@Composable
private fun DraftRow(
    draft: DraftItem,
    onOpen: (Place) -> Unit,
    drafts: DraftActions,
) {
    Column {
        ItemCard(draft.title, draft.label, { onOpen(draft.place) }, detail = draft.progress) {
            Note(draft.changedAt)
            StatusChip(draft.stateText, draft.tone, sign = draft.sign)
        }
        FlowRow {
            if (draft.editable) RowButton("draft-delete", draft, Signs.Trash) { drafts.ask(draft.id) }
            if (draft.waits) RowButton("draft-take-back", draft, Signs.Undo) { drafts.takeBack(draft.id) }
        }
    }
}

/** Many rows have one: a screen reader hears whose it is. */
@Composable
private fun RowButton(
    name: String,
    draft: DraftItem,
    sign: ImageVector,
    onClick: () -> Unit,
) {
    val text = word(name)
    QuietButton(text, onClick, Modifier.semantics { contentDescription = "$text: ${draft.title}" }, sign)
}

/** Whether it stands in the outbox, where it can be taken back from; the core decides whether it really comes. */
private val DraftItem.waits get() = state == "queued" || state == "refused"

/** An editable draft opens its form; one that waits, the outbox with the reason; one that arrived, its timeline. */
private val DraftItem.place: Place
    get() {
        val dossier = dossierId
        return when {
            waits -> Place.Outbox()
            editable || dossier == null -> Place.Form(id, 0)
            else -> Place.Timeline(dossier)
        }
    }

private val DraftItem.tone: Tone
    get() =
        when (state) {
            "refused" -> Tone.Wrong
            "queued" -> Tone.Due
            "sent" -> Tone.Done
            else -> Tone.Calm
        }

private val DraftItem.sign: ImageVector
    get() =
        when (state) {
            "refused" -> Signs.Warning
            "queued" -> Signs.Send
            "sent" -> Signs.Done
            else -> Signs.Edit
        }
