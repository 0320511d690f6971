package vn.motcua.app.form

import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isFocused
import androidx.compose.ui.test.junit4.createEmptyComposeRule
import androidx.compose.ui.test.performClick
import org.junit.After
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.app.counter.done
import vn.motcua.ui.nav.Place
import kotlin.test.Test

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
        counter.reach(hasContentDescription(problem.text, substring = true) and hasClickAction()).performClick()
        counter.waits("the window isn't at the form") { counter.place() is Place.Form }
        counter.sees(hasSetTextAction() and isFocused() and hasContentDescription(problem.label, substring = true))
    }

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
