package vn.motcua.app.fault

import org.json.JSONObject
import vn.motcua.app.counter.Portal
import vn.motcua.app.story.pressable
import vn.motcua.app.story.saying
import vn.motcua.bridge.SessionState
import vn.motcua.ui.nav.Place
import java.nio.file.Files
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNotEquals
import kotlin.test.assertNull

/** The way to the e-ID and back: what doesn't belong to the attempt changes nothing, and no draft is touched. And whom the phone believes. */
class EntranceFaultsTest : FaultTest() {
    private lateinit var draft: String
    private lateinit var answers: Map<String, String>

    private fun begin() {
        applicant.agree()
        applicant.fetch()
        draft = applicant.filled()
        answers = applicant.answers(draft)
        handset.open()
        handset.follow(Place.SignIn)
    }

    @Test
    fun `what comes back wrongly is refused, and the right way gets in`() {
        begin()
        val back = applicant.hop()
        refused(with(back, "state", "somebody-elses-state-of-about-the-same-length"), "LOGIN_STATE_MISMATCH")
        refused(with(back, "iss", "https://elsewhere.example/eid"), "LOGIN_ISSUER_MISMATCH")
        refused("vn.motcua.app:/sign-in/return?code=x", "LOGIN_STATE_MISMATCH")
        handset.comeBack(back)
        applicant.sees("sign-in-done")
        // The page says who is signed in.
        refused(back, "LOGIN_REPLAYED", hasNames = true)
        assertEquals(SessionState.SIGNED_IN, session())
        sent()
    }

    @Test
    fun `whoever said no, was refused or closed the browser signs in afterwards`() {
        begin()
        refused(applicant.hop("deny"), "LOGIN_DENIED")
        assertEquals(SessionState.SIGNED_OUT, session())
        val failed = applicant.hop().replace(Regex("code=[^&]*"), "error=server_error")
        refused(failed, "LOGIN_REFUSED")
        applicant.hop()
        handset.comeToFront()
        applicant.readsWord("sign-in-waiting")
        handset.comeBack(applicant.hop(button = "sign-in-anew"))
        applicant.sees("sign-in-done")
        sent()
    }

    @Test
    fun `what the network broke off goes on`() {
        begin()
        handset.online(false)
        applicant.press("sign-in-open")
        applicant.reads("NETWORK_OFFLINE")
        handset.online(true)
        val back = applicant.hop()
        applicant.portal.fault("""{"kind":"connection_closed","path_prefix":"/eid/token"}""")
        refused(back, "NETWORK_UNREACHABLE")
        assertEquals(SessionState.SIGNING_IN, session())
        applicant.portal.heal()
        handset.online(false)
        applicant.press("action-retry")
        applicant.reads("NETWORK_OFFLINE")
        handset.online(true)
        applicant.sees("sign-in-done")
        sent()
    }

    @Test
    fun `a certificate that isn't trusted lets nothing out`() {
        begin()
        applicant.signIn()
        applicant.app.builtWith = strangersAnchors()
        handset.die()
        handset.follow(Place.Catalogue)
        applicant.press("action-refresh")
        applicant.reads("CONNECTION_NOT_SECURE")
        assertNull(applicant.glass.search(pressable, saying(applicant.word("action-retry"))), "doing it again is no remedy")
        applicant.submit(draft)
        applicant.reads("CONNECTION_NOT_SECURE")
        assertEquals(0, applicant.portal.count("files"), "not a byte went out")
        assertEquals(answers, applicant.answers(draft))
        val dossier = checkNotNull(applicant.waiting(draft).dossierId)
        applicant.app.builtWith = applicant.portal.profile
        handset.die()
        applicant.press("outbox-send-now")
        applicant.sees("outbox-gone")
        applicant.isSubmitted(dossier, 1)
    }

    private fun refused(
        redirect: String,
        code: String,
        hasNames: Boolean = false,
    ) {
        handset.comeBack(redirect)
        applicant.reads(code, hasNames)
        assertEquals(answers, applicant.answers(draft), "no draft is touched")
    }

    /** With whom they are now the dossier can be submitted. */
    private fun sent() {
        applicant.submit(draft)
        applicant.isSubmitted(
            applicant.state(draft).let { checkNotNull(it.dossierId) },
            1,
        )
    }

    private fun session() = applicant.person.ask { sessionNow() }.state

    /** The redirect with another value of one parameter. */
    private fun with(
        redirect: String,
        name: String,
        value: String,
    ) = redirect.replace(Regex("([?&]$name=)[^&]*"), "$1$value").also { assertNotEquals(redirect, it) }

    /** A profile as somebody between the phone and the portal would need it. */
    private fun strangersAnchors(): String {
        val stranger = Portal(Portal.programs, Files.createTempDirectory("stranger")).use { JSONObject(it.profile) }
        return "${JSONObject(applicant.portal.profile).put("anchors_pem", stranger.getString("anchors_pem"))}"
    }
}
