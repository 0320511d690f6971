package vn.motcua.app.lists

import org.json.JSONObject
import vn.motcua.app.Portal
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.security.KeyStore
import java.security.cert.CertificateFactory
import java.util.UUID
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory

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

/** The browser that the app hops to: reads the e-ID's page, allows as a person, and comes back. */
internal class Browser(
    profile: String,
) {
    private val http = HttpClient.newBuilder().sslContext(trusting(JSONObject(profile).getString("anchors_pem"))).build()

    fun allow(
        page: String,
        person: String,
    ): String {
        val html = http.send(HttpRequest.newBuilder(URI(page)).build(), BodyHandlers.ofString()).body()
        val request = html.substringAfter("name=\"request\" value=\"").substringBefore('"')
        val fields = listOf("request" to request, "person" to person, "decision" to "allow")
        val form = fields.joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, Charsets.UTF_8)}" }
        val consent =
            HttpRequest
                .newBuilder(URI(page).resolve("/eid/consent"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
        val answer = http.send(consent.build(), BodyHandlers.ofString())
        return answer.headers().firstValue("Location").orElseThrow { IllegalStateException("the e-ID doesn't send us back: ${answer.statusCode()}") }
    }

    private fun trusting(anchors: String): SSLContext {
        val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null) }
        CertificateFactory.getInstance("X.509").generateCertificates(anchors.byteInputStream()).forEachIndexed { index, anchor ->
            store.setCertificateEntry("anchor-$index", anchor)
        }
        val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }
        return SSLContext.getInstance("TLS").apply { init(null, trust.trustManagers, null) }
    }
}
