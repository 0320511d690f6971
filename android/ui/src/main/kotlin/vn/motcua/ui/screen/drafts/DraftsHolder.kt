package vn.motcua.ui.screen.drafts

import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.StateFlow
import vn.motcua.bridge.Core
import vn.motcua.bridge.DraftItem
import vn.motcua.bridge.DraftList
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.PageSource
import vn.motcua.ui.screen.list.Pages
import vn.motcua.ui.screen.list.REFRESH

/** The drafts, page by page; deleting one asks first, also when the process died over the question. */
class DraftsHolder(
    private val core: Core,
    private val saved: SavedStateHandle,
) : ViewModel() {
    /** As far as they were read. */
    val pages: Pages<DraftList, DraftItem> =
        Pages(core, viewModelScope, saved, PageSource(core.drafts(Pages.PAGE), core::drafts, { it.items }, { it.next }))

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** The draft that the person is asked about. */
    val doomed: StateFlow<String?> = saved.getStateFlow(DOOMED, null)

    /** Asks whether to delete a draft; nothing takes the question back. */
    fun ask(draftId: String?) {
        saved[DOOMED] = draftId
    }

    /** The person said yes. */
    fun delete() {
        val draft = doomed.value ?: return
        ask(null)
        deeds.run(DELETE, said = "state-deleted") { core.deleteDraft(draft) }
    }

    /** Takes a draft back from the outbox, for editing. */
    fun takeBack(draftId: String) = deeds.run(TAKE_BACK, said = "draft-taken-back") { core.takeBack(draftId) }

    /** Asks the portal for news: a draft may have arrived, or been refused. */
    fun refresh() = deeds.run(REFRESH, said = "list-refreshed") { core.sync() }

    private companion object {
        const val DOOMED = "doomed"
        const val DELETE = "delete"
        const val TAKE_BACK = "take back"
    }
}
