package vn.motcua.app.album

import android.app.Activity
import android.content.Intent
import android.net.Uri
import androidx.compose.ui.test.hasSetTextAction
import kotlinx.coroutines.runBlocking
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowSystemClock
import vn.motcua.bridge.NewFeedback
import vn.motcua.bridge.PlaceMeasured
import vn.motcua.bridge.PlacePinned
import vn.motcua.bridge.SessionState
import vn.motcua.ui.nav.Place
import java.io.ByteArrayOutputStream
import java.io.File
import java.time.Duration
import kotlin.test.Test

/** Who I am here, what I set, what I reported, and what is mine to take along or to delete. */
class AccountAlbum : AlbumPart("4-account") {
    private val signIn = { shown(stage.word("sign-in-heading")) }
    private val session = { shown(stage.word("session-heading")) }
    private val report = { shown(stage.word("feedback-mine")) }

    @Test
    fun `the account`() =
        play {
            person.agree()
            person.fetch()
            settings()
            reports()
            signingIn()
            signedIn()
            expired()
            lock()
            ownData()
        }

    private fun settings() {
        stage.scene("settings/there", Place.Settings, shows = { shown(person.ask { settings() }.heading) })
        stage.scene("session/signed-out", Place.Session, shows = session)
    }

    private fun signingIn() {
        stage.scene("sign-in/before", Place.SignIn, shows = signIn)
        stage.scene("sign-in/offline", Place.SignIn, shows = { shown("NETWORK_OFFLINE") }) { stage.tap(button(stage.word("sign-in-open"))) }
        person.online(true)
        person.ask { beginSignIn() }
        stage.scene("sign-in/at-the-hop", Place.SignIn, shows = { shown(stage.word("sign-in-waiting")) })
        stage.scene("session/signing-in", Place.Session, shows = { shown(stage.word("sign-in-go-on")) })
        stage.scene("sign-in/failed", {
            returning("vn.motcua.app:/sign-in/return?code=c&state=s&iss=i")
        }, shows = { shown(stage.word("failure-code-label")) })
        person.fault("""{"kind":"delay","ms":600000,"path_prefix":"/eid/token"}""") {
            stage.scene("sign-in/completing", { returning(person.allowed()) }, shows = { shown(stage.word("sign-in-completing")) })
        }
        // Those attempts wait for the portal until their patience ends; a newer one makes them void.
        person.signIn()
        person.await(stage.core.session()) { it.state == SessionState.SIGNED_IN }
        stage.scene("sign-in/done", Place.SignIn, shows = { shown(stage.word("sign-in-done")) })
    }

    /** The browser comes back. */
    private fun returning(redirect: String) = Intent(Intent.ACTION_VIEW, Uri.parse(redirect))

    private fun signedIn() {
        stage.scene("session/signed-in", Place.Session, shows = { shown(stage.word("action-sign-out")) })
        stage.scene("session/sign-out", Place.Session, isTall = false, shows = { shown(stage.word("sign-out-question")) }) {
            stage.tap(button(stage.word("action-sign-out")))
        }
    }

    /** The portal ends the session, as it does when somebody signs out everywhere. */
    private fun expired() {
        person.fault("""{"kind":"token_revoked","path_prefix":"/v1"}""") {
            person.attempt { sync() }
            person.await(stage.core.session()) { it.state == SessionState.SIGN_IN_NEEDED }
            stage.scene("session/expired", Place.Session, shows = { shown(stage.word("sign-in-again")) })
            stage.scene("sign-in/expired", Place.SignIn, shows = signIn)
        }
        person.signIn()
    }

