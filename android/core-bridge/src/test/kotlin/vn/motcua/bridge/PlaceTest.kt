package vn.motcua.bridge

import org.junit.Rule
import org.junit.rules.TemporaryFolder
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

/** A form that asks for the phone's place when it is opened. */
class PlaceTest {
    @get:Rule val folder = TemporaryFolder()

    @Test
    fun `what waits for the phone's place comes with the form and its edits until it is answered`() =
        begun { draft ->
            val opened = openPage(draft, 0).done()
            assertEquals(listOf(OPENED), opened.wantedPlaces)
            val answered = opened.form.answer(SITE, "Nhà ông Mẫu").done()
            assertEquals(listOf(OPENED), answered.wantedPlaces)
            val put = opened.form.putPlace(OPENED, "10.7769 106.7009 0.0 12.0").done()
            assertEquals(emptyList(), put.wantedPlaces)
            assertEquals(true, put.pageChanged, "what was recorded is shown")
            assertEquals(2, opened.form.undoCount())
            val late = opened.form.putPlace(OPENED, "").failed()
            assertEquals("NOT_ON_THIS_PHONE", late.code, "it waits no more")
            assertEquals(emptyList(), openPage(draft, 0).done().wantedPlaces)
        }

    @Test
    fun `a phone that can't tell its place isn't asked again`() =
        begun { draft ->
            val form = openPage(draft, 0).done().form
            assertEquals(emptyList(), form.putPlace(OPENED, "").done().wantedPlaces)
            assertNull(form.undo().done(), "nothing changed")
            assertEquals(emptyList(), openPage(draft, 0).done().wantedPlaces)
        }

    private fun begun(test: suspend Core.(String) -> Unit) {
        Machine.putChecklist(folder.root)
        Phone(folder.root).use { phone -> told { phone.core.test(phone.core.newDraft(Phone.BIRTH).done()) } }
    }

    private companion object {
        const val OPENED = "/data/visit/opened_position"
        const val SITE = "/data/visit/site_name"
    }
}
