package vn.motcua.preview

import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToIndex
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.printToString
import kotlinx.coroutines.runBlocking
import vn.motcua.bridge.Core
import vn.motcua.bridge.Form
import vn.motcua.bridge.FormItem
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.bridge.FormItemRows
import vn.motcua.bridge.FormPage
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.QuestionItem
import vn.motcua.bridge.QuestionKind
import vn.motcua.ui.nav.PickedFile
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.screen.form.Block
import vn.motcua.ui.screen.form.blocks
import java.io.File

/**
 * Fills in the form in the window as a person does, page by page from top to bottom: touches what is drawn, and goes on once the core has kept it. The
 * next question is looked for anew each time, for an answer may bring and take others.
 */
@OptIn(ExperimentalTestApi::class)
class Filling(
    private val window: ComposeUiTest,
    private val core: Core,
    private val draft: String,
    private val story: Story,
    private val desk: Desk,
) {
    private val words get() = core.words.value

    /** Fills in what is asked on page [index]; it is in the window. */
    fun fill(index: Int) {
        shows(page(index).heading)
        while (true) {
            val asked = next(page(index)) ?: return
            val list = asked as? FormItemRows
            if (list != null) addRow(index, list) else give(index, (asked as FormItemQuestion).question)
        }
    }

    /** The first thing on the page that the story has something for and the draft hasn't. */
    private fun next(page: FormPage): FormItem? =
        page.items.firstOrNull { item ->
            when (item) {
                is FormItemQuestion -> isOpen(item.question)
                is FormItemRows -> item.canChange && item.rows.size < story.rows(item.reference)
                else -> false
            }
        }

    private fun isOpen(question: QuestionItem): Boolean {
        if (question.readonly) return false
        if (question.kind == QuestionKind.UPLOAD) return question.reference in story.papers && question.value.isEmpty()
        val given = story.answers[question.reference] ?: return false
        return question.value != given
    }

    private fun addRow(
        index: Int,
        list: FormItemRows,
    ) {
        val before = list.rows.size
        bring(index, "rows ${list.reference}")
        press("${words("form-row-add")}: ${list.text}")
        waits("no row comes to ${list.reference}") {
            page(index).items.any { it is FormItemRows && it.reference == list.reference && it.rows.size > before }
        }
    }

    private fun give(
        index: Int,
        question: QuestionItem,
    ) {
        val spot = bring(index, question.reference)
        val value = story.answers[question.reference].orEmpty()
        when (question.kind) {
            QuestionKind.UPLOAD -> attach(question)
            QuestionKind.SELECT_ONE -> choose(question, value, spot)
            QuestionKind.DATE -> date(question, value, spot)
            QuestionKind.GEOPOINT -> place(question, value, spot)
            else -> type(question.label, value, spot)
        }
        waits("${question.reference} isn't kept") { kept(question.reference).let { if (value.isEmpty()) it.isNotEmpty() else it == value } }
    }

    private fun attach(question: QuestionItem) {
        desk.paper = story.papers.getValue(question.reference)
        press("${words("action-choose-file")}: ${question.label}")
    }

    private fun choose(
        question: QuestionItem,
        value: String,
        spot: Spot,
    ) {
        val label = label(question, value)
        if (question.moreChoices || question.choices.size > FEW) {
            touch("the list of ${question.label}", spot) { node -> node.isPressable && node.says(question.label) }
            type(words("form-search-choices"), label)
            touch(label) { it.isChoice && it.says(label) }
        } else {
            val below = find(question.label, spot) { node -> !node.isPressable && node.says(question.label) }.boundsInRoot.top
            touch(label) { it.isChoice && it.says(label) && it.boundsInRoot.top >= below }
        }
    }

    /** The words of a choice; of a long list the core gives only the best, so it is asked for this one. */
    private fun label(
        question: QuestionItem,
        value: String,
    ) = look { question.choices + it.choices(question.reference, "") + it.choices(question.reference, value) }.first { it.value == value }.label

    private fun date(
        question: QuestionItem,
        value: String,
        spot: Spot,
    ) {
        val (year, month, day) = value.split('-')
        listOf("form-date-day" to day, "form-date-month" to month, "form-date-year" to year).forEach { (name, digits) ->
            type("${question.label}. ${words(name)}", digits, spot)
        }
    }

    private fun place(
        question: QuestionItem,
        value: String,
        spot: Spot,
    ) {
        val (lat, long) = value.split(' ')
        type("${question.label}. ${words("form-latitude")}", lat, spot)
        type("${question.label}. ${words("form-longitude")}", long, spot)
    }

    private fun type(
        label: String,
        text: String,
        spot: Spot = Spot.TOP,
    ) {
        val field = find("a field for $label", spot) { it.isTypeable && it.says(label) }
        window.onNode(matcher(field)).performTextReplacement(text)
    }

    /** Presses what says [label]. */
    fun press(label: String) = touch(label) { it.isPressable && it.says(label) }

    private fun touch(
        what: String,
        spot: Spot = Spot.TOP,
        isMeant: (SemanticsNode) -> Boolean,
    ) {
        window.onNode(matcher(find(what, spot, isMeant))).performClick()
    }

    /**
     * Where a question is among those of the page that say the same: brought up it is the first of them in the window, unless the page ends before; then
     * [behind] of them come after it.
     */
    private class Spot(
        val isAtEnd: Boolean,
        val behind: Int,
    ) {
        fun of(nodes: List<SemanticsNode>) = if (isAtEnd) nodes.getOrNull(nodes.lastIndex - behind) else nodes.firstOrNull()

        companion object {
            val TOP = Spot(isAtEnd = false, behind = 0)
        }
    }

    /** Brings the block called [key] of page [index] as far up as the page goes. */
    private fun bring(
        index: Int,
        key: String,
    ): Spot {
        val all = blocks(page(index).items)
        val at = all.indexOfFirst { it.key == key }
        check(at >= 0) { "$key isn't on the page" }
        waits("the page has no place for $key") { runCatching { window.onNode(hasScrollToIndexAction()).performScrollToIndex(ABOVE + at) }.isSuccess }
        val label = (all[at] as? Block.Asked)?.question?.label
        val behind = all.drop(at + 1).count { it is Block.Asked && it.question.label == label }
        val range = window.onNode(hasScrollToIndexAction()).fetchSemanticsNode().config[SemanticsProperties.VerticalScrollAxisRange]
        return Spot(range.value() >= range.maxValue(), behind)
    }

    /** Waits for what is meant at [spot]. */
    private fun find(
        what: String,
        spot: Spot = Spot.TOP,
        isMeant: (SemanticsNode) -> Boolean,
    ): SemanticsNode {
        var found: SemanticsNode? = null
        waits("\"$what\" isn't in the window") {
            found = spot.of(nodes().filter { it.boundsInRoot.height > 0 && isMeant(it) }.sortedBy { it.boundsInRoot.top })
            found != null
        }
        return checkNotNull(found)
    }

    /** Waits until [text] is in the window. */
    fun shows(text: String) {
        find(text) { it.says(text) }
    }

    /** What is in the window; while another lies over it, what is in that one. */
    private fun nodes(): List<SemanticsNode> =
        window
            .onAllNodes(isRoot())
            .fetchSemanticsNodes()
            .lastOrNull()
            ?.walk()
            .orEmpty()

    private fun SemanticsNode.walk(): List<SemanticsNode> = listOf(this) + children.flatMap { it.walk() }

    private fun waits(
        otherwise: String,
        isSo: () -> Boolean,
    ) = try {
        window.waitUntil(timeoutMillis = PATIENCE) { isSo() }
    } catch (late: ComposeTimeoutException) {
        throw AssertionError("$otherwise, but:\n${window.onAllNodes(isRoot()).printToString(Int.MAX_VALUE)}", late)
    }

    private fun kept(reference: String) = look { it.question(reference) }?.value.orEmpty()

    private fun page(index: Int) = checkNotNull(look { it.page(index) })

    /** How many pages are asked now. */
    fun pages(): Int = look { it.pageCount() }

    private fun <T> look(look: suspend (Form) -> T): T =
        runBlocking { (core.openDraft(draft) as? Outcome.Done ?: error("the draft doesn't open")).value.use { look(it) } }

    private fun matcher(node: SemanticsNode) = SemanticsMatcher("node ${node.id}") { it.id == node.id }

    private val SemanticsNode.isPressable get() = SemanticsActions.OnClick in config
    private val SemanticsNode.isTypeable get() = SemanticsActions.SetText in config
    private val SemanticsNode.isChoice get() = config.getOrNull(SemanticsProperties.Role) == Role.RadioButton

    private fun SemanticsNode.says(text: String) =
        (config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() + config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text })
            .any { it == text || it.startsWith("$text. ") }

    private companion object {
        /** Items of the page's list above its first block. */
        const val ABOVE = 3

        /** As many choices as a page shows without a search. */
        const val FEW = 8
        const val PATIENCE = 30_000L
    }
}

/** The desktop, with somebody at it who has [paper] at hand when a file is asked for. */
class Desk(
    desktop: DesktopActions,
    private val fixtures: File,
) : PlatformActions by desktop {
    /** What the citizen calls it. */
    var paper: String = ""

    override suspend fun pickFile(accept: List<String>): PickedFile {
        val like = if (paper.endsWith(".pdf")) "marriage_cert.pdf" else "birth_cert_clear.jpg"
        return PickedFile(File(fixtures, like).path, paper)
    }
}
