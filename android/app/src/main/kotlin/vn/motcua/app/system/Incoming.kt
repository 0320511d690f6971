package vn.motcua.app.system

import android.content.Context
import android.net.Uri
import android.provider.OpenableColumns.DISPLAY_NAME
import vn.motcua.app.picture.asJpeg
import vn.motcua.ui.nav.PickedFile
import java.io.File
import java.io.IOException
import java.util.UUID

/**
 * Files on their way into the core and out of it: copies in the app's own cache, each in a folder of its own so that it keeps its name. What the core
 * attached it has sealed elsewhere; the copies go at a start some time later.
 */
internal class Incoming(
    private val context: Context,
) {
    private val folder = File(context.cacheDir, FOLDER)

    /** Where a file called [name] can be written. */
    fun fresh(name: String): File {
        val safe = name.replace(Regex("""[/\\\u0000-\u001f]"""), "_").ifBlank { "file" }
        return File(folder, UUID.randomUUID().toString()).apply { mkdirs() }.resolve(safe)
    }

    /**
     * A copy of what the person chose, as a JPEG when it is a picture of a kind that [accept] doesn't name. A picture that can't be made into one stays as
     * it is, and of what can't be read there is no copy at that place: the core then refuses it, and says why.
     */
    fun take(
        chosen: Uri,
        accept: List<String>,
    ): PickedFile {
        val name = name(chosen)
        val copy = fresh(name)
        if (!copied(chosen, copy)) return PickedFile(copy.path, name)
        val type = context.contentResolver.getType(chosen).orEmpty()
        val foreign = type.startsWith("image/") && JPEG in accept && type !in accept
        return (if (foreign) jpeg(copy, name) else null) ?: PickedFile(copy.path, name)
    }

    /** A photo that the camera wrote, made as small as it need be. */
    fun photo(raw: File): PickedFile? = jpeg(raw, "photo.jpg")

    /** Copies the file at [path] to where the person wants it. */
    fun give(
        path: String,
        to: Uri,
    ): Boolean =
        try {
            context.contentResolver.openOutputStream(to, "wt")?.use { out -> File(path).inputStream().use { it.copyTo(out) } } != null
        } catch (_: IOException) {
            false
        }

    /** Removes copies that are over a day old. Not all: a start may be the return from a camera, or to a report that is being written. */
    fun clear() {
        val aDayAgo = System.currentTimeMillis() - DAY
        folder.listFiles { copy -> copy.lastModified() < aDayAgo }?.forEach { it.deleteRecursively() }
    }

    private fun jpeg(
        from: File,
        name: String,
    ): PickedFile? {
        val to = fresh(name.substringBeforeLast('.') + ".jpg")
        if (!asJpeg(from, to)) return null
        from.delete()
        return PickedFile(to.path, to.name)
    }

    private fun copied(
        from: Uri,
        to: File,
    ): Boolean =
        try {
            context.contentResolver.openInputStream(from)?.use { input -> to.outputStream().use { input.copyTo(it) } } != null
        } catch (_: IOException) {
            to.delete()
            false
        } catch (_: SecurityException) {
            // The other app took its permission back.
            false
        }

    private fun name(chosen: Uri): String =
        context.contentResolver.query(chosen, arrayOf(DISPLAY_NAME), null, null, null)?.use { if (it.moveToFirst()) it.getString(0) else null }
            ?: chosen.lastPathSegment.orEmpty()

    private companion object {
        /** As res/xml/files.xml shares it with the camera. */
        const val FOLDER = "incoming"
        const val DAY = 24L * 60 * 60 * 1_000
        const val JPEG = "image/jpeg"
    }
}
