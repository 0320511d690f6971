import Observation

/// A new report: the photo first, then what it is about and where. Also one that 1022 refused, to be corrected and sent again.
@Observable @MainActor
public final class NewFeedbackModel: ScreenModel {
    /// What a report can be about.
    public private(set) var categories = Live<[FeedbackCategory]>.loading
    /// Who would send it.
    public private(set) var session = Live<Session>.loading
    /// Whether the photo that was sent before stays unless another is chosen.
    public private(set) var keepsPhoto = false
    /// The photo's path; it is copied when the report is sent.
    public var photo: String?
    /// The chosen category's code.
    public var category = ""
    /// What the person wrote.
    public var description = ""
    /// Where the phone is, if the person let it look.
    public var position: Place?
    /// The address that the person wrote; it counts while there is no position.
    public var address = ""

    /// The report that is corrected; nothing for a new one.
    public let correcting: String?

    /// A model of a new report, or of the one called `correcting`.
    public init(core: Core, correcting: String? = nil) {
        self.correcting = correcting
        super.init(core: core)
    }

    /// Reads the categories, and what was written before.
    public func load() async {
        categories = await read { () async throws(Failure) in try await core.feedbackCategories() }
        guard let correcting else { return }
        let before = await attempt { () async throws(Failure) in try await core.feedback(correcting) }
        guard let report = before else { return }
        keepsPhoto = report.hasPhoto
        if let before = report.correctable, category.isEmpty, description.isEmpty { take(before) }
    }

    private func take(_ before: NewFeedback) {
        (category, description) = (before.serviceCode, before.description)
        if case .address(let text) = before.place { address = text } else { position = before.place }
    }

    /// Follows who is signed in, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchSession() { session = live }
    }

    /// The name of the word that says whether the report bears a name; nothing while that isn't known.
    public var sender: String? { session.value.map { $0.state == .signedIn ? "feedback-named" : "feedback-anonymous" } }

    /// How far the measured place may be off, in whole metres.
    public var accuracy: Int? {
        if case .measured(_, _, let metres, _, _) = position { Int(metres.rounded()) } else { nil }
    }

    /// Queues the report; says where its answer will be. The core says what is missing.
    public func send() async -> Screen? {
        let report = NewFeedback(serviceCode: category, description: description, place: position ?? .address(address))
        return await attempt(.send) { () async throws(Failure) in
            guard let correcting else { return .feedback(id: try await core.sendFeedback(report, photo: photo)) }
            try await core.editFeedback(correcting, to: report, photo: photo)
            return .feedback(id: correcting)
        }
    }
}
