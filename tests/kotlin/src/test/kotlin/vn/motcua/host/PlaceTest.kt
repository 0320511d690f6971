package vn.motcua.host

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import org.junit.jupiter.api.io.TempDir
import vn.motcua.core.MotCuaException

/** A form that asks for the phone's place when it is opened, by the exported API. */
class PlaceTest {
    @TempDir lateinit var folder: Path
    private val bin = Path.of(System.getProperty("motcua.bin"))

    @Test
    fun aPlaceIsAskedForUntilItIsThere() {
        putChecklist()
        Portal(bin, folder.resolve("portal").createDirectories()).use { portal ->
            Phone(folder, portal.profile).use { phone ->
                val draft = phone.core.newDraft("1.001193")
                assertEquals(listOf(OPENED), phone.core.openPage(draft, 0u).wantedPlaces)
                phone.restart()
                val opened = phone.core.openPage(draft, 0u)
                assertEquals(listOf(OPENED), opened.wantedPlaces, "another process asks too")
                val put = opened.form.putPlace(OPENED, "10.7769 106.7009 4.5 12")
                assertTrue(put.pageChanged && put.wantedPlaces.isEmpty())
                assertFailsWith<MotCuaException.Rejected> { opened.form.putPlace(OPENED, "10.7769 106.7009 4.5 12") }
                phone.restart()
                val again = phone.core.openPage(draft, 0u)
                assertEquals(1u, again.undoCount)
                assertEquals(emptyList(), again.wantedPlaces)
            }
        }
    }

    private fun putChecklist() {
        val putting = ProcessBuilder("$bin/motcua-bench", "checklist-home", "$folder").inheritIO().start()
        check(putting.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && putting.exitValue() == 0) { "the form isn't put" }
    }

    private companion object {
        const val OPENED = "/data/visit/opened_position"
        const val PATIENCE_SECONDS = 60L
    }
}
