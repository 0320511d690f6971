package vn.motcua.sample

import kotlinx.coroutines.flow.first
import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.Core
import vn.motcua.bridge.DeviceKey
import vn.motcua.bridge.Failure
import vn.motcua.bridge.KeyVault
import vn.motcua.bridge.Live
import vn.motcua.bridge.Outcome

/** The least that an app does: open, begin a draft, answer, watch. [vault] and [deviceKey] are the Keystore's on a phone. */
class Sample(
    private val config: AppConfig,
    private val vault: KeyVault,
    private val deviceKey: DeviceKey,
    private val connectivity: Connectivity,
) {
    suspend fun run(): List<String> =
        when (val opened = Core.open(config, vault, deviceKey, connectivity)) {
            is Outcome.Done -> opened.value.use { core -> listOf(beginADraft(core), firstDrafts(core)) }

            // The code is for logs and for whoever helps; the words are for the person.
            is Outcome.Failed -> Failure.explain(opened.failure, config.language).let { listOf(it.code, it.cause, it.remedy) }
        }

    private suspend fun beginADraft(core: Core): String {
        core.start()
        core.refreshCatalogue()
        val found = core.searchCatalogue("dang ky khai sinh").orNull()
        val procedure = found?.items?.firstOrNull { it.canStart }
        return procedure?.let { fillIn(core, it.code) }.orEmpty()
    }

    private suspend fun fillIn(
        core: Core,
        code: String,
    ): String {
        core.prepareProcedure(code)
        val form = core.newDraft(code).orNull()?.let { core.openDraft(it).orNull() }
        // When this returns, the answer is kept; `announcement` is for a screen reader.
        val edit = form?.answer("/data/requester/full_name", "Nguyễn Minh Khôi")?.orNull()
        form?.close()
        return edit?.let { "${it.progress} ${it.kept}" }.orEmpty()
    }

    /** A screen watches: a snapshot first, then the newest after each change. Ending the collection detaches. */
    private suspend fun firstDrafts(core: Core): String =
        when (val drafts = core.drafts(limit = 50).first { it != Live.Loading }) {
            is Live.Value -> drafts.value.items.joinToString { it.label }
            is Live.Failed -> drafts.words.cause
            Live.Loading -> ""
        }

    private fun <T> Outcome<T>.orNull(): T? = (this as? Outcome.Done)?.value
}
