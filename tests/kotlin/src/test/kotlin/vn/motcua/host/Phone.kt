package vn.motcua.host

import java.nio.file.Path
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import vn.motcua.core.AppConfig
import vn.motcua.core.Connectivity
import vn.motcua.core.FailureWords
import vn.motcua.core.FeedbackList
import vn.motcua.core.FeedbackObserver
import vn.motcua.core.KeyVault
import vn.motcua.core.MotCua
import vn.motcua.core.NetworkState
import vn.motcua.core.OutboxItem
import vn.motcua.core.OutboxList
import vn.motcua.core.OutboxObserver
import vn.motcua.core.Subscription
import vn.motcua.core.Timeline
import vn.motcua.core.TimelineObserver
import vn.motcua.core.desktopDeviceKey
import vn.motcua.core.desktopKeyVault

/** A phone: a storage folder, a network that the test switches, and an app that can end and start again. */
class Phone(
    private val home: Path,
    private val profile: String,
    private val vault: (String) -> KeyVault = ::desktopKeyVault,
) : AutoCloseable {
    private val network = Network()

    /** The running app's core. */
    var core: MotCua = open()
        private set

    private fun open(): MotCua {
        val keys = home.resolve("keys").toString()
        val config =
            AppConfig(
                home = home.resolve("data").toString(),
                profileJson = profile,
                allowPlainLoopback = false,
                language = "vi",
                embeddedPush = true,
            )
        return MotCua.open(config, vault(keys), desktopDeviceKey(keys), network).also { it.start() }
    }

    /** The app ends and starts again on the same storage. A JVM can't kill itself and go on telling: SIGKILL is the Rust journey's. */
    fun restart() {
        core.shutDown()
        core.close()
        core = open()
    }

    fun network(state: NetworkState) {
        network.now = state
        core.connectivityChanged()
    }

    /** What waits to be sent of this dossier. */
    fun waiting(dossier: String): OutboxItem? = core.outbox().items.find { it.dossierId == dossier }

    /** Waits until the outbox fits. */
    fun outbox(awaited: String, fits: (OutboxList) -> Boolean): OutboxList {
        val seen = Seen<OutboxList>()
        val observer =
            object : OutboxObserver {
                override fun changed(outbox: OutboxList) = seen.changed(outbox)

                override fun failed(failure: FailureWords) = seen.failed(failure)
            }
        return seen.until(awaited, core.observeOutbox(observer), fits)
    }

    /** Waits until the dossier's timeline shows [event] as a signed fact. */
    fun told(dossier: String, event: String): Timeline {
        val seen = Seen<Timeline>()
        val observer =
            object : TimelineObserver {
                override fun changed(timeline: Timeline) = seen.changed(timeline)

                override fun failed(failure: FailureWords) = seen.failed(failure)
            }
        val signed = { timeline: Timeline -> timeline.entries.any { it.event == event && it.proof == "signed" } }
        return seen.until(event, core.observeTimeline(dossier, observer), signed)
    }

    /** Waits until the reports fit. */
    fun reports(awaited: String, fits: (FeedbackList) -> Boolean): FeedbackList {
        val seen = Seen<FeedbackList>()
        val observer =
            object : FeedbackObserver {
                override fun changed(feedback: FeedbackList) = seen.changed(feedback)

                override fun failed(failure: FailureWords) = seen.failed(failure)
            }
        return seen.until(awaited, core.observeFeedback(10u, observer), fits)
    }

    override fun close() {
        core.shutDown()
        core.close()
    }
}

private class Network : Connectivity {
    @Volatile var now = NetworkState.UNMETERED

    override fun state() = now
}

/** Models as an observer got them, for a test that waits for one. */
private class Seen<T : Any> {
    private val models = LinkedBlockingQueue<Any>()

    fun changed(model: T) {
        models.put(model)
    }

    fun failed(failure: FailureWords) {
        models.put(failure)
    }

    /** Takes models until one fits, then lets the observer go. */
    fun until(awaited: String, subscription: Subscription, fits: (T) -> Boolean): T =
        subscription.use { generateSequence { next(awaited) }.first(fits) }

    @Suppress("UNCHECKED_CAST")
    private fun next(awaited: String): T {
        val model = models.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) ?: error("waited too long for $awaited")
        check(model !is FailureWords) { "$awaited can't be read: $model" }
        return model as T
    }

    private companion object {
        /** Generous: two slow cores, and the core's own wait after a broken connection. */
        const val PATIENCE_SECONDS = 60L
    }
}
