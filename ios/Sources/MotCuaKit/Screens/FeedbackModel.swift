import Observation

/// One's reports to 1022, newest first, read page by page; also one of them with its answer.
@Observable @MainActor
public final class FeedbackModel: ScreenModel {
    /// What was read so far.
    public private(set) var reports = Pages<FeedbackPage>()
    /// The newest page: loading, read, or why it can't be read.
    public private(set) var newest = Live<FeedbackList>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Follows the newest page, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchFeedback(limit: Pages<FeedbackPage>.size) {
            newest = live
            guard let list = live.value else { continue }
            reports.refresh(first: list.items, next: list.next) { $0.id == $1.id }
        }
    }

    /// Reads the next page: when the last row comes into sight.
    public func more() async {
        guard let after = reports.next else { return }
        let page = await attempt { () async throws(Failure) in try await core.feedbackList(after: after, limit: Pages<FeedbackPage>.size) }
        if let page { reports.append(page.items, next: page.next, after: after) }
    }

    /// One report as it stands now. One that isn't in the list yet is read by itself.
    public func report(_ id: String) async -> Live<FeedbackPage> {
        if let report = reports.items.first(where: { $0.id == id }) { return .value(report) }
        return await read { () async throws(Failure) in try await core.feedback(id) }
    }
}
