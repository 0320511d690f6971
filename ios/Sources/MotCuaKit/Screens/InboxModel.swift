import Observation

/// Messages, newest first, read page by page.
@Observable @MainActor
public final class InboxModel: ScreenModel {
    /// What was read so far.
    public private(set) var messages = Pages<InboxItem>()
    /// The newest page with the state of notifications: loading, read, or why it can't be read.
    public private(set) var newest = Live<Inbox>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Follows the newest page, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchInbox(limit: Pages<InboxItem>.size) {
            newest = live
            guard let inbox = live.value else { continue }
            messages.refresh(first: inbox.items, next: inbox.next) { $0.seq == $1.seq }
        }
    }

    /// Reads the next page: when the last row comes into sight.
    public func more() async {
        guard let after = messages.next else { return }
        let page = await attempt { () async throws(Failure) in try await core.inbox(after: after, limit: Pages<InboxItem>.size) }
        if let page { messages.append(page.items, next: page.next, after: after) }
    }

    /// The newest message came into sight: nothing is new any more.
    public func seen() async {
        guard let newest = messages.items.first, newest.isNew else { return }
        _ = await attempt { () async throws(Failure) in try await core.seeInbox(upTo: newest.seq) }
    }

    /// Asks the portal what is new.
    public func refresh() async {
        _ = await attempt { () async throws(Failure) in try await core.sync() }
    }
}
