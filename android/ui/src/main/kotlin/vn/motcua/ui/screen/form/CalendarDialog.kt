package vn.motcua.ui.screen.form

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.draw.rotate
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.selected
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Size
import vn.motcua.ui.theme.Space
import java.time.LocalDate
import java.time.YearMonth

/** A month of days to pick from, weeks beginning on Monday. Opens at [picked], else at today. */
@Composable
internal fun CalendarDialog(
    title: String,
    picked: LocalDate?,
    onDismiss: () -> Unit,
    onPick: (LocalDate) -> Unit,
) {
    var month by remember { mutableStateOf(YearMonth.from(picked ?: LocalDate.now())) }
    Dialog(onDismiss, DialogProperties(usePlatformDefaultWidth = false)) {
        Surface(
            Modifier.padding(Space.tiny).widthIn(max = Size.column),
            shape = MaterialTheme.shapes.large,
            color = MaterialTheme.colorScheme.surfaceContainerHigh,
        ) {
            Column(Modifier.verticalScroll(rememberScrollState()).padding(Space.small), verticalArrangement = Arrangement.spacedBy(Space.small)) {
                Text(title, Modifier.padding(Space.small).semantics { heading() }, style = MaterialTheme.typography.titleLarge)
                Head(month) { month = it }
                Days(month, picked, onPick)
                SecondaryButton(word("action-cancel"), onDismiss, Modifier.padding(Space.small))
            }
        }
    }
}

/** The month with the way to those beside it; to its years, too, for a birth lies many of them back. */
@Composable
private fun Head(
    month: YearMonth,
    onTurn: (YearMonth) -> Unit,
) {
    Row(Modifier.fillMaxWidth(), verticalAlignment = Alignment.CenterVertically) {
        Arrow(word("form-previous-month"), isBack = true) { onTurn(month.minusMonths(1)) }
        Text(
            "${word("form-month-${month.monthValue}")} ${month.year}",
            Modifier.weight(1f).semantics { liveRegion = LiveRegionMode.Polite },
            style = MaterialTheme.typography.titleMedium,
            textAlign = TextAlign.Center,
        )
        Arrow(word("form-next-month"), isBack = false) { onTurn(month.plusMonths(1)) }
    }
    Row(Modifier.fillMaxWidth()) {
        QuietButton(word("form-previous-year"), { onTurn(month.minusYears(1)) }, Modifier.weight(1f))
        QuietButton(word("form-next-year"), { onTurn(month.plusYears(1)) }, Modifier.weight(1f))
    }
}

@Composable
private fun Arrow(
    name: String,
    isBack: Boolean,
    onClick: () -> Unit,
) {
    IconButton(onClick, Modifier.semantics { contentDescription = name }) { Sign(Signs.Forward, Modifier.rotate(if (isBack) HALF_TURN else 0f)) }
}

private const val HALF_TURN = 180f

private const val WEEK = 7

@Composable
private fun Days(
    month: YearMonth,
    picked: LocalDate?,
    onPick: (LocalDate) -> Unit,
) {
    Row(Modifier.clearAndSetSemantics {}) {
        for (day in 1..WEEK) Box(Modifier.weight(1f), contentAlignment = Alignment.Center) { Body(word("form-weekday-$day")) }
    }
    val empty = month.atDay(1).dayOfWeek.value - 1
    val days = List<LocalDate?>(empty) { null } + (1..month.lengthOfMonth()).map(month::atDay)
    days.chunked(WEEK).forEach { week ->
        Row {
            for (at in 0 until WEEK) Day(week.getOrNull(at), picked, onPick, Modifier.weight(1f))
        }
    }
}

/** A day: its number to the eye, its whole date to the ear. The picked one has a frame, too. */
@Composable
private fun Day(
    day: LocalDate?,
    picked: LocalDate?,
    onPick: (LocalDate) -> Unit,
    modifier: Modifier,
) {
    if (day == null) return Box(modifier.heightIn(min = Size.touch))
    val isPicked = day == picked
    val colours = MaterialTheme.colorScheme
    val spoken = DateText.of(day).text
    Box(
        modifier
            .heightIn(min = Size.touch)
            .clip(MaterialTheme.shapes.small)
            .background(if (isPicked) colours.primaryContainer else Color.Transparent)
            .border(1.dp, if (isPicked) colours.primary else Color.Transparent, MaterialTheme.shapes.small)
            .selectable(isPicked, role = Role.Button) { onPick(day) }
            .clearAndSetSemantics {
                contentDescription = spoken
                selected = isPicked
            },
        contentAlignment = Alignment.Center,
    ) {
        Text("${day.dayOfMonth}", color = if (isPicked) colours.onPrimaryContainer else colours.onSurface)
    }
}
