package vn.motcua.app.lists

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.json.JSONObject
import vn.motcua.app.Portal
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
import java.io.File

/** A phone with the real core in [folder], whose person agreed to the consent: what a person did with it before they look at the lists. The network is off until [online]. */
class Phone(
    folder: File,
    language: String = "vi",
    opened: (AppConfig, KeyVault, DeviceKey, Connectivity) -> Outcome<Core> = Core::open,
) : AutoCloseable {
    private val network = Network()
    private val story = Story(folder)

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
        ask { prepareProcedure(story.procedure) }
        online(false)
    }

    /** Begins a draft and answers nothing. */
    fun draft(): String = ask { newDraft(story.procedure) }

    /** A draft with all of the story's answers and papers. */
    fun filled(): String = draft().also { look(it) { form -> story.steps.forEach { step -> story.play(step, form) } } }

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
        ask { completeSignIn(Browser(Portal.shared.profile).allow(page, story.person)) }
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
        const val PATIENCE = 30_000L
    }
}

internal fun <T> Outcome<T>.done(): T =
    when (this) {
        is Outcome.Done -> value
        is Outcome.Failed -> error("refused with ${failure.code}")
    }

/** The birth story's answers and papers, without what only the whole journey looks at. */
internal class Story(
    private val folder: File,
) {
    private val fixtures = File(System.getProperty("motcua.fixtures"))
    private val told = JSONObject(File(fixtures, "birth_story.json").readText())

    val procedure: String = told.getString("procedure_code")
    val person: String = told.getString("person")
    val steps = told.getJSONArray("steps").let { all -> (0 until all.length()).map(all::getJSONObject) }

    suspend fun play(
        step: JSONObject,
        form: Form,
    ) {
        when (step.getString("step")) {
            "answer" -> form.answer(step.getString("reference"), value(step.getString("value"))).done()
            "attach" -> attach(step, form)
        }
    }

    private suspend fun attach(
        step: JSONObject,
        form: Form,
    ) {
        val file = told.getJSONObject("files").getJSONObject(step.getString("file"))
        val copy = File(fixtures, file.getString("path")).copyTo(File(folder, file.getString("name")), overwrite = true)
        form.attach(step.getString("reference"), copy.path, copy.name).done()
    }

    /** `{today-12}` is the day twelve days before today in Việt Nam. */
    private fun value(written: String): String {
        val days =
            Regex("""\{today-(\d+)}""")
                .matchEntire(written)
                ?.groupValues
                ?.get(1)
                ?.toLong() ?: return written
        return java.time.LocalDate
            .now(java.time.ZoneId.of("Asia/Ho_Chi_Minh"))
            .minusDays(days)
            .toString()
    }
}
