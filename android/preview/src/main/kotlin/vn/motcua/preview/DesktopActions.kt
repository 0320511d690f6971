package vn.motcua.preview

import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.toComposeImageBitmap
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import vn.motcua.bridge.Words
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.nav.Position
import java.awt.Desktop
import java.awt.FileDialog
import java.awt.Frame
import java.io.File
import java.io.IOException
import java.net.URI
import java.net.URLConnection
import java.util.UUID
import javax.swing.JOptionPane
import org.jetbrains.skia.Image as Picture

/**
 * What a phone's system does for a screen, by a desktop's windows: a photo is a file that is chosen, and the place is typed. What a desktop has no settings
 * for it can't open. Copies go into [scratch], which is emptied at the start.
 */
class DesktopActions(
    private val scratch: File,
    private val words: () -> Words,
) : PlatformActions {
    init {
        scratch.deleteRecursively()
    }

    override suspend fun pickFile(accept: List<String>): PickedFile? {
        val chosen = asked(FileDialog.LOAD) { setFilenameFilter { _, name -> accept.isEmpty() || typeOf(name) in accept } } ?: return null
        return withContext(Dispatchers.IO) { copied(chosen) }
    }

    override suspend fun takePhoto(): PickedFile? = pickFile(listOf("image/jpeg"))

    override suspend fun picture(path: String): ImageBitmap? = withContext(Dispatchers.IO) { tried(null) { decoded(File(path).readBytes()) } }

    override suspend fun picture(
        bytes: ByteArray,
        longest: Int,
    ): ImageBitmap? = withContext(Dispatchers.IO) { decoded(bytes) }

    override val canScanCodes = false

    override suspend fun scanCode(): String? = null

    override suspend fun here(): Position? =
        withContext(Dispatchers.Main) {
            val question = words()("form-use-my-place")
            (JOptionPane.showInputDialog(null, question, question, JOptionPane.PLAIN_MESSAGE, null, null, CITY_HALL) as String?)?.let(::position)
        }

    override fun openUrl(url: String): Boolean {
        val browses = Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)
        return tried { if (browses) Desktop.getDesktop().browse(URI(url)) else ProcessBuilder("xdg-open", url).start() }
    }

    override suspend fun saveFile(
        path: String,
        name: String,
    ): Boolean {
        val to = asked(FileDialog.SAVE) { file = name } ?: return false
        return withContext(Dispatchers.IO) { tried { File(path).copyTo(to, overwrite = true) } }
    }

    override fun scratchFile(name: String): String = fresh(name).path

    override suspend fun askToNotify() = false

    override fun openAppUpdate() = false

    override fun openNetworkSettings() = false

    override fun openStorageSettings() = false

    /** The system's own file window. It is modal and keeps the screen alive meanwhile. */
    private suspend fun asked(
        mode: Int,
        prepare: FileDialog.() -> Unit,
    ): File? =
        withContext(Dispatchers.Main) {
            val dialog = FileDialog(null as Frame?, words()("app-name"), mode).apply(prepare)
            dialog.isVisible = true
            dialog.files.firstOrNull().also { dialog.dispose() }
        }

    private fun copied(chosen: File): PickedFile? {
        val copy = fresh(chosen.name)
        return if (tried { chosen.copyTo(copy) }) PickedFile(copy.path, chosen.name) else null
    }

    /** Each in a folder of its own, so that it keeps its name. */
    private fun fresh(name: String) = File(scratch, UUID.randomUUID().toString()).apply { mkdirs() }.resolve(File(name).name.ifBlank { "file" })
}

/** "10.7769, 106.7009" as a measured position, now and exact; null when it is no place on Earth. */
internal fun position(typed: String): Position? {
    val (lat, long) = typed.split(',').mapNotNull { it.trim().toDoubleOrNull() }.takeIf { it.size == 2 } ?: return null
    if (lat !in -MAX_LAT..MAX_LAT || long !in -MAX_LONG..MAX_LONG) return null
    return Position(lat, long, accuracy = 1.0, at = System.currentTimeMillis(), mocked = true)
}

private const val MAX_LAT = 90.0
private const val MAX_LONG = 180.0

/** In Hồ Chí Minh City, as a first answer to change. */
private const val CITY_HALL = "10.7769, 106.7009"

private fun typeOf(name: String): String? = URLConnection.guessContentTypeFromName(name)

private fun decoded(bytes: ByteArray): ImageBitmap? =
    try {
        Picture.makeFromEncoded(bytes).toComposeImageBitmap()
    } catch (_: IllegalArgumentException) {
        // No picture that Skia knows.
        null
    }

private fun tried(act: () -> Unit): Boolean =
    tried(false) {
        act()
        true
    }

private fun <T> tried(
    otherwise: T,
    act: () -> T,
): T =
    try {
        act()
    } catch (_: IOException) {
        otherwise
    }
