package vn.motcua.ui.screen.form

import java.time.DateTimeException
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.ZoneId

/*
 * Dates and times as they are typed, part by part, and as answers. An answer that is complete is written as the core takes it; one that isn't yet is
 * sent as typed (`12/4/`): the core keeps it and says that it isn't a date, so that nothing half-written passes for nothing.
 */

/** A date in its three parts, in the Vietnamese order. */
data class DateText(
    val day: String = "",
    val month: String = "",
    val year: String = "",
) {
    /** As typed. */
    val text: String get() = if (isEmpty) "" else "$day/$month/$year"

    /** As answered: `1993-04-12`, or as typed while it is incomplete. */
    val value: String get() = if (isComplete) "$year-${two(month)}-${two(day)}" else text

    /** The day that it names, if there is one. */
    val date: LocalDate? get() = if (isComplete) orNull { LocalDate.of(year.toInt(), month.toInt(), day.toInt()) } else null

    internal val isEmpty: Boolean get() = day.isEmpty() && month.isEmpty() && year.isEmpty()

    internal val isComplete: Boolean get() = day.isNotEmpty() && month.isNotEmpty() && year.length == YEAR_DIGITS

    companion object {
        const val YEAR_DIGITS = 4
        private val kept = Regex("""(\d{4})-(\d{2})-(\d{2}).*""")

        /** Reads either. */
        fun of(text: String): DateText {
            kept.matchEntire(text)?.destructured?.let { (year, month, day) -> return DateText(day, month, year) }
            val parts = text.split('/')
            return DateText(parts[0], parts.getOrElse(1) { "" }, parts.getOrElse(2) { "" })
        }

        /** A day that was picked. */
        fun of(date: LocalDate) = DateText(two("${date.dayOfMonth}"), two("${date.monthValue}"), "${date.year}".padStart(YEAR_DIGITS, '0'))
    }
}

/** A time of day in its two parts. */
data class TimeText(
    val hour: String = "",
    val minute: String = "",
) {
    /** As typed. */
    val text: String get() = if (isEmpty) "" else "$hour:$minute"

    /** As answered in [zone]: `09:30:00.000+07:00`, or as typed while it is incomplete. */
    fun value(zone: ZoneId): String = time?.let { "$it:00.000${zone.rules.getOffset(LocalDateTime.now(zone))}" } ?: text

    internal val time: LocalTime? get() = if (isComplete) orNull { LocalTime.of(hour.toInt(), minute.toInt()) } else null

    internal val isEmpty: Boolean get() = hour.isEmpty() && minute.isEmpty()

    private val isComplete: Boolean get() = hour.isNotEmpty() && minute.isNotEmpty()

    companion object {
        private val kept = Regex("""(\d{1,2}):(\d{2}):.*""")

        /** Reads either. */
        fun of(text: String): TimeText {
            kept.matchEntire(text)?.destructured?.let { (hour, minute) -> return TimeText(hour, minute) }
            return TimeText(text.substringBefore(':'), text.substringAfter(':', ""))
        }
    }
}

/** A date and a time of that day. */
data class DateTimeText(
    val date: DateText = DateText(),
    val time: TimeText = TimeText(),
) {
    /** As typed. */
    val text: String get() = "${date.text} ${time.text}".trim()

    /** As answered in [zone]: `2026-11-22T09:30:00.000+07:00`, or as typed while it is incomplete. */
    fun value(zone: ZoneId): String {
        val day = date.date ?: return text
        val hour = time.time ?: return text
        return "${date.value}T$hour:00.000${zone.rules.getOffset(LocalDateTime.of(day, hour))}"
    }

    companion object {
        /** Reads either. */
        fun of(text: String): DateTimeText {
            val parts = text.split('T', ' ', limit = 2)
            val onlyTime = parts.size == 1 && ':' in text
            return if (onlyTime) {
                DateTimeText(
                    time = TimeText.of(text),
                )
            } else {
                DateTimeText(DateText.of(parts[0]), TimeText.of(parts.getOrElse(1) { "" }))
            }
        }
    }
}

private fun two(part: String) = part.padStart(2, '0')

private fun <T> orNull(make: () -> T): T? =
    try {
        make()
    } catch (_: DateTimeException) {
        null
    }
