package vn.motcua.bridge

import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import vn.motcua.core.MotCuaException
import java.io.File
import java.io.RandomAccessFile
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** Failures come as the caller's next move, each as the core or the portal really gives it, and have words in both languages. */
class FailureTest {
    @get:Rule val folder = TemporaryFolder()
    private lateinit var phone: Phone
    private val core get() = phone.core

    @Before fun open() {
        phone = Phone(folder.root)
    }

    @After fun close() = phone.close()

    @Test
    fun `without network`() = told { assertEquals(Failure.Offline("NETWORK_OFFLINE"), core.refreshCatalogue().failed().explained()) }

    @Test
    fun `a portal that asks for time says how much`() =
        told {
            phone.online(true)
            val failure = faulty(""""kind":"status","status":503,"retry_after":7""") { core.refreshCatalogue() }
            assertEquals(7, assertIs<Failure.TryLater>(failure).retryAfterSeconds)
        }

    @Test
    fun `a network that wants a login first`() =
        told {
            phone.online(true)
            assertIs<Failure.NetworkLogin>(faulty(""""kind":"html"""") { core.refreshCatalogue() })
        }

    @Test
    fun `somebody else's return from the browser`() =
        told {
            phone.online(true)
            core.beginSignIn().done()
            val forged = "vn.motcua.app:/sign-in/return?code=1&state=another"
            assertIs<Failure.NotSecure>(core.completeSignIn(forged).failed().explained())
        }

    @Test
    fun `nobody is signed in`() =
        told {
            phone.online(true)
            assertIs<Failure.SignInNeeded>(core.sync().failed().explained())
        }

    @Test
    fun `what nobody offers is refused`() =
        told {
            phone.fetch()
            assertIs<Failure.Rejected>(core.newDraft("9.999999").failed().explained())
        }

    @Test
    fun `a file that a slot doesn't take is refused at its question`() =
        told {
            val form = form()
            val file = File(folder.root, "khai.txt").apply { writeText("không phải ảnh") }
            val refused = form.attach(PAPER, file.path, file.name).failed().explained()
            assertEquals("FILE_TYPE_REFUSED", refused.code)
            assertEquals(PAPER, assertIs<Failure.Rejected>(refused).reference)
            form.close()
        }

    @Test
    fun `what was agreed to isn't the text that is there now`() = told { assertIs<Failure.Conflict>(core.acceptConsent("0").failed().explained()) }

    @Test
    fun `a store that is open already`() =
        assertIs<Failure.TryLater>(phone.openAgain().failed().explained()).let {
            assertEquals("STORE_IN_USE", it.code)
        }

    @Test
    fun `a locked phone`() {
        phone.close()
        assertEquals("LOCKED", assertIs<Failure.TryLater>(phone.openAgain(LockedVault).failed().explained()).code)
    }

    @Test
    fun `data of a newer app`() {
        phone.close()
        RandomAccessFile(phone.publicDatabase, "rw").use {
            it.seek(USER_VERSION)
            it.writeInt(9_999)
        }
        assertIs<Failure.UpdateApp>(phone.openAgain().failed().explained())
    }

    @Test
    fun `a shell that throws what it didn't announce`() =
        told {
            phone.online(true)
            val hop =
                object : BrowserHop {
                    override fun openUrl(url: String): Unit = error("079093000101 has no browser")
                }
            val failure = assertIs<Failure.Bug>(core.signIn(hop).failed().explained())
            assertTrue("079093000101" !in failure.toString(), "what a shell throws stays out of our errors")
        }

    /** A disk that is full can't be had here: what the core says then is taken apart all the same, as is every other kind. */
    @Test
    fun `each kind of the core has its own here`() {
        val code = "CODE"
        val kinds =
            mapOf(
                MotCuaException.Offline(code) to Failure.Offline(code),
                MotCuaException.TryLater(code, 7uL) to Failure.TryLater(code, 7),
                MotCuaException.NetworkLogin(code) to Failure.NetworkLogin(code),
                MotCuaException.NotSecure(code) to Failure.NotSecure(code),
                MotCuaException.SignInNeeded(code) to Failure.SignInNeeded(code),
                MotCuaException.Rejected(code, PAPER) to Failure.Rejected(code, PAPER),
                MotCuaException.Conflict(code, PAPER) to Failure.Conflict(code, PAPER),
                MotCuaException.StorageFull(code) to Failure.StorageFull(code),
                MotCuaException.UpdateApp(code) to Failure.UpdateApp(code),
                MotCuaException.Bug(code) to Failure.Bug(code),
            )
        assertEquals(
            MotCuaException::class.java.classes
                .filter(MotCuaException::class.java::isAssignableFrom)
                .toSet(),
            kinds.keys
                .map {
                    it.javaClass
                }.toSet(),
        )
        kinds.forEach { (refused, expected) -> assertEquals(Outcome.Failed(expected), caught { throw refused }) }
    }

    private suspend fun form(): Form {
        phone.fetch()
        return core.openDraft(core.newDraft(Phone.BIRTH).done()).done()
    }

    private fun faulty(
        fault: String,
        call: suspend () -> Outcome<Unit>,
    ): Failure =
        Portal.shared.misbehaving("""{$fault,"path_prefix":"/v1/","times":null}""") {
            kotlinx.coroutines.runBlocking { call().failed().explained() }
        }

    /** There are words for it, other ones in each language. */
    private fun Failure.explained(): Failure {
        val (vi, en) = listOf("vi", "en").map { Failure.explain(this, it) }
        assertTrue(listOf(vi, en).all { it.cause.isNotBlank() && it.remedy.isNotBlank() }, code)
        assertNotEquals(vi.cause, en.cause)
        assertNotNull(vi.code)
        return this
    }

    private object LockedVault : KeyVault {
        override fun wrap(
            alias: String,
            secret: ByteArray,
        ) = throw PlatformLocked()

        override fun unwrap(
            alias: String,
            wrapped: ByteArray,
        ) = throw PlatformLocked()

        override fun erase(alias: String) = throw PlatformLocked()
    }

    private companion object {
        const val PAPER = "/data/papers/birth_cert"

        /** Where an SQLite file has its schema's number. */
        const val USER_VERSION = 60L
    }
}
