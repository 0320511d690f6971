package vn.motcua.ui.screen.form

import vn.motcua.bridge.RangeLimits
import vn.motcua.ui.nav.Position
import java.time.LocalDate
import java.time.ZoneId
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

/** Answers as they are typed and as the core takes them. */
class AnswerTextTest {
    private val zone = ZoneId.of("Asia/Ho_Chi_Minh")

    @Test
    fun `a date is written for the core when it is whole, and stays as typed until then`() {
        assertEquals("1993-04-12", DateText("12", "4", "1993").value)
        assertEquals("12/4/199", DateText("12", "4", "199").value)
        assertEquals("", DateText().value)
        // No such day: the core says so.
        assertEquals("2026-02-31", DateText("31", "2", "2026").value)
        assertNull(DateText("31", "2", "2026").date)
    }

    @Test
    fun `a date is read back from both`() {
        assertEquals(DateText("12", "04", "1993"), DateText.of("1993-04-12"))
        assertEquals(DateText("12", "4", ""), DateText.of("12/4/"))
        assertEquals(LocalDate.of(1993, 4, 12), DateText.of("1993-04-12").date)
        assertEquals(DateText(), DateText.of(""))
    }

    @Test
    fun `times carry the zone`() {
        assertEquals("09:30:00.000+07:00", TimeText("9", "30").value(zone))
        assertEquals("9:", TimeText("9").value(zone))
        assertEquals("25:00", TimeText("25", "00").value(zone))
        assertEquals(TimeText("09", "30"), TimeText.of("09:30:00.000+07:00"))
        val at = DateTimeText(DateText("22", "11", "2026"), TimeText("9", "30"))
        assertEquals("2026-11-22T09:30:00.000+07:00", at.value(zone))
        assertEquals("22/11/2026", at.copy(time = TimeText()).value(zone))
        assertEquals(at.copy(time = TimeText("09", "30")), DateTimeText.of(at.value(zone)))
        assertEquals(DateTimeText(time = TimeText("9", "")), DateTimeText.of("9:"))
    }

    @Test
    fun `a place keeps what is missing visible to the core`() {
        assertEquals("10.7 106.6 0 0", PlaceText("10.7", "106.6").value)
        assertEquals("10.7 ? 0 0", PlaceText("10.7").value)
        assertEquals(PlaceText("10.7"), PlaceText.of("10.7 ? 0 0"))
        assertEquals("", PlaceText().value)
        assertEquals("10.7769 106.7009 0 12.5", PlaceText.of(Position(10.7769, 106.7009, 12.5, 0, false)).value)
    }

    @Test
    fun `a shape ends where it began, a line doesn't`() {
        val corners = listOf("1", "2", "3").map { PlaceText(it, it) }
        val shape = PlacesText(corners, isClosed = true)
        assertEquals("1 1 0 0; 2 2 0 0; 3 3 0 0; 1 1 0 0", shape.value)
        assertEquals(shape, PlacesText.of(shape.value, isClosed = true))
        assertEquals("1 1 0 0; 2 2 0 0", PlacesText(corners.take(2), isClosed = true).value)
        assertEquals("1 1 0 0; 2 2 0 0; 3 3 0 0", PlacesText(corners, isClosed = false).value)
    }

    @Test
    fun `a scale counts its steps exactly, in either direction`() {
        val up = checkNotNull(Scale.of(RangeLimits("0", "1", "0.1")))
        assertEquals(10, up.steps)
        assertEquals("0.3", up.value(3))
        assertEquals(3, up.index("0.3"))
        assertNull(up.index(""))
        val down = checkNotNull(Scale.of(RangeLimits("5", "1", "2")))
        assertEquals(listOf("5", "3", "1"), (0..down.steps).map(down::value))
        assertEquals(2, down.index("1"))
        assertNull(Scale.of(RangeLimits("a", "1", "2")))
        assertNull(Scale.of(RangeLimits("0", "1", "0")))
        assertNull(Scale.of(null))
    }

    @Test
    fun `choices are put in and taken out, and put in order`() {
        assertEquals("a b", "a".with("b", isIn = true))
        assertEquals("a", "a b".with("b", isIn = false))
        val choices = listOf("a", "b", "c").map { vn.motcua.bridge.ChoiceItem(it, it, false) }
        assertEquals(listOf("c", "a", "b"), ranked(choices, "c a").map { it.value })
        assertEquals("b a c", moved(choices, 1, -1))
    }
}
