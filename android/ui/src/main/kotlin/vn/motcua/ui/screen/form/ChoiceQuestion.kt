package vn.motcua.ui.screen.form

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.QuestionKind
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.CheckRow
import vn.motcua.ui.part.ChoiceGroup
import vn.motcua.ui.part.ChoiceRow
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Space

/** More choices than fit a window are searched in a list of their own. */
private const val FEW = 8

private val QuestionItem.isSearched: Boolean get() = moreChoices || choices.size > FEW

/** The values that an answer of several choices holds. */
internal fun String.values(): List<String> = split(' ').filter { it.isNotEmpty() }

/** The answer with [value] in it or not. */
internal fun String.with(
    value: String,
    isIn: Boolean,
): String = (values() - value + listOf(value).filter { isIn }).joinToString(" ")

/** One of some choices. */
@Composable
internal fun SelectOne(
    asking: Asking,
    actions: FormActions,
) {
    val question = asking.question
    if (question.isSearched) {
        ChoicesField(asking, "form-choose-one", actions)
    } else {
        ChoiceGroup {
            question.choices.forEach { ChoiceRow(it.label, it.value == asking.answer, { actions.answer(asking.reference, it.value) }) }
        }
    }
    if (asking.answer.isNotEmpty() && !question.required) ClearAnswer(asking, actions)
}

/** Takes a choice away again: a radio button alone never lets go. */
@Composable
internal fun ClearAnswer(
    asking: Asking,
    actions: FormActions,
) {
    val name = word("form-clear-answer")
    QuietButton(name, { actions.answer(asking.reference, "") }, Modifier.naming(name, asking.question.label), Signs.Close)
}

/** Any of some choices. */
@Composable
internal fun SelectMultiple(
    asking: Asking,
    actions: FormActions,
) {
    if (asking.question.isSearched) return ChoicesField(asking, "form-choose-many", actions)
    val chosen = asking.answer.values()
    Column {
        asking.question.choices.forEach { choice ->
            CheckRow(choice.label, choice.value in chosen, { actions.answer(asking.reference, asking.answer.with(choice.value, it)) })
        }
    }
}

/** Yes or no. */
@Composable
internal fun YesNo(
    asking: Asking,
    actions: FormActions,
) {
    ChoiceGroup {
        ChoiceRow(word("word-yes"), asking.answer == YES, { actions.answer(asking.reference, YES) })
        ChoiceRow(word("word-no"), asking.answer == NO, { actions.answer(asking.reference, NO) })
    }
    if (asking.answer.isNotEmpty() && !asking.question.required) ClearAnswer(asking, actions)
}

private const val YES = "1"
private const val NO = "0"

/** An acknowledgement. */
@Composable
internal fun Acknowledge(
    asking: Asking,
    actions: FormActions,
) {
    CheckRow(word("form-acknowledge"), asking.answer == ACKNOWLEDGED, { actions.answer(asking.reference, if (it) ACKNOWLEDGED else "") })
}

private const val ACKNOWLEDGED = "OK"

/** What was chosen of a long list, and the way into it. */
@Composable
private fun ChoicesField(
    asking: Asking,
    empty: String,
    actions: FormActions,
) {
    val question = asking.question
    val shown = question.display.ifEmpty { word(empty) }
    val colours = MaterialTheme.colorScheme
    Surface(
        shape = MaterialTheme.shapes.small,
        color = colours.surface,
        border = BorderStroke(1.dp, if (asking.problem == null) colours.outline else colours.error),
    ) {
        Row(
            Modifier
                .fillMaxWidth()
                .clickable(role = role(question)) { actions.openChoices(asking.reference) }
                .semantics {
                    contentDescription = question.label
                    stateDescription = shown
                    asking.problem?.let { error(it) }
                }.heightIn(min = 56.dp)
                .padding(horizontal = Space.large, vertical = Space.small),
            horizontalArrangement = Arrangement.spacedBy(Space.medium),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Text(
                shown,
                Modifier.weight(1f).clearAndSetSemantics {},
                color = if (question.display.isEmpty()) colours.onSurfaceVariant else colours.onSurface,
                style = MaterialTheme.typography.bodyLarge,
            )
            Sign(Signs.Down, tint = colours.onSurfaceVariant)
        }
    }
}

private fun role(question: QuestionItem) = if (question.kind == QuestionKind.SELECT_ONE) Role.DropdownList else Role.Button
