package vn.motcua.ui.screen.form

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.rotate
import vn.motcua.bridge.ChoiceItem
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Size
import vn.motcua.ui.theme.Space

/** Choices in the order of an answer; those that it doesn't name keep the form's order behind. */
internal fun ranked(
    choices: List<ChoiceItem>,
    answer: String,
): List<ChoiceItem> {
    val places = answer.values().withIndex().associate { it.value to it.index }
    return choices.sortedBy { places[it.value] ?: places.size }
}

/** The answer with the choice at [at] moved by [by]. */
internal fun moved(
    order: List<ChoiceItem>,
    at: Int,
    by: Int,
): String =
    order
        .toMutableList()
        .apply { add(at + by, removeAt(at)) }
        .joinToString(" ") { it.value }

/** Choices to put into an order: each has buttons for up and down, so that neither eye nor steady hand is needed. */
@Composable
internal fun RankQuestion(
    asking: Asking,
    actions: FormActions,
) {
    val order = ranked(asking.question.choices, asking.answer)
    Column {
        order.forEachIndexed { at, choice ->
            RankRow(at, order) { actions.answer(asking.reference, moved(order, at, it)) }
            if (choice != order.last()) HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
        }
    }
    if (asking.answer.isEmpty()) {
        Note(word("form-rank-none"))
        SecondaryButton(word("form-rank-keep"), { actions.answer(asking.reference, order.joinToString(" ") { it.value }) })
    }
}

@Composable
private fun RankRow(
    at: Int,
    order: List<ChoiceItem>,
    onMove: (Int) -> Unit,
) {
    val label = "${at + 1}. ${order[at].label}"
    Row(Modifier.fillMaxWidth().heightIn(min = Size.touch), verticalAlignment = Alignment.CenterVertically) {
        Body(label, Modifier.weight(1f).padding(vertical = Space.small))
        Move(word("form-move-up"), label, isUp = true, isPossible = at > 0) { onMove(-1) }
        Move(word("form-move-down"), label, isUp = false, isPossible = at < order.lastIndex) { onMove(1) }
    }
}

@Composable
private fun Move(
    name: String,
    label: String,
    isUp: Boolean,
    isPossible: Boolean,
    onClick: () -> Unit,
) {
    IconButton(onClick, Modifier.naming(name, label), enabled = isPossible) {
        Sign(Signs.Down, Modifier.rotate(if (isUp) HALF_TURN else 0f))
    }
}

private const val HALF_TURN = 180f
