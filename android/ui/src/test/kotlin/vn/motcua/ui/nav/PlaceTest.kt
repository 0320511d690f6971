package vn.motcua.ui.nav

import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

class PlaceTest {
    private val places =
        listOf(
            Place.Home,
            Place.Catalogue,
            Place.Feedback,
            Place.Inbox,
            Place.Session,
            Place.Procedure("1.004222/a%2F"),
            Place.Drafts,
            Place.Dossiers,
            Place.Form("0190", 2),
            Place.Review("0190"),
            Place.Outbox(),
            Place.Outbox("0191"),
            Place.Receipt("0192"),
            Place.Timeline("0192"),
            Place.Supplement("0192"),
            Place.FeedbackReport("0193"),
            Place.NewFeedback,
            Place.EditFeedback("0193"),
            Place.SignIn,
            Place.Settings,
            Place.MyData,
            Place.Consent,
        )

    @Test fun `every place is read back from its text`() = places.forEach { assertEquals(it, Place.of(it.text)) }

    @Test fun `no two places have one text`() = assertEquals(places.size, places.map { it.text }.toSet().size)

    @Test fun `a text of nowhere is no place`() {
        listOf("", "nowhere", "form", "form//2", "receipt/", "/").forEach { assertNull(Place.of(it), it) }
    }

    @Test fun `a page that can't be is the first`() = assertEquals(Place.Form("0190", 0), Place.of("form/0190/-3"))
}
