package vn.motcua.app.lists

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import vn.motcua.app.counter.Portal
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.bridge.AppConfig
import vn.motcua.bridge.Connectivity
import vn.motcua.bridge.Core
import vn.motcua.bridge.DeviceKey
import vn.motcua.bridge.Form
import vn.motcua.bridge.KeyVault
import vn.motcua.bridge.Live
import vn.motcua.bridge.NetworkState
import vn.motcua.bridge.NewFeedback
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.PlacePinned
import vn.motcua.bridge.Timeline
import vn.motcua.bridge.desktopDeviceKey
import vn.motcua.bridge.desktopKeyVault
import vn.motcua.browser.Browser
import java.io.File

/** A phone with the real core in [folder], whose person agreed to the consent: what a person did with it before they look at the lists. The network is off until [online]. */
class Phone(
    folder: File,
    language: String = "vi",
    opened: (AppConfig, KeyVault, DeviceKey, Connectivity) -> Outcome<Core> = Core::open,
) : AutoCloseable {
    private val network = Network()

    val core: Core =
        opened(
            AppConfig(File(folder, "data").path, Portal.shared.profile, false, language, embeddedPush = true),
            desktopKeyVault(File(folder, "keys").path),
            desktopDeviceKey(File(folder, "keys").path),
            network,
        ).done()

    init {
        ask { acceptConsent(consent().done().version) }
    }

    /** The network is there, or gone. */
    fun online(there: Boolean) {
        network.now = if (there) NetworkState.UNMETERED else NetworkState.OFFLINE
        ask { connectivityChanged() }
    }

    /** The catalogue and the story's form are on the phone. */
    fun fetch() {
        online(true)
        ask { refreshCatalogue() }
        ask { prepareProcedure(Story.procedure) }
        online(false)
    }

    /** Begins a draft and answers nothing. */
    fun draft(): String = ask { newDraft(Story.procedure) }

    /** A draft with all of the story's answers and papers. */
    fun filled(): String = draft().also { look(it, Story::fillIn) }

    /** Fills in the story's form and submits it. The answer is the dossier's id; it waits in the outbox. */
    fun submit(): String =
        look(filled()) { form ->
            val review = form.review().done()
            form.submit(review.viewSha256, checkNotNull(review.office)).done()
        }

    /** Opens a draft beside the screens. */
    fun <T> look(
        draft: String,
        look: suspend (Form) -> T,
    ): T = runBlocking { core.openDraft(draft).done().use { look(it) } }

    /** Reports a pothole; it waits in the outbox. */
    fun report(): String =
        ask { sendFeedback(NewFeedback("HT", "Ổ gà lớn giữa làn xe máy, dễ gây tai nạn khi trời mưa.", PlacePinned(10.7769, 106.7009)), null) }

    /** The story's person signs in; from now on the workers send and listen, as while the app is in front. */
    fun signIn() {
        val page = ask { beginSignIn() }
        ask { completeSignIn(Browser(Portal.shared.profile).allow(page, Story.person)) }
        runBlocking { core.start() }
    }

    /** Waits until everything was sent. */
    fun sent() {
        await(core.outbox()) { it.items.isEmpty() }
    }

    /** Waits until the portal has told that [event] happened, signed. */
    fun told(
        dossier: String,
        event: String,
    ): Timeline = await(core.timeline(dossier)) { timeline -> timeline.entries.any { it.event == event && it.proof == "signed" } }

    /** Waits until the model fits, as a screen would see it. */
    fun <T> await(
        flow: Flow<Live<T>>,
        fits: (T) -> Boolean,
    ): T = runBlocking { withTimeout(PATIENCE) { flow.filterIsInstance<Live.Value<T>>().first { fits(it.value) }.value } }

    /** One call that must go well. */
    fun <T> ask(call: suspend Core.() -> Outcome<T>): T = runBlocking { core.call().done() }

    override fun close() = core.close()

    private class Network : Connectivity {
        @Volatile var now = NetworkState.OFFLINE

        override fun state() = now
    }

    companion object {
        const val PATIENCE = 60_000L
    }
}
