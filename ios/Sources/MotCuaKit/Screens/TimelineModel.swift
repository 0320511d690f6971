import Observation

/// A dossier's way through the office, with its legal clock.
@Observable @MainActor
public final class TimelineModel: ScreenModel {
    /// The dossier's id.
    public let dossier: String
    /// The timeline.
    public private(set) var timeline = Live<Timeline>.loading

    /// A model of one dossier.
    public init(core: Core, dossier: String) {
        self.dossier = dossier
        super.init(core: core)
    }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchTimeline(dossier) { timeline = live }
    }

    /// The result to fetch, once the office has signed that there is one.
    public var result: ResultItem? { timeline.value?.result }

    /// Whether there is a receipt: the portal gave the dossier its code with it.
    public var hasReceipt: Bool { timeline.value?.dossierCode != nil }

    /// Asks the portal what is new.
    public func refresh() async {
        await attempt(.refresh, said: "list-refreshed") { [core] () async throws(Failure) in try await core.sync() }
    }

    /// Fetches the result, verified, into the file at `path`; says whether it is there, to `then` also when that comes of trying again.
    @discardableResult
    public func saveResult(to path: String, then: @escaping @MainActor () -> Void = {}) async -> Bool {
        await attempt(.save, then: { _ in then() }) { [core, dossier] () async throws(Failure) in try await core.result(dossier, to: path) } != nil
    }
}
