import Observation

/// What waits to be sent, and why it isn't sent yet.
@Observable @MainActor
public final class OutboxModel: ScreenModel {
    /// What waits.
    public private(set) var outbox = Live<OutboxList>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchOutbox() { outbox = live }
    }

    /// One entry of the list, while it waits.
    public func entry(_ id: String) -> OutboxItem? { outbox.value?.items.first { $0.id == id } }

    /// Tries now what can be tried now.
    public func sendNow() async {
        _ = await attempt { () async throws(Failure) in try await core.runOutbox() }
    }
}
