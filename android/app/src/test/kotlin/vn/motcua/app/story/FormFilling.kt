package vn.motcua.app.story

import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import kotlinx.coroutines.runBlocking
import org.json.JSONObject
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.app.counter.objects
import vn.motcua.bridge.Form
import vn.motcua.bridge.FormItem
import vn.motcua.bridge.FormItemHeading
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.QuestionKind
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.Place
import java.io.File
import java.text.Normalizer

/** Fills in the form on the screen, question by question, as the story tells. */
class FormFilling(
    private val person: Person,
) {
    private val handset get() = person.handset
    private val glass get() = person.glass

    /** The draft that is on the screen. */
    val draft: String get() = (handset.place as Place.Form).draftId

    /** The draft as the core has it now. */
    fun <T> look(look: suspend (Form) -> T): T =
        runBlocking {
            handset.core
                .openDraft(draft)
                .done()
                .use { look(it) }
        }

    /** What the core has as the answer. */
    fun kept(reference: String): String = look { checkNotNull(it.question(reference)).value }

    /** Turns the pages until the one of that title. */
    fun turnTo(title: String) {
        val pages = look { form -> (0 until form.pageCount()).map { form.page(it)?.heading } }
        glass.waits("the form isn't open") { person.title() in pages }
        while (person.title() != title) {
            val here = person.title()
            person.press(person.word("action-next"))
            glass.waits("the page doesn't turn") { person.title() != here }
        }
    }

    /** Does one of the story's steps. */
    fun play(step: JSONObject) {
        val reference = step.optString("reference")
        when (step.getString("step")) {
            "answer" -> answer(reference, Story.value(step.getString("value")))
            "attach" -> attach(reference, Story.paper(step.getString("file")))
            "expect" -> expect(reference, step)
            "check" -> check(step)
        }
    }

    private fun answer(
        reference: String,
        value: String,
    ) {
        val asked = asked(reference)
        when (asked.question.kind) {
            QuestionKind.SELECT_ONE -> choose(asked, value)
            QuestionKind.DATE -> date(asked, value)
            else -> person.hand.type({ field(asked) }, value)
        }
        glass.waits("$reference isn't kept") { kept(reference) == value }
    }

    private fun field(asked: Asked) = glass.find(asked.label, *asked.within, typeable and saying(asked.label))

    private fun choose(
        asked: Asked,
        value: String,
    ) {
        val choice = look { it.choices(asked.question.reference, "") + asked.question.choices }.firstOrNull { it.value == value }
        val label = choice?.label ?: look { it.choices(asked.question.reference, value) }.first { it.value == value }.label
        if (asked.isLong) {
            openList(asked)
            person.type(person.word("form-search-choices"), plain(label))
            person.press(label)
        } else {
            person.press(label, *asked.within, saying(asked.label), pressable and saying(label))
        }
    }

    /** Opens the list of a question with many choices, unless it is open. */
    fun openList(reference: String) = openList(asked(reference))

    private fun openList(asked: Asked) {
        if (isListOpen) return
        person.press(asked.label, *asked.within, pressable and saying(asked.label))
        glass.waits("the list of choices isn't open") { isListOpen }
    }

    /** Whether a list of choices lies over the page. */
    val isListOpen: Boolean get() = glass.nodes().any(typeable and saying(person.word("form-search-choices")))

    private fun date(
        asked: Asked,
        value: String,
    ) {
        val (year, month, day) = value.split('-')
        listOf("form-date-day" to day, "form-date-month" to month, "form-date-year" to year).forEach { (name, digits) ->
            val part = "${asked.label}. ${person.word(name)}"
            person.hand.type({ glass.find(part, *asked.within, typeable and saying(part)) }, digits)
        }
    }

    /** A picture is taken with the camera, everything else chosen among the person's files. */
    private fun attach(
        reference: String,
        paper: PickedFile,
    ) {
        if (paper.name.endsWith(".jpg") && kept(reference).isEmpty()) photograph(reference, paper) else choose(reference, paper)
        glass.waits("$reference isn't attached") { kept(reference).isNotEmpty() }
    }

    private fun photograph(
        reference: String,
        paper: PickedFile,
    ) {
        press("action-take-photo", asked(reference))
        handset.takes(system(), File(paper.path))
    }

    /** Chooses a file for a slot, whatever file it is. */
    fun choose(
        reference: String,
        paper: PickedFile,
    ) {
        press(if (kept(reference).isEmpty()) "action-choose-file" else "form-file-replace", asked(reference))
        handset.chooses(system(), paper, if (paper.name.endsWith(".pdf")) "application/pdf" else "image/jpeg")
    }

    private fun system() = person.system()

    private fun press(
        action: String,
        asked: Asked,
    ) = person.press("${person.word(action)}: ${asked.label}")

    private fun expect(
        reference: String,
        step: JSONObject,
    ) {
        val language = handset.core.language
        when {
            step.has("message_$language") -> {
                person.hand.leave { field(asked(reference)) }
                person.glass.find(step.getString("message_$language"), wrong(step.getString("message_$language")))
            }

            step.has("label_$language") -> {
                person.sees(step.getString("label_$language"))
            }
        }
    }

    /** That is said to be wrong, and why: also to those who can't see where the red line is. */
    private fun wrong(message: String): Meant = { node -> node.config.getOrNull(SemanticsProperties.Error) == message }

    /** The list of what must be mended names just these. */
    private fun check(step: JSONObject) {
        val problems = step.getJSONArray("problems")
        if (problems.length() == 0) return
        person.press(person.word("form-show-problems"))
        val shown = look { it.problems() }
        person.sees(shown.heading)
        shown.items.forEach { person.sees("${it.label}. ${it.place}. ${it.text}") }
        check(shown.items.map { it.reference } == problems.objects().map { it.getString("reference") })
        person.press(person.word("action-back"))
        glass.waits("the list of problems is still there") { person.title() != person.word("form-problems") }
    }

    /** A question as it stands on its page. */
    class Asked(
        val question: QuestionItem,
        section: String?,
    ) {
        val label: String get() = question.label
        val isLong: Boolean get() = question.moreChoices || question.choices.size > FEW

        /** The heading that it stands under, where another question of the page says the same. */
        val within: Array<Meant> = listOfNotNull(section).map { heading and saying(it) }.toTypedArray()
    }

    /** Waits until the form asks [reference] on the page that is shown. */
    fun asked(reference: String): Asked {
        var asked: Asked? = null
        glass.waits("$reference isn't asked") { find(reference).also { asked = it } != null }
        return checkNotNull(asked)
    }

    private fun find(reference: String): Asked? =
        look { form ->
            val items = (0 until form.pageCount()).firstNotNullOfOrNull { index -> form.page(index)?.items?.takeIf { it.asks(reference) } }.orEmpty()
            val at = items.indexOfFirst { it is FormItemQuestion && it.question.reference == reference }
            val question = (items.getOrNull(at) as? FormItemQuestion)?.question ?: return@look null
            val alike = items.count { it is FormItemQuestion && it.question.label == question.label }
            val section =
                items
                    .take(at)
                    .filterIsInstance<FormItemHeading>()
                    .lastOrNull()
                    ?.text
            Asked(question, section.takeIf { alike > 1 })
        }

    private fun List<FormItem>.asks(reference: String) = any { it is FormItemQuestion && it.question.reference == reference }

    private fun plain(text: String) =
        Normalizer
            .normalize(text, Normalizer.Form.NFD)
            .replace(Regex("\\p{M}"), "")
            .replace('đ', 'd')
            .replace('Đ', 'D')

    private companion object {
        /** As many choices as a page shows without a search. */
        const val FEW = 8
    }
}
