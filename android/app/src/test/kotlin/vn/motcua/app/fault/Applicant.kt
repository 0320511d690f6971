package vn.motcua.app.fault

import androidx.compose.ui.test.junit4.ComposeTestRule
import kotlinx.coroutines.runBlocking
import org.robolectric.RuntimeEnvironment
import vn.motcua.app.TestApplication
import vn.motcua.app.counter.Portal
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.app.story.Finger
import vn.motcua.app.story.Glass
import vn.motcua.app.story.Handset
import vn.motcua.app.story.Person
import vn.motcua.bridge.DraftItem
import vn.motcua.bridge.Form
import vn.motcua.bridge.FormItemQuestion
import vn.motcua.bridge.OutboxItem
import vn.motcua.bridge.Words
import vn.motcua.browser.Browser
import vn.motcua.ui.nav.Place
import java.nio.file.Files
import kotlin.test.assertEquals

/**
 * Somebody with the app in their hand, at a portal of their own that can fail without anybody else's noticing. What isn't a test's subject they did
 * before, through the core: agreed, signed in, filled in a form.
 */
class Applicant(
    screen: ComposeTestRule,
) : AutoCloseable {
    val portal = Portal(Portal.programs, Files.createTempDirectory("portal"))
    val app = (RuntimeEnvironment.getApplication() as TestApplication).apply { builtWith = portal.profile }
    val handset = Handset()
    val glass = Glass(screen)
    val person = Person(handset, glass, Finger(screen, glass))
    val reading = Reading(glass) { handset.core }

    /** Agrees to what is asked at the first start. */
    fun agree() = person.ask { acceptConsent(consent().done().version) }

    /** The catalogue and the form are on the phone. */
    fun fetch() {
        person.ask { refreshCatalogue() }
        person.ask { prepareProcedure(Story.procedure) }
    }

    /** [who] is signed in. */
    fun signIn(who: String = Story.person) = person.ask { completeSignIn(Browser(portal.profile).allow(beginSignIn().done(), who)) }

    /** A draft with all of the story's answers and papers. */
    fun filled(): String = person.ask { newDraft(Story.procedure) }.also { look(it, Story::fillIn) }

    /** Opens a draft beside the screen. */
    fun <T> look(
        draft: String,
        look: suspend (Form) -> T,
    ): T =
        runBlocking {
            handset.core
                .openDraft(draft)
                .done()
                .use { look(it) }
        }

    /** Every answer of a draft, as it would be submitted now. */
    fun answers(draft: String): Map<String, String> =
        look(draft) { form ->
            (0 until form.pageCount())
                .flatMap { form.page(it)?.items.orEmpty() }
                .filterIsInstance<FormItemQuestion>()
                .associate { it.question.reference to it.question.value }
        }

    /** How a draft stands in the list of drafts. */
    fun state(draft: String): DraftItem = person.ask { drafts(null, MANY) }.items.first { it.id == draft }

    /** What waits of a draft. */
    fun waiting(draft: String): OutboxItem = person.ask { outboxNow() }.items.first { it.draftId == draft }

    /** Pledges and submits what the review shows. */
    fun submit(draft: String) {
        handset.follow(Place.Review(draft))
        person.press(word("review-pledge"))
        person.press(word("review-submit"))
        person.comes("where it waits or went") { it is Place.Outbox || it is Place.Receipt }
    }

    /** Hops to the e-ID from the sign-in page, and decides there; where the browser sends back to. */
    fun hop(
        decision: String = "allow",
        button: String = "sign-in-open",
    ): String {
        person.press(word(button))
        return Browser(portal.profile).allow(person.browses(), Story.person, decision)
    }

    /** The dossier is at the portal, as its [number]th, and the receipt on the screen. */
    fun isSubmitted(
        dossier: String,
        number: Int,
    ) {
        handset.follow(Place.Receipt(dossier))
        val receipt = person.told({ timeline(dossier) }) { it.dossierCode != null }.let { checkNotNull(person.ask { receipt(dossier) }) }
        listOf(receipt.heading, receipt.codeText, receipt.signer).forEach { person.sees(it) }
        assertEquals(number, portal.count("dossiers"), "one submission has one effect")
    }

    /** Why something failed can be read, in one language and in the other, after [first] was done in it. */
    fun reads(
        code: String,
        hasNames: Boolean = false,
        first: () -> Unit = {},
    ) = reading.inBoth(hasNames, first) { Reading.explained(code, it) }

    /** The word of that name can be read, in one language and in the other, after [first] was done in it. */
    fun readsWord(
        name: String,
        hasNames: Boolean = false,
        first: () -> Unit = {},
    ) = reading.inBoth(hasNames, first) { listOf(Words.of(it)(name)) }

    /** Waits until that word can be read. */
    fun sees(name: String) = person.sees(word(name))

    /** The word of that name, as it is said now. */
    fun word(name: String) = person.word(name)

    /** Presses the button of that name. */
    fun press(name: String) = person.press(word(name))

    override fun close() {
        handset.close()
        app.die()
        portal.close()
    }

    private companion object {
        const val MANY = 100
    }
}
