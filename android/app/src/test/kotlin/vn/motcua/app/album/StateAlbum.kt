package vn.motcua.app.album

import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasText
import vn.motcua.app.counter.Story
import vn.motcua.bridge.NewFeedback
import vn.motcua.bridge.PlaceAddress
import vn.motcua.ui.nav.Place
import kotlin.test.Test

/** What every screen shows while it waits for what it shows, and when that can't be read. */
class StateAlbum : AlbumPart("5-states") {
    @Test
    fun `the states`() =
        play {
            person.agree()
            person.fetch()
            val personal = personal()
            (public + personal).forEach { (name, place) -> come("waiting/$name", place, "", person::slowly) }
            sealed.forEach { come("locked/$it", personal.getValue(it), "LOCKED", person::locked) }
        }

    /** Comes to [place] from a page that was already there, while it is as [meanwhile] makes it. */
    private fun come(
        name: String,
        place: Place,
        shows: String,
        meanwhile: (() -> Unit) -> Unit,
    ) = stage.scene(name, if (place == Place.Session) Place.Inbox else Place.Session, shows = { shown(shows) }, meanwhile = meanwhile) {
        // To a root by the bottom bar: a way back stands there only where one came to it from a page.
        tabs[place]?.let { stage.tap(isTab and hasText(stage.word(it))) } ?: stage.go(place)
    }

    private val isTab = SemanticsMatcher.expectValue(SemanticsProperties.Role, Role.Tab)

    private val tabs =
        mapOf(
            Place.Home to "tab-home",
            Place.Catalogue to "tab-catalogue",
            Place.Feedback to "tab-feedback",
            Place.Inbox to "tab-inbox",
            Place.Session to "tab-me",
        )

    /** What can't be read while the phone is locked. The rest the app needs for sending and listening. */
    private val sealed = listOf("home", "drafts", "form", "review", "dossiers")

    private val public =
        mapOf(
            "catalogue" to Place.Catalogue,
            "procedure" to Place.Procedure(Story.procedure),
            "settings" to Place.Settings,
            "consent" to Place.Consent,
        )

    /** The screens of what a person has here: a draft, a dossier that waits, a report that does. */
    private fun personal(): Map<String, Place> {
        val dossier = person.submit(person.draft())
        val entry = person.ask { outboxNow() }.items.first { it.dossierId == dossier }
        val draft = person.draft()
        val report = person.ask { sendFeedback(NewFeedback("HT", "Đèn đường tắt.", PlaceAddress("12 đường Mẫu Một")), null) }
        return mapOf(
            "home" to Place.Home,
            "drafts" to Place.Drafts,
            "form" to Place.Form(draft, 0),
            "review" to Place.Review(draft),
            "dossiers" to Place.Dossiers,
            "outbox" to Place.Outbox(),
            "why" to Place.Outbox(entry.id),
            "receipt" to Place.Receipt(dossier),
            "timeline" to Place.Timeline(dossier),
            "supplement" to Place.Supplement(dossier),
            "inbox" to Place.Inbox,
            "reports" to Place.Feedback,
            "report" to Place.FeedbackReport(report),
            "session" to Place.Session,
            "sign-in" to Place.SignIn,
            "my-data" to Place.MyData,
        )
    }
}
