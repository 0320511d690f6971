import Foundation
import Observation

/// Who is signed in, and signing out.
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

    /// Ends the session on this phone; drafts stay.
    public func signOut() async {
        await attempt(.signOut) { [core] () async throws(Failure) in try await core.signOut() }
    }
}

/// Signs in by the system's browser: `begin` ─▶ browser ─▶ the app is opened with the redirect ─▶ ``AppModel/returned(with:)``. The core keeps the attempt,
/// so the app may be ended while the browser is in front; beginning anew is always possible and makes the older attempt void.
@Observable @MainActor
public final class SignInModel: ScreenModel {
    /// How signing in stands.
    public private(set) var session = Live<Session>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchSession() { session = live }
    }

    /// Begins, or begins anew: the page to open in the system's browser. Don't keep or log it: it holds this attempt's secrets.
    public func begin() async -> URL? {
        let page = await attempt(.start) { [core] () async throws(Failure) in try await core.beginSignIn() }
        return page.flatMap(URL.init)
    }
}
