package vn.motcua.preview

import java.io.File
import java.util.concurrent.TimeUnit

/**
 * The portal behind the window: the real program with invented people, in [data], which it keeps from run to run.
 *
 * It listens where it listened last time, so that what the phone keeps still leads to it. It ends with this process, or at [close].
 */
class Portal(
    bin: File,
    private val data: File,
) : AutoCloseable {
    private val known = File(data.also { it.mkdirs() }, "portal-profile.json")
    private val process: Process =
        ProcessBuilder(File(bin, "motcua-portal").path, "--demo", "--control", "--listen", listen(), "--data", data.path)
            .redirectError(File(data, LOG))
            .start()
    private val stop = Thread { process.destroy() }.also(Runtime.getRuntime()::addShutdownHook)

    /** What a phone must know before the first byte, as the portal wrote it. */
    val profile: String = ready().let { known.readText() }

    /** Where the portal listens. */
    val url: String = checkNotNull(URL.find(profile)) { "the portal's profile names no address" }.groupValues[1]

    override fun close() {
        process.destroy()
        process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)
        Runtime.getRuntime().removeShutdownHook(stop)
    }

    private fun listen(): String {
        val port =
            known
                .takeIf { it.exists() }
                ?.let { URL.find(it.readText()) }
                ?.groupValues
                ?.get(2) ?: "0"
        return "127.0.0.1:$port"
    }

    /** The portal says one line when it serves; none when it gave up. */
    private fun ready() = process.inputReader().readLine() ?: error("the portal doesn't start:\n" + File(data, LOG).readText())

    private companion object {
        const val LOG = "portal.log"
        const val STOPPING_SECONDS = 20L
        val URL = Regex(""""url": *"(https://127\.0\.0\.1:(\d+))"""")
    }
}
