package vn.motcua.app.lists

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertEquals

/** Looking for a procedure. */
@RunWith(RobolectricTestRunner::class)
class CatalogueTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    @get:Rule val folder = TemporaryFolder()
    private lateinit var phone: Phone
    private lateinit var window: Window

    @Before
    fun open() {
        phone = Phone(folder.root)
        window = Window(rule, phone.core, Desktop(folder.root))
    }

    @After
    fun close() {
        window.close()
        phone.close()
    }

    private val field = hasSetTextAction()

    /** A procedure's row is one thing to a screen reader: the model's own sentence. */
    private fun row(code: String) = hasContentDescription(phone.ask { procedure(code) }.item.label)

    @Test
    fun `every letter searches and the last search is the one that is shown`() {
        phone.fetch()
        window.navigator.turnTo(Place.Catalogue)
        window.open()
        window.await(field)

        rule.onNode(field).performTextInput("ket hon")
        rule.onNode(field).performTextReplacement("dang ky khai sinh")
        window.await(row(BIRTH))
        val found = phone.ask { searchCatalogue("dang ky khai sinh") }.items
        val others = phone.ask { searchCatalogue("ket hon") }.items.filter { it.code !in found.map { item -> item.code } }
        check(others.isNotEmpty())
        others.take(3).forEach { window.awaitGone(hasContentDescription(it.label)) }
        rule.onNode(hasText("${window.word("catalogue-results")}: ${found.size}")).assertExists()
    }

    @Test
    fun `a search survives the death of the process`() {
        phone.fetch()
        window.navigator.turnTo(Place.Catalogue)
        window.open()
        window.await(field)
        rule.onNode(field).performTextInput("dang ky khai sinh")
        window.await(row(BIRTH))

        window.loseProcess()

        window.await(row(BIRTH))
        rule.onNode(field and hasText("dang ky khai sinh")).assertExists()
    }

    @Test
    fun `without a catalogue and a network it says so, and fetches when asked again`() {
        window.navigator.turnTo(Place.Catalogue)
        window.open()
        window.await(hasText(phone.ask { searchCatalogue("") }.empty!!))
        window.await(hasText("NETWORK_OFFLINE"))

        phone.online(true)
        rule.onNode(hasText(window.word("action-retry"))).performClick()
        window.await(
            hasContentDescription(
                phone
                    .await()
                    .items
                    .first()
                    .label,
            ),
        )
        window.awaitGone(hasText("NETWORK_OFFLINE"))
    }

    @Test
    fun `a procedure that was made ready is begun without network`() {
        phone.fetch()
        window.navigator.turnTo(Place.Catalogue)
        window.navigator.open(Place.Procedure(BIRTH))
        window.open()
        val start = hasText(window.word("procedure-start"))
        window.await(start)
        val page = phone.ask { procedure(BIRTH) }
        rule.onNode(hasText(page.item.name)).assertExists()
        rule.onNode(start).performClick()

        window.awaitPlace { it is Place.Form }
        val drafts = phone.ask { drafts(null, 10) }.items
        assertEquals(listOf((window.navigator.top.place as Place.Form).draftId), drafts.map { it.id })
    }

    /** The catalogue once it is there. */
    private fun Phone.await() = generateSequence { ask { searchCatalogue("") } }.first { it.items.isNotEmpty() }

    private companion object {
        const val BIRTH = "1.001193"
    }
}
