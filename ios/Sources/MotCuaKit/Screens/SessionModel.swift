import Foundation
import Observation

/// Who is signed in, and the hop to the e-ID.
@Observable @MainActor
public final class SessionModel: ScreenModel {
    /// Where signing in stands.
    public private(set) var session = Live<Session>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchSession() { session = live }
    }

    /// Begins to sign in: the page to open in the system's browser. Don't keep or log it: it holds this attempt's secrets.
    public func signIn() async -> URL? {
        let page = await attempt { () async throws(Failure) in try await core.beginSignIn() }
        return page.flatMap(URL.init)
    }

    /// The browser came back with `redirect`, perhaps into a new process; says whether the person is signed in now.
    @discardableResult
    public func returned(with redirect: URL) async -> Bool {
        await attempt { () async throws(Failure) in try await core.completeSignIn(redirect: redirect.absoluteString) } != nil
    }

    /// Ends the session on this phone.
    public func signOut() async {
        _ = await attempt { () async throws(Failure) in try await core.signOut() }
    }
}
