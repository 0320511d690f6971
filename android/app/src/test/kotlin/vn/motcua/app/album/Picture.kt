package vn.motcua.app.album

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.view.View
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.platform.ViewRootForTest
import androidx.compose.ui.semantics.SemanticsNode
import java.io.File
import java.nio.ByteBuffer
import java.security.MessageDigest

/**
 * The windows on the screen, the newest on top, drawn by Android's own code onto a bitmap. What of them [chance] decides is blotted out in its own window,
 * before another comes to stand over it.
 */
internal class Picture(
    roots: List<SemanticsNode>,
    private val chance: List<SemanticsNode>,
) {
    private val windows = roots.map { it.window }.distinct()
    private var bitmap: Bitmap =
        Bitmap.createBitmap(windows.first().width, windows.first().height, Bitmap.Config.ARGB_8888).also { bitmap ->
            val canvas = Canvas(bitmap)
            windows.forEachIndexed { index, window -> draw(canvas, window, index > 0) }
        }

    /** In pixels. */
    val height get() = bitmap.height

    private fun draw(
        canvas: Canvas,
        window: View,
        over: Boolean,
    ) {
        if (over) canvas.drawColor(DIM)
        canvas.save()
        canvas.translate((canvas.width - window.width) / 2f, (canvas.height - window.height) / 2f)
        window.draw(canvas)
        chance.filter { it.window == window }.forEach { blot(canvas, window, it.boundsInWindow) }
        canvas.restore()
    }

    private fun blot(
        canvas: Canvas,
        window: View,
        it: Rect,
    ) = canvas.drawRect(it.left, it.top, window.width.toFloat(), it.bottom, BLOT)

    /** Takes out the room that a page taller than its content leaves above [foot]: at least [least] pixels stay in all. */
    fun shorten(
        foot: Int,
        least: Int,
        margin: Int,
    ) {
        val ground = row(foot - 1)
        var end = foot
        while (end > 0 && row(end - 1).contentEquals(ground)) end--
        val gap = minOf(foot - end - margin, bitmap.height - least)
        if (gap <= 0) return
        val shorter = Bitmap.createBitmap(bitmap.width, bitmap.height - gap, Bitmap.Config.ARGB_8888)
        val canvas = Canvas(shorter)
        canvas.drawBitmap(bitmap, 0f, -gap.toFloat(), null)
        canvas.save()
        canvas.clipRect(0, 0, bitmap.width, foot - gap)
        canvas.drawBitmap(bitmap, 0f, 0f, null)
        canvas.restore()
        bitmap.recycle()
        bitmap = shorter
    }

    private val SemanticsNode.window get() = (root as ViewRootForTest).view.rootView

    private fun row(y: Int) = IntArray(bitmap.width).also { bitmap.getPixels(it, 0, bitmap.width, 0, y, bitmap.width, 1) }

    /** The first half of the pixels' SHA-256. Skia draws the same pixels on every x86-64; another kind of processor may round otherwise. */
    fun hash(): String {
        val bytes = ByteBuffer.allocate(bitmap.byteCount)
        bitmap.copyPixelsToBuffer(bytes)
        val size = "${bitmap.width}x${bitmap.height}"
        val digest = MessageDigest.getInstance("SHA-256").apply { update(size.toByteArray()) }.digest(bytes.array())
        return digest.take(HASH_BYTES).joinToString("") { "%02x".format(it) }
    }

    fun write(file: File) {
        file.outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, BEST, it) }
        bitmap.recycle()
    }

    private companion object {
        /** As Android dims what a dialog stands before. */
        val DIM = Color.argb(153, 0, 0, 0)
        val BLOT = Paint().apply { color = Color.GRAY }
        const val BEST = 100
        const val HASH_BYTES = 8
    }
}
