package vn.motcua.app.counter

import kotlinx.coroutines.runBlocking
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.Core
import vn.motcua.bridge.NetworkState
import vn.motcua.bridge.Words
import vn.motcua.bridge.desktopDeviceKey
import vn.motcua.bridge.desktopKeyVault
import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createTempDirectory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** What these tests stand on is real: without the portal, or without the Rust library, they fail. None of them looks whether it is there and goes by. */
@RunWith(RobolectricTestRunner::class)
class GroundTest {
    @Test
    fun `without the portal's program there is no portal`() {
        assertFailsWith<IOException> { Portal(createTempDirectory("no-programs"), createTempDirectory("portal")) }
    }

    @Test
    fun `a portal that was stopped lets nobody go on`() {
        val folder = createTempDirectory("phone")
        val portal = Portal(Portal.programs, folder)
        phone(folder, portal).use { core ->
            runBlocking { core.refreshCatalogue().done() }
            portal.stop()
            val stopped = assertFailsWith<IllegalStateException> { runBlocking { core.refreshCatalogue().done() } }
            assertEquals("refused with NETWORK_UNREACHABLE", stopped.message)
        }
    }

    @Test
    fun `without the library not a word is said`() {
        val (status, said) = elsewhere(Portal.programs)
        assertEquals(0 to Words.of("vi")(WORD), status to said.trim())
        val (none, why) = elsewhere(createTempDirectory("no-library"))
        assertEquals(1, none)
        assertTrue("UnsatisfiedLinkError" in why && "motcua_ffi" in why, why)
    }

    private fun phone(
        folder: Path,
        portal: Portal,
    ): Core {
        val keys = "$folder/keys"
        val network =
            object : Connectivity {
                override fun state() = NetworkState.UNMETERED
            }
        return Core.open(AppConfig("$folder/core", portal.profile, false, "vi", false), desktopKeyVault(keys), desktopDeviceKey(keys), network).done()
    }

    /** How a process ends that has the library in [folder], and what it says. */
    private fun elsewhere(folder: Path): Pair<Int, String> {
        val classes = Files.createTempFile("classes", null).toFile()
        classes.writeText("-cp \"${System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")}\"")
        val java = File(System.getProperty("java.home"), "bin/java").path
        val process =
            ProcessBuilder(
                java,
                "@$classes",
                "-Djna.library.path=$folder",
                "-Djna.nosys=true",
                "-Dfile.encoding=UTF-8",
                Speaker::class.java.name,
                WORD,
            ).redirectErrorStream(true)
                .start()
        val said = process.inputReader(Charsets.UTF_8).readText()
        return process.waitFor() to said
    }

    /** Says a word, which only the library knows. */
    object Speaker {
        @JvmStatic
        fun main(names: Array<String>) = println(Words.of("vi")(names.single()))
    }

    private companion object {
        const val WORD = "action-back"
    }
}
