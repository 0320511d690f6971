package vn.motcua.ui.screen.form

import vn.motcua.bridge.ProblemItem
import vn.motcua.bridge.QuestionItem
import vn.motcua.ui.nav.Place

/** What a person can do on a form's page. */
interface FormActions {
    /** Answers a question; [text] is what they typed where that reads differently. Each change comes here at once. */
    fun answer(
        reference: String,
        value: String,
        text: String = value,
    )

    /** Takes a photo into a slot. */
    fun takePhoto(reference: String)

    /** Chooses a file for a slot. */
    fun chooseFile(question: QuestionItem)

    /** The picture in a slot, as large as it was put in; null when there is none to draw. */
    suspend fun picture(reference: String): ByteArray?

    /** Empties a slot. */
    fun removeFile(reference: String)

    /** Adds an empty row to a list. */
    fun addRow(list: String)

    /** Removes a row, which was asked about. */
    fun removeRow(row: String)

    /** Takes the last step back. */
    fun undo()

    /** Turns to a page. */
    fun turn(page: Int)

    /** Goes to a question, on whichever page it is asked. */
    fun show(reference: String)

    /** Looks for what must be mended: shows it, or goes on to the review when there is nothing and [review] is wanted. */
    fun check(review: Boolean)

    /** Goes to a place to mend. */
    fun mend(problem: ProblemItem)

    /** The list of problems was put away. */
    fun closeProblems()

    /** The question in [FormState.Open.target] was reached. */
    fun reached()

    /** Opens a question's long list of choices. */
    fun openChoices(reference: String)

    /** Looks for choices that hold [text]. */
    fun search(text: String)

    /** The list of choices was put away. */
    fun closeChoices()

    /** Where the phone is; [answer] makes the question's answer of it. */
    fun locate(
        reference: String,
        answer: (PlaceText) -> String,
    )

    /** Scans a code into a question. */
    fun scan(reference: String)

    /** Does again what failed. */
    fun again()

    /** Goes where a form that can only be read is taken back or followed. */
    fun open(place: Place)

    /** Back to where the form was opened from. */
    fun leave()
}
