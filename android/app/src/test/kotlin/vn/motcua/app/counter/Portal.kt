package vn.motcua.app.counter

import org.json.JSONObject
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** A running portal with invented people, in a folder of its own, on ports of its own. */
class Portal(
    private val bin: Path,
    private val data: Path,
) : AutoCloseable {
    private var process = run(FREE, FREE)
    private val ready = told()

    private fun run(
        listen: String,
        plain: String,
    ): Process =
        ProcessBuilder(
            listOf("$bin/motcua-portal", "--demo", "--control", "--listen", listen, "--plain", plain, "--data", "$data"),
        ).redirectError(ProcessBuilder.Redirect.appendTo(data.resolve("portal.log").toFile())).start()

    private fun told() =
        JSONObject(process.inputReader().readLine() ?: error("the portal didn't start: " + Files.readString(data.resolve("portal.log"))))

    /** What a phone must know before the first byte, as the portal wrote it. */
    val profile: String = Files.readString(Path.of(ready.getString("profile")))

    /** Where tests are officer and QA, on the loopback and without TLS. */
    val plainUrl: String = ready.getString("plain_url")

    /** What an officer shows. */
    val officeToken: String = Files.readString(Path.of(ready.getString("office_token_file"))).trim()

    private val http = HttpClient.newHttpClient()

    /** Misbehaves from now on, until [heal]: the control API's [order] as JSON. */
    fun fault(order: String) {
        val answer = control("faults") { header("Content-Type", "application/json").POST(BodyPublishers.ofString(order)) }
        check(answer.statusCode() == CREATED) { "the fault isn't taken: ${answer.body()}" }
    }

    /** Every fault ends. */
    fun heal() {
        control("faults") { DELETE() }
    }

    /** Moves its clock. */
    fun advance(seconds: Int) {
        val answer = control("clock/advance") { header("Content-Type", "application/json").POST(BodyPublishers.ofString("""{"seconds":$seconds}""")) }
        check(answer.statusCode() == DONE) { "the clock stays: ${answer.body()}" }
    }

    /** Is down from now on, until [startAgain] at the same addresses. */
    fun stop() {
        process.destroy()
        check(process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) { "the portal doesn't stop" }
    }

    /** Is up again. */
    fun startAgain() {
        process = run(ready.getString("url").substringAfter("://"), plainUrl.substringAfter("://"))
        told()
    }

    /** How many of something it has: `dossiers`, `files`, `feedback` … */
    fun count(what: String): Int = JSONObject(control("counts") { GET() }.body()).getInt(what)

    private fun control(
        path: String,
        request: HttpRequest.Builder.() -> HttpRequest.Builder,
    ) = http.send(HttpRequest.newBuilder(URI("$plainUrl/control/v1/$path")).request().build(), BodyHandlers.ofString())

    override fun close() = stop()

    companion object {
        private const val STOPPING_SECONDS = 20L
        private const val DONE = 200
        private const val CREATED = 201
        private const val FREE = "127.0.0.1:0"

        /** The folder of the programs that were built. */
        val programs: Path by lazy { Path.of(checkNotNull(System.getProperty("motcua.bin")) { "the folder of motcua-portal isn't given" }) }

        /** The portal of this test run, started at the first need and stopped with the JVM. */
        val shared: Portal by lazy {
            Portal(programs, Files.createTempDirectory("portal")).also { Runtime.getRuntime().addShutdownHook(Thread(it::close)) }
        }
    }
}
