package vn.motcua.ui.screen.form

import androidx.compose.foundation.focusable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.focus.onFocusChanged
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.semantics.text
import androidx.compose.ui.text.AnnotatedString
import vn.motcua.bridge.QuestionItem
import vn.motcua.ui.nav.word
import vn.motcua.ui.part.FailureNotice
import vn.motcua.ui.part.FieldLabel
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.ProblemLine
import vn.motcua.ui.part.QuietButton
import vn.motcua.ui.part.Signs
import vn.motcua.ui.theme.Space

/**
 * A question as its control sees it: the answer on its way, the problem that is shown, and how the focus reaches it.
 *
 * The problem of an answer that is being typed waits until the person leaves the field, unless it stood there when they came: nobody is told after the
 * first digit that twelve are wanted.
 */
class Asking(
    val question: QuestionItem,
    val answer: String,
    val problem: String?,
    val isBusy: Boolean,
    val focus: FocusRequester,
) {
    val reference: String get() = question.reference
}

/** Draws a question around its [control]: what is asked above it, guidance on demand and what is wrong below. */
@Composable
internal fun Frame(
    state: FormState.Open,
    question: QuestionItem,
    actions: FormActions,
    control: @Composable ColumnScope.(Asking) -> Unit,
) {
    val focus = remember { FocusRequester() }
    val problem = state.problemAt(question)
    var isHeld by remember(question.reference) { mutableStateOf(false) }
    val asking = Asking(question, state.answerTo(question), problem.takeUnless { isHeld }, question.reference in state.busy, focus)
    val isTarget = state.target == question.reference
    Column(
        Modifier.fillMaxWidth().padding(top = Space.medium).onFocusChanged { isHeld = it.hasFocus && question.kind.isTyped && problem == null },
        verticalArrangement = Arrangement.spacedBy(Space.small),
    ) {
        Asked(asking, isTarget)
        control(asking)
        question.guidance?.takeIf { it.isNotEmpty() }?.let { Guidance(question.label, it) }
        asking.problem?.let { ProblemLine(it) }
        state.trouble?.takeIf { it.reference == question.reference }?.let { FailureNotice(it.trouble, onRetry = actions::again) }
    }
    LaunchedEffect(isTarget) {
        if (isTarget) {
            focus.requestFocus()
            actions.reached()
        }
    }
}

/** Whether a question's control is one text field, which speaks label, hint and problem itself. */
private val QuestionItem.speaksItself: Boolean get() = kind.isTyped && !kind.hasParts

/** The label, hint and limits. A screen reader hears how the question stands with its label; the focus comes here where the control has no one place. */
@Composable
private fun Asked(
    asking: Asking,
    isTarget: Boolean,
) {
    val question = asking.question
    if (question.speaksItself) {
        FieldLabel(question.label, Modifier.clearAndSetSemantics {}, question.required)
        question.hint?.takeIf { it.isNotEmpty() }?.let { Note(it, Modifier.clearAndSetSemantics {}) }
        return
    }
    var wasTarget by remember { mutableStateOf(isTarget) }
    LaunchedEffect(isTarget) { if (isTarget) wasTarget = true }
    FieldLabel(
        question.label,
        Modifier.focusRequester(asking.focus).focusable(isTarget || wasTarget).clearAndSetSemantics {
            text = AnnotatedString(question.label)
            if (question.status.isNotEmpty()) stateDescription = question.status
            asking.problem?.let { error(it) }
        },
        question.required,
    )
    question.hint?.takeIf { it.isNotEmpty() }?.let { Note(it) }
    question.limits?.takeIf { it.isNotEmpty() }?.let { Note(it) }
}

/** Longer words, for whoever wants them. */
@Composable
private fun Guidance(
    label: String,
    text: String,
) {
    var isOpen by rememberSaveable { mutableStateOf(false) }
    val name = word(if (isOpen) "action-show-less" else "form-guidance")
    QuietButton(name, { isOpen = !isOpen }, Modifier.naming(name, label), Signs.Info)
    if (isOpen) Note(text)
}

/** A small button that stands at many places says which place it is for. */
internal fun Modifier.naming(
    action: String,
    place: String,
): Modifier = semantics { contentDescription = listOf(action, place).filter { it.isNotEmpty() }.joinToString(": ") }
