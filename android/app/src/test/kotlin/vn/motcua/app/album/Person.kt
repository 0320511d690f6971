package vn.motcua.app.album

import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.json.JSONObject
import vn.motcua.app.TestApplication
import vn.motcua.app.counter.Desk
import vn.motcua.app.counter.Portal
import vn.motcua.app.counter.Story
import vn.motcua.app.counter.done
import vn.motcua.bridge.Core
import vn.motcua.bridge.Form
import vn.motcua.bridge.Live
import vn.motcua.bridge.NetworkState
import vn.motcua.bridge.Outcome
import vn.motcua.bridge.Timeline
import vn.motcua.browser.Browser
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** Who holds the phone: does through the core what leads to the next scene, and knows people at the office and at QA. */
@OptIn(DelicateCoroutinesApi::class)
internal class Person(
    private val core: Core,
) {
    private val http = HttpClient.newHttpClient()
    private val portal = Portal.shared

    val desk = Desk(portal)

    /** One call that must go well. */
    fun <T> ask(call: suspend Core.() -> Outcome<T>): T = runBlocking { core.call().done() }

    /** One call that may fail. */
    fun <T> attempt(call: suspend Core.() -> Outcome<T>) {
        runBlocking { core.call() }
    }

    fun online(there: Boolean) = network(if (there) NetworkState.UNMETERED else NetworkState.OFFLINE)

    fun network(state: NetworkState) {
        TestApplication.Network.now = state
        ask { connectivityChanged() }
    }

    fun agree() = ask { acceptConsent(consent().done().version) }

    /** The catalogue and the story's form are on the phone, and the network is gone again. */
    fun fetch() {
        online(true)
        ask { refreshCatalogue() }
        ask { prepareProcedure(Story.procedure) }
        online(false)
    }

    /** Begins a draft with the story's answers; [but] does something else to it then. */
    fun draft(
        isFilled: Boolean = true,
        but: suspend (Form) -> Unit = {},
    ): String {
        val id = ask { newDraft(Story.procedure) }
        edit(id) { form ->
            if (isFilled) Story.fillIn(form)
            but(form)
        }
        return id
    }

    fun <T> edit(
        draft: String,
        what: suspend (Form) -> T,
    ): T = runBlocking { core.openDraft(draft).done().use { what(it) } }

    /** Submits a draft; it waits in the outbox. */
    fun submit(draft: String): String =
        edit(draft) { form ->
            val review = form.review().done()
            form.submit(review.viewSha256, checkNotNull(review.office)).done()
        }

    /** What the browser comes back with when the person allows it. */
    fun allowed(): String = Browser(portal.profile).allow(ask { beginSignIn() }, Story.person)

    /** From now on the workers send and listen, as while the app is in front. */
    fun signIn() {
        ask { completeSignIn(allowed()) }
        runBlocking { core.start() }
    }

    fun sent() = await(core.outbox()) { it.items.isEmpty() }

    /** Waits until the portal has told that [event] happened, signed. */
    fun told(
        dossier: String,
        event: String,
    ): Timeline {
        attempt { sync() }
        return await(core.timeline(dossier)) { timeline -> timeline.entries.any { it.event == event && it.proof == "signed" } }
    }

    /** Waits until the model fits, as a screen would see it. The workers run meanwhile: the window that went away before has let them rest. */
    fun <T> await(
        flow: Flow<Live<T>>,
        fits: (T) -> Boolean,
    ): T =
        runBlocking {
            core.start()
            withTimeout(PATIENCE) { flow.filterIsInstance<Live.Value<T>>().first { fits(it.value) }.value }
        }

    /** While [during], the portal does something bad. */
    fun <T> fault(
        fault: String,
        during: () -> T,
    ): T {
        val answer = send(control("").header("Content-Type", "application/json").POST(BodyPublishers.ofString(fault)))
        val id = JSONObject(answer).get("id")
        return try {
            during()
        } finally {
            send(control("/$id").DELETE())
        }
    }

    /** While [during], the phone is so busy that nothing which is asked of the core begins. */
    fun slowly(during: () -> Unit) {
        val (taken, free) = CountDownLatch(THREADS) to CountDownLatch(1)
        repeat(THREADS) {
            GlobalScope.launch(Dispatchers.IO) {
                taken.countDown()
                free.await()
            }
        }
        check(taken.await(PATIENCE, TimeUnit.MILLISECONDS)) { "the phone's threads aren't to be had" }
        try {
            during()
        } finally {
            free.countDown()
        }
    }

    /** While [during], what is personal can't be read: the phone is locked. */
    fun locked(during: () -> Unit) {
        runBlocking { core.lock() }
        try {
            during()
        } finally {
            ask { unlock() }
        }
    }

    /** 1022 answers a report. */
    fun answer(
        number: String,
        note: String,
    ) {
        val body = "--part\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n$note\r\n--part--\r\n"
        val request = HttpRequest.newBuilder(URI("${portal.plainUrl}/office/v1/feedback/$number/answer"))
        val type = "multipart/form-data; boundary=part"
        send(request.header("Authorization", "Bearer ${portal.officeToken}").header("Content-Type", type).POST(BodyPublishers.ofString(body)))
    }

    private fun control(path: String) = HttpRequest.newBuilder(URI("${portal.plainUrl}/control/v1/faults$path"))

    private fun send(request: HttpRequest.Builder): String {
        val answer = http.send(request.build(), BodyHandlers.ofString())
        check(answer.statusCode() in 200..299) { "${answer.uri()} gave ${answer.statusCode()}: ${answer.body()}" }
        return answer.body()
    }

    private companion object {
        const val PATIENCE = 60_000L

        /** As many as Kotlin has for what blocks. */
        const val THREADS = 64
    }
}
