package vn.motcua.app.lists

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Why isn't it sent? */
@RunWith(RobolectricTestRunner::class)
class OutboxTest {
    @get:Rule val rule = createAndroidComposeRule<ComponentActivity>()

    @get:Rule val folder = TemporaryFolder()
    private lateinit var phone: Phone
    private lateinit var window: Window

    @Before
    fun open() {
        phone = Phone(folder.root)
        window = Window(rule, phone.core, Desktop(folder.root))
        phone.fetch()
    }

    @After
    fun close() {
        window.close()
        phone.close()
    }

    private fun entry() = phone.ask { outboxNow() }.items.first { it.code != "READY" }

    @Test
    fun `without network it says why, with the cause, the remedy and the code, and sends when there is one`() {
        phone.report()
        window.navigator.open(Place.Outbox())
        window.open()
        val entry = entry()
        window.await(hasContentDescription(entry.label))
        rule.onNode(hasContentDescription(entry.label)).performClick()

        val why = checkNotNull(entry.failure)
        window.await(hasText(entry.reason))
        assertEquals("NETWORK_OFFLINE", why.code)
        listOf(why.cause, why.remedy, why.code).forEach { rule.onNode(hasText(it, substring = true)).assertExists() }

        val send = hasText(window.word("outbox-send-now"))
        rule.onNode(send).assertDoesNotExist()
        phone.online(true)
        window.await(send)
        rule.onNode(send).performClick()
        window.await(hasText(window.word("outbox-gone")))
        assertTrue(phone.ask { outboxNow() }.items.none { it.id == entry.id })
    }

    @Test
    fun `a dossier without a sign-in says so and leads there`() {
        phone.submit()
        phone.online(true)
        val entry = phone.await(phone.core.outbox()) { list -> list.items.any { it.code == "SIGN_IN_REQUIRED" } }.items.first { it.needsYou }
        window.navigator.open(Place.Outbox(entry.id))
        window.open()
        window.await(hasText(entry.reason))
        rule.onNode(hasText(window.word("action-sign-in"))).performClick()
        window.awaitPlace { it == Place.SignIn }
    }

    @Test
    fun `a dossier can be taken back from here`() {
        val dossier = phone.submit()
        val entry = phone.ask { outboxNow() }.items.first { it.dossierId == dossier }
        window.navigator.open(Place.Outbox(entry.id))
        window.open()
        val back = hasText(window.word("draft-take-back"))
        window.await(back)
        rule.onNode(back).performScrollTo().performClick()
        window.await(hasText(window.word("outbox-gone")))
        assertTrue(
            phone
                .ask { drafts(null, 10) }
                .items
                .single()
                .editable,
        )
    }
}
