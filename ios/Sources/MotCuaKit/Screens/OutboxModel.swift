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

    /// The name of the word on the button that helps against an entry's reason; where nothing else does, trying now; nothing where only waiting helps.
    public func remedy(for entry: OutboxItem) -> String? {
        if isRefused(entry) { return "draft-take-back" }
        // Somebody else is signed in, and signs out first.
        if entry.code == "OTHER_PERSON_SIGNED_IN" { return "action-sign-out" }
        if entry.target == .signIn { return "action-sign-in" }
        return switch entry.code {
        case "APP_TOO_OLD": "action-update-app"
        case "NETWORK_LOGIN_NEEDED": "action-open-settings"
        case "UNMETERED_NEEDED": "outbox-network-policy"
        case "NETWORK_OFFLINE": nil
        default: "outbox-send-now"
        }
    }

    /// Whether trying now helps anything that waits.
    public var canSendNow: Bool { outbox.value?.items.contains { remedy(for: $0) == "outbox-send-now" } ?? false }

    /// Nothing but another content helps: what was refused would be refused again.
    public func isRefused(_ entry: OutboxItem) -> Bool {
        entry.needsYou && entry.canTakeBack && entry.draftId != nil && entry.target != .signIn && entry.code != "APP_TOO_OLD"
    }

    /// Tries now what can be tried now. Entries that can't be keep their reason.
    public func sendNow() async {
        await attempt(.send, said: "outbox-tried") { [core] () async throws(Failure) in try await core.runOutbox() }
    }

    /// Asks for a draft to come back into editing: where its entry says that it can.
    public func takeBack(_ draft: String) async {
        await attempt(.takeBack, said: "draft-taken-back") { [core] () async throws(Failure) in try await core.takeBack(draft: draft) }
    }
}
