import Observation

/// What the office asks for, and the way to answer it.
@Observable @MainActor
public final class SupplementModel: ScreenModel {
    /// The dossier's id.
    public let dossier: String
    /// The timeline that carries the request; a request that was answered is gone from it.
    public private(set) var timeline = Live<Timeline>.loading

    /// A model of one dossier's request.
    public init(core: Core, dossier: String) {
        self.dossier = dossier
        super.init(core: core)
    }

    /// Follows the request, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchTimeline(dossier) { timeline = live }
    }

    /// Opens the draft that answers the request; its id, to `then` also when that comes of trying again. It is the same draft each time until it was sent.
    @discardableResult
    public func answer(then: @escaping @MainActor (String) -> Void = { _ in }) async -> String? {
        guard let request = timeline.value?.supplement else { return nil }
        return await attempt(.answer, then: then) { [core, dossier] () async throws(Failure) in
            try await core.beginSupplement(dossier, number: request.number)
        }
    }
}
