import Observation

/// Exactly what will be sent, and the one button that sends it.
///
/// What is submitted is what is shown: the view's hash goes with it, and when the draft is another one by then, nothing is sent, the new content is shown
/// with a word about it, and the person pledges anew.
@Observable @MainActor
public final class ReviewModel: ScreenModel {
    /// The draft's id.
    public let draft: String
    /// What will be sent.
    public private(set) var review = Live<SubmitReview>.loading
    /// What must be mended first; nothing when there is nothing.
    public var problems: ProblemList? { review.value?.toMend }
    /// Whether it isn't what was reviewed before.
    public private(set) var hasChanged = false
    /// Whether the person says that it is right.
    public var isPledged = false { didSet { isPledgeMissed = false } }
    /// Whether they pressed "submit" without saying so.
    public private(set) var isPledgeMissed = false
    /// The dossier that it became.
    public private(set) var dossier: String?

    @ObservationIgnored private var form: OpenForm?

    /// A model of the draft's review.
    public init(core: Core, draft: String) {
        self.draft = draft
        super.init(core: core)
    }

    /// Reads the answers and papers as they stand now. A pledge holds for what it was made over.
    public func load() async {
        let before = review.value?.viewSha256
        review = await read { () async throws(Failure) in
            if let form { return try await form.review() }
            let opened = try await core.openReview(draft)
            form = opened.form
            return opened.review
        }
        if before != review.value?.viewSha256 { isPledged = false }
    }

    /// Whether what is shown can be submitted: it is still the person's, nothing has to be mended, and somebody receives it.
    public var canSubmit: Bool { review.value.map { $0.frozen == nil && $0.toMend == nil && $0.office != nil } ?? false }

    /// Submits what is shown; says where to go on: to what waits to be sent of the dossier. Nothing comes back when the
    /// pledge is missing, when it failed, or when something changed meanwhile: then it is shown anew and nothing was sent.
    public func submit() async -> Screen? {
        isPledgeMissed = !isPledged
        guard isPledged, let form, let shown = review.value, let office = shown.office else { return nil }
        dossier = await attempt(.send) { () async throws(Failure) in try await form.submit(shown.viewSha256, to: office) }
        if let dossier { return .outboxEntry(id: dossier) }
        if let failure = trouble?.failure, ReviewModel.tellsOfAChange(failure) {
            trouble = nil
            await load()
            (hasChanged, isPledged) = (review.value?.frozen == nil, false)
        }
        return nil
    }

    private static func tellsOfAChange(_ failure: Failure) -> Bool {
        if case .conflict = failure { true } else { ["FIELD_INVALID", "DRAFT_FROZEN", "ALREADY_SUBMITTED"].contains(failure.code) }
    }
}
