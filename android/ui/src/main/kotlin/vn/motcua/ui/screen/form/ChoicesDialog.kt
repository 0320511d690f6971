package vn.motcua.ui.screen.form

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import vn.motcua.bridge.ChoiceItem
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.QuestionKind
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.CheckRow
import vn.motcua.ui.part.ChoiceRow
import vn.motcua.ui.part.Empty
import vn.motcua.ui.part.ListPage
import vn.motcua.ui.part.Loading
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.TextInput

/** A question's long list of choices with its search: the core looks, marks may be left out, and only what is seen is drawn. */
@Composable
internal fun ChoicesDialog(
    state: FormState.Open,
    actions: FormActions,
) {
    val picking = state.picking ?: return
    val question = state.page.question(picking.reference) ?: return
    val answer = state.answerTo(question)
    FullScreen(actions::closeChoices) {
        ListPage(question.label, onBack = actions::closeChoices, bottom = done(question, actions)) {
            item(key = "search") { Search(picking, actions) }
            when {
                picking.choices == null -> item(key = "looking") { Loading() }
                picking.choices.isEmpty() -> item(key = "none") { Empty(word("state-nothing-found"), Modifier.said(), Signs.Search) }
                else -> items(picking.choices, key = { it.value }) { Choice(question, it, answer, actions) }
            }
        }
    }
}

private fun Modifier.said() = semantics { liveRegion = LiveRegionMode.Polite }

@Composable
private fun Search(
    picking: Picking,
    actions: FormActions,
) {
    TextInput(
        word("form-search-choices"),
        picking.text,
        actions::search,
        Modifier.fillMaxWidth(),
        keyboard = KeyboardOptions(autoCorrectEnabled = false, imeAction = ImeAction.Search),
    )
    if (picking.text.isNotEmpty()) QuietButton(word("action-clear-search"), { actions.search("") }, sign = Signs.Close)
}

/** One choice closes the list; several are ticked until the person is done. */
@Composable
private fun Choice(
    question: QuestionItem,
    choice: ChoiceItem,
    answer: String,
    actions: FormActions,
) {
    if (question.kind == QuestionKind.SELECT_MULTIPLE) {
        CheckRow(choice.label, choice.value in answer.values(), { actions.answer(question.reference, answer.with(choice.value, it)) })
    } else {
        ChoiceRow(choice.label, choice.value == answer, {
            actions.answer(question.reference, choice.value)
            actions.closeChoices()
        })
    }
}

private fun done(
    question: QuestionItem,
    actions: FormActions,
): (@Composable ColumnScope.() -> Unit)? {
    if (question.kind != QuestionKind.SELECT_MULTIPLE) return null
    return { PrimaryButton(word("action-done"), actions::closeChoices) }
}
