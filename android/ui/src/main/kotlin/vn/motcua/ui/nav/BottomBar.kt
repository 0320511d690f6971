package vn.motcua.ui.nav

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
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
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import vn.motcua.ui.part.Signs
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

/** From here on five names don't fit beside each other on a phone. */
private const val LARGE_TEXT = 1.4f

/** The five roots. With large text they stand in two rows: nothing is cut, and the signs stay beside their words. */
@Composable
internal fun BottomBar(
    at: Place.Root,
    onTurn: (Place) -> Unit,
) {
    val rows = if (LocalDensity.current.fontScale >= LARGE_TEXT) tabs.chunked(3) else listOf(tabs)
    Column(Modifier.fillMaxWidth().background(MaterialTheme.colorScheme.surfaceContainer).selectableGroup()) {
        HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
        rows.forEach { row ->
            Row(Modifier.fillMaxWidth().padding(horizontal = Space.tiny), horizontalArrangement = Arrangement.SpaceEvenly) {
                row.forEach { TabItem(it, it.place == at, Modifier.weight(1f)) { onTurn(it.place) } }
            }
        }
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
            Icon(tab.sign, contentDescription = null, tint = colour)
        }
        Text(
            word(tab.name),
            color = colour,
            style = MaterialTheme.typography.labelMedium,
            fontWeight = if (selected) FontWeight.Bold else FontWeight.Medium,
            textAlign = TextAlign.Center,
        )
    }
}
