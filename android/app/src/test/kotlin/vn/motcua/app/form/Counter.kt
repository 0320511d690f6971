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
import org.json.JSONObject
import org.robolectric.Shadows.shadowOf
import vn.motcua.app.MotCuaApplication
import vn.motcua.bridge.Core
import vn.motcua.bridge.Form
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.QuestionItem
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Place
import java.io.File
import java.time.LocalDate

/** A draft of the birth form on a real portal, open in a window, and a second look at it through the core. */
class Counter(
    private val screen: ComposeTestRule,
) : AutoCloseable {
    private val app: MotCuaApplication = ApplicationProvider.getApplicationContext()
    private val fixtures = File(checkNotNull(System.getProperty("motcua.fixtures")))

    /** The story that all players share. */
    val story = JSONObject(File(fixtures, "birth_story.json").readText())

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
                .done.items
                .none { it.id == draft && it.editable }
        }

    private suspend fun begin(): String {
        val code = story.getString("procedure_code")
        core.refreshCatalogue().done
        core.prepareProcedure(code).done
        return core.newDraft(code).done
    }

    /** The word or sentence of that name. */
    fun word(name: String) = core.words.value(name)

    /** The draft as the core has it now. */
    fun <T> draft(look: suspend (Form) -> T): T = runBlocking { core.openDraft(draft).done.use { look(it) } }

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

    /** Waits until something is so. */
    fun waits(
        otherwise: String,
        isSo: () -> Boolean,
    ) = screen.waitUntil(otherwise, PATIENCE, isSo)

    /** A node of the page, scrolled to. */
    fun reach(matcher: SemanticsMatcher): SemanticsNodeInteraction {
        screen.onAllNodes(hasScrollToNodeAction()).onFirst().performScrollToNode(matcher)
        return screen.onNode(matcher)
    }

    /** Waits until the window shows it. */
    @OptIn(ExperimentalTestApi::class)
    fun sees(matcher: SemanticsMatcher) = screen.waitUntilAtLeastOneExists(matcher, PATIENCE)

    /** Waits until the window no longer shows it. */
    @OptIn(ExperimentalTestApi::class)
    fun seesNo(matcher: SemanticsMatcher) = screen.waitUntilDoesNotExist(matcher, PATIENCE)

    /** One of the story's papers. */
    fun paper(name: String): PickedFile {
        val paper = story.getJSONObject("files").getJSONObject(name)
        return PickedFile(File(fixtures, paper.getString("path")).path, paper.getString("name"))
    }

    /** Gives the story's answers to the core, as if they had been given on the screen before. */
    fun fillIn() =
        draft { form ->
            val steps = story.getJSONArray("steps")
            for (at in 0 until steps.length()) play(form, steps.getJSONObject(at))
        }

    private suspend fun play(
        form: Form,
        step: JSONObject,
    ) {
        val reference = step.optString("reference")
        when (step.getString("step")) {
            "answer" -> form.answer(reference, value(step.getString("value"))).done
            "attach" -> paper(step.getString("file")).let { form.attach(reference, it.path, it.name).done }
        }
    }

    /** `{today-12}` is twelve days ago. */
    private fun value(written: String): String {
        val days = Regex("""\{today-(\d+)}""").matchEntire(written)?.groupValues?.get(1) ?: return written
        return "${LocalDate.now().minusDays(days.toLong())}"
    }

    override fun close() = window.close()

    companion object {
        /** Generous: two slow cores. */
        const val PATIENCE = 30_000L

        /** What a call came to, when it must have come to something. */
        val <T> Outcome<T>.done: T get() = (this as? Outcome.Done ?: error("refused: $this")).value
    }
}
