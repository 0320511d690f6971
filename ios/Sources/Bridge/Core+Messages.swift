import MotCuaCore

// The inbox and reports to 1022.
extension Core {
    /// A page of messages, newest first; `after` is the page before's `next`.
    public func inbox(after: UInt64?, limit: UInt32, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> Inbox {
        try await ask(isolation: isolation) { try $0.inbox(after: after, limit: limit) }
    }

    /// Follows the newest messages.
    public func watchInbox(limit: UInt32) -> AsyncStream<Live<Inbox>> {
        stream(language: language) { motCua.observeInbox(limit: limit, observer: $0) }
    }

    /// The person saw this message and those before it.
    public func seeInbox(upTo seq: UInt64, isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.seeInbox(seq: seq) }
    }

    /// What a report can be about.
    public func feedbackCategories(isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> [FeedbackCategory] {
        try await ask(isolation: isolation) { try $0.feedbackCategories() }
    }

    /// A page of reports, newest first; `after` is the page before's `next`.
    public func feedbackList(after: UInt64?, limit: UInt32, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> FeedbackList {
        try await ask(isolation: isolation) { try $0.feedbackList(after: after, limit: limit) }
    }

    /// Follows the newest reports.
    public func watchFeedback(limit: UInt32) -> AsyncStream<Live<FeedbackList>> {
        stream(language: language) { motCua.observeFeedback(limit: limit, observer: $0) }
    }

    /// One report.
    public func feedback(_ id: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> FeedbackPage {
        try await ask(isolation: isolation) { try $0.feedback(reportId: id) }
    }

    /// Queues a report, with the photo at `photo` if there is one; its id.
    public func sendFeedback(
        _ feedback: NewFeedback, photo: String?, isolation: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> String {
        try await ask(isolation: isolation) { try $0.sendFeedback(feedback: feedback, photoPath: photo) }
    }

    /// Corrects a report that 1022 refused, or that was never sent, and queues it again. Without a `photo` the one it has stays.
    public func editFeedback(
        _ id: String, to feedback: NewFeedback, photo: String?, isolation: isolated (any Actor)? = #isolation
    ) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.editFeedback(reportId: id, feedback: feedback, photoPath: photo) }
    }
}
