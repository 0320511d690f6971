package vn.motcua.ui.screen.timeline

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.lazy.itemsIndexed
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import vn.motcua.bridge.Live
import vn.motcua.bridge.ResultItem
import vn.motcua.bridge.Standing
import vn.motcua.bridge.SupplementRequest
import vn.motcua.bridge.Timeline
import vn.motcua.bridge.TimelineItem
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Fact
import vn.motcua.ui.part.ItemRow
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.part.sign
import vn.motcua.ui.part.tone
import vn.motcua.ui.screen.list.Deed
import vn.motcua.ui.screen.list.ListActions
import vn.motcua.ui.screen.list.RefreshButton
import vn.motcua.ui.screen.list.Refreshable
import vn.motcua.ui.screen.list.WaitingPage
import vn.motcua.ui.screen.list.deedNotice
import vn.motcua.ui.screen.supplement.AskedNotice
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.Tone

/** Where a dossier stands, by when it is due, and who said so. */
@Composable
fun TimelineScreen(
    timeline: Live<Timeline>,
    deed: Deed,
    actions: ListActions,
    onResult: (ResultItem) -> Unit,
) {
    when (timeline) {
        is Live.Value -> Refreshable(deed, actions) { Way(timeline.value, deed, actions, onResult) }
        else -> WaitingPage(word("timeline-open"), timeline, actions)
    }
}

@Composable
private fun Way(
    timeline: Timeline,
    deed: Deed,
    actions: ListActions,
    onResult: (ResultItem) -> Unit,
) {
    ListPage(timeline.heading, actions.back, actions = { RefreshButton(deed, actions) }) {
        deedNotice(deed, actions)
        timeline.warning?.let { item(key = "warning") { Banner(it, tone = Tone.Wrong) } }
        item(key = "status") { StatusPanel(timeline) }
        timeline.supplement?.let { item(key = "supplement") { Asked(it) { actions.open(Place.Supplement(timeline.dossierId)) } } }
        item(key = "papers") { Papers(timeline, deed, actions, onResult) }
        item(key = "entries") { SectionTitle(word("timeline-entries")) }
        itemsIndexed(timeline.entries, key = { index, entry -> "$index/${entry.event}" }) { _, entry -> EntryRow(entry) }
    }
}

@Composable
private fun StatusPanel(timeline: Timeline) {
    Panel {
        StatusChip(
            timeline.statusText,
            timeline.standing.tone,
            Modifier.semantics { liveRegion = LiveRegionMode.Polite },
            timeline.standing.sign,
        )
        timeline.clock?.let { StatusChip(it, if (timeline.overdue) Tone.Wrong else Tone.Calm, sign = Signs.Clock) }
        timeline.dossierCode?.let { Fact(word("receipt-code-label"), it) }
    }
}

@Composable
private fun Asked(
    request: SupplementRequest,
    onAnswer: () -> Unit,
) = AskedNotice(request) { PrimaryButton(word("timeline-supplement"), onAnswer, sign = Signs.Edit) }

/** What can be had of it by now: the receipt, the result; before the portal has it, why not. */
@Composable
private fun Papers(
    timeline: Timeline,
    deed: Deed,
    actions: ListActions,
    onResult: (ResultItem) -> Unit,
) {
    if (timeline.dossierCode == null) {
        return SecondaryButton(word("outbox-why"), { actions.open(Place.Outbox(timeline.dossierId)) }, sign = Signs.Send)
    }
    Column(verticalArrangement = Arrangement.spacedBy(Space.small)) {
        timeline.result?.let { result ->
            val busy = deed.isRunning(TimelineHolder.RESULT)
            PrimaryButton(word("timeline-result"), { onResult(result) }, busy = busy, sign = Signs.Download)
            Note(result.detail)
        }
        SecondaryButton(word("timeline-receipt"), { actions.open(Place.Receipt(timeline.dossierId)) }, sign = Signs.Paper)
    }
}

@Composable
private fun EntryRow(entry: TimelineItem) {
    ItemRow(entry.text, entry.label, detail = entry.at, sign = entry.sign) {
        Note(entry.signer)
        when (entry.proof) {
            "contested" -> StatusChip(word("proof-contested"), Tone.Wrong)
            "announced" -> StatusChip(word("proof-announced"), Tone.Due)
        }
    }
}

/** A fact signed, and a refusal among them, a step of one's own, or one that isn't sure: told by shape; the words beside it say it too. */
private val TimelineItem.sign: ImageVector
    get() =
        when (proof) {
            "signed" -> if (standing == Standing.WRONG) standing.sign else Signs.Done
            "own" -> Signs.Person
            "contested" -> Signs.Warning
            else -> Signs.Info
        }
