package vn.motcua.ui.nav

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateListOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.ViewModelStore
import androidx.lifecycle.ViewModelStoreOwner
import androidx.savedstate.SavedState
import androidx.savedstate.read
import androidx.savedstate.savedState

/**
 * Where the app is, and the way back.
 *
 * A stack of [Entry]s, home at the bottom. Each entry owns the state holders of its screen and what they saved: both live through rotation, what was saved
 * lives through process death, and both end when the person goes back from it. It is itself a state holder of the window:
 *
 * ```text
 *   window ── Navigator ── Entry(home) ── HomeHolder
 *                └──────── Entry(form/ID/2) ── FormHolder ── Form
 * ```
 *
 * The platform's "back" is the window's: it calls [back] while [canGoBack], else leaves the app. Nothing is lost by going back: every answer is kept as
 * it is given. Used from the main thread only.
 */
class Navigator(
    private val saved: SavedStateHandle,
) : ViewModel() {
    private val stack = mutableStateListOf<Entry>()

    /** Owns the holders that outlive every place: the consent that is asked before any. */
    val always: Entry = Entry(ALWAYS, Place.Home, emptyMap())

    init {
        stack += restored().ifEmpty { listOf(Entry(1, Place.Home, emptyMap())) }
        saved.setSavedStateProvider(HOLDERS) { holders() }
        note()
    }

    /** What is shown. */
    val top: Entry get() = stack.last()

    /** All entries, from home to what is shown. */
    val entries: List<Entry> get() = stack

    /** Whether [back] leads somewhere. */
    val canGoBack: Boolean get() = stack.size > 1

    /** Whether a root was come to from somewhere, so that it has a way back besides the bottom bar. */
    val isDeep: Boolean get() = stack.size > 2

    /** Goes on to [place]. Where one already is, nothing happens: a double tap opens one screen. */
    fun open(place: Place) {
        if (top.place == place) return
        push(place)
    }

    /** Puts [place] where one is: what was done there can't be come back to, as a review that was submitted. */
    fun replace(place: Place) {
        if (canGoBack) pop()
        open(place)
    }

    /** Goes one step back; false when there is none. */
    fun back(): Boolean {
        if (!canGoBack) return false
        pop()
        note()
        return true
    }

    /** Goes home and, from there, to [place]: for a notification, or the bottom bar. */
    fun turnTo(place: Place) {
        while (canGoBack && stack.getOrNull(1)?.place != place) pop()
        while (stack.size > 2) pop()
        if (top.place != place) push(place) else note()
    }

    /** Leaves every place between home and here: whatever they hold open is closed. */
    fun cutShort() {
        while (stack.size > 2) stack.removeAt(stack.lastIndex - 1).viewModelStore.clear()
        note()
    }

    /** Forgets every place there was, and stands at [place] with [values]: after all that they showed was erased. */
    fun only(
        place: Place,
        values: Map<String, Any?> = emptyMap(),
    ) {
        val next = stack.maxOf { it.serial } + 1
        while (stack.isNotEmpty()) pop()
        stack += Entry(next, Place.Home, emptyMap())
        if (place != Place.Home) stack += Entry(next + 1, place, values)
        note()
    }

    /** Home again as on the first day: the consent is asked anew if the core wants it. */
    fun begin() {
        only(Place.Home)
        beginnings++
    }

    /** How often the app was begun anew. */
    var beginnings: Int by mutableIntStateOf(0)
        private set

    /** The browser came back to the app with [redirect]: the sign-in screen takes it, and it is kept nowhere. */
    fun signInReturned(redirect: String) {
        returned = redirect
        open(Place.SignIn)
    }

    /** The redirect that nobody has taken yet; taking it empties it. */
    fun takeReturn(): String? = returned.also { returned = null }

    /** Whether a redirect waits to be taken. */
    val hasReturn: Boolean get() = returned != null

    private var returned: String? by mutableStateOf(null)

    override fun onCleared() {
        stack.forEach { it.viewModelStore.clear() }
        always.viewModelStore.clear()
    }

    private fun push(place: Place) {
        stack += Entry(stack.maxOf { it.serial } + 1, place, emptyMap())
        note()
    }

    private fun pop() {
        stack.removeAt(stack.lastIndex).viewModelStore.clear()
    }

    private fun note() {
        saved[PLACES] = ArrayList(stack.map { "${it.serial}:${it.place.text}" })
    }

    private fun holders(): SavedState = savedState { stack.forEach { entry -> putSavedState(entry.key, savedState(entry.kept())) } }

    private fun restored(): List<Entry> {
        val kept = saved.get<SavedState>(HOLDERS)
        val lines = saved.get<ArrayList<String>>(PLACES).orEmpty()
        val entries = lines.mapNotNull { line -> entry(line, kept) }
        return entries.takeIf { it.firstOrNull()?.place == Place.Home }.orEmpty()
    }

    private fun entry(
        line: String,
        kept: SavedState?,
    ): Entry? {
        val serial = line.substringBefore(':').toIntOrNull() ?: return null
        val place = Place.of(line.substringAfter(':')) ?: return null
        val values = kept?.read { getSavedStateOrNull("$serial")?.read { toMap() } }
        return Entry(serial, place, values.orEmpty())
    }

    private companion object {
        const val PLACES = "places"
        const val HOLDERS = "holders"
        const val ALWAYS = 0
    }
}

/**
 * One place on the way, with the holders of its screen ([viewModelStore]) and what they saved ([saved]): texts, numbers, truths and lists of texts only.
 * [serial] tells two visits of one place apart.
 */
class Entry internal constructor(
    val serial: Int,
    val place: Place,
    values: Map<String, Any?>,
) : ViewModelStoreOwner {
    override val viewModelStore: ViewModelStore = ViewModelStore()

    /** What the entry's holder wants back after process death. */
    val saved: SavedStateHandle = SavedStateHandle(values)

    /** The entry's name among all. */
    val key: String get() = "$serial"

    internal fun kept(): Map<String, Any?> = saved.keys().associateWith { saved.get<Any?>(it) }
}
