package vn.motcua.ui.screen.feedback

import androidx.compose.runtime.Composable
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.stateIn
import vn.motcua.bridge.Core
import vn.motcua.bridge.FeedbackPage
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Fact
import vn.motcua.ui.part.LiveContent
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Signs
import vn.motcua.ui.screen.list.readAgain
import vn.motcua.ui.theme.Tone

/** One report, read anew whenever any report changes. */
class FeedbackReportHolder(
    core: Core,
    id: String,
) : ViewModel() {
    /** The report as it stands. */
    val report: StateFlow<Live<FeedbackPage>> =
        changes(core).map { read(core, id) }.stateIn(viewModelScope, SharingStarted.WhileSubscribed(5_000), Live.Loading)

    /** One line for each change of the reports: the shortest list tells it. */
    private fun changes(core: Core): Flow<Live<*>> = core.feedback(limit = 1)

    private suspend fun read(
        core: Core,
        id: String,
    ): Live<FeedbackPage> =
        when (val page = core.feedback(id)) {
            is Outcome.Done -> Live.Value(page.value)
            is Outcome.Failed -> Live.Failed(core.explain(page.failure))
        }
}

@Composable
fun FeedbackReportRoute(
    core: Core,
    navigator: Navigator,
    id: String,
) {
    val holder = holder { FeedbackReportHolder(core, id) }
    FeedbackReportScreen(
        holder.report.observed(),
        onEdit = { navigator.open(Place.EditFeedback(id)) },
        onReadAgain = { holder.readAgain(core) },
        onBack = { navigator.back() },
    )
}

/** One report: how it stands, what the office answered, what I wrote. */
@Composable
fun FeedbackReportScreen(
    report: Live<FeedbackPage>,
    onEdit: () -> Unit,
    onReadAgain: () -> Unit,
    onBack: () -> Unit,
) {
    val page = (report as? Live.Value)?.value
    // What waits was never sent: nothing is sent again.
    val words = if (page?.status == "queued") "feedback-correcting" else "feedback-correct"
    val edit: (@Composable () -> Unit)? = if (page?.correctable != null) ({ PrimaryButton(word(words), onEdit, sign = Signs.Edit) }) else null
    Page(title = page?.category ?: word("feedback-heading"), onBack = onBack, bottom = edit?.let { { it() } }) {
        LiveContent(report, onReadAgain) { Report(it) }
    }
}

@Composable
private fun Report(page: FeedbackPage) {
    Banner(page.statusText, tone = page.tone) { page.expected?.let { Body(it) } }
    page.answer?.let {
        SectionTitle(word("feedback-answer"))
        Panel { Body(it) }
    }
    SectionTitle(word("feedback-mine"))
    Panel {
        Fact(word("feedback-category"), page.category)
        if (page.description.isNotEmpty()) Fact(word("feedback-description"), page.description)
        Fact(word("feedback-photo"), word(if (page.hasPhoto) "word-yes" else "word-no"))
        page.place?.let { Fact(word("feedback-place"), it) }
        Fact(word("feedback-number"), page.number ?: word("feedback-no-number"))
        Fact(word("feedback-queued-at"), page.queuedAt)
    }
    if (page.answer == null && page.tone != Tone.Wrong) Note(word("feedback-note"))
}
