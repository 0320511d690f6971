import Foundation
import FoundationNetworking

/// The browser that the app hops to: reads the e-ID's page, chooses a person, allows, and comes back.
///
/// It opens the page over the portal's listener for tools: Foundation on Linux can't be given roots of its own, and the portal's certificate is
/// nobody else's. The app under test speaks TLS to the same portal.
final class Browser: Sendable {
    private let portal: Portal
    private let session = URLSession(configuration: .ephemeral, delegate: StayHere(), delegateQueue: nil)

    init(of portal: Portal) { self.portal = portal }

    /// Allows as `person`, or says no, and gives the address that the app is to be handed.
    func allow(_ page: String, person: String, allows: Bool = true) async throws -> String {
        guard let address = URL(string: portal.overTools(page)), let consent = URL(string: "/eid/consent", relativeTo: address) else {
            throw StoryError.missing("page")
        }
        let html = String(decoding: try await session.data(from: address).0, as: UTF8.self)
        guard let begin = html.range(of: "name=\"request\" value=\""), let end = html[begin.upperBound...].firstIndex(of: "\"") else {
            throw StoryError.missing("request")
        }
        var form = URLComponents()
        form.queryItems = [
            URLQueryItem(name: "request", value: String(html[begin.upperBound..<end])),
            URLQueryItem(name: "person", value: person), URLQueryItem(name: "decision", value: allows ? "allow" : "deny"),
        ]
        var request = URLRequest(url: consent.absoluteURL)
        request.httpMethod = "POST"
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data((form.percentEncodedQuery ?? "").utf8)
        let answer = try await session.data(for: request).1 as? HTTPURLResponse
        guard answer?.statusCode == 303, let back = answer?.value(forHTTPHeaderField: "Location") else {
            throw PortalError.refused(answer?.statusCode ?? 0, "the e-ID doesn't send us back")
        }
        return back
    }
}

/// The way back leads into the app: not for the browser to follow.
private final class StayHere: NSObject, URLSessionTaskDelegate, Sendable {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) { completionHandler(nil) }
}
