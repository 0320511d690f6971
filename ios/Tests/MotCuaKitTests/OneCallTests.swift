import Foundation
import MotCuaCore
import XCTest

@testable import Bridge
@testable import MotCuaKit
@testable import Support

/// One call over the boundary a user action, counted on the models that the screens draw over the real core.
@MainActor
final class OneCallTests: XCTestCase {
    private let passages = Passages()
    private var applicant: Applicant!

    override func setUp() async throws { applicant = try await Applicant() }

    override func tearDown() async throws { applicant.app.end() }

    func testInAForm() async throws {
        let draft = try await begin()
        let form = FormModel(core: try counted(), draft: draft)
        await counts("openPage") { await form.load() }
        XCTAssertEqual(form.title.isEmpty, false)
        await counts("answer") { await form.answer(at("full_name"), "Nguyễn Minh Khôi") }
        await counts("answer") { await form.answer(at("relation"), "khac") }
        XCTAssertTrue(shows(form, at("relation_other")), "what appeared came with the answer")
        await counts("undo") { await form.undo() }
        XCTAssertFalse(shows(form, at("relation_other")))
        await counts("page") { await form.go(to: 1) }
        await counts("undo") { await form.undo() }
        XCTAssertEqual(form.index, 0, "a step on another page is shown there")
        await counts("answer") { await form.answer(at("residence/province"), "79") }
        await counts("choices") { _ = await form.choices(at("residence/ward"), text: "sai gon") }
        await counts("problems") { await form.check() }
        let last = try XCTUnwrap(form.problems?.items.last)
        await counts("page") { await form.jump(to: last) }
        await counts("pageOf") { await form.jump(to: at("full_name")) }
        XCTAssertEqual(form.index, 0)
        XCTAssertNil(form.trouble)
    }

    func testFromTheReviewToTheOutbox() async throws {
        let draft = try await applicant.fillIn().draft
        applicant.app.network.update(.offline)
        let review = ReviewModel(core: try counted(), draft: draft)
        await counts("openReview") { await review.load() }
        await counts("review") { await review.load() }
        review.isPledged = true
        var place: Screen?
        await counts("submit") { place = await review.submit() }
        let outbox = OutboxModel(core: try applicant.core)
        let following = Task { await outbox.follow() }
        defer { following.cancel() }
        guard case .outboxEntry(let id) = place else { return XCTFail("\(String(describing: place)): \(String(describing: review.trouble))") }
        try await within("the dossier in the outbox") { try await Changes.until { outbox.entry(id) != nil } }
    }

    func testAList() async throws {
        let draft = try await begin()
        let core = try counted()
        let model = DraftsModel(core: core)
        let following = Task { await model.follow() }
        defer { following.cancel() }
        try await within("the drafts") { try await Changes.until { model.pages.items.map(\.id) == [draft] } }
        XCTAssertEqual(passages.taken(), ["observeDrafts"], "what is watched comes with the watch")
    }

    private func begin() async throws -> String {
        let begun = await ProcedureModel(core: try applicant.core, code: applicant.story.procedureCode).start()
        guard case .form(let draft, _) = begun else { throw StoryError.missing("a draft") }
        return draft
    }

    /// The app's own core, each call to it written down.
    private func counted() throws -> Core {
        let core = CountedCore(unsafeFromHandle: try applicant.core.motCua.uniffiCloneHandle())
        core.passages = passages
        let counted = Core(core)
        _ = passages.taken()
        return counted
    }

    private func at(_ name: String) -> String { "/data/requester/" + name }

    private func shows(_ form: FormModel, _ reference: String) -> Bool {
        form.open?.items.contains { $0.holds(reference) } == true
    }

    /// Does `action` and holds the calls it took against `expected`.
    private func counts(_ expected: String..., line: UInt = #line, _ action: () async -> Void) async {
        await action()
        XCTAssertEqual(passages.taken(), expected, line: line)
    }
}

/// The names of the calls made, in their order.
private final class Passages: @unchecked Sendable {
    private let lock = NSLock()
    private var names: [String] = []

    func note(_ name: String) { lock.withLock { names.append(name) } }

    func taken() -> [String] {
        lock.withLock {
            defer { names = [] }
            return names
        }
    }
}

