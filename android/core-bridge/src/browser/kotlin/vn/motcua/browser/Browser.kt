package vn.motcua.browser

import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.security.KeyStore
import java.security.cert.CertificateFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory

/** The browser that an app hops to, for every test that signs in: reads the e-ID's page, allows as a person or says no, and comes back. */
class Browser(
    profile: String,
) {
    private val http = HttpClient.newBuilder().sslContext(trusting(anchors(profile))).build()

    /** Decides at [page] as [person]; the address that the app is to be handed. */
    fun allow(
        page: String,
        person: String,
        decision: String = "allow",
    ): String {
        val html = http.send(HttpRequest.newBuilder(URI(page)).build(), BodyHandlers.ofString()).body()
        val request = html.substringAfter("name=\"request\" value=\"").substringBefore('"')
        val fields = listOf("request" to request, "person" to person, "decision" to decision)
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

    /** Out of the profile's JSON, without a library for it: not every test here has one. */
    private fun anchors(profile: String) = checkNotNull(Regex(""""anchors_pem": *"([^"]+)"""").find(profile)).groupValues[1].replace("\\n", "\n")
}
