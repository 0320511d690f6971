package vn.motcua.app.album

import org.json.JSONObject
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.bridge.NetworkPolicy
import vn.motcua.bridge.NetworkState
import vn.motcua.ui.nav.Place
import java.time.Duration
import kotlin.test.Test

/** A dossier from the outbox to its result, and what can happen to one on the way. */
class DossierAlbum : AlbumPart("3-dossier") {
    private val home = { shown(stage.word("home-new-dossier")) }

    @Test
    fun `the dossier`() =
        play {
            person.agree()
            stage.scene("outbox/empty", Place.Outbox(), shows = { shown(person.ask { outboxNow() }.empty!!) })
            stage.scene("dossiers/empty", Place.Dossiers, shows = { shown(stage.word("action-back")) })
            stage.scene("inbox/empty", Place.Inbox, shows = { shown(stage.word("tab-inbox")) })
            person.fetch()
            val dossier = waiting()
            submitted(dossier)
            supplement(dossier)
            ended(dossier)
            otherEnds()
        }

    private fun waiting(): String {
        val dossier = person.submit(person.draft())
        outbox("offline", dossier)
        stage.scene("home/queued-offline", Place.Home, shows = home)
        stage.scene("receipt/none-yet", Place.Receipt(dossier), shows = { shown(stage.word("receipt-none")) })
        stage.scene("timeline/queued", Place.Timeline(dossier), shows = { shown(person.ask { timelineNow(dossier) }.heading) })
        person.online(true)
        person.await(stage.core.outbox()) { list -> list.items.any { it.code == "SIGN_IN_REQUIRED" } }
        outbox("sign-in", dossier)
        stage.scene("home/to-do", Place.Home, shows = home)
        return dossier
    }

    /** What waits, and why the dossier does. */
    private fun outbox(
        name: String,
        dossier: String,
    ) {
        fun entry() = person.ask { outboxNow() }.items.first { it.dossierId == dossier }
        stage.scene("outbox/$name", Place.Outbox(), shows = { shown(entry().reason) })
        stage.scene("outbox/why-$name", Place.Outbox(entry().id), shows = { shown(entry().reason) })
    }

    private fun submitted(dossier: String) {
        person.signIn()
        person.sent()
        person.told(dossier, "submitted")
        stage.scene("receipt/there", Place.Receipt(dossier), shows = { shown(person.ask { receipt(dossier) }!!.heading) })
        timeline("submitted", dossier)
        val draft =
            person
                .ask { drafts(null, 1) }
                .items
                .single()
                .id
        stage.scene("form/submitted", Place.Form(draft, 0), shows = { shown(stage.word("timeline-open")) })
        stage.scene("review/submitted", Place.Review(draft), shows = { shown(stage.word("timeline-open")) })
        stage.scene("dossiers/one", Place.Dossiers, shows = { shown(stage.word("action-back")) })
    }

    private fun timeline(
        name: String,
        dossier: String,
    ) = stage.scene("timeline/$name", Place.Timeline(dossier), shows = { shown(person.ask { timelineNow(dossier) }.heading) })

    private fun office(
        action: String,
        dossier: String,
        event: String,
        body: String = "{}",
    ) {
        Clock.pass(Duration.ofMinutes(47))
        person.desk.act(action, dossier, body)
        person.told(dossier, event)
    }

    private fun supplement(dossier: String) {
        office("ask-supplement", dossier, "supplement_asked", ASK)
        timeline("supplement-asked", dossier)
        stage.scene("supplement/asked", Place.Supplement(dossier), shows = { shown(stage.word("supplement-answer")) })
        stage.scene("inbox/unread", Place.Inbox, shows = { shown(stage.word("tab-inbox")) })
        stage.scene("home/alerts", Place.Home, shows = home)
        person.online(false)
        stage.scene("home/alerts-offline", Place.Home, shows = home)
        person.online(true)
        answer(dossier)
        stage.scene("supplement/none", Place.Supplement(dossier), shows = { shown(stage.word("supplement-none")) })
        timeline("supplement-given", dossier)
    }

