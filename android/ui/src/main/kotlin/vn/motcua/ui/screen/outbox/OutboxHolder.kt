package vn.motcua.ui.screen.outbox

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.StateFlow
import vn.motcua.bridge.Core
import vn.motcua.bridge.DraftList
import vn.motcua.bridge.Failure
import vn.motcua.bridge.Live
import vn.motcua.bridge.OutboxList
import vn.motcua.bridge.Outcome
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.Pages
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.followedIn

/** What waits to be sent. */
class OutboxHolder(
    private val core: Core,
) : ViewModel() {
    /** As it stands. */
    val outbox: StateFlow<Live<OutboxList>> = core.outbox().followedIn(viewModelScope)

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** Sends what can be sent now. Entries that can't be keep their reason. */
    fun send() = deeds.run(REFRESH, said = "outbox-tried") { core.runOutbox() }

    /** Takes a dossier's draft back for editing, while that is still possible. */
    fun takeBack(dossierId: String) = deeds.run(TAKE_BACK, said = "draft-taken-back") { takenBack(dossierId) }

    /** The draft of a dossier that waits is among the newest: touched when it was queued. Looks on page by page until it is found. */
    private suspend fun takenBack(
        dossierId: String,
        after: ULong? = null,
    ): Outcome<Unit> =
        when (val page = core.drafts(after, Pages.PAGE)) {
            is Outcome.Failed -> page
            is Outcome.Done -> takenBackFrom(page.value, dossierId)
        }

    private suspend fun takenBackFrom(
        page: DraftList,
        dossierId: String,
    ): Outcome<Unit> {
        val draft = page.items.find { it.dossierId == dossierId && !it.editable }
        val next = page.next
        return when {
            draft != null -> core.takeBack(draft.id)
            next != null -> takenBack(dossierId, next)
            else -> Outcome.Failed(Failure.Rejected(NOT_HERE, null))
        }
    }

    internal companion object {
        const val TAKE_BACK = "take back"

        /** The code that the core itself gives for a draft that the phone doesn't have. */
        const val NOT_HERE = "NOT_ON_THIS_PHONE"
    }
}
