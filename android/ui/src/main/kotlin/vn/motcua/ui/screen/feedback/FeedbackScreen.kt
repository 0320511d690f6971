package vn.motcua.ui.screen.feedback

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.runtime.Composable
import vn.motcua.bridge.FeedbackList
import vn.motcua.bridge.FeedbackPage
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.part.Unread
import vn.motcua.ui.screen.list.Rows
import vn.motcua.ui.screen.list.rowItems
import vn.motcua.ui.theme.Tone

/** What I reported to 1022 and how it stands; a new report is one touch away. */
@Composable
fun FeedbackScreen(
    rows: Live<Rows<FeedbackList, FeedbackPage>>,
    onMore: () -> Unit,
    onReadAgain: () -> Unit,
    onOpen: (Place) -> Unit,
) {
    ListPage(
        title = word("feedback-heading"),
        bottom = { PrimaryButton(word("feedback-new"), { onOpen(Place.NewFeedback) }, sign = Signs.Camera) },
    ) {
        when (rows) {
            Live.Loading -> item { Loading() }
            is Live.Failed -> item { Unread(rows.words, onReadAgain) }
            is Live.Value -> reports(rows.value, onMore, onOpen)
        }
    }
}

private fun LazyListScope.reports(
    rows: Rows<FeedbackList, FeedbackPage>,
    onMore: () -> Unit,
    onOpen: (Place) -> Unit,
) {
    if (rows.items.isEmpty()) item(key = "empty") { Empty(word("feedback-empty"), sign = Signs.Speech) }
    rowItems(rows, { it.id }, onMore) { report -> ReportCard(report) { onOpen(Place.FeedbackReport(report.id)) } }
}

@Composable
private fun ReportCard(
    report: FeedbackPage,
    onOpen: () -> Unit,
) {
    ItemCard(report.category, report.label, onOpen, detail = report.description) {
        StatusChip(report.statusText, report.tone)
        Note(report.queuedAt)
    }
}

/** How a report stands. Kinds that this app doesn't know are simply so. */
internal val FeedbackPage.tone: Tone
    get() =
        when {
            correctable != null && status != "queued" -> Tone.Wrong
            status == "queued" -> Tone.Due
            status == "answered" -> Tone.Done
            else -> Tone.Calm
        }