    private fun reports() {
        stage.scene("feedback/empty", Place.Feedback, shows = { shown(stage.word("feedback-new")) })
        stage.scene("feedback/new", Place.NewFeedback, shows = { shown(stage.word("feedback-send-note")) })
        stage.scene("feedback/incomplete", Place.NewFeedback, shows = { shown("FEEDBACK_INCOMPLETE") }) {
            stage.type(hasSetTextAction() and shown(stage.word("feedback-description")), DESCRIPTION)
            stage.tap(button(stage.word("action-send")))
        }
        val photo = File(System.getProperty("motcua.fixtures"), "pothole.jpg")
        val id = person.ask { sendFeedback(NewFeedback("HT", DESCRIPTION, measured()), photo.path) }
        stage.scene("feedback/waiting", Place.FeedbackReport(id), shows = report)
        stage.scene("feedback/correcting", Place.EditFeedback(id), shows = { shown(stage.word("feedback-place-kept")) })
        person.online(true)
        person.ask { runOutbox() }
        person.await(stage.core.feedback(10)) { list -> list.items.all { it.number != null } }
        stage.scene("feedback/received", Place.FeedbackReport(id), shows = report)
        person.fault("""{"kind":"status","status":400,"path_prefix":"/open311"}""") { refused() }
        stage.scene("feedback/some", Place.Feedback, shows = { shown(stage.word("feedback-new")) })
        person.online(false)
    }

    private fun measured() = PlaceMeasured(10.7769, 106.7009, accuracy = 12.0, at = System.currentTimeMillis(), mocked = false)

    private fun refused() {
        Clock.pass(Duration.ofMinutes(3))
        val id = person.ask { sendFeedback(NewFeedback("HT", "Đèn đường tắt.", PlacePinned(10.7769, 106.7009)), null) }
        person.attempt { runOutbox() }
        stage.scene("feedback/refused", Place.FeedbackReport(id), shows = report)
    }

    private fun answered() {
        Clock.pass(Duration.ofMinutes(30))
        val id = person.ask { sendFeedback(NewFeedback("HT", DESCRIPTION, PlacePinned(10.7769, 106.7009)), null) }
        val number =
            person
                .await(
                    stage.core.feedback(10),
                ) { list -> list.items.any { it.id == id && it.number != null } }
                .items
                .first { it.id == id }
                .number
        Clock.pass(Duration.ofHours(5))
        person.answer(checkNotNull(number), "Đã vá ổ gà trong sáng nay.")
        person.ask { sync() }
        person.await(stage.core.feedback(10)) { list -> list.items.any { it.answer != null } }
        stage.scene("feedback/answered", Place.FeedbackReport(id), shows = report)
    }

    private fun lock() {
        runBlocking { stage.core.start() }
        answered()
        stage.app.hasLock = true
        stage.scene("lock/asking", Place.Home, shows = { shown(stage.word("lock-open")) }) {
            stage.window?.pause()?.stop()
            ShadowSystemClock.advanceBy(Duration.ofMinutes(6))
            stage.window
                ?.restart()
                ?.start()
                ?.resume()
        }
        stage.app.hasLock = false
        stage.app.lock.confirmed()
        person.ask { unlock() }
    }

    private fun ownData() {
        stage.scene("my-data/there", Place.MyData, shows = { shown(stage.word("data-erase")) })
        stage.scene("my-data/exported", Place.MyData, shows = { shown(stage.word("data-export-done")) }) { export() }
        stage.scene("my-data/erase", Place.MyData, isTall = false, shows = { shown(stage.word("data-erase-confirm")) }) {
            stage.tap(button(stage.word("data-erase")))
        }
        stage.scene("my-data/erased", Place.MyData, shows = { shown(stage.word("data-erase-done")) }) {
            person.ask { consent() }.takeIf { it.needed }?.let { stage.tap(button(it.accept)) }
            stage.tap(button(stage.word("data-erase")))
            stage.tap(button(stage.word("data-erase-confirm")))
            stage.settle(shown(stage.word("data-erase-done")))
        }
    }

    /** The person takes the copy and says where it goes. */
    private fun export() {
        stage.tap(button(stage.word("data-export")))
        val activity = checkNotNull(stage.window).get()
        val shadow = shadowOf(activity)
        var asked = shadow.nextStartedActivityForResult
        stage.until("where the copy goes is asked") {
            asked = asked ?: shadow.nextStartedActivityForResult
            asked != null
        }
        val uri = Uri.parse("content://album/copy.zip")
        shadowOf(activity.contentResolver).registerOutputStreamSupplier(uri) { ByteArrayOutputStream() }
        shadow.receiveResult(asked.intent, Activity.RESULT_OK, Intent().setData(uri))
    }

    private companion object {
        const val DESCRIPTION = "Ổ gà lớn giữa làn xe máy, dễ gây tai nạn khi trời mưa."
    }
}
