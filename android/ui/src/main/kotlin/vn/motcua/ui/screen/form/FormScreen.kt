package vn.motcua.ui.screen.form

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.ime
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.Failure
import vn.motcua.bridge.FormPage
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Confirm
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.Progress
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.isTextLarge
import vn.motcua.ui.screen.list.ToCatalogue
import vn.motcua.ui.screen.supplement.AskedItems
import vn.motcua.ui.screen.supplement.AskedNotice
import vn.motcua.ui.theme.Space

/** A form, page by page. */
@Composable
fun FormScreen(
    state: FormState,
    actions: FormActions,
    onOpenAgain: () -> Unit,
) {
    when (state) {
        FormState.Opening -> Page(word("form-heading"), actions::leave) { Loading(text = word("form-opening")) }
        is FormState.Closed -> Closed(state, actions, onOpenAgain)
        FormState.Nothing -> Page(word("form-heading"), actions::leave) { Empty(word("form-empty")) }
        is FormState.Open -> OpenForm(state, actions)
    }
}

@Composable
private fun Closed(
    state: FormState.Closed,
    actions: FormActions,
    onOpenAgain: () -> Unit,
) = Page(word("form-heading"), actions::leave) {
    FailureNotice(state.trouble, onRetry = onOpenAgain)
    if (state.trouble.failure is Failure.Rejected) ToCatalogue(actions::open)
}

@Composable
private fun OpenForm(
    state: FormState.Open,
    actions: FormActions,
) {
    val page = state.page
    val blocks = remember(page.items) { blocks(page.items) }
    // Each page begins at its top, and is found where it was left after a rotation.
    val list = rememberSaveable(page.index.toInt(), saver = LazyListState.Saver) { LazyListState() }
    LaunchedEffect(state.target) { blocks.indexOfFirst { it.key == state.target }.takeIf { it >= 0 }?.let { list.scrollToItem(it + ABOVE) } }
    ListPage(
        title = page.heading.ifEmpty { state.title },
        onBack = actions::leave,
        actions = { Undo(state, actions) },
        bottom = foot(state, actions),
        state = list,
    ) {
        item(key = "progress") { PageHead(state, actions) }
        item(key = "trouble") { state.trouble?.takeIf { it.reference == null }?.let { FailureNotice(it.trouble, onRetry = actions::again) } }
        blocks(state, blocks, actions)
        if (page.frozen == null) item(key = "problems") { ShowProblems(actions) }
    }
    ChoicesDialog(state, actions)
    state.problems?.let { ProblemsDialog(it, actions) }
}

/** Items of the list above the first block: the title, [Standing], the trouble. */
private const val ABOVE = 3

private fun LazyListScope.blocks(
    state: FormState.Open,
    blocks: List<Block>,
    actions: FormActions,
) {
    if (blocks.isEmpty()) item(key = "empty") { Empty(word("form-empty-page")) }
    items(blocks, key = { it.key }, contentType = { it::class }) { block ->
        when (block) {
            is Block.Heading -> BlockHeading(block.text, block.level)
            is Block.Asked -> QuestionBlock(state, block.question, actions)
            is Block.RowBegins -> BlockHeading(block.name, block.level)
            is Block.RowEnds -> RemoveRow(block, actions)
            is Block.RowsEnd -> AddRow(block, actions)
        }
    }
}

@Composable
private fun ShowProblems(actions: FormActions) =
    QuietButton(word("form-show-problems"), { actions.check(review = false) }, Modifier.padding(top = Space.medium), Signs.Search)

/** Which page of which form this is, how far the form is, why it can only be read where it is so, and what the office asks where it answers that. */
@Composable
private fun PageHead(
    state: FormState.Open,
    actions: FormActions,
) {
    Column(Modifier.padding(bottom = Space.small), verticalArrangement = Arrangement.spacedBy(Space.small)) {
        if (state.page.heading.isNotEmpty()) Note(state.title)
        Body(state.page.position)
        Progress(state.page.progressShare, state.page.progress)
        if (isTextLarge) Kept(state.page)
        state.page.frozen?.let { FrozenNotice(it, actions::open) }
        state.page.supplement?.let { request -> AskedNotice(request) { AskedItems(request, actions::show) } }
    }
}

