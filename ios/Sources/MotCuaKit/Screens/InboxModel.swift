import Observation

/// Messages, newest first, read page by page.
@Observable @MainActor
public final class InboxModel: ScreenModel {
    /// As far as they were read; the first page also tells how notifications stand.
    public let pages: Pages<Inbox, InboxItem>

    /// A model over `core`.
    public override init(core: Core) {
        pages = Pages(explain: core.explain) { (after, limit) async throws(Failure) in
            InboxModel.page(try await core.inbox(after: after, limit: limit))
        }
        super.init(core: core)
    }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async { await pages.follow(core.watchInbox(limit: pageSize), first: InboxModel.page) }

    private static func page(_ inbox: Inbox) -> PageRead<Inbox, InboxItem> { PageRead(head: inbox, items: inbox.items, next: inbox.next) }

    /// The newest message that wasn't seen yet.
    public var newest: InboxItem? { pages.items.first { $0.isNew } }

    /// The person has seen `message` and all before it.
    public func see(_ message: InboxItem) async {
        await attempt(.see) { [core] () async throws(Failure) in try await core.seeInbox(upTo: message.seq) }
    }

    /// Asks the portal what is new.
    public func refresh() async {
        await attempt(.refresh, said: "list-refreshed") { [core] () async throws(Failure) in try await core.sync() }
    }
}
