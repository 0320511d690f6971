package vn.motcua.ui.part

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
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
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import vn.motcua.ui.theme.Size
import vn.motcua.ui.theme.Space

/** A sheet on the page: what belongs together. */
@Composable
fun Panel(
    modifier: Modifier = Modifier,
    content: @Composable ColumnScope.() -> Unit,
) {
    Sheet(modifier) {
        Column(Modifier.fillMaxWidth().padding(Space.large), verticalArrangement = Arrangement.spacedBy(Space.medium), content = content)
    }
}

@Composable
private fun Sheet(
    modifier: Modifier,
    content: @Composable () -> Unit,
) {
    Surface(
        modifier.fillMaxWidth(),
        shape = MaterialTheme.shapes.medium,
        color = MaterialTheme.colorScheme.surfaceContainerLow,
        contentColor = MaterialTheme.colorScheme.onSurface,
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant),
        content = content,
    )
}

/**
 * An item of a list that leads somewhere. A screen reader meets one thing and speaks [label], the model's own sentence; the eye sees [title], [detail],
 * and what [more] draws under them (a [StatusChip], a [Progress]).
 */
@Composable
fun ItemCard(
    title: String,
    label: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    detail: String? = null,
    sign: ImageVector? = null,
    more: (@Composable ColumnScope.() -> Unit)? = null,
) {
    Sheet(modifier) {
        Beside(
            Modifier
                .fillMaxWidth()
                .clickable(role = Role.Button, onClick = onClick)
                .semantics { contentDescription = label }
                .heightIn(min = 64.dp)
                .padding(start = Space.large, end = Space.medium, top = Space.medium, bottom = Space.medium),
            sign = sign?.let { { Sign(it, tint = MaterialTheme.colorScheme.primary) } },
            end = { Sign(Signs.Forward, tint = MaterialTheme.colorScheme.onSurfaceVariant) },
        ) { ItemWords(title, detail, more, it.clearAndSetSemantics {}) }
    }
}

/** As [ItemCard], for an item that leads nowhere: read, not touched. */
@Composable
fun ItemRow(
    title: String,
    label: String,
    modifier: Modifier = Modifier,
    detail: String? = null,
    sign: ImageVector? = null,
    more: (@Composable ColumnScope.() -> Unit)? = null,
) {
    Sheet(modifier.clearAndSetSemantics { contentDescription = label }) {
        Beside(
            Modifier.fillMaxWidth().padding(Space.large),
            sign = sign?.let { { Sign(it, tint = MaterialTheme.colorScheme.primary) } },
        ) { ItemWords(title, detail, more, it) }
    }
}

/** [words] beside [sign], and before [end]; large text stands under them, and has the whole width. */
@Composable
internal fun Beside(
    modifier: Modifier,
    sign: (@Composable () -> Unit)?,
    end: @Composable () -> Unit = {},
    words: @Composable (Modifier) -> Unit,
) {
    if (isTextLarge && sign != null) {
        Column(modifier, verticalArrangement = Arrangement.spacedBy(Space.small)) {
            Row(Modifier.fillMaxWidth(), horizontalArrangement = Arrangement.SpaceBetween) {
                sign()
                end()
            }
            words(Modifier.fillMaxWidth())
        }
    } else {
        Row(modifier, horizontalArrangement = Arrangement.spacedBy(Space.medium), verticalAlignment = Alignment.CenterVertically) {
            sign?.invoke()
            words(Modifier.weight(1f))
            end()
        }
    }
}

@Composable
private fun ItemWords(
    title: String,
    detail: String?,
    more: (@Composable ColumnScope.() -> Unit)?,
    modifier: Modifier,
) {
    Column(modifier, verticalArrangement = Arrangement.spacedBy(Space.tiny)) {
        Text(title, style = MaterialTheme.typography.titleMedium, color = MaterialTheme.colorScheme.onSurface)
        if (!detail.isNullOrEmpty()) Note(detail)
        if (more != null) Column(Modifier.padding(top = Space.tiny), verticalArrangement = Arrangement.spacedBy(Space.small), content = more)
    }
}

/** A line that leads on inside a [Panel]: settings, "my data". */
@Composable
fun LinkRow(
    text: String,
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    sign: ImageVector? = null,
) {
    Row(
        modifier
            .fillMaxWidth()
            .clickable(role = Role.Button, onClick = onClick)
            .heightIn(min = Size.touch)
            .padding(vertical = Space.small),
        horizontalArrangement = Arrangement.spacedBy(Space.medium),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        if (sign != null) Sign(sign, tint = MaterialTheme.colorScheme.primary)
        Body(text, Modifier.weight(1f))
        Sign(Signs.Forward, tint = MaterialTheme.colorScheme.onSurfaceVariant)
    }
}
