package vn.motcua.app.album

import android.content.Intent
import android.net.Uri
import androidx.compose.ui.test.hasSetTextAction
import vn.motcua.app.TestApplication
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Core
import vn.motcua.bridge.desktopDeviceKey
import vn.motcua.bridge.desktopKeyVault
import vn.motcua.ui.nav.Place
import java.io.File
import java.io.RandomAccessFile
import java.util.concurrent.CountDownLatch
import kotlin.test.Test

/** From the first start to the door of a procedure: everything before anybody is asked for a name. */
class BeginningAlbum : AlbumPart("1-beginning") {
    private val home by lazy { File(stage.app.noBackupFilesDir, "core") }

    @Test
    fun `the beginning`() =
        play {
            start()
            consent()
            catalogue()
            procedure()
        }

    private fun start() {
        stage.app.mayOpen = CountDownLatch(1)
        stage.scene("start/opening", Place.Home)
        val other = other()
        stage.app.mayOpen.countDown()
        stage.scene("start/in-use", Place.Home, shows = { shown("STORE_IN_USE") })
        other.close()
        writtenByNewerApp {
            stage.app.keeper.retry()
            stage.scene("start/too-old", Place.Home, shows = { shown("APP_TOO_OLD") })
        }
        stage.app.keeper.retry()
    }

    /** Another process has the store open. */
    private fun other(): Core {
        val keys = File(stage.app.noBackupFilesDir, "keys").path
        val config = AppConfig(home.path, stage.app.portalProfile, false, "vi", embeddedPush = false)
        return Core.open(config, desktopKeyVault(keys), desktopDeviceKey(keys), TestApplication.Network).done()
    }

    /** The store says that a later version wrote it: `user_version`, which SQLite keeps at byte 60. */
    private fun writtenByNewerApp(during: () -> Unit) {
        val file = home.walk().single { it.name == "public.db" }
        val before = version(file)
        setVersion(file, 9_999)
        during()
        setVersion(file, before)
    }

    private fun version(file: File): Int = RandomAccessFile(file, "r").use { it.apply { seek(USER_VERSION) }.readInt() }

    private fun setVersion(
        file: File,
        version: Int,
    ) = RandomAccessFile(file, "rw").use { it.apply { seek(USER_VERSION) }.writeInt(version) }

    private fun consent() {
        stage.scene("consent/asked", Place.Home, shows = { shown(person.ask { consent() }.accept) })
        person.agree()
        stage.scene("home/empty-offline", Place.Home, shows = { shown(stage.word("home-new-dossier")) })
        person.online(true)
        stage.scene("home/empty", Place.Home, shows = { shown(stage.word("home-new-dossier")) })
        stage.scene("consent/read-again", Place.Consent, shows = { shown(person.ask { consent() }.paragraphs.first()) })
    }

    private fun catalogue() {
        person.online(false)
        stage.scene("catalogue/never-fetched", Place.Catalogue, shows = { shown("NETWORK_OFFLINE") })
        person.online(true)
        person.fault("""{"kind":"delay","ms":600000,"path_prefix":"/v1/catalogue"}""") {
            stage.scene("catalogue/fetching", Place.Catalogue, shows = { shown(stage.word("tab-catalogue")) })
        }
        person.ask { refreshCatalogue() }
        stage.scene("catalogue/list", Place.Catalogue, isTall = false, shows = {
            shown(
                person
                    .ask { searchCatalogue("") }
                    .items
                    .first()
                    .name,
            )
        })
        stage.scene("catalogue/found", Place.Catalogue, isTall = false, shows = { shown(stage.word("catalogue-results")) }) {
            stage.type(hasSetTextAction(), "khai sinh")
        }
        stage.scene("catalogue/not-found", Place.Catalogue, shows = { shown(stage.word("action-clear-search")) }) {
            stage.type(hasSetTextAction(), "xyzxyz")
        }
    }

    private fun procedure() {
        val birth = Place.Procedure(Story.procedure)
        val open = { shown(stage.word("procedure-start")) }
        stage.scene("procedure/not-prepared", birth, shows = open)
        person.fault("""{"kind":"delay","ms":600000,"path_prefix":"/v1/forms"}""") {
            stage.scene("procedure/preparing", birth, shows = open) { stage.tap(button(stage.word("procedure-prepare"))) }
        }
        person.fault("""{"kind":"status","status":503,"path_prefix":"/v1/forms"}""") {
            stage.scene("procedure/busy", birth, shows = { shown("PORTAL_") }) { stage.tap(button(stage.word("procedure-start"))) }
        }
        person.fetch()
        stage.scene("procedure/prepared-offline", birth, shows = open)
        val other = person.ask { searchCatalogue("") }.items.first { !it.canStart }
        stage.scene("procedure/only-read", Place.Procedure(other.code), shows = { shown(other.code) })
        stage.scene("procedure/unknown", Place.Procedure("9.999999"), shows = { shown("PROCEDURE_UNKNOWN") })
    }

    private companion object {
        const val USER_VERSION = 60L
    }
}
