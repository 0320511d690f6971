package vn.motcua.app

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import androidx.lifecycle.ViewModelProvider
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertEquals

/** Where the window goes is decided when it is made: it isn't drawn here. */
@RunWith(RobolectricTestRunner::class)
class ReturnTest {
    private val redirect = Intent(Intent.ACTION_VIEW, Uri.parse("vn.motcua.app:/sign-in/return?code=c&state=s&iss=i"))

    private fun place(activity: MainActivity) = ViewModelProvider(activity)[Navigator::class.java].top.place

    @Test
    fun `the system brings the browser's return to the app`() {
        val intent = Intent(redirect).addCategory(Intent.CATEGORY_BROWSABLE).setPackage("vn.motcua.app")
        val app = RuntimeEnvironment.getApplication()
        assertEquals(MainActivity::class.java.name, intent.resolveActivity(app.packageManager)?.className)
    }

    @Test
    fun `a new process that begins with the return goes on signing in`() {
        Robolectric.buildActivity(MainActivity::class.java, redirect).create().use { assertEquals(Place.SignIn, place(it.get())) }
    }

    @Test
    fun `the window that is there takes the return too`() {
        Robolectric.buildActivity(MainActivity::class.java).create().use {
            assertEquals(Place.Home, place(it.get()))
            it.newIntent(redirect)
            assertEquals(Place.SignIn, place(it.get()))
        }
    }

    @Test
    fun `a restored window doesn't take it twice`() {
        val saved = Bundle()
        Robolectric
            .buildActivity(MainActivity::class.java)
            .create()
            .saveInstanceState(saved)
            .pause()
            .stop()
            .destroy()
        val restored = Robolectric.buildActivity(MainActivity::class.java, redirect).create(saved)
        assertEquals(Place.Home, place(restored.get()))
    }

    @Test
    fun `a notification opens what it is about, rubbish opens nothing`() {
        val timeline = Intent().putExtra(MainActivity.PLACE, "timeline/0199")
        Robolectric.buildActivity(MainActivity::class.java, timeline).create().use { assertEquals(Place.Timeline("0199"), place(it.get())) }
        val rubbish = Intent().putExtra(MainActivity.PLACE, "../etc")
        Robolectric.buildActivity(MainActivity::class.java, rubbish).create().use { assertEquals(Place.Home, place(it.get())) }
    }
}
