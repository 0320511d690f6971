package vn.motcua.ui.screen.review

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import vn.motcua.bridge.Core
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Form
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.ProblemList
import vn.motcua.bridge.ReviewOffice
import vn.motcua.bridge.SubmitReview
import vn.motcua.bridge.Words
import vn.motcua.ui.nav.Place
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble

/** How the review stands. */
sealed interface ReviewState {
    /** What would be sent is being put together. */
    data object Opening : ReviewState

    /** It can't be: locked, gone, or a paper was lost. */
    data class Closed(
        val trouble: Trouble,
    ) : ReviewState

    /**
     * What will be sent. [hasChanged]: it isn't what was reviewed before. [isPledged]: the person says that it is right; [isPledgeMissed]: they pressed
     * "submit" without.
     */
    data class Shown(
        val review: SubmitReview,
        val hasChanged: Boolean = false,
        val isPledged: Boolean = false,
        val isPledgeMissed: Boolean = false,
        val isSubmitting: Boolean = false,
        val trouble: Trouble? = null,
    ) : ReviewState {
        /** What must be mended first; nothing when there is nothing. */
        val problems: ProblemList? get() = review.toMend

        /** Answers are personal: nothing of them goes into a log. */
        override fun toString(): String = "Shown"
    }
}

/**
 * Holds the review of one draft. What is submitted is what is shown: the view's hash goes with it, and when the draft is another one by then, nothing is
 * sent, the new content is shown with a word about it, and the person pledges anew.
 */
class ReviewHolder(
    private val core: Core,
    private val draftId: String,
    private val saved: SavedStateHandle,
) : ViewModel() {
    private val door = Mutex()
    private var form: Form? = null
    private var spoken: Words = core.words.value

    /** What the screen shows. */
    var state: ReviewState by mutableStateOf(ReviewState.Opening)
        private set

    /** Where to go after the submission: to what waits to be sent of the dossier. */
    var submitted: Place? by mutableStateOf(null)
        private set

    init {
        open()
    }

    /** Reads what would be sent, or tries again. */
    fun open() = inOrder { read(hasChanged = false) }

    private suspend fun read(hasChanged: Boolean) {
        if (!hasChanged) state = ReviewState.Opening
        state =
            when (val review = review()) {
                is Outcome.Failed -> ReviewState.Closed(core.trouble(review.failure))
                is Outcome.Done -> shown(review.value, hasChanged)
            }
    }

    /** Opens the draft at its review, or reviews the open one again. */
    private suspend fun review(): Outcome<SubmitReview> {
        form?.let { return it.review() }
        return when (val opened = core.openReview(draftId)) {
            is Outcome.Failed -> opened
            is Outcome.Done -> Outcome.Done(opened.value.review).also { form = opened.value.form }
        }
    }

    private fun shown(
        review: SubmitReview,
        hasChanged: Boolean,
    ): ReviewState {
        val isPledged = !hasChanged && saved.get<String>(PLEDGED) == review.viewSha256
        return ReviewState.Shown(review, hasChanged && review.frozen == null, isPledged)
    }

    /** Reads it in other words. */
    fun speak(words: Words) {
        if (words === spoken) return
        spoken = words
        open()
    }

    /** In front again: what could only be read may have been taken back meanwhile. */
    fun look() {
        if ((state as? ReviewState.Shown)?.review?.frozen != null) open()
    }

    /** The person says that what is shown is right, or no longer does. */
    fun pledge(isPledged: Boolean) =
        update {
            saved[PLEDGED] = it.review.viewSha256.takeIf { isPledged }
            it.copy(isPledged = isPledged, isPledgeMissed = false)
        }

    /** Submits what is shown. */
    fun submit() {
        val shown = state as? ReviewState.Shown ?: return
        val office = shown.review.office ?: return
        if (!shown.isPledged) return update { it.copy(isPledgeMissed = true) }
        if (shown.isSubmitting) return
        update { it.copy(isSubmitting = true, trouble = null) }
        inOrder { submit(shown.review.viewSha256, office) }
    }

    private suspend fun submit(
        view: String,
        office: ReviewOffice,
    ) {
        val outcome = form?.submit(view, office) ?: return
        when {
            outcome is Outcome.Done -> submitted = Place.Outbox(outcome.value)
            outcome is Outcome.Failed && outcome.failure.isChanged -> read(hasChanged = true)
            outcome is Outcome.Failed -> update { it.copy(isSubmitting = false, trouble = core.trouble(outcome.failure)) }
        }
    }

    /** Something is other than it was shown: it is shown again. */
    private val Failure.isChanged get() = this is Failure.Conflict || code == PROBLEMS_REMAIN || code in FROZEN

    override fun onCleared() {
        form?.close()
    }

    private fun inOrder(act: suspend () -> Unit) {
        viewModelScope.launch { door.withLock { act() } }
    }

    private fun update(change: (ReviewState.Shown) -> ReviewState.Shown) {
        (state as? ReviewState.Shown)?.let { state = change(it) }
    }

    private companion object {
        const val PLEDGED = "pledged"
        const val PROBLEMS_REMAIN = "FIELD_INVALID"
        val FROZEN = setOf("DRAFT_FROZEN", "ALREADY_SUBMITTED")
    }
}
