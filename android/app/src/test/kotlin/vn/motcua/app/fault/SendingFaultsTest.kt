package vn.motcua.app.fault

import android.provider.Settings
import org.robolectric.Shadows.shadowOf
import vn.motcua.app.story.and
import vn.motcua.app.story.pressable
import vn.motcua.app.story.saying
import vn.motcua.app.story.telling
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

/**
 * Faults between the phone and the portal while a dossier is being sent: each is explained on the screen in two languages, the draft is as it was, and once
 * the fault is gone the person goes on with what the screen offers, and the dossier is there, once.
 */
class SendingFaultsTest : FaultTest() {
    /** How it goes on once the fault is over. */
    private enum class Way { SEND_NOW, BY_ITSELF, TAKE_BACK, SIGN_IN, LOG_IN_TO_THE_NETWORK }

    /** What happens, and the code that the person reads. */
    private class Fault(
        val name: String,
        val code: String,
        val way: Way = Way.SEND_NOW,
        val begin: Applicant.() -> Unit,
        val end: Applicant.() -> Unit,
    )

    /** One that QA orders, for the submission where nothing else is said; [members] as the wire API takes them. */
    private fun ordered(
        name: String,
        code: String,
        members: String,
        way: Way = Way.SEND_NOW,
        where: String = """"path_prefix":"/v1/dossiers/","method":"PUT"""",
    ) = Fault(name, code, way, { portal.fault("{$where,$members}") }, { portal.heal() })

