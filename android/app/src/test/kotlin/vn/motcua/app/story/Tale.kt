package vn.motcua.app.story

import kotlinx.coroutines.runBlocking
import org.json.JSONObject
import vn.motcua.app.counter.Desk
import vn.motcua.app.counter.Portal
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.bridge.Home
import vn.motcua.bridge.HomeTargetTimeline
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.SessionState
import vn.motcua.browser.Browser
import vn.motcua.ui.nav.Place
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** One step of the story: what the person does, and what is so afterwards, also when the window was made anew meanwhile. */
class Step(
    val name: String,
    val act: () -> Unit,
    val check: () -> Unit = {},
)

/** The whole story of a birth that is registered, and of a pothole, as steps on the screen. */
class Tale(
    private val person: Person,
) {
    private val handset = person.handset
    private val filling = FormFilling(person)
    private val desk = Desk(Portal.shared)
    private val before = Portal.shared.count("dossiers")
    private lateinit var dossier: String
    private lateinit var report: String
    private lateinit var page: String

    /** From the first start to the answered report. */
    val steps: List<Step> get() = start + form + submission + signIn + supplement + result + pothole

    private val start =
        listOf(
            Step("the app asks for consent", { handset.open() }) { person.sees(person.ask { consent() }.accept) },
            Step("the person agrees", { person.press(person.ask { consent() }.accept) }) { person.sees(person.word("home-new-dossier")) },
            Step("a procedure is looked for", ::lookFor) { person.sees(procedure.item.name) },
            Step("its page is read", { person.press(procedure.item.label) }) {
                person.sees(procedure.papers.first())
                person.sees(procedure.item.deadline)
            },
            Step("a draft is begun", ::begin) { person.comes("the form") { it is Place.Form } },
        )

    private val procedure get() = person.ask { procedure(Story.procedure) }

    private fun lookFor() {
        person.turnTo(Place.Catalogue, "tab-catalogue")
        person.glass.waits("there is no catalogue") { runBlocking { handset.core.procedure(Story.procedure) } is Outcome.Done }
        person.type(person.word("catalogue-search-label"), "dang ky khai sinh")
    }

    /** From here on there is no network. */
    private fun begin() {
        person.press(person.word("procedure-start"))
        person.comes("the form") { it is Place.Form }
        handset.online(false)
    }

    /** Page by page; a step ends where something is to be looked at: a wrong answer, an open list, a page's end. */
    private val form: List<Step> =
        Story.steps.parts().map { part ->
            val answers = part.filter { it.getString("step") == "answer" }
            Step(part.first().toString(), { part.forEach(::play) }) { filledIn(part, answers) }
        }

    private fun List<JSONObject>.parts(): List<List<JSONObject>> {
        val parts = mutableListOf<MutableList<JSONObject>>()
        var isOver = true
        for (step in this) {
            if (isOver || step.getString("step") == "page") parts += mutableListOf<JSONObject>()
            parts.last() += step
            isOver = step.optString("violation") == "constraint" || step.getString("step") == "restart"
        }
        return parts
    }

    private fun play(step: JSONObject) {
        when (step.getString("step")) {
            "page" -> filling.turnTo(step.getString("title_${handset.core.language}"))
            "restart" -> handset.die()
            else -> filling.play(step)
        }
    }

    private fun filledIn(
        part: List<JSONObject>,
        answers: List<JSONObject>,
    ) {
        val language = handset.core.language
        part.lastOrNull { it.has("message_$language") && it == part.last() }?.let { person.sees(it.getString("message_$language")) }
        answers.lastOrNull()?.let { person.sees(filling.asked(it.getString("reference")).label) }
        val wanted = answers.associate { it.getString("reference") to Story.value(it.getString("value")) }
        assertEquals(wanted, filling.look { form -> wanted.keys.associateWith { form.question(it)?.value } })
    }

    private val submission =
        listOf(
            Step("the dossier is read whole", ::review) {
                val review = runBlocking { reviewed() }
                person.sees(review.heading)
                person.sees(checkNotNull(review.office).name)
            },
            Step("the person says that it is right", { person.press(person.word("review-pledge")) }) {
                person.sees(person.word("review-pledge"))
            },
            Step("it is submitted without network", ::submit) {
                val why = checkNotNull(waiting().failure)
                listOf(why.code, why.cause, why.remedy).forEach { person.sees(it) }
                assertEquals("NETWORK_OFFLINE", why.code)
            },
        )

    private suspend fun reviewed() =
        (handset.place as Place.Review).draftId.let { draft ->
            handset.core
                .openDraft(draft)
                .done()
                .use { it.review().done() }
        }

    private fun review() {
        person.press(person.word("form-review"))
        person.comes("the review") { it is Place.Review }
    }

    private fun submit() {
        person.press(person.word("review-submit"))
        person.comes("the outbox") { it is Place.Outbox }
        dossier = checkNotNull(person.ask { outboxNow() }.items.firstNotNullOfOrNull { it.dossierId })
    }

    private fun waiting() = person.ask { outboxNow() }.items.first { it.dossierId == dossier }

    private val signIn =
        listOf(
            Step("there is a network, and the portal wants to know who sends", ::goOnline) { person.sees(person.word("action-sign-in")) },
            Step("the e-ID's page opens in the browser", ::browse),
            Step("the browser comes back", { handset.comeBack(Browser(Portal.shared.profile).allow(page, Story.person)) }) {
                person.told({ session() }) { it.state == SessionState.SIGNED_IN }
                person.sees(person.word("sign-in-done"))
            },
            Step("the dossier is gone out", { person.press(person.word("action-continue")) }) { person.sees(person.word("outbox-gone")) },
            Step("the receipt is there", ::readReceipt) {
                val receipt = checkNotNull(person.ask { receipt(dossier) })
                listOf(receipt.heading, receipt.codeText, receipt.signer).forEach { person.sees(it) }
                assertEquals(before + 1, Portal.shared.count("dossiers"))
            },
        )

    private fun goOnline() {
        handset.online(true)
        person.told({ outbox() }) { outbox -> outbox.items.any { it.code == "SIGN_IN_REQUIRED" } }
    }

    private fun browse() {
        person.press(person.word("action-sign-in"))
        person.press(person.word("sign-in-open"))
        page = person.browses()
    }

    private fun readReceipt() {
        openTimeline()
        person.press(person.word("timeline-receipt"))
    }

    private fun openTimeline() {
        person.turnTo(Place.Home, "tab-home")
        val mine = { home: Home ->
            home.sections.flatMap { it.items }.find { (it.target as? HomeTargetTimeline)?.dossierId == dossier }
        }
        person.press(checkNotNull(mine(person.told({ home() }) { mine(it) != null })).label)
        person.comes("the timeline") { it == Place.Timeline(dossier) }
    }

    private val supplement =
        listOf(
            Step("the office asks for a better photo, and a message says so", ::hear) { person.sees(person.word("inbox-heading")) },
            Step("the message leads to what is asked", ::readRequest) {
                person.sees(Story.supplement.getJSONObject("ask").getString("note_vi"))
            },
            Step("the paper is replaced", ::replace) { person.sees(clear) },
            Step(
                "the supplement is submitted",
                ::answerOffice,
            ) { person.comes("where it waits or went") { it is Place.Outbox || it is Place.Receipt } },
            Step("the office has it", ::followed) { person.sees(entry("supplement_received")) },
        )

    private val clear = Story.paper("birth_cert_clear").name

    private fun hear() {
        desk.act("ask-supplement", dossier, "${Story.supplement.getJSONObject("ask")}")
        person.turnTo(Place.Inbox, "tab-inbox")
        person.press(person.word("action-refresh"))
        person.told({ timeline(dossier) }) { it.supplement != null }
    }

    private fun readRequest() {
        person.press(
            person
                .told({ inbox(10) }) { inbox -> inbox.items.any { it.isNew && it.subjectId == dossier } }
                .items
                .first()
                .label,
        )
        person.comes("the timeline") { it == Place.Timeline(dossier) }
        person.press(person.word("timeline-supplement"))
        person.comes("the request") { it == Place.Supplement(dossier) }
    }

    private fun replace() {
        val asked =
            Story.supplement
                .getJSONObject("ask")
                .getJSONArray("items")
                .getJSONObject(0)
        val note = checkNotNull(person.ask { timelineNow(dossier) }.supplement).items.first().note
        person.press("${person.word("supplement-go")}: $note")
        person.comes("the form") { it is Place.Form }
        filling.choose(asked.getString("reference"), Story.paper("birth_cert_clear"))
        person.glass.waits("the paper isn't replaced") { filling.kept(asked.getString("reference")) == clear }
    }

    private fun answerOffice() {
        while (person.glass.search(pressable and saying(person.word("form-review"))) == null) turnPage()
        review()
        person.press(person.word("review-pledge"))
        person.press(person.word("review-supplement"))
        person.comes("where it waits or went") { it is Place.Outbox || it is Place.Receipt }
    }

    private fun turnPage() {
        val here = person.title()
        person.press(person.word("action-next"))
        person.glass.waits("the page doesn't turn") { person.title() != here }
    }

    private fun followed() {
        person.told({ outbox() }) { outbox -> outbox.items.none { it.dossierId == dossier } }
        openTimeline()
        refreshed("supplement_received")
    }

    /** Asks for news until the office's or the portal's word is there. */
    private fun refreshed(event: String) {
        person.press(person.word("action-refresh"))
        person.told({ timeline(dossier) }) { timeline -> timeline.entries.any { it.event == event && it.proof == "signed" } }
    }

    private fun entry(event: String) =
        person
            .ask { timelineNow(dossier) }
            .entries
            .last { it.event == event }
            .label

    private val result =
        listOf(
            Step("the office accepts it, with a day by which it is due", { decide("accept", "accepted") }) {
                person.sees(checkNotNull(person.ask { timelineNow(dossier) }.clock))
            },
            Step("the office is done", {
                listOf("process" to "processing_started", "complete" to "completed").forEach { (act, event) ->
                    decide(act, event)
                }
            }) {
                person.sees(entry("completed"))
            },
            Step("the result is saved", ::save) { person.sees(person.word("timeline-result")) },
        )

    private fun decide(
        action: String,
        event: String,
    ) {
        desk.act(action, dossier)
        refreshed(event)
    }

    private fun save() {
        person.press(person.word("timeline-result"))
        val saved = handset.saves(person.system())
        person.sees(person.word("state-saved"))
        assertEquals("%PDF", saved.readText(Charsets.ISO_8859_1).take(4))
    }

    private val pothole =
        listOf(
            Step("a photo of a pothole is taken", ::photograph) { person.sees(person.word("feedback-photo-there")) },
            Step("the phone says where", ::locate) { person.sees(person.word("feedback-place-there")) },
            Step("what is wrong is written", ::describe) { person.sees(category) },
            Step("the report is sent", ::send) { person.sees(Story.feedback.getString("description")) },
            Step("1022 answers", ::answered) { person.sees(Story.feedback.getString("answer_note")) },
        )

    private fun photograph() {
        person.turnTo(Place.Home, "tab-home")
        person.press(person.word("home-new-report"))
        person.press(person.word("action-take-photo"))
        handset.takes(person.system(), File(Story.paper(Story.feedback.getString("photo")).path))
    }

    private fun locate() {
        handset.stands(Story.feedback.getDouble("lat"), Story.feedback.getDouble("long"))
        person.press(person.word("form-use-my-place"))
        person.glass.nodes()
        handset.located()
    }

    private val category get() = person.ask { feedbackCategories() }.first { it.code == Story.feedback.getString("service_code") }.name

    private fun describe() {
        person.press(category)
        val hint = "${person.word("feedback-description")}. ${person.word("feedback-description-hint")}"
        person.type(hint, Story.feedback.getString("description"))
    }

    private fun send() {
        person.press(person.word("action-send"))
        person.comes("the report") { it is Place.FeedbackReport }
        report = (handset.place as Place.FeedbackReport).id
    }

    private fun answered() {
        val number =
            person
                .told({ feedback(limit = 10) }) { list -> list.items.any { it.id == report && it.number != null } }
                .items
                .first()
                .number
        assertTrue(checkNotNull(number) in desk.reports())
        desk.answerReport(number, Story.feedback.getString("answer_note"))
        person.turnTo(Place.Home, "tab-home")
        person.press(person.word("action-refresh"))
        val mine = person.told({ feedback(limit = 10) }) { list -> list.items.any { it.id == report && it.answer != null } }.items.first()
        person.turnTo(Place.Feedback, "tab-feedback")
        person.press(mine.label)
    }
}
