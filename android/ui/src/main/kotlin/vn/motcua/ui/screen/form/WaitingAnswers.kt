package vn.motcua.ui.screen.form

import androidx.lifecycle.SavedStateHandle

/**
 * Answers on their way to the core: of each question the newest alone, in the order in which they were given. An answer leaves when the core has kept
 * it, or refused it for good. What is left when the process dies is in [saved], and goes out at the next start.
 */
internal class WaitingAnswers(
    private val saved: SavedStateHandle,
) {
    private val answers = LinkedHashMap<String, String>()

    init {
        saved
            .get<ArrayList<String>>(WAITING)
            .orEmpty()
            .chunked(2)
            .forEach { (reference, value) -> answers[reference] = value }
    }

    /** Those that wait. */
    val references: Set<String> get() = answers.keys.toSet()

    /** Those that wait, to be shown as given. */
    fun shown(): Map<String, String> = answers.toMap()

    /** The one to send now. */
    val next: Pair<String, String>? get() = answers.entries.firstOrNull()?.toPair()

    /** An answer was given. It goes behind the others: what depends on it sees them in the person's order. */
    fun give(
        reference: String,
        value: String,
    ) {
        answers.remove(reference)
        answers[reference] = value
        note()
    }

    /** This answer is done with; a newer one of the same question stays. */
    fun done(
        reference: String,
        value: String,
    ) {
        if (answers.remove(reference, value)) note()
    }

    private fun note() {
        saved[WAITING] = ArrayList(answers.flatMap { listOf(it.key, it.value) })
    }

    private companion object {
        const val WAITING = "waiting"
    }
}
