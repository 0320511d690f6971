package vn.motcua.host

import java.io.BufferedReader
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Files
import java.nio.file.Path
import java.util.UUID
import java.util.concurrent.TimeUnit
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/**
 * A running portal with invented people, in a folder of its own, on ports of its own.
 *
 * The phone under test speaks to it over TLS; the test is officer and QA over the loopback listener without TLS.
 */
class Portal(bin: Path, data: Path) : AutoCloseable {
    private val process: Process =
        ProcessBuilder(bin.resolve("motcua-portal").toString(), "--demo", "--control", "--plain", "--data", data.toString())
            .redirectError(data.resolve("portal.log").toFile())
            .start()
    private val ready = ready(process.inputReader(), data)
    private val http = HttpClient.newHttpClient()
    private val plainUrl = ready.text("plain_url")
    private val officeToken = Files.readString(Path.of(ready.text("office_token_file"))).trim()

    /** What a phone must know before the first byte, as the portal wrote it. */
    val profile: String = Files.readString(Path.of(ready.text("profile")))

    /** The dossier as its office sees it. */
    fun dossier(id: String): JsonObject = expectJson(office("dossiers/$id").GET().build()).jsonObject

    /**
     * An officer does [action] to the dossier as it stands now. The office's own agent may change it between looking and acting: then the officer
     * looks again.
     */
    fun act(action: String, id: String, body: JsonObject = JsonObject(emptyMap())): JsonObject {
        val key = "\"${UUID.randomUUID()}\""
        repeat(TRIES) {
            val request =
                office("dossiers/$id/$action")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .header("If-Match", "\"${dossier(id).number("revision")}\"")
                    .POST(BodyPublishers.ofString(body.toString()))
            val answer = http.send(request.build(), BodyHandlers.ofString())
            if (answer.statusCode() == 200) return Json.parseToJsonElement(answer.body()).jsonObject
            check(answer.statusCode() == 412) { "$action gave ${answer.statusCode()}: ${answer.body()}" }
        }
        error("the dossier changed at every try to $action")
    }

    /** 1022 answers a report. */
    fun answerReport(number: String, note: String) {
        val boundary = UUID.randomUUID().toString()
        val form = "--$boundary\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n$note\r\n--$boundary--\r\n"
        val request =
            office("feedback/$number/answer")
                .header("Content-Type", "multipart/form-data; boundary=$boundary")
                .POST(BodyPublishers.ofString(form))
        expectJson(request.build())
    }

    /** QA orders a fault, as the wire API takes it. */
    fun order(fault: JsonObject) {
        val request = HttpRequest.newBuilder(URI("$plainUrl/control/v1/faults")).header("Content-Type", "application/json")
        expectJson(request.POST(BodyPublishers.ofString(fault.toString())).build())
    }

    /** What the portal has counted, to compare with what the phone believes. */
    fun counts(): JsonObject = expectJson(HttpRequest.newBuilder(URI("$plainUrl/control/v1/counts")).build()).jsonObject

    private fun office(path: String) =
        HttpRequest.newBuilder(URI("$plainUrl/office/v1/$path")).header("Authorization", "Bearer $officeToken")

    private fun expectJson(request: HttpRequest): JsonElement {
        val answer = http.send(request, BodyHandlers.ofString())
        check(answer.statusCode() in 200..299) { "${request.uri()} gave ${answer.statusCode()}: ${answer.body()}" }
        return Json.parseToJsonElement(answer.body())
    }

    override fun close() {
        process.destroy()
        check(process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) { "the portal doesn't stop" }
    }

    private companion object {
        const val TRIES = 5
        const val STOPPING_SECONDS = 20L

        fun ready(output: BufferedReader, data: Path): JsonObject {
            val line = output.readLine() ?: error("the portal didn't start: " + Files.readString(data.resolve("portal.log")))
            return Json.parseToJsonElement(line).jsonObject
        }
    }
}