    private fun answer(dossier: String) {
        val draft = person.ask { beginSupplement(dossier, checkNotNull(openSupplement(dossier).done())) }
        stage.scene("supplement/form", Place.Form(draft, 0), shows = { shown(stage.word("form-show-problems")) })
        person.edit(draft) { Story.play(CLEAR, it) }
        stage.scene("supplement/review", Place.Review(draft), shows = { shown(stage.word("review-supplement")) })
        Clock.pass(Duration.ofMinutes(9))
        person.submit(draft)
        person.told(dossier, "supplement_received")
        person.sent()
    }

    private fun ended(dossier: String) {
        office("accept", dossier, "accepted")
        timeline("accepted", dossier)
        stage.scene("home/dossiers", Place.Home, shows = home)
        Clock.pass(Duration.ofDays(4))
        person.attempt { sync() }
        timeline("overdue", dossier)
        stage.scene("home/overdue", Place.Home, shows = home)
        office("process", dossier, "processing_started")
        office("complete", dossier, "completed")
        timeline("completed", dossier)
        stage.scene("inbox/many", Place.Inbox, shows = { shown(stage.word("tab-inbox")) })
    }

    private fun otherEnds() {
        val refused = person.submit(person.draft())
        person.sent()
        person.told(refused, "submitted")
        office("refuse", refused, "refused", REFUSE)
        timeline("refused", refused)
        stage.scene("dossiers/several", Place.Dossiers, shows = { shown(stage.word("action-back")) })
        wifiOnly()
        trouble("busy", """{"kind":"status","status":503,"path_prefix":"/v1/dossiers"}""")
        trouble("rejected", """{"kind":"status","status":422,"path_prefix":"/v1/dossiers"}""")
        trouble("wrong-receipt", """{"kind":"receipt_wrong_hash","path_prefix":"/v1/dossiers"}""")
        trouble("wifi-login", """{"kind":"html","path_prefix":"/v1"}""")
        trouble("expired", """{"kind":"token_revoked","path_prefix":"/v1"}""")
    }

    /** The person doesn't pay for sending papers, and there is no Wi-Fi. */
    private fun wifiOnly() {
        person.ask { setNetworkPolicy(NetworkPolicy.FILES_ON_UNMETERED) }
        person.network(NetworkState.METERED)
        val dossier = person.submit(person.draft())
        person.await(stage.core.outbox()) { list -> list.items.any { it.code == "UNMETERED_NEEDED" } }
        outbox("wifi-only", dossier)
        person.ask { setNetworkPolicy(NetworkPolicy.ANY) }
        person.network(NetworkState.UNMETERED)
        person.sent()
    }

    /** A dossier that can't go out because of a fault of the portal. */
    private fun trouble(
        name: String,
        fault: String,
    ) = person.fault(fault) {
        Clock.pass(Duration.ofMinutes(5))
        val dossier = person.submit(person.draft())
        person.await(stage.core.outbox()) { list -> list.items.any { it.dossierId == dossier && it.failure != null } }
        outbox(name, dossier)
        stage.scene("home/outbox-$name", Place.Home, shows = home)
    }

    private companion object {
        val ASK =
            """
            {"reason":"paper_unreadable","days":3,"note_vi":"Ảnh giấy chứng sinh bị mờ, xin chụp lại.",
             "items":[{"reference":"/data/papers/birth_cert","note_vi":"Chụp lại rõ nét cả trang.","note_en":"Please photograph the whole page."}]}
            """.trimIndent()
        const val REFUSE = """{"reason":"not_competent","note_vi":"Hồ sơ không thuộc thẩm quyền giải quyết của phường."}"""
        val CLEAR = JSONObject("""{"step":"attach","reference":"/data/papers/birth_cert","file":"birth_cert_clear"}""")
    }
}
