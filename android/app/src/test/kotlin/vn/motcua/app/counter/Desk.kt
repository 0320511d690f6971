package vn.motcua.app.counter

import org.json.JSONObject
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.util.UUID

/** The officer at the other side of the counter. */
class Desk(
    private val portal: Portal,
) {
    private val http = HttpClient.newHttpClient()

    /** Does [action] to the dossier as it stands now, and looks again where the office's own agent was quicker. */
    fun act(
        action: String,
        dossier: String,
        body: String = "{}",
    ) {
        repeat(TRIES) {
            val request =
                office("dossiers/$dossier/$action")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "\"${UUID.randomUUID()}\"")
                    .header("If-Match", "\"${revision(dossier)}\"")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
            val answer = send(request)
            if (answer.statusCode() == HTTP_OK) return
            check(answer.statusCode() == HTTP_CHANGED) { "$action gave ${answer.statusCode()}: ${answer.body()}" }
        }
        error("the dossier changed at every try to $action")
    }

    /** Answers the report that 1022 knows under [number]. */
    fun answerReport(
        number: String,
        note: String,
    ) {
        val edge = "----${UUID.randomUUID()}"
        val body = "--$edge\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n$note\r\n--$edge--\r\n"
        val request =
            office("feedback/$number/answer")
                .header("Content-Type", "multipart/form-data; boundary=$edge")
                .header("Idempotency-Key", "\"${UUID.randomUUID()}\"")
                .POST(HttpRequest.BodyPublishers.ofString(body))
        val answer = send(request)
        check(answer.statusCode() == HTTP_OK) { "answering gave ${answer.statusCode()}: ${answer.body()}" }
    }

    /** All reports as 1022 has them. */
    fun reports(): String = send(office("feedback").GET()).body()

    private fun revision(dossier: String) = JSONObject(send(office("dossiers/$dossier").GET()).body()).getInt("revision")

    private fun office(path: String) =
        HttpRequest.newBuilder(URI("${portal.plainUrl}/office/v1/$path")).header("Authorization", "Bearer ${portal.officeToken}")

    private fun send(request: HttpRequest.Builder): HttpResponse<String> = http.send(request.build(), BodyHandlers.ofString())

    private companion object {
        const val TRIES = 5
        const val HTTP_OK = 200
        const val HTTP_CHANGED = 412
    }
}
