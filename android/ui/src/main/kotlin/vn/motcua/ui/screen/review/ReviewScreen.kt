package vn.motcua.ui.screen.review

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.itemsIndexed
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import kotlinx.coroutines.launch
import vn.motcua.bridge.ReviewPaper
import vn.motcua.bridge.ReviewRow
import vn.motcua.bridge.ReviewSection
import vn.motcua.bridge.SubmitReview
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Banner
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.CheckRow
import vn.motcua.ui.part.Fact
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.GroupTitle
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.ProblemLine
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.screen.form.FrozenNotice
import vn.motcua.ui.screen.form.ProblemCard
import vn.motcua.ui.screen.form.naming
import vn.motcua.ui.screen.supplement.AskedItems
import vn.motcua.ui.screen.supplement.AskedNotice
import vn.motcua.ui.theme.Size
import vn.motcua.ui.theme.Space
import vn.motcua.ui.theme.Tone

/** What will be sent, whole; [onMend] goes to a question. What is on its way is only read, and [onOpen] goes after it. */
@Composable
fun ReviewScreen(
    state: ReviewState,
    onBack: () -> Unit,
    onOpenAgain: () -> Unit,
    onOpen: (Place) -> Unit,
    onMend: (String) -> Unit,
    onPledge: (Boolean) -> Unit,
    onSubmit: () -> Unit,
) {
    when (state) {
        ReviewState.Opening -> {
            Page(word("review-title"), onBack) { Loading() }
        }

        is ReviewState.Closed -> {
            Page(word("review-title"), onBack) { FailureNotice(state.trouble, onRetry = onOpenAgain) }
        }

        is ReviewState.Shown -> {
            Review(state, onBack, onOpen, onMend, onPledge, onSubmit)
        }
    }
}

@Composable
private fun Review(
    state: ReviewState.Shown,
    onBack: () -> Unit,
    onOpen: (Place) -> Unit,
    onMend: (String) -> Unit,
    onPledge: (Boolean) -> Unit,
    onSubmit: () -> Unit,
) {
    val list = rememberLazyListState()
    // Whoever pressed "submit" at the end finds at the top why it is all to be read again.
    LaunchedEffect(state.review.viewSha256) { if (state.hasChanged) list.scrollToItem(0) }
    val scope = rememberCoroutineScope()
    val supplement = state.review.supplement
    ListPage(word(if (supplement == null) "review-title" else SUPPLEMENT), onBack, state = list) {
        val frozen = state.review.frozen
        val mend = onMend.takeIf { frozen == null }
        item(key = "heading") { if (frozen == null) Body(state.review.heading) else FrozenNotice(frozen, onOpen) }
        if (supplement != null) item(key = "supplement") { AskedNotice(supplement) { AskedItems(supplement, mend) } }
        if (state.hasChanged) item(key = "changed") { Banner(word("review-changed"), tone = Tone.Due) }
        problems(state, onMend)
        sections(state.review.sections, mend)
        papers(state.review, mend)
        item(key = "office") { Office(state.review) }
        if (frozen == null && state.problems != null) item(key = "not yet") { NotYet { scope.launch { list.scrollToItem(0) } } }
        if (state.canBeSubmitted) item(key = "submit") { Submit(state, onPledge, onSubmit) }
    }
}

private fun LazyListScope.problems(
    state: ReviewState.Shown,
    onMend: (String) -> Unit,
) {
    val problems = state.problems ?: return
    item(key = "problems") { Banner(problems.heading, tone = Tone.Wrong) }
    itemsIndexed(problems.items, key = { at, _ -> "problem $at" }) { _, item -> ProblemCard(item) { onMend(item.reference) } }
}

private fun LazyListScope.sections(
    sections: List<ReviewSection>,
    onMend: ((String) -> Unit)?,
) {
    sections.forEachIndexed { at, section ->
        item(key = "section $at") { SectionTitle(section.heading, Modifier.padding(top = Space.medium)) }
        items(section.rows, key = { it.reference }) { row -> ReviewLine(row, onMend?.let { { it(row.reference) } }) }
    }
}

@Composable
private fun ReviewLine(
    row: ReviewRow,
    onMend: (() -> Unit)?,
) {
    Column(Modifier.fillMaxWidth(), verticalArrangement = Arrangement.spacedBy(Space.small)) {
        row.heading?.let { GroupTitle(it) }
        if (row.label.isEmpty()) Body(row.answer) else Answer(row, onMend)
    }
}

