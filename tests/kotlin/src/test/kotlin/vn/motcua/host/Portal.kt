package vn.motcua.host

import java.io.BufferedReader
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.util.UUID
import java.util.concurrent.TimeUnit
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/**
 * A running portal with invented people, in a folder of its own, on ports of its own.
 *
 * The phone under test speaks to [url] over TLS; the test acts as the officer over the loopback listener without TLS.
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

    val url = ready.text("url")

    /** What a phone must know before the first byte, as the portal wrote it. */
    val profile: String = Files.readString(Path.of(ready.text("profile")))

    /** The dossier as its office sees it. */
    fun dossier(id: String): JsonObject = send(office("dossiers/$id").GET().build()).jsonObject

    fun dossiers(): JsonArray = send(office("dossiers").GET().build()).jsonObject.getValue("dossiers") as JsonArray

    /** An officer does `action` to the dossier as it stands now. */
    fun act(action: String, id: String, body: JsonObject = JsonObject(emptyMap())): JsonObject {
        val request =
            office("dossiers/$id/$action")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"${UUID.randomUUID()}\"")
                .header("If-Match", "\"${dossier(id).number("revision")}\"")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        return send(request.build()).jsonObject
    }

    /** What the portal has counted, to compare with what the phone believes. */
    fun counts(): JsonObject = send(HttpRequest.newBuilder(URI("$plainUrl/control/v1/counts")).build()).jsonObject

    private fun office(path: String) =
        HttpRequest.newBuilder(URI("$plainUrl/office/v1/$path")).header("Authorization", "Bearer $officeToken")

    private fun send(request: HttpRequest) =
        http.send(request, HttpResponse.BodyHandlers.ofString()).let { answer ->
            check(answer.statusCode() in 200..299) { "${request.uri()} gave ${answer.statusCode()}: ${answer.body()}" }
            Json.parseToJsonElement(answer.body())
        }

    override fun close() {
        process.destroy()
        check(process.waitFor(20, TimeUnit.SECONDS)) { "the portal doesn't stop" }
    }

    private companion object {
        fun ready(output: BufferedReader, data: Path): JsonObject {
            val line = output.readLine() ?: error("the portal didn't start: " + Files.readString(data.resolve("portal.log")))
            return Json.parseToJsonElement(line).jsonObject
        }
    }
}
