package vn.motcua.ui.screen.outbox

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.StateFlow
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.OutboxList
import vn.motcua.ui.screen.list.Deeds
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

    /** Takes a draft back for editing, while that is still possible. */
    fun takeBack(draftId: String) = deeds.run(TAKE_BACK, said = "draft-taken-back") { core.takeBack(draftId) }

    internal companion object {
        const val TAKE_BACK = "take back"
    }
}
