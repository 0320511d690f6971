package vn.motcua.ui.screen.form

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.width
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.theme.Space
import java.time.ZoneId

/** A date in three fields, day first: by any keyboard, by ear, in any system's settings. A calendar stands beside them. */
@Composable
internal fun DateQuestion(
    asking: Asking,
    actions: FormActions,
) {
    val date = DateText.of(asking.answer)
    val give = { given: DateText -> actions.answer(asking.reference, given.value, given.text) }
    Parts { DateFields(asking, date, give) }
    PickDate(asking, date, give)
}

/** A time of day, hour and minute. */
@Composable
internal fun TimeQuestion(
    asking: Asking,
    actions: FormActions,
) {
    val time = TimeText.of(asking.answer)
    Parts { TimeFields(asking, time) { actions.answer(asking.reference, it.value(ZoneId.systemDefault()), it.text) } }
}

/** Both. */
@Composable
internal fun DateTimeQuestion(
    asking: Asking,
    actions: FormActions,
) {
    val at = DateTimeText.of(asking.answer)
    val give = { given: DateTimeText -> actions.answer(asking.reference, given.value(ZoneId.systemDefault()), given.text) }
    Parts { DateFields(asking, at.date) { give(at.copy(date = it)) } }
    Parts { TimeFields(asking, at.time) { give(at.copy(time = it)) } }
    PickDate(asking, at.date) { give(at.copy(date = it)) }
}

@Composable
private fun DateFields(
    asking: Asking,
    date: DateText,
    onChange: (DateText) -> Unit,
) {
    Part(asking, word("form-date-day"), date.day, 2) { onChange(date.copy(day = it)) }
    Part(asking, word("form-date-month"), date.month, 2) { onChange(date.copy(month = it)) }
    Part(asking, word("form-date-year"), date.year, DateText.YEAR_DIGITS) { onChange(date.copy(year = it)) }
}

@Composable
private fun TimeFields(
    asking: Asking,
    time: TimeText,
    onChange: (TimeText) -> Unit,
) {
    Part(asking, word("form-time-hour"), time.hour, 2) { onChange(time.copy(hour = it)) }
    Part(asking, word("form-time-minute"), time.minute, 2) { onChange(time.copy(minute = it)) }
}

/** Fields beside each other, or under each other where large text leaves no room. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Parts(content: @Composable () -> Unit) {
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(Space.medium),
        verticalArrangement = Arrangement.spacedBy(Space.small),
    ) { content() }
}

/** One number of a date or time: digits alone, no more than it has. */
@Composable
private fun Part(
    asking: Asking,
    name: String,
    text: String,
    most: Int,
    onChange: (String) -> Unit,
) {
    Column(verticalArrangement = Arrangement.spacedBy(Space.tiny)) {
        Note(name, Modifier.clearAndSetSemantics {})
        PlainField(
            text,
            { typed -> onChange(typed.filter { it in '0'..'9' }.take(most)) },
            isWrong = asking.problem != null,
            keyboard = digits,
            modifier =
                Modifier.width(width(most)).semantics {
                    contentDescription = "${asking.question.label}. $name"
                    asking.problem?.let { error(it) }
                },
        )
    }
}

/** Room for [count] digits, growing with the text. */
@Composable
private fun width(count: Int): Dp = 32.dp + (count * DIGIT).dp * LocalDensity.current.fontScale

/** A digit's width and a little air, at the usual text size. */
private const val DIGIT = 14

@Composable
private fun PickDate(
    asking: Asking,
    date: DateText,
    onPick: (DateText) -> Unit,
) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    val name = word("form-pick-date")
    SecondaryButton(name, { isOpen = true }, Modifier.naming(name, asking.question.label))
    if (isOpen) {
        CalendarDialog(asking.question.label, date.date, onDismiss = { isOpen = false }) {
            isOpen = false
            onPick(DateText.of(it))
        }
    }
}