/** What was given is safe. */
@Composable
private fun Kept(page: FormPage) {
    if (page.kept.isEmpty()) return
    Row(horizontalArrangement = Arrangement.spacedBy(Space.small)) {
        Sign(Signs.Done, size = 20.dp, tint = MaterialTheme.colorScheme.primary)
        Note(page.kept)
    }
}

@Composable
private fun RowScope.Undo(
    state: FormState.Open,
    actions: FormActions,
) {
    if (state.canUndo) QuietButton(word("action-undo"), actions::undo, sign = Signs.Undo)
}

/** The way on. While the keyboard is up the room is the question's. */
@Composable
private fun foot(
    state: FormState.Open,
    actions: FormActions,
): (@Composable ColumnScope.() -> Unit)? {
    val isTyping = WindowInsets.ime.getBottom(LocalDensity.current) > 0
    if (isTyping && state.said == null) return null
    return {
        state.said?.let { Note(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }) }
        if (!isTyping) {
            // With large text the foot would take too much of the window: this line stands at the page's top instead.
            if (!isTextLarge) Kept(state.page)
            Turning(state.page, actions)
        }
    }
}

@Composable
private fun Turning(
    page: FormPage,
    actions: FormActions,
) {
    val index = page.index.toInt()
    val isFirst = index == 0
    val isLast = index + 1 >= page.count.toInt()
    val previous = @Composable { modifier: Modifier -> SecondaryButton(word("action-previous"), { actions.turn(index - 1) }, modifier) }
    val next = @Composable { modifier: Modifier ->
        if (isLast) {
            val review = if (page.frozen == null) "form-review" else "review-title"
            PrimaryButton(word(review), { actions.check(review = true) }, modifier)
        } else {
            PrimaryButton(word("action-next"), { actions.turn(index + 1) }, modifier)
        }
    }
    if (isLast || isTextLarge || isFirst) {
        next(Modifier)
        if (!isFirst) previous(Modifier)
    } else {
        Row(horizontalArrangement = Arrangement.spacedBy(Space.medium)) {
            previous(Modifier.weight(1f))
            next(Modifier.weight(1f))
        }
    }
}

@Composable
private fun BlockHeading(
    text: String,
    level: Int,
) {
    if (level <= 2) {
        SectionTitle(text, Modifier.padding(top = Space.medium))
    } else {
        Text(
            text,
            Modifier.padding(top = Space.small).semantics { heading() },
            style = MaterialTheme.typography.titleMedium,
            color = MaterialTheme.colorScheme.onBackground,
        )
    }
}

@Composable
private fun AddRow(
    block: Block.RowsEnd,
    actions: FormActions,
) {
    SecondaryButton(
        word("form-row-add"),
        { actions.addRow(block.reference) },
        Modifier.naming(word("form-row-add"), block.name),
        sign = Signs.Plus,
    )
}

/** Asks first, though it can be taken back: what was filled in goes out of sight. */
@Composable
private fun RemoveRow(
    block: Block.RowEnds,
    actions: FormActions,
) {
    var isAsking by rememberSaveable { mutableStateOf(false) }
    QuietButton(word("form-row-remove"), { isAsking = true }, Modifier.naming(word("form-row-remove"), block.name), Signs.Trash)
    if (isAsking) {
        Confirm(
            title = block.name,
            text = word("form-row-remove-question"),
            action = word("form-row-remove"),
            onConfirm = {
                isAsking = false
                actions.removeRow(block.reference)
            },
            onDismiss = { isAsking = false },
        )
    }
}
