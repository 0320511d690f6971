package vn.motcua.app.story

import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.runBlocking
import org.robolectric.shadows.ShadowActivity.IntentForResult
import vn.motcua.app.counter.done
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome
import vn.motcua.ui.nav.Place

/** Somebody with the phone in their hand, who knows the app by its words alone. */
class Person(
    val handset: Handset,
    val glass: Glass,
    val hand: Hand,
) {
    /** The word or sentence of that name, in the language that the app speaks. */
    fun word(name: String): String = handset.core.words.value(name)

    /** One call of the core that must go well: what the test itself wants to know. */
    fun <T> ask(call: suspend Core.() -> Outcome<T>): T = runBlocking { handset.core.call().done() }

    /** Waits until what the core tells is so. The window lives on meanwhile: it is drawn, and does what it has to. */
    fun <T> told(
        flow: Core.() -> Flow<Live<T>>,
        isSo: (T) -> Boolean,
    ): T {
        var last: T? = null
        val told =
            CoroutineScope(Dispatchers.Default).async {
                handset.core
                    .flow()
                    .filterIsInstance<Live.Value<T>>()
                    .map { it.value }
                    .onEach { last = it }
                    .first { isSo(it) }
            }
        try {
            glass.waits("the core doesn't tell it") { told.isCompleted }
            return runBlocking { told.await() }
        } catch (late: AssertionError) {
            throw AssertionError("${late.message}\nlast told: $last", late)
        } finally {
            told.cancel()
        }
    }

    /** Waits until [text] can be read. */
    fun sees(text: String): SemanticsNode = glass.find(text, telling(text))

    /** Presses what says [text]. */
    fun press(text: String) = press(text, pressable and saying(text))

    /** Presses the last of [path]. */
    fun press(
        what: String,
        vararg path: Meant,
    ) = hand.press { glass.find(what, *path) }

    /** Types [text] into the field that says [field]. */
    fun type(
        field: String,
        text: String,
    ) = hand.type({ glass.find(field, typeable and saying(field)) }, text)

    /** The title of the screen. */
    fun title(): String =
        glass
            .nodes()
            .mapNotNull { it.config.getOrNull(SemanticsProperties.PaneTitle) }
            .lastOrNull()
            .orEmpty()

    /** Goes to one of the bottom bar's places, back from wherever this is. */
    fun turnTo(
        place: Place.Root,
        name: String,
    ) {
        while (handset.place !is Place.Root) back()
        press(name, { it.config.getOrNull(SemanticsProperties.Role) == Role.Tab && word(name) in it.words })
        glass.waits("the app isn't at $name") { handset.place == place }
    }

    /** One step back, by the screen's own way. */
    fun back() {
        val here = handset.place
        press(word("action-back"))
        glass.waits("the app is still at the same place") { handset.place != here }
    }

    /** Waits until the app asks for one of the system's screens. */
    fun system(): IntentForResult {
        var asked: IntentForResult? = null
        glass.waits("the app asks for nothing of the system's") { handset.asked().also { asked = it } != null }
        return checkNotNull(asked)
    }

    /** Waits until the app opens the browser; the page that it opened. */
    fun browses(): String {
        var page: String? = null
        glass.waits("the app opens no browser") { handset.browsing().also { page = it } != null }
        return checkNotNull(page)
    }

    /** Waits until the app is at a place like this. */
    fun comes(
        to: String,
        isThere: (Place) -> Boolean,
    ) = glass.waits("the app isn't at $to but at ${handset.place}") { isThere(handset.place) }
}
