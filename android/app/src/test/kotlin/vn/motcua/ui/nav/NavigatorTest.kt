package vn.motcua.ui.nav

import android.os.Bundle
import android.os.Parcel
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.ViewModelProvider
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertSame
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class NavigatorTest {
    private class Holder : ViewModel() {
        var ended = false

        override fun onCleared() {
            ended = true
        }
    }

    private val factory = viewModelFactory { initializer { Holder() } }

    private fun Entry.holder() = ViewModelProvider.create(this, factory)[Holder::class]

    private fun Navigator.way() = entries.map { it.place.text }

    /** What the system does to a process: everything is written to bytes, and a new process reads them. */
    private fun reborn(saved: SavedStateHandle): Navigator {
        val parcel = Parcel.obtain()
        parcel.writeBundle(saved.savedStateProvider().saveState())
        parcel.setDataPosition(0)
        val read = parcel.readBundle(javaClass.classLoader) ?: Bundle()
        parcel.recycle()
        return Navigator(SavedStateHandle.createHandle(read, null))
    }

    @Test fun `the way and what its holders saved live through process death`() {
        val saved = SavedStateHandle()
        val navigator = Navigator(saved)
        navigator.open(Place.Procedure("1.004222"))
        navigator.top.saved["shown"] = "papers"
        navigator.open(Place.Form("0190", 2))
        navigator.top.saved["counts"] = arrayListOf("a", "b")
        val again = reborn(saved)
        assertEquals(listOf("home", "procedure/1.004222", "form/0190/2"), again.way())
        assertEquals(arrayListOf("a", "b"), again.top.saved.get<ArrayList<String>>("counts"))
        again.back()
        assertEquals("papers", again.top.saved.get<String>("shown"))
    }

    @Test fun `it lives through two deaths in a row, and goes on counting`() {
        val saved = SavedStateHandle()
        Navigator(saved).open(Place.Drafts)
        val again = reborn(saved)
        again.open(Place.Form("0190", 0))
        assertEquals(listOf("home", "drafts", "form/0190/0"), again.way())
        assertEquals(
            again.entries.size,
            again.entries
                .map { it.key }
                .toSet()
                .size,
        )
    }

    @Test fun `going back ends the holder of the screen that was left, and no other`() {
        val navigator = Navigator(SavedStateHandle())
        val home = navigator.top.holder()
        navigator.open(Place.Drafts)
        val drafts = navigator.top.holder()
        assertSame(drafts, navigator.top.holder())
        assertTrue(navigator.back())
        assertTrue(drafts.ended)
        assertFalse(home.ended)
        assertFalse(navigator.back())
    }

    @Test fun `a second touch opens nothing`() {
        val navigator = Navigator(SavedStateHandle())
        repeat(2) { navigator.open(Place.Drafts) }
        assertEquals(listOf("home", "drafts"), navigator.way())
    }

    @Test fun `the bottom bar leads from home, and keeps home`() {
        val navigator = Navigator(SavedStateHandle())
        val home = navigator.top.holder()
        navigator.turnTo(Place.Inbox)
        navigator.open(Place.Timeline("0192"))
        navigator.turnTo(Place.Feedback)
        assertEquals(listOf("home", "feedback"), navigator.way())
        navigator.turnTo(Place.Home)
        assertEquals(listOf("home"), navigator.way())
        assertSame(home, navigator.top.holder())
    }

    @Test fun `a root that is come to from a page leads back to it`() {
        val navigator = Navigator(SavedStateHandle())
        navigator.open(Place.Outbox())
        navigator.open(Place.Session)
        assertTrue(navigator.isDeep)
        navigator.back()
        assertEquals(Place.Outbox(), navigator.top.place)
    }

    @Test fun `what is replaced can't be come back to`() {
        val navigator = Navigator(SavedStateHandle())
        navigator.open(Place.Review("0190"))
        val review = navigator.top.holder()
        navigator.replace(Place.Outbox("0191"))
        assertTrue(review.ended)
        assertEquals(listOf("home", "outbox/0191"), navigator.way())
    }

    @Test fun `what is cut short is closed, home and the shown place stay`() {
        val navigator = Navigator(SavedStateHandle())
        navigator.open(Place.Form("0190", 0))
        val form = navigator.top.holder()
        navigator.open(Place.Session)
        navigator.open(Place.MyData)
        val shown = navigator.top.holder()
        navigator.cutShort()
        assertEquals(listOf("home", "my-data"), navigator.way())
        assertTrue(form.ended)
        assertFalse(shown.ended)
    }

    @Test fun `after everything was erased no earlier place is left`() {
        val navigator = Navigator(SavedStateHandle())
        val home = navigator.top.holder()
        navigator.open(Place.MyData)
        navigator.only(Place.MyData, mapOf("erased" to true))
        assertTrue(home.ended)
        assertEquals(true, navigator.top.saved.get<Boolean>("erased"))
        navigator.begin()
        assertEquals(listOf("home"), navigator.way())
        assertEquals(1, navigator.beginnings)
    }

    @Test fun `a redirect is taken once and saved nowhere`() {
        val saved = SavedStateHandle()
        val navigator = Navigator(saved)
        navigator.signInReturned("app:/back?code=secret")
        assertEquals(Place.SignIn, navigator.top.place)
        assertEquals(null, reborn(saved).takeReturn())
        assertEquals("app:/back?code=secret", navigator.takeReturn())
        assertEquals(null, navigator.takeReturn())
    }
}
