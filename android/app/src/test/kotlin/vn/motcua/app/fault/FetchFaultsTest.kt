package vn.motcua.app.fault

import android.provider.Settings
import org.robolectric.Shadows.shadowOf
import vn.motcua.app.counter.Desk
import vn.motcua.app.counter.Story
import vn.motcua.bridge.NewFeedback
import vn.motcua.bridge.PlaceAddress
import vn.motcua.ui.nav.Place
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What is fetched from the portal and doesn't come, or not as it should: catalogue, form, messages. */
class FetchFaultsTest : FaultTest() {
    @Test
    fun `a catalogue that can't be had is explained, and is there once it can`() {
        applicant.agree()
        handset.online(false)
        handset.open()
        person.turnTo(Place.Catalogue, "tab-catalogue")
        applicant.reads("NETWORK_OFFLINE")
        handset.online(true)
        portal.stop()
        applicant.press("action-retry")
        applicant.reads("NETWORK_UNREACHABLE")
        portal.startAgain()
        meets(""""kind":"html"""", "action-retry", "NETWORK_LOGIN_NEEDED")
        applicant.press("action-open-settings")
        person.glass.waits(
            "the app doesn't open the settings",
        ) { shadowOf(applicant.app).nextStartedActivity?.action == Settings.ACTION_WIFI_SETTINGS }
        meets(""""kind":"garbled"""", "action-refresh", "DOWNLOAD_DAMAGED")
        meets(""""kind":"status","status":503""", "action-refresh", "PORTAL_UNAVAILABLE")
        applicant.press("action-retry")
        applicant.sees("list-refreshed")
        person.sees(first())
        portal.stop()
        applicant.press("action-refresh")
        applicant.reads("NETWORK_UNREACHABLE")
        person.sees(first())
        portal.startAgain()
        applicant.press("action-retry")
        applicant.sees("list-refreshed")
    }

    private fun meets(
        fault: String,
        button: String,
        code: String,
    ) {
        portal.fault("""{"path_prefix":"/v1/catalogue",$fault}""")
        applicant.press(button)
        applicant.reads(code)
        portal.heal()
    }

    private fun first() =
        person
            .ask { searchCatalogue("") }
            .items
            .first()
            .name

    @Test
    fun `a form that is damaged on the way is fetched again, and a procedure that there isn't says so`() {
        applicant.agree()
        person.ask { refreshCatalogue() }
        handset.open()
        handset.follow(Place.Procedure("9.999999"))
        applicant.reads("PROCEDURE_UNKNOWN")
        applicant.press("home-new-dossier")
        applicant.readsWord("catalogue-search-label", hasNames = true)
        handset.follow(Place.Procedure(Story.procedure))
        val form = "/v1/forms/${Story.procedure}/${Story.formVersion}"
        listOf(form to "ANSWER_UNREADABLE", "$form/files/" to "DOWNLOAD_DAMAGED").forEach { (what, code) ->
            portal.fault("""{"path_prefix":"$what","kind":"garbled"}""")
            applicant.press("procedure-start")
            applicant.reads(code, hasNames = true)
            portal.heal()
        }
        applicant.press("procedure-prepare")
        applicant.readsWord("procedure-prepared", hasNames = true)
        handset.online(false)
        applicant.press("procedure-start")
        person.comes("the form, which needs no network any more") { it is Place.Form }
    }

    @Test
    fun `what a phone without network missed is all there afterwards, in order`() {
        applicant.agree()
        applicant.fetch()
        applicant.signIn()
        handset.open()
        val draft = applicant.filled()
        applicant.submit(draft)
        val dossier = checkNotNull(applicant.state(draft).dossierId)
        applicant.isSubmitted(dossier, 1)
        handset.online(false)
        listOf("accept", "process", "complete").forEach { Desk(portal).act(it, dossier) }
        handset.follow(Place.Timeline(dossier))
        applicant.press("action-refresh")
        applicant.reads("NETWORK_OFFLINE")
        portal.fault("""{"path_prefix":"/v1/events","kind":"garbled"}""")
        handset.online(true)
        applicant.press("action-retry")
        applicant.reads("ANSWER_UNREADABLE")
        portal.heal()
        applicant.press("action-retry")
        person.told({ timeline(dossier) }) { timeline -> timeline.entries.any { it.event == "completed" && it.proof == "signed" } }
        val told = person.ask { timelineNow(dossier) }
        assertEquals(
            listOf("submitted", "received", "accepted", "processing_started", "completed"),
            told.entries.filter { it.proof == "signed" }.map { it.event },
        )
        told.entries.forEach { person.sees(it.text) }
    }

    @Test
    fun `a report that 1022 doesn't take comes back to its writer, is mended and taken`() {
        applicant.agree()
        handset.open()
        portal.fault("""{"kind":"status","status":400,"path_prefix":"/open311/","method":"POST"}""")
        val report = person.ask { sendFeedback(NewFeedback("HT", "Ổ gà", PlaceAddress("12 Lê Lợi, phường Bến Thành")), null) }
        handset.follow(
            Place.Outbox(
                person
                    .ask { outboxNow() }
                    .items
                    .single()
                    .id,
            ),
        )
        applicant.reads("REQUEST_INVALID")
        portal.heal()
        applicant.press("outbox-open-report")
        applicant.press("feedback-correct")
        person.type("${applicant.word("feedback-description")}. ${applicant.word("feedback-description-hint")}", "Ổ gà sâu 20 cm")
        applicant.press("action-send")
        val number =
            checkNotNull(
                person
                    .told({ feedback(1) }) { list -> list.items.any { it.id == report && it.number != null } }
                    .items
                    .first()
                    .number,
            )
        person.sees(number)
        assertTrue("Ổ gà sâu 20 cm" in Desk(portal).reports())
        assertEquals(1, portal.count("feedback"))
    }
}
