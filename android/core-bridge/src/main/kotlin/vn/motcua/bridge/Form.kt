package vn.motcua.bridge

import kotlinx.coroutines.asCoroutineDispatcher
import vn.motcua.core.FormSessionInterface
import java.util.concurrent.Executors

/**
 * One open draft. Every edit is kept when its call returns; the outcome holds the questions that changed. Calls are answered one after the other,
 * in the order in which they were made; those with a file of the person take their own time.
 *
 * [close] it when the screen goes for good. After that an edit fails with [Failure.Bug], and nothing is found any more: no page, no problem, no choice.
 */
class Form internal constructor(
    private val session: FormSessionInterface,
    private val letGo: () -> Unit,
) : AutoCloseable {
    /** The draft's id. */
    suspend fun draftId(): String = reading("") { draftId() }

    /** The form's title in the chosen language. */
    suspend fun title(): String = reading("") { title() }

    /** How many pages there are now. Answers can make pages come and go. */
    suspend fun pageCount(): Int = reading(0) { pageCount().toInt() }

    /** Page [index], from 0, as it stands now; null past the last. */
    suspend fun page(index: Int): FormPage? = reading(null) { page(index.toUInt()) }

    /** The page on which a question, a list, a row or a group stands now; null when it isn't asked. */
    suspend fun pageOf(reference: String): FormPage? = reading(null) { pageOf(reference) }

    /** One question as it stands now, also one that isn't asked; null when the form has no such reference. */
    suspend fun question(reference: String): QuestionItem? = reading(null) { question(reference) }

    /** Whether a question is asked now. One that isn't keeps its answer, but doesn't send it. */
    suspend fun isAsked(reference: String): Boolean = reading(false) { isAsked(reference) }

    /** Choices of a question that hold [text], best first, at most 60; marks may be left out. */
    suspend fun choices(
        reference: String,
        text: String,
    ): List<ChoiceItem> = reading(emptyList()) { choices(reference, text) }

    /** Everything that must be mended before submitting, in the form's order. */
    suspend fun problems(): ProblemList = reading(nothing) { problems() }

    /** How many steps can be taken back. */
    suspend fun undoCount(): Int = reading(0) { undoCount().toInt() }

    /** Answers a question; an empty [value] takes the answer away. An answer that breaks a rule is kept, and its question says what is wrong. */
    suspend fun answer(
        reference: String,
        value: String,
    ): Outcome<EditOutcome> = editing { answer(reference, value) }

    /**
     * Hands the phone's [place] over to one of the [EditOutcome.wantedPlaces], `latitude longitude altitude accuracy`; empty when the phone can't tell.
     * Either ends this request for good. Where nothing changed, nothing can be taken back: ask [undoCount].
     */
    suspend fun putPlace(
        reference: String,
        place: String,
    ): Outcome<EditOutcome> = editing { putPlace(reference, place) }

    /** Puts the file at [path] into a slot under [name]. The file itself may be deleted afterwards. */
    suspend fun attach(
        reference: String,
        path: String,
        name: String,
    ): Outcome<EditOutcome> = outcome { session.attach(reference, path, name) }

    /** Empties a file slot; [undo] brings the file back. */
    suspend fun detach(reference: String): Outcome<EditOutcome> = editing { detach(reference) }

    /** The picture in a file slot (JPEG or PNG, as large as the slot's limit at most), to be drawn small; null when the slot has none. Never keep it in a file. */
    suspend fun picture(reference: String): Outcome<ByteArray?> = outcome { session.picture(reference) }

    /** Adds an empty row at a list's end. */
    suspend fun addRow(reference: String): Outcome<EditOutcome> = editing { addRow(reference) }

    /** Removes a row; [undo] brings it back. Rows behind it move up. */
    suspend fun removeRow(reference: String): Outcome<EditOutcome> = editing { removeRow(reference) }

    /** Takes the last step back, also one made before the app's last start; null when there is none left. */
    suspend fun undo(): Outcome<EditOutcome?> = editing { undo() }

    /** Exactly what will be sent, to be shown whole before [submit]. */
    suspend fun review(): Outcome<SubmitReview> = editing { review() }

    /** Freezes the draft as it was reviewed and queues it for [office]. The answer is the dossier's id. */
    suspend fun submit(
        viewSha256: String,
        office: ReviewOffice,
    ): Outcome<String> = editing { submit(viewSha256, office) }

    override fun close() = letGo()

    private suspend fun <T> editing(call: FormSessionInterface.() -> T): Outcome<T> = outcome(thread) { session.call() }

    /** What is there to be seen; [gone] when the form is closed, the one way in which reading can fail. */
    private suspend fun <T> reading(
        gone: T,
        call: FormSessionInterface.() -> T,
    ): T = (editing(call) as? Outcome.Done)?.value ?: gone

    private companion object {
        /**
         * One for all open forms, kept while the process lives. `Dispatchers.IO` wakes a second thread for each call, to be ready for the next: on a phone
         * at rest that is time which the person who types waits for. What copies a file stays there, lest a key has to wait for a photo.
         */
        val thread = Executors.newSingleThreadExecutor { Thread(it, "form").apply { isDaemon = true } }.asCoroutineDispatcher()
        val nothing = ProblemList(heading = "", items = emptyList())
    }
}

/** A draft opened at a page. */
class OpenedPage internal constructor(
    /** The open draft. */
    val form: Form,
    /** The form's title in the chosen language. */
    val title: String,
    /** The page asked for, or the last one where there are fewer; null when the form asks nothing at all. */
    val page: FormPage?,
    /** How many steps can be taken back. */
    val undoCount: Int,
    /** What waits for the phone's place, as [EditOutcome.wantedPlaces]. */
    val wantedPlaces: List<String>,
)

/** A draft opened at its review. */
class OpenedReview internal constructor(
    /** The open draft. */
    val form: Form,
    /** Exactly what will be sent. */
    val review: SubmitReview,
)
