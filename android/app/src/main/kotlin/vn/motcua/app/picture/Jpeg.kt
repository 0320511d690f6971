package vn.motcua.app.picture

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.ImageDecoder
import android.graphics.Matrix
import android.media.ExifInterface
import android.os.Build
import androidx.annotation.RequiresApi
import java.io.File
import java.io.IOException
import java.nio.ByteBuffer

/**
 * A picture as a JPEG that a portal takes: upright, no longer than [longest] pixels on its longer side, and without what cameras write into files
 * (where, when, with which phone).
 *
 * For photos of papers this is enough to read the smallest print of an A4 page. Reads whatever the system can, HEIC from Android 9 on.
 *
 * False, and nothing is written, when [from] is no picture that the system can read or there is no room for [to].
 */
fun asJpeg(
    from: File,
    to: File,
    longest: Int = LONGEST,
): Boolean {
    val picture = decoded(from, longest) ?: return false
    return try {
        val written = to.outputStream().use { picture.compress(Bitmap.CompressFormat.JPEG, QUALITY, it) }
        if (!written) to.delete()
        written
    } catch (_: IOException) {
        to.delete()
        false
    } finally {
        picture.recycle()
    }
}

/** The picture in [from], upright and not larger than asked for; null when it is none. */
fun decoded(
    from: File,
    longest: Int,
): Bitmap? =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
        decodedByDecoder(ImageDecoder.createSource(from), longest)
    } else {
        decodedByFactory(from, longest)
    }

/** The picture in [bytes], upright and not larger than asked for; null when it is none. */
fun decoded(
    bytes: ByteArray,
    longest: Int,
): Bitmap? =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
        decodedByDecoder(ImageDecoder.createSource(ByteBuffer.wrap(bytes)), longest)
    } else {
        decodedByFactory(bytes, longest)
    }

@RequiresApi(Build.VERSION_CODES.P)
private fun decodedByDecoder(
    from: ImageDecoder.Source,
    longest: Int,
): Bitmap? =
    try {
        ImageDecoder.decodeBitmap(from) { decoder, info, _ ->
            // In memory of the app's own: it is compressed and, in a test, looked at.
            decoder.allocator = ImageDecoder.ALLOCATOR_SOFTWARE
            val (width, height) = fitting(info.size.width, info.size.height, longest)
            decoder.setTargetSize(width, height)
        }
    } catch (_: IOException) {
        null
    }

/** Before Android 9. */
internal fun decodedByFactory(
    from: File,
    longest: Int,
): Bitmap? = decodedByFactory(longest, { ExifInterface(from.path) }) { BitmapFactory.decodeFile(from.path, it) }

/** Before Android 9. */
internal fun decodedByFactory(
    bytes: ByteArray,
    longest: Int,
): Bitmap? = decodedByFactory(longest, { ExifInterface(bytes.inputStream()) }) { BitmapFactory.decodeByteArray(bytes, 0, bytes.size, it) }

/** Halved until it nearly fits, then turned and scaled in one step. */
private fun decodedByFactory(
    longest: Int,
    told: () -> ExifInterface,
    decode: (BitmapFactory.Options) -> Bitmap?,
): Bitmap? {
    val bounds = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    decode(bounds)
    val rough = decode(BitmapFactory.Options().apply { inSampleSize = halvings(maxOf(bounds.outWidth, bounds.outHeight), longest) }) ?: return null
    val (width, height) = fitting(rough.width, rough.height, longest)
    val upright =
        Matrix().apply {
            setScale(width.toFloat() / rough.width, height.toFloat() / rough.height)
            postRotate(turn(told))
        }
    return Bitmap.createBitmap(rough, 0, 0, rough.width, rough.height, upright, true)
}

/** [width] × [height] made smaller, never larger, so that neither side is over [longest]. */
internal fun fitting(
    width: Int,
    height: Int,
    longest: Int,
): Pair<Int, Int> {
    val longer = maxOf(width, height)
    if (longer <= longest) return width to height
    val scaled = { side: Int -> (side.toLong() * longest / longer).toInt().coerceAtLeast(1) }
    return scaled(width) to scaled(height)
}

/** The power of two to divide [longer] by so that it stays at least [longest]. */
internal fun halvings(
    longer: Int,
    longest: Int,
): Int {
    var sample = 1
    while (longer / (sample * 2) >= longest) sample *= 2
    return sample
}

/** By how many degrees the camera says that the picture must be turned clockwise. */
@Suppress("MagicNumber") // Right angles.
private fun turn(told: () -> ExifInterface): Float =
    try {
        when (told().getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL)) {
            ExifInterface.ORIENTATION_ROTATE_90 -> 90f
            ExifInterface.ORIENTATION_ROTATE_180 -> 180f
            ExifInterface.ORIENTATION_ROTATE_270 -> 270f
            else -> 0f
        }
    } catch (_: IOException) {
        0f
    }

/** About 250 dots an inch on an A4 page. */
private const val LONGEST = 3_000
private const val QUALITY = 85
