import Observation

/// Exactly what will be sent, and the one button that sends it.
@Observable @MainActor
public final class ReviewModel: ScreenModel {
    /// The draft's id.
    public let draft: String
    /// What will be sent.
    public private(set) var review = Live<SubmitReview>.loading

    @ObservationIgnored private var form: OpenForm?

    /// A model of the draft's review.
    public init(core: Core, draft: String) {
        self.draft = draft
        super.init(core: core)
    }

    /// Reads the answers and papers as they stand now.
    public func load() async {
        review = await read { () async throws(Failure) in
            let form = try await core.openDraft(draft)
            self.form = form
            return try await form.review()
        }
    }

    /// Whether what is shown can be submitted.
    public var canSubmit: Bool { review.value.map { $0.problems == 0 && $0.office != nil } ?? false }

    /// Submits what is shown; says where to follow the dossier. When something changed meanwhile, it is shown anew and nothing was sent.
    public func submit() async -> Screen? {
        guard let form, let shown = review.value, let office = shown.office else { return nil }
        let dossier = await attempt { () async throws(Failure) in try await form.submit(shown.viewSha256, to: office) }
        if let dossier { return .timeline(dossier: dossier) }
        let why = trouble
        await load()
        trouble = why
        return nil
    }
}
