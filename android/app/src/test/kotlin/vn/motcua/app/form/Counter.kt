package vn.motcua.app.form

import android.content.ComponentName
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performScrollToNode
import androidx.test.core.app.ActivityScenario
import androidx.test.core.app.ApplicationProvider
import kotlinx.coroutines.runBlocking
import org.robolectric.Shadows.shadowOf
import vn.motcua.app.MotCuaApplication
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.bridge.Core
import vn.motcua.bridge.Form
import vn.motcua.bridge.QuestionItem
import vn.motcua.ui.nav.Place

/** A draft of the birth form on a real portal, open in a window, and a second look at it through the core. */
class Counter(
    private val screen: ComposeTestRule,
) : AutoCloseable {
    private val app: MotCuaApplication = ApplicationProvider.getApplicationContext()

    val core: Core = runBlocking { checkNotNull(app.keeper.opened()) }

    /** The draft. */
    val draft: String = runBlocking { begin() }

    /** The window; opened at the first need, so that what is answered before is there already. */
    val window: ActivityScenario<FormWindow> by lazy {
        shadowOf(app.packageManager).addActivityIfNotPresent(ComponentName(app, FormWindow::class.java))
        ActivityScenario.launch(FormWindow::class.java).onActivity { it.navigator.open(Place.Form(draft, 0)) }
    }

    /** Opens the window at the form's first page. */
    fun open() {
        window
        sees(hasText(draft { checkNotNull(it.page(0)) }.heading))
    }

    /** Where the window is. */
    fun place(): Place {
        var place: Place = Place.Home
        window.onActivity { place = it.navigator.top.place }
        return place
    }

    /** Whether the draft can be edited no more: it is on its way. */
    fun isFrozen(): Boolean =
        runBlocking {
            core
                .drafts(null, 10)
                .done()
                .items
                .none { it.id == draft && it.editable }
        }

    private suspend fun begin(): String {
        core.refreshCatalogue().done()
        core.prepareProcedure(Story.procedure).done()
        return core.newDraft(Story.procedure).done()
    }

    /** The word or sentence of that name. */
    fun word(name: String) = core.words.value(name)

    /** The draft as the core has it now. */
    fun <T> draft(look: suspend (Form) -> T): T = runBlocking { core.openDraft(draft).done().use { look(it) } }

    /** A question of it. */
    fun question(reference: String): QuestionItem = draft { checkNotNull(it.question(reference)) }

    /** The label of a question's choice. */
    fun choice(
        reference: String,
        value: String,
    ): String = draft { it.choices(reference, "") }.first { it.value == value }.label

    /** Waits until the core has kept the answer. */
    fun kept(
        reference: String,
        value: String,
    ) = waits("$reference isn't kept") { question(reference).value == value }

    /** Waits until something is so. Meanwhile the window does what it has to: what only the core can tell doesn't come about without it. */
    fun waits(
        otherwise: String,
        isSo: () -> Boolean,
    ) = screen.waitUntil(otherwise, PATIENCE) {
        screen.waitForIdle()
        isSo()
    }

    /** A node of the page, scrolled to. */
    fun reach(matcher: SemanticsMatcher): SemanticsNodeInteraction {
        screen.onAllNodes(hasScrollToNodeAction()).onFirst().performScrollToNode(matcher)
        return screen.onNode(matcher)
    }

    /** Waits until the page has it, however far down. */
    fun comes(matcher: SemanticsMatcher) =
        screen.waitUntil("${matcher.description} is nowhere on the page", PATIENCE) {
            try {
                reach(matcher).fetchSemanticsNode().layoutInfo.isPlaced
            } catch (_: AssertionError) {
                false
            }
        }

    /** Waits until the window shows it. */
    @OptIn(ExperimentalTestApi::class)
    fun sees(matcher: SemanticsMatcher) = screen.waitUntilAtLeastOneExists(matcher, PATIENCE)

    /** Waits until the window no longer shows it. */
    @OptIn(ExperimentalTestApi::class)
    fun seesNo(matcher: SemanticsMatcher) = screen.waitUntilDoesNotExist(matcher, PATIENCE)

    /** Gives the story's answers to the core, as if they had been given on the screen before. */
    fun fillIn() = draft(Story::fillIn)

    override fun close() = window.close()

    companion object {
        /** Generous: two slow cores. */
        const val PATIENCE = 60_000L
    }
}
