package vn.motcua.ui.screen.form

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.QuestionKind
import vn.motcua.ui.part.Body
import vn.motcua.ui.part.Fact
import vn.motcua.ui.part.Note
import vn.motcua.ui.part.Panel
import vn.motcua.ui.theme.Space

/** Kinds that are given in several fields under one label. */
internal val QuestionKind.hasParts: Boolean
    get() = this == QuestionKind.DATE || this == QuestionKind.TIME || this == QuestionKind.DATE_TIME || this == QuestionKind.GEOPOINT

/** One question, in the way that its kind is asked. */
@Composable
internal fun QuestionBlock(
    state: FormState.Open,
    question: QuestionItem,
    actions: FormActions,
) {
    when {
        question.isNote -> Told(question)
        question.readonly -> Shown(question, actions)
        else -> Frame(state, question, actions) { Control(state, it, actions) }
    }
}

@Composable
private fun Control(
    state: FormState.Open,
    asking: Asking,
    actions: FormActions,
) {
    when (asking.question.kind) {
        QuestionKind.TEXT, QuestionKind.INTEGER, QuestionKind.DECIMAL -> AnswerField(asking, actions)
        QuestionKind.BARCODE -> CodeQuestion(asking, actions)
        QuestionKind.BOOLEAN -> YesNo(asking, actions)
        QuestionKind.DATE -> DateQuestion(asking, actions)
        QuestionKind.TIME -> TimeQuestion(asking, actions)
        QuestionKind.DATE_TIME -> DateTimeQuestion(asking, actions)
        QuestionKind.GEOPOINT -> PlaceQuestion(asking, state.notLocated, actions)
        QuestionKind.GEOTRACE -> PlacesQuestion(asking, state.notLocated, isClosed = false, actions)
        QuestionKind.GEOSHAPE -> PlacesQuestion(asking, state.notLocated, isClosed = true, actions)
        QuestionKind.SELECT_ONE -> SelectOne(asking, actions)
        QuestionKind.SELECT_MULTIPLE -> SelectMultiple(asking, actions)
        QuestionKind.RANK -> RankQuestion(asking, actions)
        QuestionKind.RANGE -> RangeQuestion(asking, actions)
        QuestionKind.TRIGGER -> Acknowledge(asking, actions)
        QuestionKind.UPLOAD -> FileQuestion(asking, actions)
    }
}

/** Words that the form says. */
@Composable
private fun Told(question: QuestionItem) {
    Panel(Modifier.padding(top = Space.small)) {
        Body(question.label)
        question.hint?.takeIf { it.isNotEmpty() }?.let { Note(it) }
    }
}

/** An answer that isn't the person's to change. */
@Composable
private fun Shown(
    question: QuestionItem,
    actions: FormActions,
) {
    val shown = Modifier.padding(top = Space.medium).semantics { if (question.status.isNotEmpty()) stateDescription = question.status }
    if (question.file == null) return Fact(question.label, question.display, shown)
    Column(shown, verticalArrangement = Arrangement.spacedBy(Space.tiny)) {
        Note(question.label)
        Filled(question, actions)
    }
}
