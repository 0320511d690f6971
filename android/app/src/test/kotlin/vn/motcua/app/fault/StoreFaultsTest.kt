package vn.motcua.app.fault

import org.robolectric.RuntimeEnvironment
import vn.motcua.app.TestApplication
import vn.motcua.app.counter.done
import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Core
import vn.motcua.bridge.Words
import vn.motcua.bridge.desktopDeviceKey
import vn.motcua.bridge.desktopKeyVault
import java.io.File
import java.io.RandomAccessFile
import java.util.Locale
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals

/** Stores that this app can't open: it says why on its first page, leaves them as they are, and goes on once they can be opened. */
class StoreFaultsTest : FaultTest() {
    private val home by lazy { File(applicant.app.noBackupFilesDir, "core") }
    private val keys by lazy { File(applicant.app.noBackupFilesDir, "keys") }

    @Test
    fun `a store that can't be opened is explained, left as it is, and there again afterwards`() {
        applicant.agree()
        applicant.fetch()
        applicant.signIn()
        val draft = applicant.filled()
        val answers = applicant.answers(draft)
        listOf("personal.db", "public.db").forEach { name ->
            val store = home.walk().single { it.name == name }
            meets("APP_TOO_OLD", retried = false) { replaced(store) { write(VERSION, byteArrayOf(0, 0, 0, 99)) } }
            meets("STORE_DAMAGED") { replaced(store) { writeText("this is no database, whatever its name says") } }
            assertEquals(answers, applicant.answers(draft))
        }
        meets("KEY_LOST") { movedAway(keys) }
        meets("STORE_IN_USE") { other()::close }
        assertEquals(answers, applicant.answers(draft))
        applicant.submit(draft)
        applicant.isSubmitted(checkNotNull(applicant.state(draft).dossierId), 1)
    }

    /** The app is opened on a store that [spoil] spoiled; what it gives back mends it. */
    private fun meets(
        code: String,
        retried: Boolean = true,
        spoil: () -> () -> Unit,
    ) {
        handset.close()
        applicant.app.die()
        val mend = spoil()
        LANGUAGES.forEach { language ->
            speak(language)
            handset.close()
            handset.open()
            applicant.reading.read(language, Reading.explained(code, language))
        }
        mend()
        if (retried) applicant.person.press(Words.of(LANGUAGES.last())("action-retry")) else anew()
        applicant.sees("home-new-dossier")
    }

    /** What the app asks before it has a core. */
    private fun speak(language: String) {
        RuntimeEnvironment.setQualifiers(if (language == "en") "+en-rUS" else "+vi-rVN")
        Locale.setDefault(Locale.forLanguageTag(language))
    }

    /** The shop's newer app starts. */
    private fun anew() {
        handset.close()
        applicant.app.die()
        handset.open()
    }

    private fun replaced(
        store: File,
        write: File.() -> Unit,
    ): () -> Unit {
        val before = store.readBytes()
        store.write()
        val spoilt = store.readBytes()
        return {
            assertContentEquals(spoilt, store.readBytes(), "it was left as it is")
            store.writeBytes(before)
        }
    }

    private fun File.write(
        at: Long,
        bytes: ByteArray,
    ) = RandomAccessFile(this, "rw").use { it.apply { seek(at) }.write(bytes) }

    private fun movedAway(folder: File): () -> Unit {
        val elsewhere = File("$folder-elsewhere")
        check(folder.renameTo(elsewhere))
        return {
            folder.deleteRecursively()
            check(elsewhere.renameTo(folder))
        }
    }

    /** Another process has it open. */
    private fun other(): Core {
        val config = AppConfig(home.path, applicant.portal.profile, false, "vi", embeddedPush = false)
        return Core.open(config, desktopKeyVault(keys.path), desktopDeviceKey(keys.path), TestApplication.Network).done()
    }

    private companion object {
        val LANGUAGES = listOf("vi", "en")

        /** Where SQLite keeps a database's `user_version` (file format, § 1.3.16). */
        const val VERSION = 60L
    }
}
