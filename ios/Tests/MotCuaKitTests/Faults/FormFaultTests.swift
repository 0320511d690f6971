import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// What a person puts in wrongly, forms that aren't what they should be, and stores that this app can't use.
@MainActor
final class FormFaultTests: XCTestCase {
    private static let name = "/data/requester/full_name"
    private static let slot = "/data/papers/birth_cert"
    private var applicant: Applicant!

    override func setUp() async throws { applicant = try await Applicant() }

    override func tearDown() async throws { applicant.app.end() }

    func testAnswersThatCannotBeKeptAreToldAtTheirQuestion() async throws {
        let form = try await applicant.fillIn()
        let before = try await applicant.answers(of: form.draft)
        for (name, reference, value, code) in [
            ("too long", FormFaultTests.name, String(repeating: "x", count: 65 * 1024), "TEXT_INVALID"),
            ("no text", FormFaultTests.name, "Khôi\u{0}", "TEXT_INVALID"),
            ("nobody's", "/data/no_such", "x", "NOT_ON_THIS_PHONE"),
        ] {
            await form.jump(to: FormFaultTests.name)
            await form.answer(reference, value)
            assertExplained(form.trouble?.words, code, name)
            XCTAssertEqual(form.troubleAt, reference == FormFaultTests.name ? reference : nil, name)
            XCTAssertNil(form.trouble?.action, "\(name): what is refused would be refused again")
            let kept = try await applicant.answers(of: form.draft)
            XCTAssertEqual(kept, before, "\(name): nothing of it was kept")
        }
        await form.answer(FormFaultTests.name, "Nguyễn Minh Khôi")
        XCTAssertNil(form.trouble)
        _ = try await applicant.submit(form.draft)
    }

    func testFilesThatCannotBeTakenLeaveThePaperFromBefore() async throws {
        let form = try await applicant.fillIn()
        let before = try await applicant.answers(of: form.draft)
        await form.jump(to: FormFaultTests.slot)
        for (name, bytes, code) in [
            ("empty.jpg", Data(), "ATTACHMENT_REJECTED"),
            ("photo.jpg", Data("MZ not a photo".utf8), "FILE_TYPE_REFUSED"),
            ("large.jpg", Data([0xff, 0xd8, 0xff, 0xe0]) + Data(count: 20 << 20), "FILE_TOO_LARGE"),
            ("gone.jpg", nil, "NOT_ON_THIS_PHONE"),
        ] as [(String, Data?, String)] {
            let file = app.folder.appending(path: name)
            try bytes?.write(to: file)
            let done = await form.attach(FormFaultTests.slot, path: file.path, name: name)
            XCTAssertFalse(done, name)
            assertExplained(form.trouble?.words, code, name)
            XCTAssertEqual(form.troubleAt, FormFaultTests.slot, name)
            XCTAssertTrue(form.busy.isEmpty, "\(name): it isn't being filled any more")
        }
        let kept = try await applicant.answers(of: form.draft)
        XCTAssertEqual(kept, before)
        _ = try await applicant.submit(form.draft)
    }

    func testWhatChangedAfterTheReviewIsShownAnewAndPledgedAnew() async throws {
        let form = try await applicant.fillIn()
        let review = ReviewModel(core: try applicant.core, draft: form.draft)
        await review.load()
        review.isPledged = true
        await form.answer("/data/requester/email", "khac@example.vn")
        let place = await review.submit()
        XCTAssertNil(place)
        XCTAssertTrue(review.hasChanged && !review.isPledged)
        XCTAssertNil(review.trouble, "the page says it in its own words")
        let rows = review.review.value?.sections.flatMap(\.rows) ?? []
        XCTAssertTrue(rows.contains { $0.answer == "khac@example.vn" }, "the new content is shown")
        let draft = try await applicant.state(of: form.draft)
        XCTAssertEqual(draft.state, "editing")
        review.isPledged = true
        let followed = await review.submit()
        XCTAssertNotNil(followed)
    }

    func testAFieldThatWasEmptiedAfterTheReviewIsAProblemToMend() async throws {
        let form = try await applicant.fillIn()
        let review = ReviewModel(core: try applicant.core, draft: form.draft)
        await review.load()
        XCTAssertNil(review.problems)
        review.isPledged = true
        await form.answer(FormFaultTests.name, "")
        _ = await review.submit()
        XCTAssertNil(review.dossier)
        XCTAssertEqual(review.problems?.items.map(\.reference), [FormFaultTests.name])
        XCTAssertFalse(review.canSubmit)
        XCTAssertEqual(Failure.bug(code: "FIELD_INVALID").words(language: "vi").code, "FIELD_INVALID")
    }

