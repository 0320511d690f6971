import Observation

/// The procedures, searched as the person types, with or without marks.
@Observable @MainActor
public final class CatalogueModel: ScreenModel {
    /// What the person typed.
    public var query = ""
    /// What fits it.
    public private(set) var list = Live<CatalogueList>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Reads what fits the query. An answer that comes after the query changed again isn't shown.
    public func search() async {
        let asked = query
        let found = await read { () async throws(Failure) in try await core.searchCatalogue(asked) }
        if asked == query { list = found }
    }

    /// A phone that never had a catalogue fetches it when the screen is first opened.
    public func begin() async {
        await search()
        if let list = list.value, list.asOf == nil { await refresh() }
    }

    /// Fetches the catalogue where it changed, then searches again.
    public func refresh() async {
        await attempt(.refresh, said: "list-refreshed") { [core] () async throws(Failure) in try await core.refreshCatalogue() }
        await search()
    }
}
