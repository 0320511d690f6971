package vn.motcua.ui.screen.feedback

import androidx.compose.foundation.Image
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.Core
import vn.motcua.bridge.FeedbackCategory
import vn.motcua.bridge.Live
import vn.motcua.bridge.SessionModel
import vn.motcua.bridge.SessionState
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Place
import vn.motcua.ui.nav.Position
import vn.motcua.ui.nav.holder
import vn.motcua.ui.nav.observed
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.ChoiceGroup
import vn.motcua.ui.part.ChoiceRow
import vn.motcua.ui.part.Fact
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.FieldLabel
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Page
import vn.motcua.ui.part.Panel
import vn.motcua.ui.part.PrimaryButton
import vn.motcua.ui.part.ProblemLine
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.SectionTitle
import vn.motcua.ui.part.Signs
import vn.motcua.ui.part.StatusLine
import vn.motcua.ui.part.TextInput
import vn.motcua.ui.theme.Tone
import kotlin.math.roundToInt

/** What can be done while a report is written. */
class ReportFormActions(
    val write: ((ReportWriting) -> ReportWriting) -> Unit,
    val takePhoto: () -> Unit,
    val pickPhoto: () -> Unit,
    val measure: () -> Unit,
    val send: () -> Unit,
    val back: () -> Unit,
)

/** The media types of a photo that 1022 takes. */
private val photoTypes = listOf("image/jpeg", "image/png", "image/heic")

/** A new report, or with [correcting] the correction of that one. */
@Composable
fun ReportFormRoute(
    core: Core,
    navigator: Navigator,
    correcting: String? = null,
) {
    val platform = LocalPlatform.current
    val holder = holder { ReportFormHolder(core, it, correcting) }
    val actions =
        ReportFormActions(
            write = holder::write,
            takePhoto = { holder.photo(platform::takePhoto) },
            pickPhoto = { holder.photo { platform.pickFile(photoTypes) } },
            measure = { holder.measure(platform::here) },
            send = { holder.send { id -> navigator.sent(id) } },
            back = { navigator.back() },
        )
    LaunchedEffect(holder, platform) { if (holder.awaitsPhoto) holder.photo(platform::lateFile) }
    val title = word(if (correcting == null) "feedback-new" else "feedback-correcting")
    ReportFormScreen(title, holder.writing.observed(), holder.working.observed(), holder.session.observed(), actions)
}

/** To the report: the one that was corrected is already below, a new one takes this place. */
private fun Navigator.sent(id: String) {
    back()
    open(Place.FeedbackReport(id))
}

/** A report in the order in which a person meets it: what they see (a photo), where they stand, what is wrong. */
@Composable
fun ReportFormScreen(
    title: String,
    writing: ReportWriting,
    work: ReportWork,
    session: Live<SessionModel>,
    actions: ReportFormActions,
) {
    Page(title, onBack = actions.back) {
        Sender(session)
        SectionTitle(word("feedback-photo"))
        Photo(writing.photo, work.keepsPhoto, actions)
        SectionTitle(word("feedback-place"))
        Where(writing, work, actions)
        SectionTitle(word("feedback-category"))
        What(writing, work.categories, actions)
        work.trouble?.let { FailureNotice(it, onRetry = actions.send) }
        PrimaryButton(word("action-send"), actions.send, busy = work.sending, sign = Signs.Send)
        Note(word("feedback-send-note"))
    }
}

/** Whether the report bears a name: said before anything is written. */
@Composable
private fun Sender(session: Live<SessionModel>) {
    val state = (session as? Live.Value)?.value?.state ?: return
    StatusLine(word(if (state == SessionState.SIGNED_IN) "feedback-named" else "feedback-anonymous"), Tone.Calm)
}

@Composable
private fun Photo(
    photo: PickedFile?,
    keepsOld: Boolean,
    actions: ReportFormActions,
) {
    Panel {
        Note(word("feedback-photo-limits"))
        if (photo != null) Picture(photo.path)
        if (photo == null && keepsOld) Note(word("feedback-photo-kept"))
        SecondaryButton(word("action-take-photo"), actions.takePhoto, sign = Signs.Camera)
        SecondaryButton(word("action-choose-photo"), actions.pickPhoto, sign = Signs.Picture)
        if (photo != null) QuietButton(word("action-remove-photo"), { actions.write { it.copy(photo = null) } }, sign = Signs.Trash)
    }
}

/** The photo as it was taken, or its name in words where it can't be drawn. */
@Composable
private fun Picture(path: String) {
    val platform = LocalPlatform.current
    var picture by remember(path) { mutableStateOf<ImageBitmap?>(null) }
    LaunchedEffect(path) { picture = platform.picture(path) }
    StatusLine(word("feedback-photo-there"), Tone.Done)
    picture?.let {
        Image(
            it,
            contentDescription = word("feedback-photo"),
            Modifier.fillMaxWidth().heightIn(max = 240.dp).clip(MaterialTheme.shapes.small),
            contentScale = ContentScale.Crop,
        )
    }
}

@Composable
private fun Where(
    writing: ReportWriting,
    work: ReportWork,
    actions: ReportFormActions,
) {
    Panel {
        FieldLabel(word("feedback-place-how"), required = work.keptPlace == null)
        val position = writing.position
        if (position != null) Measured(position, actions) else Address(writing.address, work, actions)
    }
}

@Composable
private fun Measured(
    position: Position,
    actions: ReportFormActions,
) {
    StatusLine(word("feedback-place-there"), Tone.Done)
    Fact(word("feedback-place-accuracy"), position.accuracy.roundToInt().toString())
    SecondaryButton(word("feedback-place-address"), { actions.write { it.copy(position = null) } }, sign = Signs.Edit)
}

@Composable
private fun Address(
    address: String,
    work: ReportWork,
    actions: ReportFormActions,
) {
    work.keptPlace?.let {
        Note(word("feedback-place-kept"))
        Fact(word("feedback-place"), it.words)
    }
    SecondaryButton(word("form-use-my-place"), actions.measure, busy = work.measuring, sign = Signs.Pin)
    if (work.notMeasured) ProblemLine(word("feedback-place-failed"))
    TextInput(
        word("feedback-address"),
        address,
        { text -> actions.write { it.copy(address = text) } },
        hint = word("feedback-address-hint"),
        lines = 2,
    )
}

@Composable
private fun What(
    writing: ReportWriting,
    categories: List<FeedbackCategory>,
    actions: ReportFormActions,
) {
    Panel {
        FieldLabel(word("form-choose-one"), required = true)
        ChoiceGroup {
            categories.forEach { category ->
                ChoiceRow(category.name, category.code == writing.category, { actions.write { it.copy(category = category.code) } })
            }
        }
    }
    Panel {
        TextInput(
            word("feedback-description"),
            writing.description,
            { text -> actions.write { it.copy(description = text) } },
            hint = word("feedback-description-hint"),
            lines = 4,
        )
    }
}
