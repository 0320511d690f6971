import Observation

/// All dossiers, newest first, read page by page.
@Observable @MainActor
public final class DossiersModel: ScreenModel {
    /// What was read so far.
    public private(set) var dossiers = Live<Pages<DossierItem>>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Reads the newest page: when the screen comes into sight.
    public func load() async {
        dossiers = await read { () async throws(Failure) in
            var pages = Pages<DossierItem>()
            let newest = try await core.dossiers(after: nil, limit: Pages<DossierItem>.size)
            pages.append(newest.items, next: newest.next, after: nil)
            return pages
        }
    }

    /// Reads the next page: when the last row comes into sight.
    public func more() async {
        guard var pages = dossiers.value, let after = pages.next else { return }
        let page = await attempt { () async throws(Failure) in try await core.dossiers(after: after, limit: Pages<DossierItem>.size) }
        guard let page else { return }
        pages.append(page.items, next: page.next, after: after)
        dossiers = .value(pages)
    }
}
