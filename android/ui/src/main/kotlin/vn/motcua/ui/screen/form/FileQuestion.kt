package vn.motcua.ui.screen.form

import androidx.compose.foundation.Image
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
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
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.FileItem
import vn.motcua.bridge.QuestionItem
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Sign
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Space

/** A slot for a paper: what is in it, and the ways to fill it. */
@Composable
internal fun FileQuestion(
    asking: Asking,
    actions: FormActions,
) {
    val question = asking.question
    val isFilled = asking.answer.isNotEmpty()
    Panel {
        if (isFilled) Filled(question, actions) else Note(word("form-file-none"))
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

/** What is in the slot, with its picture where there is one: heard as one thing. Of a paper that was lost its name alone is left. */
@Composable
internal fun Filled(
    question: QuestionItem,
    actions: FormActions,
) {
    val file = question.file
    val picture = picture(question.reference, file, actions)
    Row(
        Modifier.fillMaxWidth().semantics(mergeDescendants = true) { file?.let { contentDescription = it.label } },
        horizontalArrangement = Arrangement.spacedBy(Space.medium),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        if (picture == null) Sign(Signs.File, tint = MaterialTheme.colorScheme.primary) else Thumbnail(picture)
        Column(Modifier.weight(1f)) {
            Body(file?.name ?: question.display.ifEmpty { question.value })
            file?.let { Note(it.detail) }
        }
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

/** The picture of [file], read again only where another file came into the slot: in one draft no two files share a name. */
@Composable
private fun picture(
    reference: String,
    file: FileItem?,
    actions: FormActions,
): ImageBitmap? {
    val platform = LocalPlatform.current
    val longest = with(LocalDensity.current) { THUMBNAIL.dp.roundToPx() } * CROPPED
    val picture by produceState<ImageBitmap?>(null, reference, file?.name) {
        value = if (file?.isPicture == true) actions.picture(reference)?.let { platform.picture(it, longest) } else null
    }
    return picture
}

/** A thumbnail shows the middle of a picture: of one that is twice as long as wide, or high, without blur. */
private const val CROPPED = 2
