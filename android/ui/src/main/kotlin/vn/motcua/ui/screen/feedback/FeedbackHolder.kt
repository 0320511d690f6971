package vn.motcua.ui.screen.feedback

import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import vn.motcua.bridge.Core
import vn.motcua.bridge.FeedbackList
import vn.motcua.bridge.FeedbackPage
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.PageSource
import vn.motcua.ui.screen.list.Pages

/** My reports, page by page. */
class FeedbackHolder(
    core: Core,
    saved: SavedStateHandle,
) : ViewModel() {
    /** As far as they were read. */
    val pages: Pages<FeedbackList, FeedbackPage> =
        Pages(core, viewModelScope, saved, PageSource(core.feedback(Pages.PAGE), core::feedbackList, { it.items }, { it.next }))

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)
}
