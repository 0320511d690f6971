package vn.motcua.app.lists

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToIndex
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextReplacement
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.app.counter.done
import vn.motcua.bridge.Form
import vn.motcua.bridge.Machine
import vn.motcua.bridge.Passages
import vn.motcua.bridge.QuestionItem
import vn.motcua.ui.nav.Navigator
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertEquals

/**
 * One call over the boundary a user action, counted on the real screens over the real core.
 *
 * Where an action leads to a screen that watches something, that watch is the screen's own; what it watches comes with the watch. Home tells of changes of
 * the dossiers, so their list is read.
 */
@RunWith(RobolectricTestRunner::class)
class OneCallTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    @get:Rule val folder = TemporaryFolder()
    private val passages = Passages()
    private lateinit var phone: Phone
    private lateinit var window: Window

    private fun open(filled: Boolean = false) {
        if (filled) Machine.fillHome(folder.root)
        phone = Phone(folder.root, opened = passages::open)
        window = Window(rule, phone.core, Desktop(folder.root))
        phone.fetch()
    }

    @After
    fun close() {
        window.close()
        phone.close()
    }

    @Test
    fun `in a form`() {
        open()
        val draft = phone.draft()
        home()
        val first = heading(draft, 0)
        counts("openPage") { to(Place.Form(draft, 0), first) }

        val name = question(draft, "$REQUESTER/full_name")
        val undo = hasText(window.word("action-undo"))
        counts("answer") {
            reach(hasSetTextAction() and hasContentDescription(name.label, substring = true)).performTextReplacement("Nguyễn Minh Khôi")
            window.await(undo)
        }
        val other = question(draft, "$REQUESTER/relation").choices.first { it.value == "khac" }
        val asked = hasSetTextAction() and hasContentDescription(question(draft, "$REQUESTER/relation_other").label, substring = true)
        counts("answer") {
            reach(hasText(other.label)).performClick()
            reaches(asked)
        }
        counts("undo") {
            rule.onNode(undo).performClick()
            window.awaitGone(asked)
        }
        val second = heading(draft, 1)
        counts("page") { click("action-next", second) }
        counts("page") { click("action-previous", first) }
        choices(draft)
        mending(draft)
    }

    private fun choices(draft: String) {
        val province = question(draft, "$REQUESTER/residence/province")
        val saigon = hasAnyAncestor(isDialog()) and hasText("Thành phố Hồ Chí Minh") and hasClickAction()
        val search = hasAnyAncestor(isDialog()) and hasSetTextAction()
        counts("choices") {
            reach(hasClickAction() and hasContentDescription(province.label) and !hasSetTextAction()).performClick()
            window.await(search)
            window.await(hasAnyAncestor(isDialog()) and hasText("Hà Nội", substring = true))
        }
        counts("choices") {
            rule.onNode(search).performTextReplacement("ho chi minh")
            window.awaitGone(hasAnyAncestor(isDialog()) and hasText("Hà Nội", substring = true))
            window.await(saigon)
        }
        val ward = hasContentDescription(question(draft, "$REQUESTER/residence/ward").label, substring = true)
        counts("answer") {
            rule.onNode(saigon).performClick()
            reaches(ward)
        }
    }

    private fun mending(draft: String) {
        val problem = look(draft) { it.problems() }.items.last()
        val line = hasAnyAncestor(isDialog()) and hasClickAction() and hasContentDescription(problem.label, substring = true)
        val there = heading(draft, problem.page.toInt())
        counts("problems") {
            reach(hasText(window.word("form-show-problems"))).performClick()
            window.await(hasAnyAncestor(isDialog()))
        }
        counts("page") {
            rule.onAllNodes(hasScrollToNodeAction() and hasAnyAncestor(isDialog())).onFirst().performScrollToNode(line)
            rule.onAllNodes(line).onLast().performClick()
            window.awaitGone(hasAnyAncestor(isDialog()))
            reaches(there)
        }
    }

    @Test
    fun `from a procedure to its form, from the review to the outbox`() {
        open()
        home()
        val procedure = looking { phone.ask { procedure(BIRTH) } }
        counts("procedure") { to(Place.Procedure(BIRTH), hasText(procedure.item.name)) }
        val draft = looking { phone.filled() }
        val review = look(draft) { it.review().done() }
        counts("openReview") { to(Place.Review(draft), hasText(review.heading)) }
        counts { reach(hasText(window.word("review-pledge"))).performClick() }
        counts("submit", "observeOutbox") {
            reach(hasText(window.word("review-submit"))).performClick()
            window.await(hasText(window.word("draft-take-back")))
        }
    }

    @Test
    fun `lists and what they lead to`() {
        open()
        val dossier = phone.submit()
        home()
        val timeline = looking { phone.ask { timelineNow(dossier) } }
        val listed = looking { phone.ask { dossiers(null, 1) } }.items.single()
        counts("dossiers") { to(Place.Dossiers, hasContentDescription(listed.label)) }
        counts("observeTimeline") { to(Place.Timeline(dossier), hasText(timeline.statusText, substring = true)) }
        val entry = looking { phone.ask { outboxNow() } }.items.first()
        counts("observeOutbox") { to(Place.Outbox(null), hasContentDescription(entry.label)) }
    }

    @Test
    fun `lists of ten thousand are read as far as one scrolls, a page a call`() {
        open(filled = true)
        home()
        longList({ open(Place.Drafts) }, "observeDrafts", "drafts")
        longList({ turnTo(Place.Inbox) }, "observeInbox", "inbox")
        longList({ turnTo(Place.Feedback) }, "observeFeedback", "feedbackList")
        longList({ open(Place.Dossiers) }, "dossiers", "dossiers")
    }

    /** Opened, and scrolled twice to the end of what was read. */
    private fun longList(
        go: Navigator.() -> Unit,
        begin: String,
        read: String,
    ) {
        rule.runOnIdle { window.navigator.turnTo(Place.Home) }
        counts(begin) {
            rule.runOnIdle { window.navigator.go() }
            rule.waitUntil(Phone.PATIENCE) { runCatching { rule.onNode(hasScrollToIndexAction()).performScrollToIndex(PAGE / 2) }.isSuccess }
        }
        counts(read) { toRow(PAGE) }
        counts(read) { toRow(2 * PAGE) }
    }

    private fun toRow(index: Int) {
        rule.onNode(hasScrollToIndexAction()).performScrollToIndex(index)
        // There only when the page behind it was read.
        rule.waitUntil(Phone.PATIENCE) { runCatching { rule.onNode(hasScrollToIndexAction()).performScrollToIndex(index + PAGE / 2) }.isSuccess }
    }

    /** The app's window, with its home. */
    private fun home() {
        window.open()
        window.await(hasText(window.word("home-new-dossier")))
        rule.waitForIdle()
        passages.taken()
    }

    /** The test's own look, which isn't the person's. */
    private fun <T> looking(look: () -> T): T = look().also { passages.taken() }

    private fun <T> look(
        draft: String,
        look: suspend (Form) -> T,
    ): T = looking { phone.look(draft, look) }

    private fun heading(
        draft: String,
        page: Int,
    ) = hasText(look(draft) { checkNotNull(it.page(page)) }.heading)

    private fun question(
        draft: String,
        reference: String,
    ): QuestionItem = look(draft) { checkNotNull(it.question(reference)) }

    private fun to(
        place: Place,
        shown: SemanticsMatcher,
    ) {
        rule.runOnIdle { window.navigator.open(place) }
        window.await(shown)
    }

    private fun click(
        word: String,
        shown: SemanticsMatcher,
    ) {
        rule.onNode(hasText(window.word(word))).performClick()
        window.await(shown)
    }

    private fun reach(matcher: SemanticsMatcher) =
        rule.onAllNodes(hasScrollToNodeAction()).onFirst().performScrollToNode(matcher).let {
            rule.onNode(matcher)
        }

    private fun reaches(matcher: SemanticsMatcher) =
        rule.waitUntil(Phone.PATIENCE) { runCatching { rule.onAllNodes(hasScrollToNodeAction()).onFirst().performScrollToNode(matcher) }.isSuccess }

    /** Does [action], which waits for its effect, and holds the calls it took against [expected]. Home is watched whenever it comes to the front. */
    private fun counts(
        vararg expected: String,
        action: () -> Unit,
    ) {
        rule.waitForIdle()
        assertEquals(emptyList(), passages.taken() - HOME, "nobody did anything")
        action()
        rule.waitForIdle()
        assertEquals(expected.toList(), passages.taken() - HOME)
    }

    private companion object {
        const val BIRTH = "1.001193"
        const val REQUESTER = "/data/requester"
        const val PAGE = 50
        val HOME = setOf("observeHome")
    }
}
