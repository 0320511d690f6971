import MotCuaCore

/// Something that is watched: not read yet, as it stands now, or why it can't be read now. After a failure the next change tries again.
public enum Live<Model: Sendable>: Sendable {
    /// Not read yet; takes milliseconds.
    case loading
    /// As it stands now.
    case value(Model)
    /// It can't be read now, in words for the person.
    case failed(FailureWords)

    /// The model, if it could be read.
    public var value: Model? {
        if case .value(let model) = self { model } else { nil }
    }

    /// Why not, if it couldn't.
    public var failure: FailureWords? {
        if case .failed(let words) = self { words } else { nil }
    }
}

extension Live: Equatable where Model: Equatable {}

/// A stream of snapshots: one first, then the newest after each change. A reader who is slow misses what was in between and never the newest.
/// Leaving the loop, cancelling its task or letting go of the stream detaches the observer from the core.
func stream<Model: Sendable>(
    of _: Model.Type = Model.self, language: String, attach: (Relay<Model>) throws -> Subscription
) -> AsyncStream<Live<Model>> {
    let (stream, continuation) = AsyncStream.makeStream(of: Live<Model>.self, bufferingPolicy: .bufferingNewest(1))
    do {
        let subscription = try attach(Relay { continuation.yield($0) })
        continuation.onTermination = { _ in subscription.cancel() }
    } catch {
        continuation.yield(.failed(Failure(error).words(language: language)))
        continuation.finish()
    }
    return stream
}

/// Takes an observer's calls, which come one after the other on threads of the core, and passes them on.
final class Relay<Model: Sendable>: Sendable {
    private let deliver: @Sendable (Live<Model>) -> Void

    init(deliver: @escaping @Sendable (Live<Model>) -> Void) { self.deliver = deliver }

    fileprivate func changed(_ model: Model) { deliver(.value(model)) }

    func failed(failure: FailureWords) throws { deliver(.failed(failure)) }
}

extension Relay: HomeObserver where Model == Home {
    func changed(home: Home) throws { changed(home) }
}

extension Relay: DraftsObserver where Model == DraftList {
    func changed(drafts: DraftList) throws { changed(drafts) }
}

extension Relay: OutboxObserver where Model == OutboxList {
    func changed(outbox: OutboxList) throws { changed(outbox) }
}

extension Relay: TimelineObserver where Model == Timeline {
    func changed(timeline: Timeline) throws { changed(timeline) }
}

extension Relay: InboxObserver where Model == Inbox {
    func changed(inbox: Inbox) throws { changed(inbox) }
}

extension Relay: SessionObserver where Model == Session {
    func changed(session: Session) throws { changed(session) }
}

extension Relay: FeedbackObserver where Model == FeedbackList {
    func changed(feedback: FeedbackList) throws { changed(feedback) }
}
