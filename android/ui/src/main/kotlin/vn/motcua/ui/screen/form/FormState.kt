package vn.motcua.ui.screen.form

import vn.motcua.bridge.ChoiceItem
import vn.motcua.bridge.EditOutcome
import vn.motcua.bridge.FormItem
import vn.motcua.bridge.FormItemHeading
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.bridge.FormItemRows
import vn.motcua.bridge.FormPage
import vn.motcua.bridge.ProblemList
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.QuestionKind
import vn.motcua.ui.part.Trouble

/** How the form screen stands. */
sealed interface FormState {
    /** The draft is being opened: its journal is replayed. */
    data object Opening : FormState

    /** It can't be opened: locked, gone, or no room. */
    data class Closed(
        val trouble: Trouble,
    ) : FormState

    /** It asks nothing at all. */
    data object Nothing : FormState

    /**
     * A page is shown. What is on it comes from the core; beside it stands what is only on its way there.
     *
     * [typed]: what the person gave and the core hasn't answered for, or wrote differently (`3,5`); by reference, as everything here. [found]: what the
     * last check said about questions that have no answer. [busy]: slots being filled. [target]: the question to bring into view. [said]: what a
     * screen reader says now. [notLocated]: the question for which the phone couldn't say where it is.
     */
    data class Open(
        val title: String,
        val page: FormPage,
        val canUndo: Boolean = false,
        val typed: Map<String, String> = emptyMap(),
        val found: Map<String, String> = emptyMap(),
        val busy: Set<String> = emptySet(),
        val target: String? = null,
        val said: String? = null,
        val notLocated: String? = null,
        val problems: ProblemList? = null,
        val picking: Picking? = null,
        val trouble: FormTrouble? = null,
    ) : FormState {
        /** Answers are personal: nothing of them goes into a log. */
        override fun toString(): String = "Open"
    }
}

/** A failed edit, at the question that it was for. */
data class FormTrouble(
    val reference: String?,
    val trouble: Trouble,
)

/** A long list of choices, being searched; [choices] is nothing until the core has answered. */
data class Picking(
    val reference: String,
    val text: String = "",
    val choices: List<ChoiceItem>? = null,
) {
    override fun toString(): String = "Picking($reference)"
}

/** The answer as the screen shows it: the one on its way, else the one kept. */
fun FormState.Open.answerTo(question: QuestionItem): String = typed[question.reference] ?: question.value

/** What is wrong at a question: with its answer, or with there being none. */
fun FormState.Open.problemAt(question: QuestionItem): String? = question.problem ?: found[question.reference]

/** The page's question, if it is asked there. */
fun FormPage.question(reference: String): QuestionItem? = questions.find { it.reference == reference }

/** Whether something of that reference stands on the page. */
fun FormPage.holds(reference: String): Boolean =
    items.any {
        when (it) {
            is FormItemHeading -> it.reference == reference
            is FormItemQuestion -> it.question.reference == reference
            is FormItemRows -> it.reference == reference || it.rows.any { row -> row.reference == reference }
        }
    }

private val FormPage.questions: Sequence<QuestionItem>
    get() = items.asSequence().filterIsInstance<FormItemQuestion>().map { it.question }

/** Kinds whose answer is typed: the text under the person's fingers is never exchanged for another while they type. */
val QuestionKind.isTyped: Boolean
    get() =
        when (this) {
            QuestionKind.TEXT, QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.BARCODE -> true
            QuestionKind.DATE, QuestionKind.TIME, QuestionKind.DATE_TIME, QuestionKind.GEOPOINT -> true
            else -> false
        }

/** Words to read, nothing to answer. */
val QuestionItem.isNote: Boolean get() = readonly && kind == QuestionKind.TEXT && value.isEmpty() && display.isEmpty()

/**
 * The state after an edit was kept. [edited] is the question that was answered, [waiting] those that have a newer answer on its way. The problem of the
 * edited question stands under it and is said there, so it isn't said again.
 */
fun FormState.Open.after(
    outcome: EditOutcome,
    edited: String?,
    waiting: Set<String>,
): FormState.Open {
    val changed = outcome.changed.associateBy { it.reference }
    val stays = { reference: String ->
        reference in waiting || if (reference == edited) isTyped(reference) else reference !in changed
    }
    val mended = changed.values.filter { it.value.isNotEmpty() }.map { it.reference }
    return copy(
        page = page.after(outcome, changed),
        typed = typed.filterKeys(stays),
        found = found - mended.toSet() - outcome.gone.toSet(),
        said = outcome.announcement.takeIf { changed[edited]?.problem == null },
        trouble = trouble?.takeIf { it.reference != edited },
    )
}

private fun FormState.Open.isTyped(reference: String) = page.question(reference)?.kind?.isTyped == true

private fun FormPage.after(
    outcome: EditOutcome,
    changed: Map<String, QuestionItem>,
): FormPage =
    copy(
        items = items.map { it.after(changed) },
        progress = outcome.progress,
        progressShare = outcome.progressShare,
        kept = outcome.kept,
    )

private fun FormItem.after(changed: Map<String, QuestionItem>): FormItem =
    (this as? FormItemQuestion)?.let { changed[it.question.reference] }?.let { FormItemQuestion(it) } ?: this
