package vn.motcua.app.lists

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.ui.nav.Place
import kotlin.test.Test

/** What waits for me. */
@RunWith(RobolectricTestRunner::class)
class HomeTest {
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

    @Test
    fun `with nothing to show it says so, and what comes appears by itself`() {
        phone.online(true)
        window.open()
        window.await(hasText(phone.await(phone.core.home()) { it.empty != null }.empty!!))

        phone.fetch()
        val draft = phone.draft()
        val item =
            phone
                .await(phone.core.home()) { it.sections.isNotEmpty() && it.banner != null }
                .sections
                .single()
                .items
                .single()
        window.await(hasContentDescription(item.label))
        window.await(hasText(phone.await(phone.core.home()) { it.banner != null }.banner!!))
        rule.onNode(hasScrollToIndexAction()).performScrollToNode(hasContentDescription(item.label))
        rule.onNode(hasContentDescription(item.label)).performClick()
        window.awaitPlace { it == Place.Form(draft, 0) }
    }

    @Test
    fun `what can't be read while the phone is locked is read again by a touch, and by itself`() {
        phone.fetch()
        phone.draft()
        runBlocking { phone.core.lock() }
        val retry = hasText(window.word("action-retry"))
        for (place in listOf(Place.Home, Place.Drafts, Place.Dossiers)) {
            window.navigator.turnTo(place)
            if (place == Place.Home) window.open()
            window.await(retry)
        }
        rule.onNode(retry).performClick()
        window.await(hasText(window.word("dossiers-empty")))
        runBlocking { phone.core.lock() }
        window.await(retry)
        phone.ask { unlock() }
        window.await(hasText(window.word("dossiers-empty")))
    }

    @Test
    fun `a page of one thing that can't be read offers to read it again, as the lists do`() {
        window.navigator.turnTo(Place.FeedbackReport("none"))
        window.open()
        window.await(hasText(window.word("action-retry")))
    }

    @Test
    fun `a new dossier begins in the catalogue`() {
        window.open()
        window.await(hasText(window.word("home-new-dossier")))
        rule.onNode(hasText(window.word("home-new-dossier"))).performClick()
        window.awaitPlace { it == Place.Catalogue }
    }

    @Test
    fun `what waits for a sign-in leads to it, before everything else`() {
        phone.fetch()
        phone.submit()
        phone.online(true)
        val home =
            phone.await(phone.core.home()) { home ->
                home.sections
                    .firstOrNull()
                    ?.items
                    .orEmpty()
                    .isNotEmpty() && home.sections.size > 1
            }
        window.open()
        val first =
            home.sections
                .first()
                .items
                .first()
        window.await(hasContentDescription(first.label))
        rule.onNode(hasContentDescription(first.label)).performClick()
        window.awaitPlace { it == Place.SignIn }
    }
}
