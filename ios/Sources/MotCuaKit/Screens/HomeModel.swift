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

    /// Where an item leads. A draft that waits for the person was refused: it is taken back among the drafts before it can be edited.
    public func place(of item: HomeItem, in kind: HomeKind) -> Screen {
        if kind == .toDo, case .draft = item.target { .drafts } else { Screen(item.target) }
    }

    /// Pulled down: asks the portal what is new.
    public func refresh() async {
        await attempt(.refresh, said: "list-refreshed") { [core] () async throws(Failure) in try await core.sync() }
    }
}
