package vn.motcua.ui.screen.inbox

import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import vn.motcua.bridge.Core
import vn.motcua.bridge.Inbox
import vn.motcua.bridge.InboxItem
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.PageSource
import vn.motcua.ui.screen.list.Pages
import vn.motcua.ui.screen.list.REFRESH

/** The messages, page by page. */
class InboxHolder(
    private val core: Core,
    saved: SavedStateHandle,
) : ViewModel() {
    /** As far as they were read. */
    val pages: Pages<Inbox, InboxItem> =
        Pages(core, viewModelScope, saved, PageSource(core.inbox(Pages.PAGE), core::inbox, { it.items }, { it.next }))

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** The person has seen every message up to [seq]. */
    fun see(seq: ULong) = deeds.run(SEE) { core.seeInbox(seq) }

    /** Asks the portal for news. */
    fun refresh() = deeds.run(REFRESH, said = "list-refreshed") { core.sync() }

    private companion object {
        const val SEE = "see"
    }
}
