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

    /// One entry of the list, by its id or its dossier's, while it waits.
    public func entry(_ id: String) -> OutboxItem? { outbox.value?.items.first { $0.id == id || $0.dossierId == id } }

    /// Whether trying now helps anything that waits.
    public var canSendNow: Bool { outbox.value?.items.contains { $0.remedy == .sendNow } ?? false }

    /// Tries now what can be tried now. Entries that can't be keep their reason.
    public func sendNow() async {
        await attempt(.send, said: "outbox-tried") { [core] () async throws(Failure) in try await core.runOutbox() }
    }

    /// Asks for a draft to come back into editing: where its entry says that it can.
    public func takeBack(_ draft: String) async {
        await attempt(.takeBack, said: "draft-taken-back") { [core] () async throws(Failure) in try await core.takeBack(draft: draft) }
    }
}
