package vn.motcua.app.form

import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createEmptyComposeRule
import androidx.compose.ui.test.performClick
import org.junit.After
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.app.form.Counter.Companion.done
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertTrue

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
        val review = counter.draft { it.review().done }
        counter.reach(hasText(review.papers.first().name))
        counter.reach(hasText(checkNotNull(review.office).name))
        submit()
        counter.sees(hasText(counter.word("review-pledge-needed")))
        pledge()
        submit()
        screen.waitUntil("nothing was submitted", Counter.PATIENCE) { counter.draft { it.answer(NAME, "Ai đó") }.isFrozen }
        var place: Place? = null
        counter.window.onActivity { place = it.navigator.top.place }
        assertTrue(place is Place.Outbox || place is Place.Receipt, "on to what waits, or to the receipt: $place")
    }

    @Test
    fun `what changed after the review is shown before anything is sent`() {
        counter.fillIn()
        review()
        pledge()
        counter.draft { it.answer("/data/child/full_name", "Nguyễn Ngọc Minh Anh").done }
        submit()
        counter.sees(hasText(counter.word("review-changed")))
        counter.reach(hasText("Nguyễn Ngọc Minh Anh"))
        pledge()
        submit()
        screen.waitUntil("nothing was submitted", Counter.PATIENCE) { counter.draft { it.answer(NAME, "Ai đó") }.isFrozen }
    }

    @Test
    fun `what must be mended leads back to its question`() {
        counter.fillIn()
        counter.draft { it.answer(NAME, "").done }
        review()
        counter.reach(hasText(counter.draft { it.problems() }.items.single().text, substring = true) and hasClickAction()).performClick()
        counter.sees(hasText("Người yêu cầu"))
    }

    private fun review() {
        counter.window.onActivity { it.navigator.open(Place.Review(counter.draft)) }
        counter.sees(hasText(counter.word("review-title")))
        counter.sees(hasText(counter.draft { it.review().done }.heading))
    }

    private fun pledge() = counter.reach(hasText(counter.word("review-pledge"))).performClick()

    private fun submit() = counter.reach(hasText(counter.word("review-submit"))).performClick()

    private val vn.motcua.bridge.Outcome<*>.isFrozen
        get() = (this as? vn.motcua.bridge.Outcome.Failed)?.failure?.code == "DRAFT_FROZEN"

    private companion object {
        const val NAME = "/data/requester/full_name"
    }
}
