package vn.motcua.preview

import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.printToString
import androidx.compose.ui.test.runComposeUiTest
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.SessionState
import vn.motcua.bridge.Words
import vn.motcua.browser.Browser
import java.io.File
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import javax.swing.SwingUtilities
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull

/** The desktop's screens over the real library and portal, without a display. */
@OptIn(ExperimentalTestApi::class)
class PreviewTest {
    @get:Rule val folder = TemporaryFolder()
    private val bin = File(checkNotNull(System.getProperty("motcua.bin")) { "the folder of motcua-portal isn't given" })
    private val portal by lazy { Portal(bin, folder.newFolder("portal")) }
    private val preview by lazy { Preview(folder.newFolder("phone"), portal.profile) }
    private val vi = Words.of("vi")

    @After fun end() {
        preview.close()
        portal.close()
    }

    @Test
    fun `consent, then home, then the portal's catalogue`() =
        runComposeUiTest {
            setContent { PreviewScreen(preview) }
            waitUntil(timeoutMillis = PATIENCE) { preview.core != null }
            val consent = runBlocking { core.consent().done() }
            seen(consent.accept)
            onNodeWithText(consent.accept).performClick()
            seen(vi("tab-catalogue"))
            onNodeWithText(vi("tab-catalogue")).performClick()
            seen("Thủ tục đăng ký khai tử")
        }

    @Test
    fun `signing in comes back from the system's browser`() =
        runBlocking {
            preview.open().done()
            val redirect = Browser(portal.profile).allow(core.beginSignIn().done(), "079093000101")
            assertEquals(200, get(redirect))
            SwingUtilities.invokeAndWait { assertEquals(redirect, preview.navigator.takeReturn()) }
            core.completeSignIn(redirect).done()
            assertEquals(SessionState.SIGNED_IN, core.sessionNow().done().state)
        }

    @Test
    fun `a portal listens again where it did`() {
        val first = portal.url
        portal.close()
        Portal(bin, File(folder.root, "portal")).use { assertEquals(first, it.url) }
    }

    @Test
    fun `a typed place is two numbers on Earth`() {
        assertEquals(10.7769 to 106.7009, assertNotNull(position("10.7769, 106.7009")).let { it.lat to it.long })
        listOf("", "10.7769", "91, 106", "10, 181", "a, b", "1, 2, 3").forEach { assertNull(position(it), it) }
    }

    private val core get() = checkNotNull(preview.core)

    private fun <T> Outcome<T>.done(): T = (this as? Outcome.Done ?: error("refused: $this")).value

    private fun get(address: String) =
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI(address)).build(), BodyHandlers.discarding()).statusCode()

    /** Written there, or spoken in its place. */
    private fun shows(text: String) = hasText(text) or hasContentDescription(text, substring = true)

    private fun ComposeUiTest.seen(text: String) =
        try {
            waitUntil(timeoutMillis = PATIENCE) { onAllNodes(shows(text)).fetchSemanticsNodes().isNotEmpty() }
        } catch (late: ComposeTimeoutException) {
            throw AssertionError("\"$text\" isn't shown, but:\n${onRoot().printToString(Int.MAX_VALUE)}", late)
        }

    private companion object {
        const val PATIENCE = 30_000L
    }
}
