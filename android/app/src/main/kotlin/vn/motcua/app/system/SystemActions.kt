package vn.motcua.app.system

import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.Manifest.permission.POST_NOTIFICATIONS
import android.app.Activity.RESULT_OK
import android.content.ActivityNotFoundException
import android.content.Intent
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.Settings
import androidx.activity.ComponentActivity
import androidx.activity.result.PickVisualMediaRequest
import androidx.activity.result.contract.ActivityResultContracts.CreateDocument
import androidx.activity.result.contract.ActivityResultContracts.OpenDocument
import androidx.activity.result.contract.ActivityResultContracts.PickVisualMedia
import androidx.activity.result.contract.ActivityResultContracts.RequestPermission
import androidx.activity.result.contract.ActivityResultContracts.StartActivityForResult
import androidx.activity.result.contract.ActivityResultContracts.TakePicture
import androidx.browser.customtabs.CustomTabsIntent
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap
import androidx.core.content.FileProvider
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import vn.motcua.app.picture.decoded
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.nav.Position
import java.io.File

/**
 * What only Android can do for a screen, by the system's own contracts: the person chooses a file, takes a photo or names a place for one in the system's
 * screens, and the app needs no right to read their storage or use the camera. Make it while the activity is created.
 */
class SystemActions(
    private val activity: ComponentActivity,
) : PlatformActions {
    private val files = Incoming(activity)
    private val place = Locator(activity)
    private val document = Asking(activity, "document", OpenDocument())
    private val image = Asking(activity, "image", PickVisualMedia())
    private val camera = Asking(activity, "camera", TakePicture())
    private val destination = Asking(activity, "destination", CreateDocument(ANY))
    private val permission = Asking(activity, "permission", RequestPermission())
    private val scanner = Asking(activity, "scanner", StartActivityForResult())

    /** The file that is being asked for, kept for the window that hears of it: this one, or the next. */
    private var asked: Bundle = activity.savedStateRegistry.consumeRestoredStateForKey(ASKED) ?: Bundle.EMPTY

    init {
        activity.savedStateRegistry.registerSavedStateProvider(ASKED) { asked }
    }

    override suspend fun pickFile(accept: List<String>): PickedFile? {
        asked = Bundle().apply { putStringArray(ACCEPT, accept.toTypedArray()) }
        val chosen =
            if (onlyImages(accept)) {
                image.ask(PickVisualMediaRequest(PickVisualMedia.ImageOnly))
            } else {
                document.ask((accept + HEIC.takeIf { JPEG in accept }).filterNotNull().ifEmpty { listOf(ANY) }.toTypedArray())
            }
        return taken(chosen, accept)
    }

    private fun onlyImages(accept: List<String>) = accept.isNotEmpty() && accept.all { it.startsWith("image/") }

    private suspend fun taken(
        chosen: Uri?,
        accept: List<String>,
    ): PickedFile? {
        asked = Bundle.EMPTY
        return chosen?.let { withContext(Dispatchers.IO) { files.take(it, accept) } }
    }

    override suspend fun takePhoto(): PickedFile? {
        val raw = files.fresh("photo.raw.jpg")
        val shared = FileProvider.getUriForFile(activity, "${activity.packageName}.files", raw)
        asked = Bundle().apply { putString(RAW, raw.path) }
        return photographed(camera.ask(shared), raw)
    }

    private suspend fun photographed(
        isTaken: Boolean?,
        raw: File,
    ): PickedFile? {
        asked = Bundle.EMPTY
        return if (isTaken == true) withContext(Dispatchers.IO) { files.photo(raw) } else null
    }

    override suspend fun lateFile(): PickedFile? {
        val (raw, accept) = asked.getString(RAW) to asked.getStringArray(ACCEPT)?.toList()
        return when {
            raw != null -> photographed(camera.late(), File(raw))
            accept != null -> taken(if (onlyImages(accept)) image.late() else document.late(), accept)
            else -> null
        }
    }

    /** Android has no scanner of its own, and Google's needs Google: an app that answers to ZXing's intent, as several free ones do; else the code is typed. */
    override val canScanCodes: Boolean get() = scan.resolveActivity(activity.packageManager) != null

    override suspend fun scanCode(): String? =
        scanner
            .ask(scan)
            ?.takeIf { it.resultCode == RESULT_OK }
            ?.data
            ?.getStringExtra(SCANNED)

    override suspend fun picture(path: String): ImageBitmap? = withContext(Dispatchers.IO) { decoded(File(path), SHOWN)?.asImageBitmap() }

    override suspend fun picture(
        bytes: ByteArray,
        longest: Int,
    ): ImageBitmap? = withContext(Dispatchers.IO) { decoded(bytes, longest)?.asImageBitmap() }

    override suspend fun here(): Position? {
        if (!granted(ACCESS_FINE_LOCATION)) return null
        return place.here()
    }

    override fun openUrl(url: String): Boolean = started { CustomTabsIntent.Builder().build().launchUrl(activity, Uri.parse(url)) }

    override suspend fun saveFile(
        path: String,
        name: String,
    ): Boolean {
        val to = destination.ask(name) ?: return false
        return withContext(Dispatchers.IO) { files.give(path, to) }
    }

    override fun scratchFile(name: String): String = files.fresh(name).path

    override suspend fun askToNotify(): Boolean = Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || granted(POST_NOTIFICATIONS)

    override fun openAppUpdate(): Boolean = opened(Intent(Intent.ACTION_VIEW, Uri.parse("market://details?id=${activity.packageName}")))

    override fun openNetworkSettings(): Boolean = opened(Intent(Settings.ACTION_WIFI_SETTINGS))

    override fun openStorageSettings(): Boolean = opened(Intent(Settings.ACTION_INTERNAL_STORAGE_SETTINGS))

    private suspend fun granted(name: String): Boolean = activity.checkSelfPermission(name) == PERMISSION_GRANTED || permission.ask(name) == true

    private fun opened(intent: Intent): Boolean = started { activity.startActivity(intent) }

    private fun started(start: () -> Unit): Boolean =
        try {
            start()
            true
        } catch (_: ActivityNotFoundException) {
            false
        }

    private companion object {
        const val ASKED = "asked"
        const val RAW = "raw"
        const val ACCEPT = "accept"

        /** As the manifest's `queries` has it, without which the app wouldn't see who answers. */
        val scan = Intent("com.google.zxing.client.android.SCAN")
        const val SCANNED = "SCAN_RESULT"

        const val ANY = "*/*"
        const val JPEG = "image/jpeg"

        /** Offered wherever a JPEG is taken: it is made into one. */
        const val HEIC = "image/heic"

        /** Enough to recognise what was taken, in pixels. */
        const val SHOWN = 1_600
    }
}
