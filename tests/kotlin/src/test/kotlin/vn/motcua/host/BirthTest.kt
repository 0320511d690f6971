package vn.motcua.host

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.put
import org.junit.jupiter.api.io.TempDir
import vn.motcua.browser.Browser
import vn.motcua.core.BrowserHop
import vn.motcua.core.FormSession
import vn.motcua.core.NetworkState
import vn.motcua.core.NewFeedback
import vn.motcua.core.Place
import vn.motcua.core.SessionState

/** The whole story by the exported API, as an Android app would live it: the same as `tests/journeys` tells in Rust. */
class BirthTest {
    @TempDir lateinit var folder: Path
    private val story = Story(Path.of(System.getProperty("motcua.fixtures")))

    @Test
    fun aBirthIsRegistered() = runBlocking {
        Portal(Path.of(System.getProperty("motcua.bin")), folder("portal")).use { portal ->
            Phone(folder("phone"), portal.profile).use { phone ->
                fetch(phone)
                val (draft, dossier) = fillInAndSubmitOffline(phone)
                signInAcrossARestart(portal, phone, dossier)
                sendWithACut(phone, dossier)
                readTheReceipt(portal, phone, dossier)
                answerTheOffice(portal, phone, draft, dossier)
                bringTheResultHome(portal, phone, dossier)
                reportAPothole(portal, phone)
            }
        }
    }

    private suspend fun fetch(phone: Phone) {
        phone.core.refreshCatalogue()
        val found = phone.core.searchCatalogue("dang ky khai sinh").items
        assertTrue(found.any { it.code == story.procedureCode && it.canStart }, "found without marks")
        assertEquals(story.formVersion, phone.core.prepareProcedure(story.procedureCode))
    }

    private fun fillInAndSubmitOffline(phone: Phone): Pair<String, String> {
        phone.network(NetworkState.OFFLINE)
        val draft = phone.core.newDraft(story.procedureCode)
        val dossier = Player(story, phone, folder("papers"), draft).use { player -> submit(player.play(story.steps)) }
        val waiting = assertNotNull(phone.waiting(dossier))
        assertEquals("NETWORK_OFFLINE", waiting.code)
        assertTrue(waiting.reason.isNotBlank())
        assertNull(phone.core.receipt(dossier), "nobody says “đã nộp” before there is a receipt")
        return draft to dossier
    }

    /** Submits exactly what was reviewed. */
    private fun submit(session: FormSession): String {
        val review = session.review()
        assertNull(review.toMend)
        assertTrue(review.papers.isNotEmpty())
        val office = assertNotNull(review.office)
        assertEquals(story.wardCode, office.wardCode)
        return session.submit(review.viewSha256, office)
    }

    /** The browser opens, the app ends behind it, and a new one takes the way back. */
    private suspend fun signInAcrossARestart(portal: Portal, phone: Phone, dossier: String) {
        phone.network(NetworkState.UNMETERED)
        phone.outbox("the wait for a sign-in") { it.items.any { item -> item.dossierId == dossier && item.code == "SIGN_IN_REQUIRED" } }
        val page = CompletableFuture<String>()
        phone.core.signIn(
            object : BrowserHop {
                override fun openUrl(url: String) {
                    page.complete(url)
                }
            },
        )
        phone.restart()
        val back = Browser(portal.profile).allow(page.get(HOP_SECONDS, TimeUnit.SECONDS), story.person)
        val half = story.papers.getValue("birth_cert").size / 2
        portal.order(
            buildJsonObject {
                put("kind", "cut_upload")
                put("at_bytes", half)
                put("path_prefix", "/v1/files")
                put("times", 1)
            },
        )
        phone.core.completeSignIn(back)
        assertEquals(SessionState.SIGNED_IN, phone.core.session().state)
    }

    private fun sendWithACut(phone: Phone, dossier: String) {
        val cut = phone.outbox("the cut") { it.items.any { item -> item.dossierId == dossier && item.code == "NETWORK_UNREACHABLE" } }
        val item = cut.items.first { it.dossierId == dossier }
        assertTrue(item.sentBytes < item.totalBytes, "cut half-way")
        assertNotNull(item.progress, "it says how far it is")
        phone.core.connectivityChanged()
        phone.outbox("everything to be sent") { it.items.isEmpty() }
    }

    private fun readTheReceipt(portal: Portal, phone: Phone, dossier: String) {
        val receipt = assertNotNull(phone.core.receipt(dossier))
        assertEquals("Đã nộp", receipt.heading)
        assertEquals(portal.dossier(dossier).text("dossier_code"), receipt.dossierCode)
        val attached = listOf("birth_cert", "marriage_cert").map { story.papers.getValue(it).sha256 }
        assertTrue(receipt.files.containsAll(attached), "the receipt names every paper")
        assertEquals(1, portal.counts().number("dossiers"), "one submission has one effect")
    }

    /** Nobody asks the phone to look: the push does. */
    private fun answerTheOffice(portal: Portal, phone: Phone, draft: String, dossier: String) {
        phone.told(dossier, "received")
        portal.act("ask-supplement", dossier, story.supplementAsk)
        val request = assertNotNull(phone.told(dossier, "supplement_asked").supplement)
        assertEquals(story.supplementAsk.text("note_vi"), request.note)
        assertEquals(listOf<String?>("/data/papers/birth_cert"), request.items.map { it.reference })

        val supplement = phone.core.beginSupplement(dossier, request.number)
        val same = Player(story, phone, folder("papers"), supplement).use { player -> submit(player.play(story.supplementSteps)) }
        assertEquals(dossier, same)
        val answered = phone.told(dossier, "supplement_received")
        assertEquals("registered", answered.status)
        assertNull(answered.supplement)
        assertEquals("superseded", phone.core.drafts(null, 10u).items.first { it.id == draft }.state)
    }

    private suspend fun bringTheResultHome(portal: Portal, phone: Phone, dossier: String) {
        val accepted = portal.act("accept", dossier)
        val shown = phone.told(dossier, "accepted")
        assertEquals(accepted.text("due_at"), shown.dueAt)
        assertFalse(shown.overdue)
        portal.act("process", dossier)
        portal.act("complete", dossier)
        portal.act("deliver", dossier)
        val delivered = phone.told(dossier, "delivered")
        assertEquals("result_delivered", delivered.status)
        assertNull(delivered.warning, "no fact is in doubt")

        val result = folder.resolve("ket-qua")
        phone.core.result(dossier, result.toString())
        val signed = portal.dossier(dossier).getValue("result").jsonObject
        assertEquals(signed.text("sha256"), sha256(Files.readAllBytes(result)))
    }

    private fun reportAPothole(portal: Portal, phone: Phone) {
        val feedback = story.feedback
        val photo = story.papers.getValue(feedback.photo).writeInto(folder("papers"))
        val place = Place.Pinned(feedback.lat, feedback.long)
        val report = phone.core.sendFeedback(NewFeedback(feedback.serviceCode, feedback.description, place), photo.toString())
        val received = phone.reports("the 1022 number") { it.items.any { page -> page.id == report && page.number != null } }
        portal.answerReport(assertNotNull(received.items.first { it.id == report }.number), feedback.answerNote)
        val answered = phone.reports("the answer") { it.items.any { page -> page.id == report && page.answer != null } }
        assertEquals(feedback.answerNote, answered.items.first { it.id == report }.answer)
    }

    private fun folder(name: String): Path = folder.resolve(name).createDirectories()

    private companion object {
        const val HOP_SECONDS = 30L
    }
}
