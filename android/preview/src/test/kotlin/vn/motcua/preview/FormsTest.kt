package vn.motcua.preview

import androidx.compose.ui.graphics.toAwtImage
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.runDesktopComposeUiTest
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import vn.motcua.bridge.Core
import vn.motcua.bridge.Outcome
import vn.motcua.ui.nav.MotCuaApp
import vn.motcua.ui.nav.Place
import java.io.File
import javax.imageio.ImageIO
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

/**
 * Forms filled in through the window, each from its story: the demo's and three others, over the real library and portal. A picture of each page, filled in,
 * and of the review is left in `target/forms`.
 */
@OptIn(ExperimentalTestApi::class)
class FormsTest {
    @get:Rule val folder = TemporaryFolder()
    private val portal by lazy { Portal(File(property("motcua.bin")), folder.newFolder("portal")) }
    private val preview by lazy { Preview(folder.newFolder("phone"), portal.profile) }
    private val fixtures = File(property("motcua.fixtures"))
    private val pictures = File("target/forms").apply { mkdirs() }

    @After fun end() {
        preview.close()
        portal.close()
    }

    @Test
    fun `the demo's form, birth registration`() = filled(File(fixtures, "birth_story.json"))

    @Test
    fun `permanent residence, members added as rows`() = filled(form("1.004222"))

    @Test
    fun `the permit for a house, as many rows as floors`() = filled(form("1.013225"))

    @Test
    fun `a land transfer, shares of two receivers`() = filled(form("1.013831"))

    private fun filled(file: File) {
        val story = Story(file)
        val core = runBlocking { opened() }
        runDesktopComposeUiTest(WIDTH, HEIGHT) {
            val desk = Desk(preview.actions, fixtures)
            setContent { MotCuaApp(core, desk, preview.navigator) }
            preview.navigator.open(Place.Procedure(story.procedure))
            Filling(this, core, "", story, desk).press(words("procedure-start"))
            waitUntil(timeoutMillis = PATIENCE) { preview.navigator.top.place is Place.Form }
            val draft = (preview.navigator.top.place as Place.Form).draftId
            val filling = Filling(this, core, draft, story, desk)
            pages(filling, story)
            review(filling, core, draft)
            picture(story, "review")
        }
    }

    private fun ComposeUiTest.pages(
        filling: Filling,
        story: Story,
    ) {
        var page = 0
        while (true) {
            filling.fill(page)
            picture(story, "${page + 1}")
            if (++page == filling.pages()) return
            filling.press(words("action-next"))
        }
    }

    /** The last page leads to the review only when nothing is to be mended; the review says the same. */
    private fun review(
        filling: Filling,
        core: Core,
        draft: String,
    ) {
        filling.press(words("form-review"))
        val review = runBlocking { core.openReview(draft).done() }
        review.form.use { assertNull(review.review.toMend) }
        filling.shows(review.review.heading)
        assertEquals(Place.Review(draft), preview.navigator.top.place)
        filling.shows(words("review-title"))
    }

    private fun words(name: String) = preview.words(name)

    private suspend fun opened(): Core {
        val core = preview.open().done()
        core.acceptConsent(core.consent().done().version).done()
        core.refreshCatalogue().done()
        return core
    }

    private fun ComposeUiTest.picture(
        story: Story,
        name: String,
    ) {
        waitForIdle()
        ImageIO.write(onRoot().captureToImage().toAwtImage(), "png", File(pictures, "${story.procedure}-$name.png"))
    }

    private fun form(code: String) = File(fixtures, "../../mock-server/forms/$code/story.json")

    private fun property(name: String) = checkNotNull(System.getProperty(name)) { "$name isn't given" }

    private fun <T> Outcome<T>.done(): T = (this as? Outcome.Done ?: error("refused: $this")).value

    private companion object {
        /** As the window opens. */
        const val WIDTH = 412
        const val HEIGHT = 892
        const val PATIENCE = 30_000L
    }
}