/// The core, writing down what the screens of a form, a review, the outbox and the drafts could ask of it.
private final class CountedCore: MotCua, @unchecked Sendable {
    var passages: Passages?

    override func openDraft(draftId: String) throws -> FormSession {
        passages?.note("openDraft")
        return counted(try super.openDraft(draftId: draftId))
    }

    override func openPage(draftId: String, page: UInt32) throws -> MotCuaCore.OpenedPage {
        passages?.note("openPage")
        let opened = try super.openPage(draftId: draftId, page: page)
        return .init(
            form: counted(opened.form), title: opened.title, page: opened.page, undoCount: opened.undoCount, wantedPlaces: opened.wantedPlaces)
    }

    override func openReview(draftId: String) throws -> MotCuaCore.OpenedReview {
        passages?.note("openReview")
        let opened = try super.openReview(draftId: draftId)
        return .init(form: counted(opened.form), review: opened.review)
    }

    override func drafts(after: UInt64?, limit: UInt32) throws -> DraftList {
        passages?.note("drafts")
        return try super.drafts(after: after, limit: limit)
    }

    override func observeDrafts(limit: UInt32, observer: DraftsObserver) -> Subscription {
        passages?.note("observeDrafts")
        return super.observeDrafts(limit: limit, observer: observer)
    }

    override func outbox() throws -> OutboxList {
        passages?.note("outbox")
        return try super.outbox()
    }

    override func why(entryId: String) throws -> OutboxItem? {
        passages?.note("why")
        return try super.why(entryId: entryId)
    }

    override func receipt(dossierId: String) throws -> ReceiptModel? {
        passages?.note("receipt")
        return try super.receipt(dossierId: dossierId)
    }

    override func language() -> String {
        passages?.note("language")
        return super.language()
    }

    private func counted(_ form: FormSession) -> FormSession {
        let counted = CountedForm(unsafeFromHandle: form.uniffiCloneHandle())
        counted.passages = passages
        return counted
    }
}

/// An open form, writing down every call.
private final class CountedForm: FormSession, @unchecked Sendable {
    var passages: Passages?

    override func draftId() -> String { noted("draftId") { super.draftId() } }

    override func title() -> String { noted("title") { super.title() } }

    override func page(index: UInt32) -> FormPage? { noted("page") { super.page(index: index) } }

    override func pageOf(reference: String) -> FormPage? { noted("pageOf") { super.pageOf(reference: reference) } }

    override func pageCount() -> UInt32 { noted("pageCount") { super.pageCount() } }

    override func question(reference: String) -> QuestionItem? { noted("question") { super.question(reference: reference) } }

    override func isAsked(reference: String) -> Bool { noted("isAsked") { super.isAsked(reference: reference) } }

    override func choices(reference: String, text: String) -> [ChoiceItem] { noted("choices") { super.choices(reference: reference, text: text) } }

    override func problems() -> ProblemList { noted("problems") { super.problems() } }

    override func undoCount() -> UInt32 { noted("undoCount") { super.undoCount() } }

    override func answer(reference: String, value: String) throws -> EditOutcome {
        try noted("answer") { try super.answer(reference: reference, value: value) }
    }

    override func addRow(reference: String) throws -> EditOutcome { try noted("addRow") { try super.addRow(reference: reference) } }

    override func removeRow(reference: String) throws -> EditOutcome { try noted("removeRow") { try super.removeRow(reference: reference) } }

    override func attach(reference: String, path: String, name: String) throws -> EditOutcome {
        try noted("attach") { try super.attach(reference: reference, path: path, name: name) }
    }

    override func detach(reference: String) throws -> EditOutcome { try noted("detach") { try super.detach(reference: reference) } }

    override func picture(reference: String) throws -> Data? { try noted("picture") { try super.picture(reference: reference) } }

    override func undo() throws -> EditOutcome? { try noted("undo") { try super.undo() } }

    override func review() throws -> SubmitReview { try noted("review") { try super.review() } }

    override func submit(viewSha256: String, office: ReviewOffice) throws -> String {
        try noted("submit") { try super.submit(viewSha256: viewSha256, office: office) }
    }

    private func noted<Value>(_ name: String, _ call: () throws -> Value) rethrows -> Value {
        passages?.note(name)
        return try call()
    }
}
