package vn.motcua.ui.screen.form

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Slider
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableFloatStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.theme.Space
import kotlin.math.roundToInt

/** A number between two ends: a slider for a rough hand, buttons for one step, and the number itself. */
@Composable
internal fun RangeQuestion(
    asking: Asking,
    actions: FormActions,
) {
    val scale = Scale.of(asking.question.range) ?: return AnswerField(asking, actions)
    val at = scale.index(asking.answer)
    val give = { index: Int -> actions.answer(asking.reference, scale.value(index)) }
    Text(
        asking.answer.ifEmpty { word("form-range-none") },
        Modifier.semantics { liveRegion = LiveRegionMode.Polite },
        style = MaterialTheme.typography.titleLarge,
        color = MaterialTheme.colorScheme.onSurface,
    )
    Sliding(asking, scale, at ?: 0, give)
    Row(Modifier.fillMaxWidth(), horizontalArrangement = Arrangement.spacedBy(Space.medium), verticalAlignment = Alignment.CenterVertically) {
        Step("form-range-less", asking, Modifier.weight(1f)) { give((at ?: 1) - 1) }
        Step("form-range-more", asking, Modifier.weight(1f)) { give((at ?: -1) + 1) }
    }
    if (asking.answer.isNotEmpty() && !asking.question.required) ClearAnswer(asking, actions)
}

/** Answers when the finger is lifted, not at each step on the way. */
@Composable
private fun Sliding(
    asking: Asking,
    scale: Scale,
    at: Int,
    onGive: (Int) -> Unit,
) {
    var held by remember(asking.answer) { mutableFloatStateOf(at.toFloat()) }
    val none = word("form-range-none")
    Slider(
        held,
        { held = it },
        Modifier.semantics {
            contentDescription = asking.question.label
            stateDescription = asking.answer.ifEmpty { none }
        },
        valueRange = 0f..scale.steps.toFloat(),
        steps = (scale.steps - 1).coerceIn(0, MARKS),
        onValueChangeFinished = { onGive(held.roundToInt()) },
    )
}

/** More marks than this run together. */
private const val MARKS = 40

@Composable
private fun Step(
    name: String,
    asking: Asking,
    modifier: Modifier,
    onClick: () -> Unit,
) = SecondaryButton(word(name), onClick, modifier.naming(word(name), asking.question.label))
