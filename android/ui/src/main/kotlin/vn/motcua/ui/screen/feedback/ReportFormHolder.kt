package vn.motcua.ui.screen.feedback

import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.FeedbackCategory
import vn.motcua.bridge.Live
import vn.motcua.bridge.NewFeedback
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.PlaceAddress
import vn.motcua.bridge.PlaceMeasured
import vn.motcua.bridge.SessionModel
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Position
import vn.motcua.ui.part.Trouble
import vn.motcua.ui.part.trouble
import vn.motcua.bridge.Place as ReportPlace

/** A report as far as it is written. [position] when the place was measured, else [address] says where. */
data class ReportWriting(
    val photo: PickedFile? = null,
    val position: Position? = null,
    val address: String = "",
    val category: String = "",
    val description: String = "",
)

/** Where the corrected report was said to be, unless in words, which are written on: a position. It stays unless another place is given. */
data class KeptPlace(
    val place: ReportPlace,
    val words: String,
)

/** What the screen is doing besides. */
data class ReportWork(
    val categories: List<FeedbackCategory> = emptyList(),
    val keepsPhoto: Boolean = false,
    val keptPlace: KeptPlace? = null,
    val measuring: Boolean = false,
    val notMeasured: Boolean = false,
    val sending: Boolean = false,
    val trouble: Trouble? = null,
)

/**
 * Writes a report, or corrects the one called [correcting]. What is written so far lives in the place's saved state: through the camera, which may have
 * the app killed, it is still there. The core checks and queues it; only then it is kept for good.
 */
class ReportFormHolder(
    private val core: Core,
    private val saved: SavedStateHandle,
    private val correcting: String?,
) : ViewModel() {
    private val written = MutableStateFlow(saved.writing())
    private val work = MutableStateFlow(ReportWork())

    /** What was written so far. */
    val writing: StateFlow<ReportWriting> = written.asStateFlow()

    /** What is being done. */
    val working: StateFlow<ReportWork> = work.asStateFlow()

    /** Who would send it. */
    val session: StateFlow<Live<SessionModel>> = core.session().stateIn(viewModelScope, SharingStarted.WhileSubscribed(5_000), Live.Loading)

    init {
        load()
    }

    /** Reads the categories, and what was written before when a report is corrected. */
    fun load() {
        viewModelScope.launch {
            when (val found = core.feedbackCategories()) {
                is Outcome.Done -> work.update { it.copy(categories = found.value, trouble = null) }
                is Outcome.Failed -> work.update { it.copy(trouble = core.trouble(found.failure)) }
            }
            if (correcting != null) correct(correcting)
        }
    }

    /** Writes on. */
    fun write(change: (ReportWriting) -> ReportWriting) {
        written.update(change)
        saved.keep(written.value)
        work.update { it.copy(trouble = null) }
    }

    /** Measures where the phone is; [here] asks the system. */
    fun measure(here: suspend () -> Position?) {
        work.update { it.copy(measuring = true, notMeasured = false) }
        viewModelScope.launch {
            val position = here()
            work.update { it.copy(measuring = false, notMeasured = position == null) }
            if (position != null) write { it.copy(position = position) }
        }
    }

    /** Whether a photo was being taken or chosen when the window, or the process, ended. */
    val awaitsPhoto: Boolean get() = saved[AWAITED] ?: false

    /** Lets the person take or choose a photo; nothing changes when they don't. */
    fun photo(choose: suspend () -> PickedFile?) {
        saved[AWAITED] = true
        viewModelScope.launch {
            val file = choose()
            saved[AWAITED] = false
            if (file != null) write { it.copy(photo = file) }
        }
    }

    /** Queues it; [then] with its id once it is kept. Where the kinds to choose from couldn't be read, they are read first. */
    fun send(then: (String) -> Unit) {
        if (work.value.categories.isEmpty()) return load()
        if (work.value.sending) return
        work.update { it.copy(sending = true, trouble = null) }
        viewModelScope.launch {
            when (val sent = queue(written.value)) {
                is Outcome.Done -> then(sent.value)
                is Outcome.Failed -> work.update { it.copy(sending = false, trouble = core.trouble(sent.failure)) }
            }
        }
    }

    private suspend fun queue(writing: ReportWriting): Outcome<String> {
        val report = NewFeedback(writing.category, writing.description, writing.place ?: work.value.keptPlace?.place ?: PlaceAddress(""))
        if (correcting == null) return core.sendFeedback(report, writing.photo?.path)
        return when (val edited = core.editFeedback(correcting, report, writing.photo?.path)) {
            is Outcome.Done -> Outcome.Done(correcting)
            is Outcome.Failed -> edited
        }
    }

    /** Begins with what was written before, unless the person has already changed it. */
    private suspend fun correct(id: String) {
        when (val page = core.feedback(id)) {
            is Outcome.Failed -> {
                work.update { it.copy(trouble = core.trouble(page.failure)) }
            }

            is Outcome.Done -> {
                work.update { it.copy(keepsPhoto = page.value.hasPhoto) }
                val before = page.value.correctable
                val kept = before?.place?.takeUnless { it is PlaceAddress }
                if (kept != null) work.update { it.copy(keptPlace = KeptPlace(kept, page.value.place.orEmpty())) }
                if (before != null && written.value == ReportWriting()) write { before.writing() }
            }
        }
    }
}

/** A measured place counts only while no address was written over it. */
private val ReportWriting.place: ReportPlace?
    get() =
        position?.let { PlaceMeasured(it.lat, it.long, it.accuracy, it.at, it.mocked) }
            ?: address.takeIf { it.isNotBlank() }?.let(::PlaceAddress)

private fun NewFeedback.writing() = ReportWriting(category = serviceCode, description = description, address = (place as? PlaceAddress)?.v1.orEmpty())

private const val PHOTO_PATH = "photo-path"
private const val AWAITED = "awaited"
private const val PHOTO_NAME = "photo-name"
private const val POSITION = "position"
private const val ADDRESS = "address"
private const val CATEGORY = "category"
private const val DESCRIPTION = "description"

private fun SavedStateHandle.writing(): ReportWriting {
    val path = get<String>(PHOTO_PATH)
    return ReportWriting(
        photo = path?.let { PickedFile(it, get<String>(PHOTO_NAME).orEmpty()) },
        position = get<String>(POSITION)?.let(::positionOf),
        address = get<String>(ADDRESS).orEmpty(),
        category = get<String>(CATEGORY).orEmpty(),
        description = get<String>(DESCRIPTION).orEmpty(),
    )
}

private fun SavedStateHandle.keep(writing: ReportWriting) {
    set(PHOTO_PATH, writing.photo?.path)
    set(PHOTO_NAME, writing.photo?.name)
    set(POSITION, writing.position?.run { "$lat $long $accuracy $at $mocked" })
    set(ADDRESS, writing.address)
    set(CATEGORY, writing.category)
    set(DESCRIPTION, writing.description)
}

private fun positionOf(text: String): Position {
    val parts = text.split(' ').iterator()
    return Position(
        lat = parts.next().toDouble(),
        long = parts.next().toDouble(),
        accuracy = parts.next().toDouble(),
        at = parts.next().toLong(),
        mocked = parts.next().toBoolean(),
    )
}
