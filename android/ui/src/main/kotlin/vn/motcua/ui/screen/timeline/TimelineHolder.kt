package vn.motcua.ui.screen.timeline

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.Timeline
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.REFRESH
import vn.motcua.ui.screen.list.followedIn
import java.io.File

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

    /** Fetches the result and hands it to the person as a file; [name] is without its ending, which only the file itself tells. */
    fun saveResult(
        name: String,
        platform: PlatformActions,
    ) {
        val path = platform.scratchFile(name)
        deeds.run(RESULT, then = { handOver(path, name, platform) }) { core.result(dossierId, path) }
    }

    private fun handOver(
        path: String,
        name: String,
        platform: PlatformActions,
    ) {
        viewModelScope.launch {
            val ending = withContext(Dispatchers.IO) { endingOf(File(path)) }
            deeds.say(if (platform.saveFile(path, name + ending)) "state-saved" else "state-not-saved")
        }
    }

    internal companion object {
        const val RESULT = "result"
    }
}

private val endings = mapOf("%PDF" to ".pdf", "\u00ff\u00d8\u00ff" to ".jpg", "\u0089PNG" to ".png")

private const val LONGEST = 4

/** The ending that the file's first bytes ask for: the three kinds that an office sends. */
internal fun endingOf(file: File): String {
    val first = file.inputStream().use { it.readNBytes(LONGEST) }.toString(Charsets.ISO_8859_1)
    return endings.entries
        .firstOrNull { first.startsWith(it.key) }
        ?.value
        .orEmpty()
}
