package vn.motcua.ui.nav

/**
 * A place that the app can be at. A place is written as a short text (`form/ID/2`): so the system keeps the way back through process death, and a
 * notification can name where it leads. It names things by id and holds nothing personal.
 */
sealed interface Place {
    /** The places of the bottom bar, which stands under them. */
    sealed interface Root : Place

    /** What waits for me. */
    data object Home : Root

    /** The catalogue of procedures, with its search. */
    data object Catalogue : Root

    /** My reports to 1022. */
    data object Feedback : Root

    /** Messages. */
    data object Inbox : Root

    /** Who is signed in, and the way to the settings. */
    data object Session : Root

    /** One procedure. */
    data class Procedure(
        val code: String,
    ) : Place

    /** My drafts. */
    data object Drafts : Place

    /** My dossiers. */
    data object Dossiers : Place

    /** A page of a draft's form; [page] counts from 0. */
    data class Form(
        val draftId: String,
        val page: Int,
    ) : Place

    /** What will be sent. */
    data class Review(
        val draftId: String,
    ) : Place

    /** What waits to be sent; with [entryId], that entry and why it waits. A dossier's id stands for what waits of it. */
    data class Outbox(
        val entryId: String? = null,
    ) : Place

    /** The receipt of a dossier. */
    data class Receipt(
        val dossierId: String,
    ) : Place

    /** The way of a dossier through the office. */
    data class Timeline(
        val dossierId: String,
    ) : Place

    /** What the office asks to be added. */
    data class Supplement(
        val dossierId: String,
    ) : Place

    /** One report and its answer. */
    data class FeedbackReport(
        val id: String,
    ) : Place

    /** A new report. */
    data object NewFeedback : Place

    /** A report that 1022 refused or never got, to be corrected. */
    data class EditFeedback(
        val id: String,
    ) : Place

    /** Signing in, and the return from the e-ID. */
    data object SignIn : Place

    /** Language, network, and the way to my data. */
    data object Settings : Place

    /** Export and deletion. */
    data object MyData : Place

    /** What I agreed to, to read again. */
    data object Consent : Place

    companion object {
        /** The place that [text] names, or nothing: an older app's text, or a stranger's. */
        fun of(text: String): Place? {
            val parts = text.split('/').map(::unescape)
            val id = parts.getOrNull(1)?.takeIf { it.isNotEmpty() }
            return plain(text) ?: id?.let { named(parts[0], it, parts.getOrNull(2)) }
        }

        private val plainPlaces =
            listOf(
                Home,
                Catalogue,
                Feedback,
                Inbox,
                Session,
                Drafts,
                Dossiers,
                Outbox(),
                NewFeedback,
                SignIn,
                Settings,
                MyData,
                Consent,
            ).associateBy { it.text }

        private fun plain(text: String) = plainPlaces[text]

        private fun named(
            kind: String,
            id: String,
            third: String?,
        ): Place? =
            when (kind) {
                "procedure" -> Procedure(id)
                "form" -> Form(id, third?.toIntOrNull()?.coerceAtLeast(0) ?: 0)
                "review" -> Review(id)
                "outbox" -> Outbox(id)
                "receipt" -> Receipt(id)
                "timeline" -> Timeline(id)
                "supplement" -> Supplement(id)
                "report" -> FeedbackReport(id)
                "edit-report" -> EditFeedback(id)
                else -> null
            }
    }
}

/** The place as a short text that [Place.of] reads. */
val Place.text: String
    get() =
        when (this) {
            Place.Home -> "home"
            Place.Catalogue -> "catalogue"
            Place.Feedback -> "feedback"
            Place.Inbox -> "inbox"
            Place.Session -> "session"
            Place.Drafts -> "drafts"
            Place.Dossiers -> "dossiers"
            Place.NewFeedback -> "new-report"
            Place.SignIn -> "sign-in"
            Place.Settings -> "settings"
            Place.MyData -> "my-data"
            Place.Consent -> "consent"
            is Place.Procedure -> "procedure/${escape(code)}"
            is Place.Form -> "form/${escape(draftId)}/$page"
            is Place.Review -> "review/${escape(draftId)}"
            is Place.Outbox -> if (entryId == null) "outbox" else "outbox/${escape(entryId)}"
            is Place.Receipt -> "receipt/${escape(dossierId)}"
            is Place.Timeline -> "timeline/${escape(dossierId)}"
            is Place.Supplement -> "supplement/${escape(dossierId)}"
            is Place.FeedbackReport -> "report/${escape(id)}"
            is Place.EditFeedback -> "edit-report/${escape(id)}"
        }

private fun escape(part: String) = part.replace("%", "%25").replace("/", "%2F")

private fun unescape(part: String) = part.replace("%2F", "/").replace("%25", "%")
