package vn.motcua.bridge

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import java.io.File
import java.util.concurrent.CountDownLatch

/** Generous: two slow cores. */
const val PATIENCE = 60_000L

/** A phone with the real library in [folder]; the network is off until [online]. */
class Phone(
    private val folder: File,
    opened: (AppConfig, KeyVault, DeviceKey, Connectivity) -> Outcome<Core> = Core::open,
) : AutoCloseable {
    private val network = Network()
    private val keys = File(folder, "keys").path

    /** What opens the core, and did. */
    val config = AppConfig(File(folder, "data").path, Portal.shared.profile, allowPlainLoopback = false, language = "vi", embeddedPush = true)

    val core: Core = opened(config, desktopKeyVault(keys), desktopDeviceKey(keys), network).done()

    /** The network is there, or gone. */
    suspend fun online(there: Boolean) {
        network.now = if (there) NetworkState.UNMETERED else NetworkState.OFFLINE
        core.connectivityChanged().done()
    }

    /** From now on whatever asks for the network waits, until what this gives is closed. */
    fun holdUp(): HeldUp = HeldUp().also { network.held = it }

    /** The catalogue and the birth form are on the phone. */
    suspend fun fetch() {
        online(true)
        core.refreshCatalogue().done()
        core.prepareProcedure(BIRTH).done()
        online(false)
    }

    /** A second core on the same storage. */
    fun openAgain(vault: KeyVault = desktopKeyVault(keys)): Outcome<Core> = Core.open(config, vault, desktopDeviceKey(keys), network)

    /** The file that the catalogue and the accounts' list are kept in. */
    val publicDatabase: File get() = File(folder, "data/public/public.db")

    override fun close() = core.close()

    private class Network : Connectivity {
        @Volatile var now = NetworkState.OFFLINE

        @Volatile var held: HeldUp? = null

        override fun state(): NetworkState {
            held?.wait()
            return now
        }
    }

    companion object {
        const val BIRTH = "1.001193"
        const val NAME = "/data/requester/full_name"
    }
}

/** Holds up the core where it asks the shell. */
class HeldUp : AutoCloseable {
    private val somebody = CompletableDeferred<Unit>()
    private val over = CountDownLatch(1)

    /** Waits until the core is here. */
    suspend fun reached() = somebody.await()

    internal fun wait() {
        somebody.complete(Unit)
        over.await()
    }

    override fun close() = over.countDown()
}

/** What a call came to, when it must have come to something. */
fun <T> Outcome<T>.done(): T =
    when (this) {
        is Outcome.Done -> value
        is Outcome.Failed -> error("refused with ${failure.code}")
    }

/** Why a call failed, when it must have. */
fun <T> Outcome<T>.failed(): Failure =
    when (this) {
        is Outcome.Done -> error("it was done")
        is Outcome.Failed -> failure
    }

/** A test on threads of its own that ends in time. */
fun told(test: suspend CoroutineScope.() -> Unit): Unit = runBlocking(Dispatchers.Default) { withTimeout(PATIENCE, test) }

/** Waits until it is so: the core does some things after it was told. */
suspend fun until(isSo: suspend () -> Boolean) {
    while (!isSo()) yield()
}
