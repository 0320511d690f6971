package vn.motcua.ui.screen.form

import androidx.compose.foundation.Image
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.produceState
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.QuestionItem
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Space

/** A slot for a paper: what is in it, and the ways to fill it. [file] is what was put in just now, for its picture. */
@Composable
internal fun FileQuestion(
    asking: Asking,
    file: PickedFile?,
    actions: FormActions,
) {
    val question = asking.question
    val isFilled = asking.answer.isNotEmpty()
    Panel {
        if (isFilled) Filled(asking, file) else Note(word("form-file-none"))
        if (question.takesPhotos) {
            FileButton("action-take-photo", asking, Signs.Camera) { actions.takePhoto(asking.reference) }
        }
        FileButton(if (isFilled) "form-file-replace" else "action-choose-file", asking, Signs.File) { actions.chooseFile(question) }
        if (isFilled) {
            val name = word("action-remove-file")
            QuietButton(name, { actions.removeFile(asking.reference) }, Modifier.naming(name, question.label), Signs.Trash)
        }
    }
}

private val QuestionItem.takesPhotos: Boolean get() = accept.isEmpty() || accept.any { it.startsWith("image/") }

@Composable
private fun FileButton(
    name: String,
    asking: Asking,
    sign: ImageVector,
    onClick: () -> Unit,
) = SecondaryButton(word(name), onClick, Modifier.naming(word(name), asking.question.label), asking.isBusy, sign)

/** The paper's name, with its picture where there is one. */
@Composable
private fun Filled(
    asking: Asking,
    file: PickedFile?,
) {
    val picture = picture(file?.takeIf { it.name == asking.answer })
    Row(
        Modifier.fillMaxWidth(),
        horizontalArrangement = Arrangement.spacedBy(Space.medium),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        if (picture == null) Sign(Signs.File, tint = MaterialTheme.colorScheme.primary) else Thumbnail(picture)
        Body(asking.question.display.ifEmpty { asking.answer }, Modifier.weight(1f))
    }
}

@Composable
private fun Thumbnail(picture: ImageBitmap) {
    Image(
        picture,
        contentDescription = null,
        Modifier.size(THUMBNAIL.dp).clip(MaterialTheme.shapes.small),
        contentScale = ContentScale.Crop,
    )
}

private const val THUMBNAIL = 88

@Composable
private fun picture(file: PickedFile?): ImageBitmap? {
    val platform = LocalPlatform.current
    val picture by produceState<ImageBitmap?>(null, file?.path) { value = file?.let { platform.picture(it.path) } }
    return picture
}
