package vn.motcua.app.story

import android.content.ContentProvider
import android.content.ContentValues
import android.database.MatrixCursor
import android.net.Uri
import android.provider.OpenableColumns.DISPLAY_NAME
import vn.motcua.ui.nav.PickedFile

/** The person's own files, as another app hands them over: by an address, a name and a type. Their bytes stand behind the address in the resolver. */
class Gallery : ContentProvider() {
    private val files = mutableListOf<Pair<PickedFile, String>>()

    /** The address of [file] from now on. */
    fun put(
        file: PickedFile,
        type: String,
    ): Uri {
        files += file to type
        return Uri.parse("content://$AUTHORITY/${files.lastIndex}")
    }

    private fun at(uri: Uri) = files[checkNotNull(uri.lastPathSegment).toInt()]

    override fun onCreate() = true

    override fun getType(uri: Uri) = at(uri).second

    override fun query(
        uri: Uri,
        projection: Array<String>?,
        selection: String?,
        arguments: Array<String>?,
        order: String?,
    ) = MatrixCursor(arrayOf(DISPLAY_NAME)).apply { addRow(arrayOf(at(uri).first.name)) }

    override fun insert(
        uri: Uri,
        values: ContentValues?,
    ): Uri? = null

    override fun delete(
        uri: Uri,
        selection: String?,
        arguments: Array<String>?,
    ) = 0

    override fun update(
        uri: Uri,
        values: ContentValues?,
        selection: String?,
        arguments: Array<String>?,
    ) = 0

    companion object {
        const val AUTHORITY = "gallery.test"
    }
}
