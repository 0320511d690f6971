package vn.motcua.ui.screen.timeline

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.ResultItem
import vn.motcua.bridge.Timeline
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.followedIn

/** A dossier's way through the office. */
class TimelineHolder(
    private val core: Core,
    private val dossierId: String,
) : ViewModel() {
    /** As far as it is known. */
    val timeline: StateFlow<Live<Timeline>> = core.timeline(dossierId).followedIn(viewModelScope)

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** Asks the portal for news. */
    fun refresh() = deeds.run(REFRESH, said = "list-refreshed") { core.sync() }

    /** Fetches the result and hands it to the person as a file, under the name that the office gave it. */
    fun saveResult(
        result: ResultItem,
        platform: PlatformActions,
    ) {
        val path = platform.scratchFile(result.name)
        deeds.run(RESULT, then = { handOver(path, result.name, platform) }) { core.result(dossierId, path) }
    }

    private fun handOver(
        path: String,
        name: String,
        platform: PlatformActions,
    ) {
        viewModelScope.launch { deeds.say(if (platform.saveFile(path, name)) "state-saved" else "state-not-saved") }
    }

    internal companion object {
        const val RESULT = "result"
    }
}
