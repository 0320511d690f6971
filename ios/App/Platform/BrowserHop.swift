import AuthenticationServices
import MotCuaKit
import UIKit

/// The hop to the e-ID in the system's own browser, never in a web view of ours (RFC 8252 §8.12).
@MainActor
final class BrowserHop: NSObject, ASWebAuthenticationPresentationContextProviding {
    /// Opens `page`; what the e-ID sends back, or nothing when the person turned it down. A process that is ended meanwhile gets it by `onOpenURL`.
    static func open(_ page: URL) async -> URL? {
        let hop = BrowserHop()
        return await withCheckedContinuation { continuation in
            let session = ASWebAuthenticationSession(url: page, callbackURLScheme: AppInfo.redirectScheme) { url, _ in
                withExtendedLifetime(hop) { continuation.resume(returning: url) }
            }
            session.presentationContextProvider = hop
            if !session.start() { session.cancel() }
        }
    }

    func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor { ASPresentationAnchor() }
}
