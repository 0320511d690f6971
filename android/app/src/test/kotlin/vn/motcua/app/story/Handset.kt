package vn.motcua.app.story

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.Activity.RESULT_OK
import android.content.Intent
import android.content.Intent.ACTION_VIEW
import android.location.Location
import android.location.LocationManager
import android.net.Uri
import android.os.Bundle
import android.os.Parcel
import android.provider.MediaStore
import androidx.lifecycle.ViewModelProvider
import kotlinx.coroutines.runBlocking
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.shadows.ShadowActivity.IntentForResult
import vn.motcua.app.MainActivity
import vn.motcua.app.TestApplication
import vn.motcua.bridge.Core
import vn.motcua.bridge.NetworkState
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.text
import java.io.File
import java.time.Instant

/**
 * A phone in somebody's hand: the app's own window on it, the network, and the screens that belong to the system (camera, files, browser), which answer
 * as the test says. It can be turned, and the system can end the app's process behind its back.
 */
class Handset : AutoCloseable {
    private val app = RuntimeEnvironment.getApplication() as TestApplication
    private val gallery = Robolectric.buildContentProvider(Gallery::class.java).create(Gallery.AUTHORITY).get()
    private var isUpright = true
    private var isBehind = false
    private var window: ActivityController<MainActivity>? = null

    /** The core of the process that lives now. */
    val core: Core get() = runBlocking { checkNotNull(app.keeper.opened()) { "the core doesn't open" } }

    /** Where the app is. */
    val place: Place get() = ViewModelProvider(shown.get())[Navigator::class.java].top.place

    /** How much larger than usual letters are in the window. */
    val fontScale: Float
        get() =
            shown
                .get()
                .resources.configuration.fontScale

    private val shown get() = checkNotNull(window) { "the app isn't open" }

    /** Opens the app; by a notification's [place], by the browser's [redirect], or by its icon. */
    fun open(
        place: String? = null,
        redirect: String? = null,
    ) {
        val intent = if (redirect == null) Intent() else back(redirect)
        if (place != null) intent.putExtra(MainActivity.PLACE, place)
        window = Robolectric.buildActivity(MainActivity::class.java, intent).setup()
    }

    /** The network is there, or gone, and the system says so. */
    fun online(there: Boolean) = TestApplication.Network.become(if (there) NetworkState.UNMETERED else NetworkState.OFFLINE)

    /** The phone is turned on its side, or back: the system makes the window anew. */
    fun turn() {
        isUpright = !isUpright
        RuntimeEnvironment.setQualifiers(if (isUpright) "+port" else "+land")
        comeToFront()
        shown.recreate()
    }

    /**
     * The process dies behind another app, and the person comes back to it. All that the new one has is what lies on the disk and the bundle that the
     * system kept; it goes through a parcel, so that no living object comes along.
     */
    fun die(redirect: String? = null) {
        if (!isBehind) goBehind()
        val kept = Bundle().also { shown.saveInstanceState(it) }
        app.die()
        shown.destroy()
        val saved = throughTheSystem(kept)
        isBehind = false
        window = Robolectric.buildActivity(MainActivity::class.java).create(saved)
        redirect?.let { shown.newIntent(back(it)) }
        shown
            .start()
            .restoreInstanceState(saved)
            .postCreate(saved)
            .resume()
            .visible()
            .topActivityResumed(true)
    }

    /** The page that the app opened in the browser, once it did; the app is behind it from now on. */
    fun browsing(): String? =
        shadowOf(app)
            .nextStartedActivity
            ?.takeIf { it.action == ACTION_VIEW }
            ?.dataString
            ?.also { goBehind() }

    private fun goBehind() {
        shown.pause().stop()
        isBehind = true
    }

    /** The person comes back to the app, with nothing from wherever they were. */
    fun comeToFront() {
        if (isBehind) shown.restart().start().resume()
        isBehind = false
    }

    /** The browser comes back with [redirect] to the app, behind it or in front. */
    fun comeBack(redirect: String) {
        shown.newIntent(back(redirect))
        comeToFront()
    }

    /** A notification is touched: the app goes to [place]. */
    fun follow(place: Place) {
        shown.newIntent(Intent().putExtra(MainActivity.PLACE, place.text))
    }

    private fun back(redirect: String) = Intent(ACTION_VIEW, Uri.parse(redirect)).addCategory(Intent.CATEGORY_BROWSABLE)

    /** The system's screen that the app asked for something, if it did. Whether it may notify is a question that this person leaves unanswered. */
    fun asked(): IntentForResult? =
        generateSequence { shadowOf(shown.get()).nextStartedActivityForResult }
            .filter { it.requestCode >= 0 }
            .firstOrNull { it.intent.action != ASKS_TO_NOTIFY }

    /** The camera takes [photo]. It writes past the provider that the address names: Robolectric can't close what a provider opened. */
    fun takes(
        asked: IntentForResult,
        photo: File,
    ) {
        @Suppress("DEPRECATION") // Its successor came with Android 13.
        val to: Uri = checkNotNull(asked.intent.getParcelableExtra(MediaStore.EXTRA_OUTPUT)) { "no camera was asked for: ${asked.intent}" }
        photo.copyTo(File(app.cacheDir, checkNotNull(to.path)), overwrite = true)
        answer(asked, Intent())
    }

    /** The person chooses [file] of their own. */
    fun chooses(
        asked: IntentForResult,
        file: PickedFile,
        type: String,
    ) {
        val address = gallery.put(file, type)
        shadowOf(app.contentResolver).registerInputStream(address, File(file.path).inputStream())
        answer(asked, Intent().setData(address))
    }

    /** The person says where the app may write; the answer is the file that is written. */
    fun saves(asked: IntentForResult): File {
        val to = File.createTempFile("saved", null)
        val address =
            gallery.put(
                PickedFile(
                    to.path,
                    checkNotNull(asked.intent.getStringExtra(Intent.EXTRA_TITLE)) {
                        "no place was asked for: ${asked.intent}"
                    },
                ),
                "*/*",
            )
        shadowOf(app.contentResolver).registerOutputStream(address, to.outputStream())
        answer(asked, Intent().setData(address))
        return to
    }

    private fun answer(
        asked: IntentForResult,
        data: Intent,
    ) = shadowOf(shown.get()).callOnActivityResult(asked.requestCode, RESULT_OK, data)

    /** The app may know where it is, and the phone is there: degrees. */
    fun stands(
        lat: Double,
        long: Double,
    ) {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        val manager = shadowOf(app.getSystemService(LocationManager::class.java))
        manager.setProviderEnabled(LocationManager.GPS_PROVIDER, true)
        whereabouts =
            Location(LocationManager.GPS_PROVIDER).apply {
                latitude = lat
                longitude = long
                accuracy = 6f
                time = Instant.now().toEpochMilli()
            }
    }

    private var whereabouts: Location? = null

    /** The satellites were found. */
    fun located() = shadowOf(app.getSystemService(LocationManager::class.java)).simulateLocation(checkNotNull(whereabouts))

    override fun close() {
        window?.close()
        window = null
    }

    private fun throughTheSystem(bundle: Bundle): Bundle {
        val parcel = Parcel.obtain()
        try {
            parcel.writeBundle(bundle)
            parcel.setDataPosition(0)
            return checkNotNull(parcel.readBundle(MainActivity::class.java.classLoader))
        } finally {
            parcel.recycle()
        }
    }

    private companion object {
        const val ASKS_TO_NOTIFY = "android.content.pm.action.REQUEST_PERMISSIONS"
    }
}
