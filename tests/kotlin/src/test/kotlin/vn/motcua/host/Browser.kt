package vn.motcua.host

import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.security.KeyStore
import java.security.cert.CertificateFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory
import kotlin.text.Charsets.UTF_8
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject

/** The browser that the app hops to: reads the e-ID's page, chooses a person, allows, and comes back. */
class Browser(profile: String) {
    private val anchors = Json.parseToJsonElement(profile).jsonObject.text("anchors_pem")
    private val http = HttpClient.newBuilder().sslContext(trusting(anchors)).followRedirects(HttpClient.Redirect.NEVER).build()

    /** Allows as [person] and gives the address that the app is to be handed. */
    fun allow(page: String, person: String): String {
        val html = http.send(HttpRequest.newBuilder(URI(page)).build(), BodyHandlers.ofString()).body()
        val request = html.substringAfter("name=\"request\" value=\"").substringBefore('"')
        val fields = mapOf("request" to request, "person" to person, "decision" to "allow")
        val form = fields.entries.joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, UTF_8)}" }
        val consent =
            HttpRequest.newBuilder(URI(page).resolve("/eid/consent"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
        val answer = http.send(consent.build(), BodyHandlers.ofString())
        check(answer.statusCode() == 303) { "the e-ID doesn't send us back: ${answer.statusCode()}" }
        return answer.headers().firstValue("Location").orElseThrow()
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
