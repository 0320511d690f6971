package vn.motcua.preview

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress

/**
 * Where the system's browser comes back to from signing in. A phone's app is opened by the redirect; a desktop program waits for it on the loopback,
 * which the portal takes in its place (RFC 8252, section 7.3).
 *
 * [onReturn] gets the whole address, on a thread of the listener's; [done] is what the browser then shows the person.
 */
class SignInReturn(
    private val done: () -> String,
    private val onReturn: (String) -> Unit,
) : AutoCloseable {
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val root = "http://127.0.0.1:${server.address.port}"

    init {
        server.createContext(PATH) { it.use(::answer) }
        server.start()
    }

    /** The portal's [profile] with this listener in the place of the phone's own redirect address. */
    fun into(profile: String): String {
        check(PHONE in profile) { "the portal's profile names another redirect address" }
        return profile.replace(PHONE, root + PATH)
    }

    override fun close() = server.stop(0)

    private fun answer(exchange: HttpExchange) {
        // The listener also hears of paths that only begin like its own.
        if (exchange.requestURI.path != PATH || exchange.requestMethod != "GET") return exchange.sendResponseHeaders(NOT_FOUND, NOTHING)
        val page = "<!doctype html><meta charset=utf-8><title></title><p>${done()}".toByteArray()
        exchange.responseHeaders.add("Content-Type", "text/html; charset=utf-8")
        exchange.sendResponseHeaders(OK, page.size.toLong())
        exchange.responseBody.write(page)
        onReturn(root + exchange.requestURI)
    }

    private companion object {
        const val PATH = "/sign-in/return"
        const val PHONE = "vn.motcua.app:/sign-in/return"
        const val OK = 200
        const val NOT_FOUND = 404
        const val NOTHING = -1L
    }
}

private fun HttpExchange.use(answer: (HttpExchange) -> Unit) =
    try {
        answer(this)
    } finally {
        close()
    }
