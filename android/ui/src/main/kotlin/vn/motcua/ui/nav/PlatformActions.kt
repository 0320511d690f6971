package vn.motcua.ui.nav

import androidx.compose.ui.graphics.ImageBitmap

/**
 * What only the system can do for a screen. The app does it by the system's contracts, the preview by desktop windows. Every call may take as long as
 * a person does and comes back with nothing (or false) when they turned it down or the system can't; none throws.
 */
interface PlatformActions {
    /** Lets the person choose one file of the media types [accept] (`image/jpeg`, `application/pdf` …; all when empty); a readable copy of the app's own. */
    suspend fun pickFile(accept: List<String>): PickedFile?

    /** Takes a photo with the system's camera; a JPEG. */
    suspend fun takePhoto(): PickedFile?

    /**
     * The file of a [pickFile] or [takePhoto] that another window, or another process, asked for: the system may end the app behind its camera. Waits for
     * it; comes back with nothing when none was asked for.
     */
    suspend fun lateFile(): PickedFile? = null

    /** The image in [bytes], upright, neither side longer than [longest] pixels; nothing when it is none. */
    suspend fun picture(
        bytes: ByteArray,
        longest: Int,
    ): ImageBitmap?

    /** The image at [path], no wider than it is drawn; nothing when it is none. For the person to see what they took, not for sending. */
    suspend fun picture(path: String): ImageBitmap?

    /** Whether something on this phone can scan codes; where nothing can, no screen offers it. */
    val canScanCodes: Boolean

    /** Scans one bar or QR code; its text. */
    suspend fun scanCode(): String?

    /** Where the phone is now. Asks for the permission first if need be. */
    suspend fun here(): Position?

    /** Opens a page in the person's browser (a custom tab), in front of the app. */
    fun openUrl(url: String): Boolean

    /** Copies the file at [path] to where the person wants it, under the name [name] unless they choose another. */
    suspend fun saveFile(
        path: String,
        name: String,
    ): Boolean

    /** A path in the app's own cache for a file that [saveFile] will copy; the app clears it later. */
    fun scratchFile(name: String): String

    /** Asks whether the app may notify; true at once when it may already. */
    suspend fun askToNotify(): Boolean

    /** Opens where this app is updated. */
    fun openAppUpdate(): Boolean

    /** Opens the system's network settings: a Wi-Fi that wants a log-in offers it there. */
    fun openNetworkSettings(): Boolean

    /** Opens the system's storage settings, to free some room. */
    fun openStorageSettings(): Boolean
}

/** A file of the app's own, and the name that the person knows it by. */
data class PickedFile(
    val path: String,
    val name: String,
)

/** A measured position, as `Place.Measured` takes it: degrees (WGS 84), metres, milliseconds since 1970, and whether the system says it is made up. */
data class Position(
    val lat: Double,
    val long: Double,
    val accuracy: Double,
    val at: Long,
    val mocked: Boolean,
)
