import Observation

/// All dossiers, newest first, read page by page. Home tells when they changed: it shows the newest of them.
@Observable @MainActor
public final class DossiersModel: ScreenModel {
    /// As far as they were read.
    public let pages: Pages<DossierList, DossierItem>

    /// A model over `core`.
    public override init(core: Core) {
        pages = Pages(explain: core.explain) { (after, limit) async throws(Failure) in
            let list = try await core.dossiers(after: after, limit: limit)
            return PageRead(head: list, items: list.items, next: list.next)
        }
        super.init(core: core)
    }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async { await pages.follow(core.watchHome()) }

    /// Asks the portal for news.
    public func refresh() async {
        await attempt(.refresh, said: "list-refreshed") { [core] () async throws(Failure) in try await core.sync() }
    }
}
