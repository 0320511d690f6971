package vn.motcua.ui.screen.form

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.focus.FocusDirection
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.contentType
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.QuestionKind
import vn.motcua.ui.nav.LocalPlatform
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.SecondaryButton
import vn.motcua.ui.part.Signs

/** Text, numbers and codes, typed. Label, "required", hint and problem are spoken with the field, where the eye finds them around it. */
@Composable
internal fun AnswerField(
    asking: Asking,
    actions: FormActions,
) {
    val question = asking.question
    val spoken = listOfNotNull(question.label, word("word-required").takeIf { question.required }, question.hint?.ifEmpty { null })
    val lines = if (question.isLong) LONG_LINES else 1
    val content = question.contentType
    PlainField(
        text = asking.answer,
        onChange = { typed -> typed.inLines(lines).let { actions.answer(asking.reference, question.sent(it), it) } },
        isWrong = asking.problem != null,
        lines = lines,
        wraps = question.kind == QuestionKind.TEXT,
        keyboard = question.keyboard,
        modifier =
            Modifier.focusRequester(asking.focus).fillMaxWidth().semantics {
                contentDescription = spoken.joinToString(". ")
                if (question.status.isNotEmpty()) stateDescription = question.status
                asking.problem?.let { error(it) }
                if (content != null) contentType = content
            },
    )
}

/** A field of one line may be pasted several. */
private fun String.inLines(lines: Int) = if (lines == 1) replace('\n', ' ') else this

/** A field without words of its own; its keyboard goes on to the next field. One that [wraps] grows with its text, so that none of it is hidden. */
@Composable
internal fun PlainField(
    text: String,
    onChange: (String) -> Unit,
    isWrong: Boolean,
    modifier: Modifier = Modifier,
    lines: Int = 1,
    wraps: Boolean = false,
    keyboard: KeyboardOptions = KeyboardOptions.Default,
) {
    val focus = LocalFocusManager.current
    val next = KeyboardActions(onNext = { if (!focus.moveFocus(FocusDirection.Next)) focus.clearFocus() })
    OutlinedTextField(
        text,
        onChange,
        modifier.heightIn(min = 56.dp),
        textStyle = MaterialTheme.typography.bodyLarge,
        isError = isWrong,
        keyboardOptions = keyboard,
        keyboardActions = next,
        singleLine = lines == 1 && !wraps,
        minLines = lines,
        shape = MaterialTheme.shapes.small,
    )
}

/** Digits alone; signs, spaces and points only where numbers are written so. */
internal val digits = KeyboardOptions(keyboardType = KeyboardType.Number, imeAction = ImeAction.Next)
internal val decimals = KeyboardOptions(keyboardType = KeyboardType.Decimal, imeAction = ImeAction.Next)

private const val LONG_LINES = 3

private val QuestionItem.isLong: Boolean get() = kind == QuestionKind.TEXT && "multiline" in appearance.split(' ')

/** What the core takes: a decimal point, also where Vietnamese writes a comma. */
private fun QuestionItem.sent(text: String) = if (kind == QuestionKind.DECIMAL) text.trim().replace(',', '.') else text

private val QuestionItem.keyboard: KeyboardOptions
    get() {
        val last = reference.substringAfterLast('/')
        return when {
            kind == QuestionKind.INTEGER -> digits

            kind == QuestionKind.DECIMAL -> decimals

            kind == QuestionKind.BARCODE -> plain.copy(autoCorrectEnabled = false)

            // The telephone's keys have the digits, and the marks that people put between them.
            "numbers" in appearance.split(' ') -> plain.copy(keyboardType = KeyboardType.Phone)

            last == "email" -> plain.copy(keyboardType = KeyboardType.Email, autoCorrectEnabled = false)

            last == "full_name" -> plain.copy(capitalization = KeyboardCapitalization.Words, autoCorrectEnabled = false)

            isLong -> KeyboardOptions(capitalization = KeyboardCapitalization.Sentences)

            else -> plain.copy(capitalization = KeyboardCapitalization.Sentences)
        }
    }

private val plain = KeyboardOptions(imeAction = ImeAction.Next)

/** What the system may offer to fill in: ways to reach the person, never who somebody is. */
private val QuestionItem.contentType: ContentType?
    get() =
        when (reference.substringAfterLast('/')) {
            "email" -> ContentType.EmailAddress
            "phone" -> ContentType.PhoneNumber
            else -> null
        }

/** A code, scanned where the phone can, or typed. */
@Composable
internal fun CodeQuestion(
    asking: Asking,
    actions: FormActions,
) {
    AnswerField(asking, actions)
    if (LocalPlatform.current.canScanCodes) {
        val name = word("form-scan-code")
        SecondaryButton(name, { actions.scan(asking.reference) }, Modifier.naming(name, asking.question.label), sign = Signs.Camera)
    }
}
