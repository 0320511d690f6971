package vn.motcua.app.form

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertCountEquals
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isFocused
import androidx.compose.ui.test.isHeading
import androidx.compose.ui.test.junit4.createEmptyComposeRule
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextReplacement
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.app.counter.done
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertEquals

/** The review and the submission, over the real library. */
@RunWith(RobolectricTestRunner::class)
class ReviewTest {
    @get:Rule val screen = createEmptyComposeRule()
    private val counter by lazy { Counter(screen) }

    @After fun close() = counter.close()

    @Test
    fun `what is reviewed and pledged is submitted`() {
        counter.fillIn()
        review()
        val review = counter.draft { it.review().done() }
        val rows = review.sections.flatMap { it.rows }
        counter.reach(hasText(rows.firstNotNullOf { it.heading }) and isHeading())
        counter.reach(hasText(rows.single { it.label.isEmpty() }.answer) and hasClickAction().not())
        counter.reach(hasText(review.papers.first().name))
        counter.reach(hasText(checkNotNull(review.office).name))
        submit()
        counter.sees(hasText(counter.word("review-pledge-needed")))
        pledge()
        submit()
        counter.waits("nothing was submitted", counter::isFrozen)
        counter.waits("the window stays where nothing is left to do") { counter.place().let { it is Place.Outbox || it is Place.Receipt } }
    }

    @Test
    fun `what changed after the review is shown before anything is sent`() {
        counter.fillIn()
        review()
        pledge()
        counter.draft { it.answer("/data/child/full_name", "Nguyễn Ngọc Minh Anh").done() }
        submit()
        counter.sees(hasText(counter.word("review-changed")))
        counter.reach(hasText("Nguyễn Ngọc Minh Anh"))
        pledge()
        submit()
        counter.waits("nothing was submitted", counter::isFrozen)
    }

    @Test
    fun `what must be mended leads back to its question`() {
        counter.fillIn()
        counter.draft { it.answer(NAME, "").done() }
        review()
        val problem = counter.draft { it.problems() }.items.single()
        counter.reach(hasText(counter.word("review-not-yet")))
        counter.reach(hasText(counter.word("form-show-problems"))).performClick()
        counter.sees(hasContentDescription(problem.place, substring = true))
        counter.reach(hasContentDescription(problem.text, substring = true) and hasClickAction()).performClick()
        counter.waits("the window isn't at the form") { counter.place() is Place.Form }
        counter.sees(hasSetTextAction() and isFocused() and hasContentDescription(problem.label, substring = true))
    }

    @Test
    fun `what waits to be sent is only read, says why, and can be edited again once it is taken back`() {
        counter.fillIn()
        counter.open()
        // Sent away beside the window, which learns of it from the first edit.
        val first = counter.question(NAME)
        counter.draft { form -> form.review().done().let { form.submit(it.viewSha256, checkNotNull(it.office)).done() } }
        counter.reach(field(first.label)).performTextReplacement("Trần Văn Bình")
        val why = counter.draft { checkNotNull(checkNotNull(it.page(0)).frozen) }
        counter.sees(hasText(why.text))
        counter.seesNo(hasSetTextAction())
        counter.reach(hasText(first.value)).assertIsDisplayed()
        counter.window.onActivity { it.navigator.open(Place.Review(counter.draft)) }
        counter.sees(hasText(why.text))
        counter.reach(hasText(first.value)).assertIsDisplayed()
        listOf(hasText(counter.word("review-submit")), mendable).forEach { screen.onAllNodes(it).assertCountEquals(0) }
        counter.reach(hasText(counter.word("outbox-why"))).performClick()
        counter.waits("the window isn't where it waits") { counter.place() is Place.Outbox }
        runBlocking { counter.core.takeBack(counter.draft).done() }
        counter.window.onActivity { it.navigator.back() }
        counter.sees(mendable)
        counter.reach(mendable and hasText(first.value)).assertIsDisplayed()
        counter.window.onActivity { it.navigator.back() }
        counter.sees(hasSetTextAction())
        screen.onAllNodes(hasText(why.text)).assertCountEquals(0)
        assertEquals(first.value, counter.question(NAME).value)
    }

    private val mendable
        get() = SemanticsMatcher("leads back to its question") { it.config.getOrNull(SemanticsActions.OnClick)?.label == counter.word("review-edit") }

    private fun field(label: String) = hasSetTextAction() and hasContentDescription(label, substring = true)

    private fun review() {
        counter.open()
        counter.window.onActivity { it.navigator.open(Place.Review(counter.draft)) }
        counter.sees(hasText(counter.word("review-title")))
        counter.sees(hasText(counter.draft { it.review().done() }.heading))
    }

    private fun pledge() = counter.reach(hasText(counter.word("review-pledge"))).performClick()

    private fun submit() = counter.reach(hasText(counter.word("review-submit"))).performClick()

    private companion object {
        const val NAME = "/data/requester/full_name"
    }
}
