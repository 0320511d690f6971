import MotCuaCore

// Catalogue, drafts and dossiers.
extension Core {
    /// Fetches the catalogue where it changed. Any failure leaves the one on the phone as it was.
    public func refreshCatalogue() async throws(Failure) { try await translated { [motCua] in try await motCua.refreshCatalogue() } }

    /// Procedures that fit `text`, best first; marks may be left out, and an empty text gives all.
    public func searchCatalogue(_ text: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> CatalogueList {
        try await ask(isolation: isolation) { try $0.searchCatalogue(text: text) }
    }

    /// One procedure's page.
    public func procedure(_ code: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> ProcedurePage {
        try await ask(isolation: isolation) { try $0.procedure(code: code) }
    }

    /// Makes sure that the procedure's form is on the phone; says its version.
    @discardableResult
    public func prepareProcedure(_ code: String) async throws(Failure) -> String {
        try await translated { [motCua] in try await motCua.prepareProcedure(code: code) }
    }

    /// Begins a draft; its id.
    public func newDraft(_ code: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> String {
        try await ask(isolation: isolation) { try $0.newDraft(code: code) }
    }

    /// Opens a draft to be filled in.
    public func openDraft(_ id: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> OpenForm {
        OpenForm(try await ask(isolation: isolation) { try $0.openDraft(draftId: id) })
    }

    /// Opens a draft at a page, from 0, with all that its screen begins with.
    public func openPage(_ id: String, page: UInt32, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> OpenedPage {
        let opened = try await ask(isolation: isolation) { try $0.openPage(draftId: id, page: page) }
        return OpenedPage(
            form: OpenForm(opened.form), title: opened.title, page: opened.page, undoCount: opened.undoCount, wantedPlaces: opened.wantedPlaces)
    }

    /// Opens a draft at its review.
    public func openReview(_ id: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> OpenedReview {
        let opened = try await ask(isolation: isolation) { try $0.openReview(draftId: id) }
        return OpenedReview(form: OpenForm(opened.form), review: opened.review)
    }

    /// A page of drafts, newest first; `after` is the page before's `next`.
    public func drafts(after: UInt64?, limit: UInt32, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> DraftList {
        try await ask(isolation: isolation) { try $0.drafts(after: after, limit: limit) }
    }

    /// Follows the newest drafts.
    public func watchDrafts(limit: UInt32) -> AsyncStream<Live<DraftList>> {
        stream(language: language) { motCua.observeDrafts(limit: limit, observer: $0) }
    }

    /// Deletes a draft that wasn't submitted.
    public func deleteDraft(_ id: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.deleteDraft(draftId: id) }
    }

    /// Takes a submission that hasn't been sent back into editing.
    public func takeBack(draft id: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) {
        try await ask(isolation: isolation) { try $0.takeBack(draftId: id) }
    }

    /// Follows what waits to be sent, and why.
    public func watchOutbox() -> AsyncStream<Live<OutboxList>> {
        stream(language: language) { motCua.observeOutbox(observer: $0) }
    }

    /// What waits to be sent now.
    public func outbox(isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> OutboxList {
        try await ask(isolation: isolation) { try $0.outbox() }
    }

    /// One entry with the reason why it isn't sent yet; nothing when it doesn't wait any more.
    public func why(_ entry: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> OutboxItem? {
        try await ask(isolation: isolation) { try $0.why(entryId: entry) }
    }

    /// A page of dossiers, newest first; `after` is the page before's `next`.
    public func dossiers(after: UInt64?, limit: UInt32, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> DossierList {
        try await ask(isolation: isolation) { try $0.dossiers(after: after, limit: limit) }
    }

    /// Follows one dossier.
    public func watchTimeline(_ dossier: String) -> AsyncStream<Live<Timeline>> {
        stream(language: language) { try motCua.observeTimeline(dossierId: dossier, observer: $0) }
    }

    /// The verified receipt; nothing until there is one.
    public func receipt(_ dossier: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> Receipt? {
        try await ask(isolation: isolation) { try $0.receipt(dossierId: dossier) }
    }

    /// Fetches the result and writes it to `path`, verified.
    public func result(_ dossier: String, to path: String) async throws(Failure) {
        try await translated { [motCua] in try await motCua.result(dossierId: dossier, toPath: path) }
    }

    /// Opens the draft that answers a request for a supplement; its id.
    public func beginSupplement(
        _ dossier: String, number: UInt32, isolation: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> String {
        try await ask(isolation: isolation) { try $0.beginSupplement(dossierId: dossier, number: number) }
    }
}
