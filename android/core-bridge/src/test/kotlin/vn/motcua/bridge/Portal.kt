package vn.motcua.bridge

import java.io.File
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.TimeUnit

/** A running portal with invented people and the controls that QA has, in a folder of its own, on ports of its own. */
class Portal(
    data: File,
) : AutoCloseable {
    private val process: Process =
        ProcessBuilder(Machine.program("motcua-portal"), "--demo", "--control", "--plain", "--data", data.path)
            .redirectError(File(data, "portal.log"))
            .start()
    private val ready: String = process.inputReader().readLine() ?: error("the portal didn't start: ${File(data, "portal.log").readText()}")

    /** What a phone must know before the first byte, as the portal wrote it. */
    val profile: String = File(told("profile")).readText()

    /** QA orders a fault, as the wire API takes it; gone after [during]. */
    fun <T> misbehaving(
        fault: String,
        during: () -> T,
    ): T {
        val faults = URI("${told("plain_url")}/control/v1/faults")
        val json = HttpRequest.newBuilder(faults).header("Content-Type", "application/json")
        check(send(json.POST(BodyPublishers.ofString(fault))) == HTTP_CREATED) { "the portal doesn't know the fault $fault" }
        return try {
            during()
        } finally {
            send(HttpRequest.newBuilder(faults).DELETE())
        }
    }

    private fun send(request: HttpRequest.Builder) = HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode()

    private fun told(name: String) = checkNotNull(Regex(""""$name":"([^"]+)"""").find(ready)) { "the portal doesn't tell its $name" }.groupValues[1]

    override fun close() {
        process.destroy()
        check(process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) { "the portal doesn't stop" }
    }

    companion object {
        private const val STOPPING_SECONDS = 20L
        private const val HTTP_CREATED = 201

        /** The portal of this test run, started at the first need and stopped with the JVM. */
        val shared: Portal by lazy {
            val data =
                kotlin.io.path
                    .createTempDirectory("portal")
                    .toFile()
            Portal(data).also { portal -> Runtime.getRuntime().addShutdownHook(Thread { portal.close() }) }
        }
    }
}

/** What the Rust build made. */
object Machine {
    /** The path of a program. */
    fun program(name: String): String = File(checkNotNull(System.getProperty("motcua.bin")) { "the folder of $name isn't given" }, name).path

    /** Fills a phone's folder with 10,000 drafts, dossiers, messages and reports. */
    fun fillHome(folder: File) = make("fill-home", folder)

    /** Makes the form of an inspection the only procedure of a phone's folder. */
    fun putChecklist(folder: File) = make("checklist-home", folder)

    private fun make(
        what: String,
        folder: File,
    ) {
        val filling = ProcessBuilder(program("motcua-bench"), what, folder.path).inheritIO().start()
        check(filling.waitFor(PATIENCE, TimeUnit.MILLISECONDS) && filling.exitValue() == 0) { "the phone isn't filled" }
    }
}
