import Observation

/// What waits for the person: things to do, alerts, drafts, dossiers.
@Observable @MainActor
public final class HomeModel: ScreenModel {
    /// The screen as it stands now.
    public private(set) var home = Live<Home>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchHome() { home = live }
    }

    /// Pulled down: asks the portal what is new.
    public func refresh() async {
        _ = await attempt { () async throws(Failure) in try await core.sync() }
    }
}
