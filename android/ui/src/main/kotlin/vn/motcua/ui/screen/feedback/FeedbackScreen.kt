package vn.motcua.ui.screen.feedback

import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.flatMapLatest
import kotlinx.coroutines.flow.scan
import kotlinx.coroutines.flow.stateIn
import vn.motcua.bridge.Core
import vn.motcua.bridge.FeedbackList
import vn.motcua.bridge.FeedbackPage
import vn.motcua.bridge.Live
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.ItemCard
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusChip
import vn.motcua.ui.theme.Tone

/** My reports, the newest of them; more as the person scrolls on. */
@OptIn(ExperimentalCoroutinesApi::class)
class FeedbackHolder(
    core: Core,
    private val saved: SavedStateHandle,
) : ViewModel() {
    private val limit = saved.getStateFlow(LIMIT, STEP)

    /** As many as were asked for. A longer list replaces the shorter one when it is there, never a blank page in between. */
    val reports: StateFlow<Live<FeedbackList>> =
        limit
            .flatMapLatest(core::feedback)
            .scan<Live<FeedbackList>, Live<FeedbackList>>(Live.Loading) { before, now -> if (now is Live.Loading) before else now }
            .stateIn(viewModelScope, SharingStarted.WhileSubscribed(5_000), Live.Loading)

    /** The person came to the end of what is shown. */
    fun more() {
        saved[LIMIT] = limit.value + STEP
    }

    private companion object {
        const val LIMIT = "limit"
        const val STEP = 50
    }
}

@Composable
fun FeedbackRoute(
    core: Core,
    navigator: Navigator,
) {
    val holder = holder { FeedbackHolder(core, it) }
    FeedbackScreen(holder.reports.observed(), holder::more, navigator::open)
}

/** What I reported to 1022 and how it stands; a new report is one touch away. */
@Composable
fun FeedbackScreen(
    reports: Live<FeedbackList>,
    onMore: () -> Unit,
    onOpen: (Place) -> Unit,
) {
    ListPage(
        title = word("feedback-heading"),
        bottom = { PrimaryButton(word("feedback-new"), { onOpen(Place.NewFeedback) }, sign = Signs.Camera) },
    ) {
        when (reports) {
            Live.Loading -> item { Loading() }
            is Live.Failed -> item { FailureNotice(reports.words) }
            is Live.Value -> reports(reports.value, onMore, onOpen)
        }
    }
}

private fun LazyListScope.reports(
    list: FeedbackList,
    onMore: () -> Unit,
    onOpen: (Place) -> Unit,
) {
    if (list.items.isEmpty()) item { Empty(word("feedback-empty"), sign = Signs.Speech) }
    items(list.items, key = { it.id }) { report -> ReportCard(report) { onOpen(Place.FeedbackReport(report.id)) } }
    if (list.next != null) {
        item(key = "more") {
            LaunchedEffect(list.items.size) { onMore() }
            Loading()
        }
    }
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
