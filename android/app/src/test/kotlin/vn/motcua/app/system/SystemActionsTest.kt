package vn.motcua.app.system

import android.app.Activity.RESULT_OK
import android.content.ComponentName
import android.content.Intent
import android.content.IntentFilter
import android.graphics.Bitmap
import android.os.Bundle
import android.provider.MediaStore
import androidx.activity.ComponentActivity
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import java.io.File
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** A window that only asks the system. */
class AskingWindow : ComponentActivity() {
    lateinit var actions: SystemActions

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        actions = SystemActions(this)
    }
}

@RunWith(RobolectricTestRunner::class)
class SystemActionsTest {
    private val scope = CoroutineScope(Dispatchers.Unconfined)
    private val app = RuntimeEnvironment.getApplication()

    @After fun stop() = scope.cancel()

    private fun window() = Robolectric.buildActivity(AskingWindow::class.java)

    /** The process ends behind the camera; the number under which the answer will come, and what the system kept. */
    private fun photographing(): Pair<Int, Bundle> {
        val window = window().setup()
        scope.launch { window.get().actions.takePhoto() }
        val started = shadowOf(window.get()).nextStartedActivityForResult
        assertEquals(MediaStore.ACTION_IMAGE_CAPTURE, started.intent.action)
        val kept = Bundle()
        window
            .pause()
            .stop()
            .saveInstanceState(kept)
            .destroy()
        return started.requestCode to kept
    }

    @Test
    fun `a photo that was taken while the app was gone is given to the next window, once`() {
        val (code, kept) = photographing()
        val folder = File(app.cacheDir, "incoming").listFiles()!!.single()
        val picture = Bitmap.createBitmap(40, 20, Bitmap.Config.ARGB_8888)
        File(folder, "photo.raw.jpg").outputStream().use { picture.compress(Bitmap.CompressFormat.JPEG, 90, it) }
        val next = window().setup(kept).get()
        next.activityResultRegistry.dispatchResult(code, RESULT_OK, null)
        val photo = assertNotNull(runBlocking { next.actions.lateFile() })
        assertContentEquals(byteArrayOf(-1, -40, -1), File(photo.path).readBytes().copyOf(3))
        assertNull(runBlocking { next.actions.lateFile() })
    }

    @Test
    fun `a window that nobody asked from has no file`() {
        assertNull(
            runBlocking {
                window()
                    .setup()
                    .get()
                    .actions
                    .lateFile()
            },
        )
    }

    @Test
    fun `codes are scanned by an app that can, where there is one`() {
        val window = window().setup().get()
        assertFalse(window.actions.canScanCodes)
        val scanner = ComponentName("org.example.scanner", "org.example.scanner.Scan")
        shadowOf(app.packageManager).addActivityIfNotPresent(scanner)
        shadowOf(app.packageManager).addIntentFilterForActivity(scanner, IntentFilter(SCAN).apply { addCategory(Intent.CATEGORY_DEFAULT) })
        assertTrue(window.actions.canScanCodes)
        var code: String? = null
        scope.launch { code = window.actions.scanCode() }
        val started = shadowOf(window).nextStartedActivityForResult
        window.activityResultRegistry.dispatchResult(started.requestCode, RESULT_OK, Intent().putExtra("SCAN_RESULT", "8934563138165"))
        assertEquals("8934563138165", code)
    }

    @Test
    fun `a start leaves what was just taken, and clears what is old`() {
        val files = Incoming(app)
        val (new, old) = files.fresh("a.jpg") to files.fresh("b.jpg")
        listOf(new, old).forEach { it.writeText("x") }
        old.parentFile!!.setLastModified(System.currentTimeMillis() - 2 * 24 * 60 * 60 * 1_000L)
        files.clear()
        assertEquals(true to false, new.exists() to old.exists())
    }

    private companion object {
        const val SCAN = "com.google.zxing.client.android.SCAN"
    }
}
