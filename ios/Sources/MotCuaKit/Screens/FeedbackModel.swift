import Observation

/// One's reports to 1022, newest first, read page by page.
@Observable @MainActor
public final class FeedbackModel: ScreenModel {
    /// As far as they were read.
    public let pages: Pages<FeedbackList, FeedbackPage>

    /// A model over `core`.
    public override init(core: Core) {
        pages = Pages(explain: core.explain) { (after, limit) async throws(Failure) in
            FeedbackModel.page(try await core.feedbackList(after: after, limit: limit))
        }
        super.init(core: core)
    }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async { await pages.follow(core.watchFeedback(limit: pageSize), first: FeedbackModel.page) }

    private static func page(_ list: FeedbackList) -> PageRead<FeedbackList, FeedbackPage> { PageRead(head: list, items: list.items, next: list.next) }

    /// Asks the portal what is new.
    public func refresh() async {
        await attempt(.refresh, said: "list-refreshed") { [core] () async throws(Failure) in try await core.sync() }
    }
}

/// One report, read anew whenever any report changes.
@Observable @MainActor
public final class FeedbackReportModel: ScreenModel {
    /// The report's id.
    public let id: String
    /// The report as it stands.
    public private(set) var report = Live<FeedbackPage>.loading

    /// A model of the report called `id`.
    public init(core: Core, id: String) {
        self.id = id
        super.init(core: core)
    }

    /// Follows what changes, until the task that waits here is cancelled. The shortest list tells of every change.
    public func follow() async {
        for await change in core.watchFeedback(limit: 1) where change.value != nil {
            report = await read { () async throws(Failure) in try await core.feedback(id) }
        }
    }
}
