package vn.motcua.ui.screen.form

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import vn.motcua.bridge.Core
import vn.motcua.bridge.EditOutcome
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Form
import vn.motcua.bridge.FormPage
import vn.motcua.bridge.OpenedPage
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.ProblemItem
import vn.motcua.bridge.Words
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.part.trouble

/**
 * Holds one open draft for its screen.
 *
 * ```text
 *   a key, a tap ──▶ typed (shown at once) ──▶ WaitingAnswers ──one at a time──▶ Form.answer ──▶ what changed is drawn anew
 * ```
 *
 * Everything that touches the draft goes through one door, in the person's order; what was answered goes before what follows it. An answer is shown as
 * typed and stays in [WaitingAnswers] until the core has kept it: neither leaving the screen nor the end of the process loses it. When the core can't
 * keep it, the trouble stands at the question, the answer goes on waiting, and [again] sends it.
 */
class FormHolder(
    private val core: Core,
    private val draftId: String,
    page: Int,
    private val saved: SavedStateHandle,
) : ViewModel() {
    private val answers = WaitingAnswers(saved)
    private val door = Mutex()

    /** Edits outlive the screen: what was given before it went away is still kept. */
    private val edits = CoroutineScope(SupervisorJob() + Dispatchers.Main.immediate)
    private var form: Form? = null
    private var spoken: Words = core.words.value
    private var title = ""
    private var undoable = 0
    private var retry: () -> Unit = {}
    private val wanted = MutableStateFlow<Picking?>(null)
    private var wantedPlaces = emptyList<String>()

    /** What the screen shows. */
    var state: FormState by mutableStateOf(FormState.Opening)
        private set

    /** The form has no problem and the person wants to submit it: the route goes on to the review. */
    var isReady: Boolean by mutableStateOf(false)
        private set

    /** The form waits for the phone's place: the route asks for it and hands it over by [place], while the person goes on. */
    var isPlaceWanted: Boolean by mutableStateOf(false)
        private set

    private val pageIndex: Int get() = saved[PAGE] ?: 0

    init {
        if (PAGE !in saved) saved[PAGE] = page
        open()
        viewModelScope.launch { wanted.filterNotNull().collectLatest(::look) }
        viewModelScope.launch { saved.getStateFlow<String?>(JUMP, null).filterNotNull().collectLatest(::jump) }
    }

    /** Opens the draft, or tries again. */
    fun open() {
        state = FormState.Opening
        inOrder {
            when (val opened = core.openPage(draftId, pageIndex)) {
                is Outcome.Failed -> state = FormState.Closed(core.trouble(opened.failure))
                is Outcome.Done -> begin(opened.value)
            }
        }
    }

    private suspend fun begin(opened: OpenedPage) {
        form = opened.form
        undoable = opened.undoCount
        title = opened.title
        show(opened.page)
        want(opened.wantedPlaces)
        send()
        saved.get<String>(PICKING)?.let { choose(Picking(it)) }
    }

    override fun onCleared() {
        inOrder {
            send()
            form?.close()
            form = null
        }
    }

    // Answers.

    /** Shows an answer at once and sends it. */
    fun answer(
        reference: String,
        value: String,
        text: String,
    ) {
        answers.give(reference, value)
        update { it.copy(typed = it.typed + (reference to text), notLocated = null) }
        inOrder { send() }
    }

    /** Sends what waits, until nothing does or the core can't keep it. */
    private suspend fun send() {
        while (true) {
            val (reference, value) = answers.next ?: return
            when (val outcome = form?.answer(reference, value) ?: return) {
                is Outcome.Done -> {
                    answers.done(reference, value)
                    took(outcome.value, reference)
                }

                is Outcome.Failed -> {
                    refused(reference, outcome.failure) { inOrder { send() } }
                    // What is refused would be refused again, and mustn't stand in the others' way.
                    if (outcome.failure is Failure.Rejected) answers.done(reference, value) else return
                }
            }
        }
    }

    private suspend fun took(
        outcome: EditOutcome,
        edited: String?,
    ) {
        undoable++
        update { it.after(outcome, edited, answers.references) }
        if (outcome.pageChanged) turned(outcome.page)
        want(outcome.wantedPlaces)
        noteUndo()
    }

    // What the form asks of the phone by itself.

    private fun want(places: List<String>) {
        val isNew = places.isNotEmpty() && !isPlaceWanted
        wantedPlaces = places
        isPlaceWanted = places.isNotEmpty()
        if (isNew) say("form-place-wanted")
    }

    /** Where the phone is, for all that waits for it. Nothing when nobody can tell: then the form goes on without, and says so. */
    fun place(here: PlaceText?): Unit =
        inOrder {
            if (!isPlaceWanted) return@inOrder
            val isKept = put(here?.value.orEmpty())
            isPlaceWanted = false
            undoable = form?.undoCount() ?: undoable
            noteUndo()
            if (isKept && here == null) say("form-place-unknown")
        }

    private suspend fun put(place: String): Boolean {
        while (true) {
            val reference = wantedPlaces.firstOrNull() ?: return true
            when (val outcome = form?.putPlace(reference, place) ?: return false) {
                is Outcome.Done -> placed(outcome.value)
                is Outcome.Failed -> return false.also { refused(null, outcome.failure) { want(wantedPlaces) } }
            }
        }
    }

    /** The person may be on any page: theirs stays in front. */
    private suspend fun placed(outcome: EditOutcome) {
        wantedPlaces = outcome.wantedPlaces
        update { it.after(outcome, edited = null, answers.references) }
        if (outcome.pageChanged) turned(form?.page(pageIndex))
    }

    private fun say(word: String) = update { it.copy(said = core.words.value(word)) }

    // Everything else that changes the draft.

    /** The slot that a file was being chosen for when the window, or the process, ended. */
    val awaited: String? get() = saved[SLOT]

    /** Lets the person choose a file for a slot; nothing changes when they don't. */
    suspend fun fill(
        reference: String,
        choose: suspend () -> PickedFile?,
    ) {
        saved[SLOT] = reference
        val file = choose()
        saved[SLOT] = null
        if (file != null) attach(reference, file)
    }

    /** Puts a file into a slot. */
    fun attach(
        reference: String,
        file: PickedFile,
    ) {
        update { it.copy(busy = it.busy + reference) }
        inOrder {
            send()
            val outcome = form?.attach(reference, file.path, file.name)
            update { it.copy(busy = it.busy - reference) }
            settle(outcome, reference) { attach(reference, file) }
        }
    }

    /** The picture in a slot, to be drawn; null when it has none, or it can't be read now. */
    suspend fun picture(reference: String): ByteArray? = (form?.picture(reference) as? Outcome.Done)?.value

    /** Empties a slot. */
    fun detach(reference: String): Unit = edit(reference, again = { detach(reference) }) { detach(reference) }

    /** Adds a row at a list's end. */
    fun addRow(list: String): Unit = edit(list, again = { addRow(list) }) { addRow(list) }

    /** Removes a row. */
    fun removeRow(row: String): Unit = edit(row, again = { removeRow(row) }) { removeRow(row) }

    private fun edit(
        reference: String,
        again: () -> Unit,
        call: suspend Form.() -> Outcome<EditOutcome>,
    ) = inOrder {
        send()
        settle(form?.call(), reference, again)
    }

    private suspend fun settle(
        outcome: Outcome<EditOutcome>?,
        reference: String,
        again: () -> Unit,
    ) = when (outcome) {
        is Outcome.Done -> took(outcome.value, reference)
        is Outcome.Failed -> refused(reference, outcome.failure, again)
        null -> Unit
    }

    /** Takes the last step back. */
    fun undo(): Unit =
        inOrder {
            send()
            when (val outcome = form?.undo()) {
                is Outcome.Done -> undone(outcome.value)
                is Outcome.Failed -> refused(null, outcome.failure, ::undo)
                null -> Unit
            }
        }

    private suspend fun undone(outcome: EditOutcome?) {
        undoable = if (outcome == null) 0 else undoable - 1
        if (outcome != null) {
            update { it.after(outcome, edited = null, answers.references).copy(typed = emptyMap()) }
            follow(outcome)
            want(outcome.wantedPlaces)
            update { it.copy(said = it.said ?: core.words.value("form-undone")) }
        }
        noteUndo()
    }

    /** A step on another page was taken back: it is shown there. */
    private suspend fun follow(outcome: EditOutcome) {
        val page = outcome.page
        if (page == null || page.index.toInt() == pageIndex) return turned(page)
        show(page, outcome.changed.firstOrNull { page.holds(it.reference) }?.reference)
    }

    private fun noteUndo() = update { it.copy(canUndo = undoable > 0) }

    /** The phone couldn't say where it is: the person types the place, or tries again. */
    fun notLocated(reference: String) = update { it.copy(notLocated = reference) }

    private suspend fun refused(
        reference: String?,
        failure: Failure,
        again: () -> Unit,
    ) {
        // The page itself says then why nothing can be changed, and shows what is kept.
        if (failure.code == FROZEN) return lookAgain()
        retry = again
        val isHere = (state as? FormState.Open)?.page?.question(reference.orEmpty()) != null
        update { it.copy(trouble = FormTrouble(reference.takeIf { isHere }, core.trouble(failure))) }
    }

    /** Does again what failed. */
    fun again() {
        update { it.copy(trouble = null) }
        retry()
    }

    // Pages.

    /** Turns to a page. */
    fun turn(page: Int) =
        inOrder {
            send()
            show(page)
        }

    /** In front again: a draft that could only be read may have been taken back meanwhile. */
    fun look() {
        if (isFrozen) inOrder { lookAgain() }
    }

    private val isFrozen get() = (state as? FormState.Open)?.page?.frozen != null

    private suspend fun lookAgain() {
        show(pageIndex)
        undoable = form?.undoCount() ?: return
        noteUndo()
    }

    /** Reads the page anew in other words. */
    fun speak(words: Words) {
        if (words === spoken) return
        spoken = words
        inOrder { show(pageIndex) }
    }

    private suspend fun show(
        index: Int,
        target: String? = null,
    ) {
        val form = form ?: return
        // Answers can take pages away: then the last one.
        show(form.page(index) ?: form.page(form.pageCount() - 1), target)
    }

    private fun show(
        page: FormPage?,
        target: String? = null,
    ) {
        saved[PAGE] = page?.index?.toInt() ?: 0
        val now = state as? FormState.Open
        state =
            when {
                page == null -> FormState.Nothing
                now == null -> FormState.Open(title, page, undoable > 0, answers.shown(), target = target)
                else -> now.copy(page = page, typed = answers.shown(), target = target, said = null, trouble = null)
            }
    }

    /** Questions came or went. Pages may have, too: the one that was being answered, now [page], stays in front. */
    private suspend fun turned(page: FormPage?) {
        if (page == null) return show(pageIndex)
        saved[PAGE] = page.index.toInt()
        update { it.copy(page = page) }
    }

    /** To the page that holds [reference], and there to it. */
    fun jump(reference: String) {
        saved[JUMP] = null
        inOrder {
            send()
            form?.pageOf(reference)?.let { show(it, reference) }
        }
    }

    /** The target is in view. */
    fun reached() = update { it.copy(target = null) }

    // Problems.

    /** Asks for everything that must be mended. */
    fun check(review: Boolean) =
        inOrder {
            send()
            val problems = form?.problems() ?: return@inOrder
            isReady = review && problems.items.isEmpty()
            update { it.copy(problems = problems.takeUnless { isReady }, found = problems.items.associate { at -> at.reference to at.text }) }
        }

    /** To a place to mend. */
    fun mend(problem: ProblemItem) {
        closeProblems()
        inOrder { show(problem.page.toInt(), problem.reference) }
    }

    /** Puts the list of problems away. */
    fun closeProblems() = update { it.copy(problems = null) }

    /** The route went on to the review. */
    fun wentOn() {
        isReady = false
    }

    // Choices.

    /** Opens a list of choices, or looks for others in it; the newest text wins. */
    fun choose(picking: Picking) {
        saved[PICKING] = picking.reference
        update { it.copy(picking = picking.copy(choices = it.picking?.choices)) }
        wanted.value = picking
    }

    /** Puts the list of choices away. */
    fun closeChoices() {
        saved[PICKING] = null
        wanted.value = null
        update { it.copy(picking = null) }
    }

    private suspend fun look(picking: Picking) {
        val found = form?.choices(picking.reference, picking.text) ?: return
        update { if (it.picking?.text == picking.text) it.copy(picking = picking.copy(choices = found)) else it }
    }

    private fun inOrder(act: suspend () -> Unit) {
        edits.launch { door.withLock { act() } }
    }

    private fun update(change: (FormState.Open) -> FormState.Open) {
        (state as? FormState.Open)?.let { state = change(it) }
    }

    internal companion object {
        private const val PAGE = "page"
        private const val PICKING = "picking"
        private const val SLOT = "slot"
        private const val FROZEN = "DRAFT_FROZEN"

        /** In the entry's saved state: the question to go to. */
        const val JUMP = "jump"
    }
}
