import Observation

/// A new report: the photo first, then what it is about and where. Also one that 1022 refused, to be corrected and sent again.
@Observable @MainActor
public final class NewFeedbackModel: ScreenModel {
    /// What a report can be about.
    public private(set) var categories = Live<[FeedbackCategory]>.loading
    /// The photo's path; it is copied when the report is sent.
    public var photo: String?
    /// The chosen category's code.
    public var category = ""
    /// What the person wrote.
    public var description = ""
    /// Where the phone is, if the person let it look.
    public var position: Place?
    /// The address that the person wrote.
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
        guard let correcting, let report = await attempt({ () async throws(Failure) in try await core.feedback(correcting) }) else { return }
        if let before = report.correctable { take(before) }
    }

    private func take(_ before: NewFeedback) {
        (category, description) = (before.serviceCode, before.description)
        if case .address(let text) = before.place { address = text } else { position = before.place }
    }

    /// Queues the report; says where its answer will be. The core says what is missing.
    public func send() async -> Screen? {
        let report = NewFeedback(serviceCode: category, description: description, place: position ?? .address(address))
        return await attempt { () async throws(Failure) in
            guard let correcting else { return .feedback(id: try await core.sendFeedback(report, photo: photo)) }
            try await core.editFeedback(correcting, to: report, photo: photo)
            return .feedback(id: correcting)
        }
    }
}
