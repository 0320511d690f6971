package vn.motcua.host

import java.nio.file.Path
import java.util.concurrent.atomic.AtomicReference
import kotlin.io.path.createDirectories
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.io.TempDir
import vn.motcua.browser.Browser
import vn.motcua.core.BrowserHop
import vn.motcua.core.KeyVault
import vn.motcua.core.MotCuaException
import vn.motcua.core.PlatformException
import vn.motcua.core.explainFailure

/** Failures arrive as what the caller can do next, and leave what was kept alone. */
class FailureTest {
    @TempDir lateinit var folder: Path
    private val story = Story(Path.of(System.getProperty("motcua.fixtures")))

    @Test
    fun anUnknownProcedureIsRefusedInTwoLanguages() = withPhone { phone, _ ->
        val refused = assertFailsWith<MotCuaException.Rejected> { phone.core.newDraft("9.999999") }
        val (vi, en) = listOf("vi", "en").map { explainFailure(refused.code, it) }
        assertTrue(listOf(vi, en).all { it.cause.isNotBlank() && it.remedy.isNotBlank() })
        assertNotEquals(vi.cause, en.cause)
    }

    @Test
    fun aRedirectOfSomebodyElsesSignInIsRefusedAndTheDraftStays() = withPhone { phone, portal ->
        phone.core.refreshCatalogue()
        phone.core.prepareProcedure(story.procedureCode)
        val draft = phone.core.newDraft(story.procedureCode)
        phone.core.openDraft(draft).use { it.answer(NAME, "Nguyễn Minh Khôi") }

        val back = Browser(portal.profile).allow(phone.core.beginSignIn(), story.person)
        val forged = back.replace(Regex("state=[^&]*"), "state=another")
        val refused = assertFailsWith<MotCuaException.NotSecure> { phone.core.completeSignIn(forged) }
        assertEquals("LOGIN_STATE_MISMATCH", refused.code)
        phone.core.openDraft(draft).use { assertEquals("Nguyễn Minh Khôi", it.question(NAME)?.value) }

        phone.core.completeSignIn(back)
    }

    @Test
    fun aBrowserThatThrowsSomethingUnannouncedIsOurMistakeAndNoCrash() = withPhone { phone, _ ->
        val hop =
            object : BrowserHop {
                override fun openUrl(url: String): Unit = error("there is no browser")
            }
        val failed = assertFailsWith<MotCuaException.Bug> { phone.core.signIn(hop) }
        assertTrue("browser" !in failed.message, "what a shell throws stays out of our errors")
    }

    @Test
    fun aLockedPhoneAsksToWait() = runBlocking {
        Portal(Path.of(System.getProperty("motcua.bin")), folder("portal")).use { portal ->
            val home = folder("phone")
            Phone(home, portal.profile).close()
            val asked = AtomicReference<String>()
            val locked =
                object : KeyVault {
                    override fun wrap(alias: String, secret: ByteArray) = throw PlatformException.Locked()

                    override fun unwrap(alias: String, wrapped: ByteArray): ByteArray {
                        asked.set(alias)
                        throw PlatformException.Locked()
                    }

                    override fun erase(alias: String) = throw PlatformException.Locked()
                }
            val refused = assertFailsWith<MotCuaException.TryLater> { Phone(home, portal.profile, vault = { locked }) }
            assertEquals("LOCKED", refused.code)
            assertTrue(asked.get().isNotEmpty(), "the shell's own vault was asked")
        }
    }

    private fun withPhone(test: suspend (Phone, Portal) -> Unit) = runBlocking {
        Portal(Path.of(System.getProperty("motcua.bin")), folder("portal")).use { portal ->
            Phone(folder("phone"), portal.profile).use { phone -> test(phone, portal) }
        }
    }

    private fun folder(name: String): Path = folder.resolve(name).createDirectories()

    private companion object {
        const val NAME = "/data/requester/full_name"
    }
}
