package vn.motcua.app.picture

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import java.io.File
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class JpegTest {
    @get:Rule val folder = TemporaryFolder()

    private fun png(
        width: Int,
        height: Int,
    ): File {
        val file = folder.newFile()
        val picture = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
        file.outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
        return file
    }

    @Test
    fun `a large picture becomes a JPEG of the size asked for`() {
        val to = File(folder.root, "made.jpg")
        assertTrue(asJpeg(png(400, 200), to, 100))
        val bounds = BitmapFactory.Options().apply { inJustDecodeBounds = true }
        BitmapFactory.decodeFile(to.path, bounds)
        assertEquals(listOf(100, 50, "image/jpeg"), listOf(bounds.outWidth, bounds.outHeight, bounds.outMimeType))
        assertContentEquals(byteArrayOf(-1, -40, -1), to.readBytes().copyOf(3))
    }

    @Test
    fun `before Android 9 another decoder does the same`() {
        val picture = checkNotNull(decodedByFactory(png(400, 200), 60))
        assertEquals(60 to 30, picture.width to picture.height)
        assertNull(decodedByFactory(folder.newFile(), 60))
    }

    @Test
    fun `what is no picture makes no file`() {
        val to = File(folder.root, "made.jpg")
        val text = folder.newFile().apply { writeText("không phải ảnh") }
        assertFalse(asJpeg(text, to))
        assertFalse(to.exists())
    }

    @Test
    fun `sizes shrink and never grow`() {
        assertEquals(100 to 50, fitting(400, 200, 100))
        assertEquals(40 to 20, fitting(40, 20, 100))
        assertEquals(100 to 1, fitting(100_000, 3, 100))
        assertEquals(listOf(1, 2, 4, 8), listOf(100, 200, 400, 1_600 / 2).map { halvings(it, 100) })
    }
}
