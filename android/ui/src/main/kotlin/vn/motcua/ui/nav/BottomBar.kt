package vn.motcua.ui.nav

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Size
import vn.motcua.ui.theme.Space

private data class Tab(
    val place: Place.Root,
    val name: String,
    val sign: ImageVector,
)

private val tabs =
    listOf(
        Tab(Place.Home, "tab-home", Signs.Home),
        Tab(Place.Catalogue, "tab-catalogue", Signs.Paper),
        Tab(Place.Feedback, "tab-feedback", Signs.Speech),
        Tab(Place.Inbox, "tab-inbox", Signs.Envelope),
        Tab(Place.Session, "tab-me", Signs.Person),
    )

/**
 * The five roots, in as many rows as their names need at the person's text size: one as a rule, two or three with large text. Nothing is cut, and a name
 * is never broken inside a word. The columns are of one width where the longest name leaves the room.
 */
@Composable
internal fun BottomBar(
    at: Place.Root,
    onTurn: (Place) -> Unit,
) {
    Column(Modifier.fillMaxWidth().background(MaterialTheme.colorScheme.surfaceContainer).selectableGroup()) {
        HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
        BoxWithConstraints(Modifier.fillMaxWidth().padding(horizontal = Space.tiny)) {
            val widths = tabs.associateWith { tabWidth(it) }
            val rows = rows(widths, maxWidth)
            val count = rows.first().size
            val columns = columns(widths, count, maxWidth)
            Column { rows.forEach { TabRow(it, columns, count, at, onTurn) } }
        }
    }
}

private val perRow = listOf(5, 3, 2)

/** The fewest rows whose names fit. */
private fun rows(
    widths: Map<Tab, Dp>,
    room: Dp,
): List<List<Tab>> {
    fun fits(row: List<Tab>) = row.sumOf { widths.getValue(it).value.toDouble() } <= room.value
    return perRow.map(tabs::chunked).firstOrNull { rows -> rows.all(::fits) } ?: tabs.chunked(1)
}

/** Columns of one width where that fits, else as wide as each name needs. */
private fun columns(
    widths: Map<Tab, Dp>,
    count: Int,
    room: Dp,
): Map<Tab, Dp> {
    val widest = widths.values.max()
    return if (widest * count <= room) widths.mapValues { widest } else widths
}

@Composable
private fun tabWidth(tab: Tab): Dp {
    val style = MaterialTheme.typography.labelMedium.copy(fontWeight = FontWeight.Bold)
    val name = rememberTextMeasurer().measure(word(tab.name), style, softWrap = false)
    return with(LocalDensity.current) { name.size.width.toDp() }.coerceAtLeast(Size.touch) + Space.small
}

@Composable
private fun TabRow(
    row: List<Tab>,
    widths: Map<Tab, Dp>,
    count: Int,
    at: Place.Root,
    onTurn: (Place) -> Unit,
) {
    Row(Modifier.fillMaxWidth()) {
        row.forEach { tab -> TabItem(tab, tab.place == at, Modifier.weight(widths.getValue(tab).value)) { onTurn(tab.place) } }
        // A last row that isn't full keeps to the columns above it.
        val missing = count - row.size
        if (missing > 0) Spacer(Modifier.weight(missing * widths.values.maxOf { it.value }))
    }
}

@Composable
private fun TabItem(
    tab: Tab,
    selected: Boolean,
    modifier: Modifier,
    onClick: () -> Unit,
) {
    val colours = MaterialTheme.colorScheme
    val colour = if (selected) colours.onPrimaryContainer else colours.onSurfaceVariant
    val ground = if (selected) colours.primaryContainer else Color.Transparent
    Column(
        modifier
            .clip(MaterialTheme.shapes.small)
            .selectable(selected, role = Role.Tab, onClick = onClick)
            .heightIn(min = 60.dp)
            .padding(vertical = Space.small),
        verticalArrangement = Arrangement.spacedBy(2.dp),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Box(Modifier.clip(MaterialTheme.shapes.extraLarge).background(ground).padding(horizontal = Space.large, vertical = 2.dp)) {
            Sign(tab.sign, tint = colour)
        }
        Text(
            word(tab.name),
            color = colour,
            style = MaterialTheme.typography.labelMedium,
            softWrap = false,
            fontWeight = if (selected) FontWeight.Bold else FontWeight.Medium,
            textAlign = TextAlign.Center,
        )
    }
}
