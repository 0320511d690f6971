package vn.motcua.ui.screen.receipt

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.filterNot
import kotlinx.coroutines.flow.mapLatest
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import vn.motcua.bridge.Core
import vn.motcua.bridge.Live
import vn.motcua.bridge.ReceiptModel
import vn.motcua.ui.nav.PlatformActions
import vn.motcua.ui.screen.list.Deeds
import vn.motcua.ui.screen.list.live
import vn.motcua.ui.screen.list.whileSeen
import java.io.File
import java.io.IOException

/** A dossier's receipt; it appears by itself when it arrives. */
class ReceiptHolder(
    private val core: Core,
    dossierId: String,
) : ViewModel() {
    /** The verified receipt, or nothing while there is none. */
    @OptIn(ExperimentalCoroutinesApi::class)
    val receipt: StateFlow<Live<ReceiptModel?>> =
        core
            .timeline(dossierId)
            .filterNot { it == Live.Loading }
            .mapLatest { if (it is Live.Failed) it else core.live(core.receipt(dossierId)) }
            .stateIn(viewModelScope, whileSeen, Live.Loading)

    /** What the page was asked to do. */
    val deeds = Deeds(core, viewModelScope)

    /** Hands the signed statement to the person as a file called [name]: whoever doubts it can check it without this app. */
    fun save(
        jws: String,
        name: String,
        platform: PlatformActions,
    ) {
        viewModelScope.launch {
            val path = platform.scratchFile(name)
            val written = withContext(Dispatchers.IO) { write(path, jws) }
            deeds.say(if (written && platform.saveFile(path, name)) "state-saved" else "state-not-saved")
        }
    }

    private fun write(
        path: String,
        text: String,
    ): Boolean =
        try {
            File(path).writeText(text)
            true
        } catch (_: IOException) {
            // No room, or the cache was cleared under us: the person reads that nothing was saved.
            false
        }
}
