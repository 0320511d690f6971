package vn.motcua.ui.part

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Checkbox
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.scale
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import vn.motcua.ui.nav.word
import vn.motcua.ui.theme.Size
import vn.motcua.ui.theme.Space

/** What a field asks, with the word "required" instead of a star. */
@Composable
fun FieldLabel(
    text: String,
    modifier: Modifier = Modifier,
    required: Boolean = false,
) {
    Column(modifier.semantics(mergeDescendants = true) {}, verticalArrangement = Arrangement.spacedBy(Space.tiny)) {
        Text(text, style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
        if (required) {
            Text(word("word-required"), style = MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.tertiary)
        }
    }
}

/** What is wrong with an answer; said when it appears. */
@Composable
fun ProblemLine(
    text: String,
    modifier: Modifier = Modifier,
) {
    Row(
        modifier.semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Assertive },
        horizontalArrangement = Arrangement.spacedBy(Space.small),
    ) {
        Sign(Signs.Warning, size = 22.dp, tint = MaterialTheme.colorScheme.error)
        Text(text, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.error)
    }
}

/**
 * A field for text. The label stands above and stays there; a screen reader hears label, "required", hint and problem with the field itself, so they are
 * not met a second time.
 */
@Composable
fun TextInput(
    label: String,
    value: String,
    onChange: (String) -> Unit,
    modifier: Modifier = Modifier,
    hint: String? = null,
    problem: String? = null,
    required: Boolean = false,
    lines: Int = 1,
    readOnly: Boolean = false,
    keyboard: KeyboardOptions = KeyboardOptions.Default,
) {
    val spoken = listOfNotNull(label, word("word-required").takeIf { required }, hint?.ifEmpty { null }).joinToString(". ")
    Column(modifier.fillMaxWidth(), verticalArrangement = Arrangement.spacedBy(Space.small)) {
        FieldLabel(label, Modifier.clearAndSetSemantics {}, required)
        if (!hint.isNullOrEmpty()) Note(hint, Modifier.clearAndSetSemantics {})
        OutlinedTextField(
            value,
            onChange,
            Modifier.fillMaxWidth().heightIn(min = 56.dp).semantics {
                contentDescription = spoken
                if (problem != null) error(problem)
            },
            readOnly = readOnly,
            textStyle = MaterialTheme.typography.bodyLarge,
            isError = problem != null,
            keyboardOptions = keyboard,
            singleLine = lines == 1,
            minLines = lines,
            shape = MaterialTheme.shapes.small,
        )
        if (problem != null) ProblemLine(problem)
    }
}

/** Choices of which one holds; put the [ChoiceRow]s inside. */
@Composable
fun ChoiceGroup(
    modifier: Modifier = Modifier,
    content: @Composable () -> Unit,
) {
    Column(modifier.fillMaxWidth().selectableGroup()) { content() }
}

/** One choice of a [ChoiceGroup]: the whole line is the target. */
@Composable
fun ChoiceRow(
    text: String,
    selected: Boolean,
    onSelect: () -> Unit,
    modifier: Modifier = Modifier,
) {
    ChoiceLine(text, modifier.selectable(selected, role = Role.RadioButton, onClick = onSelect)) { RadioButton(selected, onClick = null) }
}

/** One of several that may hold together. */
@Composable
fun CheckRow(
    text: String,
    checked: Boolean,
    onChange: (Boolean) -> Unit,
    modifier: Modifier = Modifier,
) {
    ChoiceLine(text, modifier.toggleable(checked, role = Role.Checkbox, onValueChange = onChange)) { Checkbox(checked, onCheckedChange = null) }
}

@Composable
private fun ChoiceLine(
    text: String,
    modifier: Modifier,
    mark: @Composable () -> Unit,
) {
    Row(
        modifier.fillMaxWidth().heightIn(min = Size.touch).padding(vertical = Space.small),
        horizontalArrangement = Arrangement.spacedBy(Space.medium),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        val scale = signScale()
        Box(Modifier.size(Size.sign * scale).scale(scale), contentAlignment = Alignment.Center) { mark() }
        Body(text, Modifier.weight(1f))
    }
}