/** Why there is nothing to press at the end, and the way back up. */
@Composable
private fun NotYet(onShow: () -> Unit) {
    Column(Modifier.padding(top = Space.medium), verticalArrangement = Arrangement.spacedBy(Space.medium)) {
        Body(word("review-not-yet"))
        SecondaryButton(word("form-show-problems"), onShow, sign = Signs.Warning)
    }
}

/** A question and its answer; the whole line leads back to it, where it can be changed. */
@Composable
private fun Answer(
    row: ReviewRow,
    onMend: (() -> Unit)?,
) {
    Column(Modifier.fillMaxWidth(), verticalArrangement = Arrangement.spacedBy(Space.small)) {
        Row(
            Modifier.fillMaxWidth().mending(onMend).heightIn(min = Size.touch),
            horizontalArrangement = Arrangement.spacedBy(Space.medium),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(Space.tiny)) {
                Note(row.label)
                Body(row.answer)
            }
            if (onMend != null) Sign(Signs.Edit, tint = MaterialTheme.colorScheme.onSurfaceVariant)
        }
        HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
    }
}

/** Touching it leads to its question. What is only read is one stop of a screen reader all the same. */
@Composable
private fun Modifier.mending(onMend: (() -> Unit)?): Modifier =
    if (onMend == null) {
        semantics(mergeDescendants = true) {}
    } else {
        clickable(onClickLabel = word("review-edit"), role = Role.Button, onClick = onMend)
    }

private fun LazyListScope.papers(
    review: SubmitReview,
    onMend: ((String) -> Unit)?,
) {
    item(key = "papers") { SectionTitle(word("review-papers"), Modifier.padding(top = Space.medium)) }
    if (review.papers.isEmpty()) item(key = "no papers") { Note(word("review-no-papers")) }
    items(review.papers, key = { "paper ${it.reference}" }) { paper -> Paper(paper, onMend?.let { { it(paper.reference) } }) }
}

/** A paper by name and size; its fingerprint for whoever compares it with the receipt. */
@Composable
private fun Paper(
    paper: ReviewPaper,
    onMend: (() -> Unit)?,
) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    Panel {
        Row(
            Modifier.fillMaxWidth().mending(onMend).heightIn(min = Size.touch),
            horizontalArrangement = Arrangement.spacedBy(Space.medium),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Sign(Signs.File, tint = MaterialTheme.colorScheme.primary)
            Column(Modifier.weight(1f)) {
                Body(paper.name)
                Note(paper.size)
            }
        }
        if (isOpen) {
            Fact(word("review-fingerprint"), paper.sha256)
        } else {
            val name = word("review-show-fingerprint")
            QuietButton(name, { isOpen = true }, Modifier.naming(name, paper.name), Signs.Info)
        }
    }
}

@Composable
private fun Office(review: SubmitReview) {
    Column(Modifier.padding(top = Space.medium), verticalArrangement = Arrangement.spacedBy(Space.small)) {
        SectionTitle(word("review-office"))
        val office = review.office
        if (office == null) Banner(word("review-no-office"), tone = Tone.Due) else Body(office.name)
    }
}

/** It is still the person's, nothing has to be mended, and somebody receives it. */
private val ReviewState.Shown.canBeSubmitted: Boolean get() = review.frozen == null && problems == null && review.office != null

/** The pledge and the submission: at the end, when everything above was seen. */
@Composable
private fun Submit(
    state: ReviewState.Shown,
    onPledge: (Boolean) -> Unit,
    onSubmit: () -> Unit,
) {
    Column(Modifier.padding(top = Space.medium), verticalArrangement = Arrangement.spacedBy(Space.medium)) {
        CheckRow(word("review-pledge"), state.isPledged, onPledge)
        if (state.isPledgeMissed) ProblemLine(word("review-pledge-needed"))
        state.trouble?.let { FailureNotice(it, onRetry = onSubmit) }
        PrimaryButton(word(state.act), onSubmit, busy = state.isSubmitting, sign = Signs.Send)
        Note(word("review-note"))
    }
}

private val ReviewState.Shown.act get() = if (review.supplement == null) "review-submit" else SUPPLEMENT

/** Heading and button of a review that answers the office. */
private const val SUPPLEMENT = "review-supplement"