    private val faults =
        listOf(
            Fault("there is no network", "NETWORK_OFFLINE", Way.BY_ITSELF, { handset.online(false) }, { handset.online(true) }),
            Fault("the portal is down", "NETWORK_UNREACHABLE", begin = { portal.stop() }, end = { portal.startAgain() }),
            ordered("a log-in page answers", "NETWORK_LOGIN_NEEDED", """"kind":"html"""", Way.LOG_IN_TO_THE_NETWORK),
            ordered("the portal fails", "PORTAL_FAILED", """"kind":"status","status":500"""),
            ordered("the portal asks to wait", "PORTAL_UNAVAILABLE", """"kind":"status","status":503,"retry_after":1""", Way.BY_ITSELF),
            ordered("too many ask", "TOO_MANY_REQUESTS", """"kind":"status","status":429,"retry_after":1""", Way.BY_ITSELF),
            ordered("the reply is lost after the commit", "NETWORK_UNREACHABLE", """"kind":"reply_lost""""),
            ordered("the connection closes before the work", "NETWORK_UNREACHABLE", """"kind":"connection_closed""""),
            ordered("an upload is cut", "NETWORK_UNREACHABLE", """"kind":"cut_upload","at_bytes":1000""", where = """"path_prefix":"/v1/files""""),
            ordered("the receipt is another dossier's", "RECEIPT_OTHER_DOSSIER", """"kind":"receipt_other_dossier""""),
            ordered("the receipt is over another content", "RECEIPT_WRONG_HASH", """"kind":"receipt_wrong_hash""""),
            ordered("a redirect leads elsewhere", "REDIRECT_REFUSED", """"kind":"redirect","to":"https://elsewhere.example/""""),
            ordered("the answer is garbled", "ANSWER_UNREADABLE", """"kind":"garbled""""),
            ordered("the session is revoked", "SIGN_IN_AGAIN", """"kind":"token_revoked"""", Way.SIGN_IN),
            ordered("a refusal gives the draft back", "NOT_ALLOWED", """"kind":"status","status":403""", Way.TAKE_BACK),
            // To a portal that lives a month earlier the child isn't born yet.
            Fault("the portal finds an answer wrong", "ANSWERS_INVALID", Way.TAKE_BACK, { portal.advance(-MONTH) }, { portal.advance(MONTH) }),
            ordered("the portal doesn't understand", "REQUEST_INVALID", """"kind":"status","status":400""", Way.TAKE_BACK),
        )

    @Test
    fun `every fault on the way is explained, and over once it is gone`() {
        applicant.agree()
        applicant.fetch()
        applicant.signIn()
        applicant.handset.open()
        faults.forEachIndexed { before, fault ->
            try {
                meet(fault, before)
            } catch (failed: Throwable) {
                throw AssertionError("${fault.name}: ${failed.message}", failed)
            }
        }
    }

    @Test
    fun `as somebody else nothing goes out, and a phone whose clock is slow sends all the same`() {
        applicant.agree()
        // To a phone whose clock is slow the portal lives later.
        applicant.portal.advance(THREE_HOURS)
        applicant.fetch()
        applicant.signIn()
        applicant.handset.open()
        val draft = applicant.filled()
        val answers = applicant.answers(draft)
        applicant.portal.fault("""{"path_prefix":"/v1/dossiers/","method":"PUT","kind":"connection_closed"}""")
        applicant.submit(draft)
        applicant.reads("NETWORK_UNREACHABLE")
        val (entry, dossier) = applicant.waiting(draft).let { it.id to checkNotNull(it.dossierId) }
        person.ask { signOut() }
        applicant.signIn(SOMEBODY_ELSE)
        applicant.portal.heal()
        applicant.reads("OTHER_PERSON_SIGNED_IN")
        assertEquals(0, applicant.portal.count("dossiers"))
        assertEquals(answers, applicant.answers(draft), "the draft is as it was")
        applicant.press("action-sign-out")
        applicant.press("action-sign-out")
        person.glass.waits("nobody asks whether they are sure") { person.glass.search(telling(applicant.word("sign-out-question"))) != null }
        applicant.press("action-sign-out")
        applicant.press("action-sign-in")
        applicant.handset.comeBack(applicant.hop())
        applicant.sees("sign-in-done")
        applicant.handset.follow(Place.Outbox(entry))
        applicant.sees("outbox-gone")
        applicant.isSubmitted(dossier, 1)
    }

    private fun meet(
        fault: Fault,
        before: Int,
    ) {
        val draft = applicant.filled()
        val answers = applicant.answers(draft)
        fault.begin(applicant)
        applicant.submit(draft)
        val dossier = checkNotNull(applicant.waiting(draft).dossierId)
        applicant.reads(fault.code)
        assertEquals(if (fault.way == Way.TAKE_BACK) "refused" else "queued", applicant.state(draft).state)
        assertEquals(answers, applicant.answers(draft), "the draft is as it was")
        fault.end(applicant)
        goOn(fault.way, draft)
        applicant.isSubmitted(dossier, before + 1)
    }

    private fun goOn(
        way: Way,
        draft: String,
    ) {
        when (way) {
            Way.BY_ITSELF -> Unit
            Way.SEND_NOW -> applicant.press("outbox-send-now")
            Way.SIGN_IN -> signIn()
            Way.TAKE_BACK -> takeBack(draft)
            Way.LOG_IN_TO_THE_NETWORK -> logIn()
        }
        if (way != Way.TAKE_BACK) person.sees(applicant.word("outbox-gone"))
    }

    private fun signIn() {
        applicant.press("action-sign-in")
        applicant.handset.comeBack(applicant.hop())
        person.sees(applicant.word("sign-in-done"))
        applicant.press("action-continue")
    }

    private fun takeBack(draft: String) {
        assertNull(person.glass.search(pressable and saying(applicant.word("outbox-send-now"))), "what was refused would be refused again")
        applicant.press("draft-take-back")
        person.sees(applicant.word("draft-taken-back"))
        person.told({ drafts(1) }) { applicant.state(draft).editable }
        applicant.submit(draft)
    }

    /** The Wi-Fi's page is to be found in the phone's settings; what comes of it the system tells. */
    private fun logIn() {
        applicant.press("action-open-settings")
        person.glass.waits(
            "the app doesn't open the settings",
        ) { shadowOf(applicant.app).nextStartedActivity?.action == Settings.ACTION_WIFI_SETTINGS }
        applicant.handset.online(true)
    }

    private companion object {
        const val MONTH = 30 * 86_400
        const val THREE_HOURS = 3 * 3_600
        const val SOMEBODY_ELSE = "074195000102"
    }
}
