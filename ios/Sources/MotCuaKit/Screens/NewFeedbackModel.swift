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
    /// The position that the corrected report was said to be at, for people; it stays unless another place is given.
    public private(set) var keptPlace: String?
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
    private var kept: Place?

    /// The name of the word that says what this is.
    public var title: String { correcting == nil ? "feedback-new" : "feedback-correcting" }

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
        guard let before = report.correctable else { return }
        if case .address(let text) = before.place {
            if isUntouched { address = text }
        } else {
            (kept, keptPlace) = (before.place, report.place)
        }
        if isUntouched { (category, description) = (before.serviceCode, before.description) }
    }

    private var isUntouched: Bool { category.isEmpty && description.isEmpty }

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
        let written = position ?? (address.isEmpty ? kept : nil) ?? .address(address)
        let report = NewFeedback(serviceCode: category, description: description, place: written)
        return await attempt(.send) { [core, correcting, photo] () async throws(Failure) in
            guard let correcting else { return .feedback(id: try await core.sendFeedback(report, photo: photo)) }
            try await core.editFeedback(correcting, to: report, photo: photo)
            return .feedback(id: correcting)
        }
    }
}