    func testWhatWaitsToBeSentIsOnlyReadAndCanBeEditedAgainOnceItIsTakenBack() async throws {
        let form = try await applicant.fillIn()
        let shown = try XCTUnwrap(FormFaultTests.item(form))
        XCTAssertTrue(form.canUndo && !shown.readonly)
        let dossier = try await applicant.submit(form.draft)
        // This page was open beside it, and learns of it from the first edit.
        await form.answer(FormFaultTests.name, "Trần Văn Bình")
        let frozen = try XCTUnwrap(form.open?.frozen)
        XCTAssertNil(form.trouble, "the page says it itself")
        XCTAssertTrue(frozen.text.contains("đang chờ gửi"), frozen.text)
        XCTAssertFalse(form.canUndo)
        XCTAssertEqual(FormFaultTests.item(form)?.readonly, true)
        XCTAssertEqual(FormFaultTests.item(form)?.display, shown.value, "what is kept stands there, not what was refused")
        let review = ReviewModel(core: try applicant.core, draft: form.draft)
        await review.load()
        XCTAssertEqual(review.review.value?.frozen, frozen)
        XCTAssertFalse(review.canSubmit)
        guard case .outboxEntry(let entry) = Screen(frozen.target) else { return XCTFail("it leads to \(frozen.target)") }
        let outbox = try await applicant.core.outbox()
        XCTAssertEqual(outbox.items.first { $0.dossierId == dossier }?.id, entry)
        try await applicant.core.takeBack(draft: form.draft)
        await form.load()
        await review.load()
        XCTAssertNil(form.open?.frozen)
        XCTAssertTrue(form.canUndo && review.canSubmit && review.review.value?.frozen == nil)
        await form.answer(FormFaultTests.name, "Trần Văn Bình")
        XCTAssertEqual(FormFaultTests.item(form)?.value, "Trần Văn Bình")
    }

    private static func item(_ form: FormModel) -> QuestionItem? {
        form.open?.items.lazy.compactMap { if case .question(let question) = $0, question.reference == name { question } else { nil } }.first
    }

    func testAProcedureThatThereIsNotSaysSo() async throws {
        for code in ["9.999999", "not a code"] {
            let procedure = ProcedureModel(core: try applicant.core, code: code)
            await procedure.load()
            let form = await procedure.start()
            XCTAssertNil(form)
            assertExplained(procedure.trouble?.words, "PROCEDURE_UNKNOWN", code)
        }
    }

    func testAFormThatIsDamagedOnTheWayIsFetchedAgain() async throws {
        let path = "/v1/forms/\(applicant.story.procedureCode)/\(applicant.story.formVersion)/files/"
        try await app.portal.order(#"{"kind":"garbled","path_prefix":"\#(path)","times":1}"#)
        let procedure = ProcedureModel(core: try applicant.core, code: applicant.story.procedureCode)
        let none = await procedure.start()
        XCTAssertNil(none, "nothing of it was kept")
        assertExplained(procedure.trouble?.words, "DOWNLOAD_DAMAGED", "the form")
        await procedure.prepare()
        XCTAssertEqual(procedure.said, "procedure-prepared")
        app.network.update(.offline)
        let begun = await procedure.start()
        XCTAssertNotNil(begun, "with the form on the phone no network is needed")
    }

    func testACatalogueThatIsDamagedOnTheWayIsFetchedAgain() async throws {
        applicant.app.end()
        applicant = try await Applicant(hasCatalogue: false)
        try await app.portal.order(#"{"kind":"garbled","path_prefix":"/v1/catalogue","times":1}"#)
        app.network.update(.offline)
        let catalogue = CatalogueModel(core: try applicant.core)
        await catalogue.begin()
        assertExplained(catalogue.trouble?.words, "NETWORK_OFFLINE", "no network")
        XCTAssertEqual(catalogue.trouble?.action, "action-retry")
        app.network.update(.unmetered)
        await catalogue.refresh()
        assertExplained(catalogue.trouble?.words, "DOWNLOAD_DAMAGED", "the catalogue")
        XCTAssertNotNil(catalogue.list.value?.empty, "nothing of it was kept")
        await catalogue.refresh()
        XCTAssertNil(catalogue.trouble)
        XCTAssertEqual(catalogue.said, "list-refreshed")
        XCTAssertEqual(catalogue.list.value?.items.isEmpty, false)
    }

    func testADatabaseOfANewerAppIsLeftAsItIs() async throws {
        let form = try await applicant.fillIn()
        let before = try await applicant.answers(of: form.draft)
        for store in try stores() {
            var schema = Data()
            try await app.dieAndTryToComeBack { schema = try FormFaultTests.write(Data([0, 0, 0, 99]), into: store) }
            guard case .failed(let words, tooOld: true) = app.model.stage else { return XCTFail("\(store.lastPathComponent): \(app.model.stage)") }
            assertExplained(words, "APP_TOO_OLD", store.lastPathComponent)
            try await app.dieAndTryToComeBack {
                let left = try FormFaultTests.write(schema, into: store)
                XCTAssertEqual(left, Data([0, 0, 0, 99]), "it was left as it is")
            }
            let kept = try await applicant.answers(of: form.draft)
            XCTAssertEqual(kept, before, store.lastPathComponent)
        }
    }

    private var app: App { applicant.app }

    /// The personal and the public database.
    private func stores() throws -> [URL] {
        let found = FileManager.default.enumerator(at: app.folder.appending(path: "data"), includingPropertiesForKeys: nil)
        let stores = (found?.allObjects ?? []).compactMap { $0 as? URL }.filter { ["personal.db", "public.db"].contains($0.lastPathComponent) }
        XCTAssertEqual(stores.count, 2)
        return stores
    }

    /// Writes `schema` where SQLite keeps a database's `user_version` (file format, § 1.3.16: four bytes at 60); what stood there.
    private static func write(_ schema: Data, into store: URL) throws -> Data {
        let file = try FileHandle(forUpdating: store)
        defer { try? file.close() }
        try file.seek(toOffset: 60)
        let before = try XCTUnwrap(file.read(upToCount: 4))
        try file.seek(toOffset: 60)
        try file.write(contentsOf: schema)
        return before
    }
}
