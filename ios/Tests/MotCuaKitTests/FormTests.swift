import Foundation
import Observation
import XCTest

@testable import MotCuaKit
@testable import Support

/// The form's model: in English too, typing fast, taking back, long lists, words that follow the language.
@MainActor
final class FormTests: XCTestCase {
    private static let name = "/data/requester/full_name"
    private var app: App!
    private var story: Story!

    override func setUp() async throws { story = try Story(folder: Machine.fixtures()) }

    override func tearDown() async throws { app.end() }

    /// An open form of a fresh draft.
    private func begin(_ language: String) async throws -> FormModel {
        app = try App(language: language)
        try await app.openAndAgree()
        await CatalogueModel(core: try app.core).refresh()
        guard case .form(let draft, let page) = await ProcedureModel(core: try app.core, code: story.procedureCode).start() else {
            throw StoryError.missing("a form")
        }
        let form = FormModel(core: try app.core, draft: draft, page: page)
        await form.load()
        return form
    }

    func testTheStoryIsFilledInInEnglish() async throws {
        let draft = try await begin("en").draft
        try await Player(story: story, app: app, draft: draft, language: "en").play(story.steps)
        XCTAssertEqual(app.model.words("action-back"), Words(language: "en")("action-back"))
    }

    func testFastTypingNeverLosesALetterAndUndoTakesItBack() async throws {
        let form = try await begin("vi")
        XCTAssertFalse(form.canUndo)
        let typed = "Nguyễn Minh Khôi"
        for end in typed.indices { form.type(String(typed[...end]), into: FormTests.name) }
        let question = try XCTUnwrap(FormTests.item(form))
        XCTAssertEqual(form.text(of: question), typed, "the field shows at once what was typed")
        try await within("the last letter to be kept") {
            try await Changes.until { FormTests.item(form)?.value == typed }
        }
        XCTAssertTrue(form.canUndo)
        await form.undo()
        XCTAssertEqual(FormTests.item(form)?.value, String(typed.dropLast()))
        XCTAssertNotNil(form.announcement, "a screen reader hears that it is taken back")
        for _ in 1..<typed.count { await form.undo() }
        XCTAssertEqual(FormTests.item(form)?.value, "")
        XCTAssertFalse(form.canUndo, "nothing is left to take back")
    }

    func testALongListIsSearchedWithoutMarks() async throws {
        let form = try await begin("vi")
        await form.answer("/data/requester/residence/province", "79")
        let found = await form.choices("/data/requester/residence/ward", text: "sai gon")
        XCTAssertTrue(found.contains { $0.value == story.wardCode }, "\(found.map(\.label))")
    }

    func testARefusedPaperIsToldInWordsAndChangesNothing() async throws {
        let form = try await begin("vi")
        await form.answer("/data/papers/birth_proof", "birth_cert")
        let empty = app.folder.appending(path: "empty.jpg")
        try Data().write(to: empty)
        await form.attach("/data/papers/birth_cert", path: empty.path, name: "empty.jpg")
        XCTAssertEqual(form.trouble?.words.code, "ATTACHMENT_REJECTED")
        XCTAssertEqual(form.trouble?.words.remedy.isEmpty, false)
        await form.answer(FormTests.name, "An")
        XCTAssertNil(form.trouble, "the next action begins anew")
    }

    func testWhatThePhoneCannotKeepNowStaysOnThePageAndIsKeptLater() async throws {
        let form = try await begin("vi")
        app.model.phoneLocked()
        form.type("Nguyễn Minh Khôi", into: FormTests.name)
        try await within("the refusal") { try await Changes.until { form.trouble != nil } }
        XCTAssertEqual(form.trouble?.words.code, "LOCKED")
        XCTAssertEqual(form.troubleAt, FormTests.name, "it is told at its question")
        XCTAssertEqual(form.trouble?.passes, true)
        let question = try XCTUnwrap(FormTests.item(form))
        XCTAssertEqual(form.text(of: question), "Nguyễn Minh Khôi", "what was typed isn't taken away")
        await app.model.phoneUnlocked()
        await form.again()
        XCTAssertNil(form.trouble)
        XCTAssertEqual(FormTests.item(form)?.value, "Nguyễn Minh Khôi")
    }

    func testAnEditThatIsKeptAgainTakesAlongWhatWaited() async throws {
        let form = try await begin("vi")
        app.model.phoneLocked()
        await form.answer(FormTests.name, "Nguyễn Minh Khôi")
        XCTAssertNotNil(form.trouble)
        await app.model.phoneUnlocked()
        await form.answer("/data/requester/phone", "0900 000 101")
        XCTAssertNil(form.trouble)
        XCTAssertEqual(FormTests.item(form)?.value, "Nguyễn Minh Khôi")
    }

    func testACheckMarksTheQuestionsUntilTheyAreMended() async throws {
        let form = try await begin("vi")
        let question = try XCTUnwrap(FormTests.item(form))
        XCTAssertNil(form.problem(at: question), "nobody is told of what they haven't come to yet")
        let complete = await form.check()
        XCTAssertFalse(complete)
        XCTAssertNotNil(form.problem(at: question))
        await form.answer(FormTests.name, "Nguyễn Minh Khôi")
        XCTAssertNil(form.problem(at: try XCTUnwrap(FormTests.item(form))))
    }

    func testAStepOnAnotherPageIsTakenBackWhereItIs() async throws {
        let form = try await begin("vi")
        await form.answer(FormTests.name, "Nguyễn Minh Khôi")
        await form.go(to: 2)
        await form.undo()
        XCTAssertEqual(form.index, 0)
        XCTAssertEqual(form.focus, FormTests.name)
        XCTAssertEqual(FormTests.item(form)?.value, "")
    }

    func testTypingIsShownAsTypedAlsoWhereTheCoreWritesItOtherwise() async throws {
        let form = try await begin("vi")
        let birth = "/data/requester/date_of_birth"
        for text in ["12/4/", "12/4/1993"] {
            form.type(text, as: DateText(text).value, into: birth)
            try await within("the date to be kept") { try await Changes.until { FormTests.item(form, birth)?.value == DateText(text).value } }
            XCTAssertEqual(form.text(of: try XCTUnwrap(FormTests.item(form, birth))), text)
        }
        XCTAssertEqual(FormTests.item(form, birth)?.value, "1993-04-12")
        await form.go(to: 0)
        XCTAssertEqual(form.text(of: try XCTUnwrap(FormTests.item(form, birth))), "1993-04-12", "a page that is come to shows what is kept")
    }

    func testSettingsSpeakTheChosenLanguageAtOnce() async throws {
        let form = try await begin("vi")
        let vietnamese = try XCTUnwrap(form.open).heading
        let settings = SettingsModel(core: try app.core) { [model = app.model] in model.languageChanged() }
        await settings.load()
        let english = try XCTUnwrap(settings.page.value?.languages.first { $0.value == "en" })
        await settings.choose(language: english)
        XCTAssertNil(settings.trouble)
        XCTAssertEqual(settings.page.value?.languages.first { $0.selected }?.value, "en")
        XCTAssertEqual(app.model.words.language, "en")
        await form.load()
        XCTAssertNotEqual(form.open?.heading, vietnamese)
        for policy in try XCTUnwrap(settings.page.value?.networkPolicies) {
            await settings.choose(network: policy)
            XCTAssertEqual(settings.page.value?.networkPolicies.first { $0.selected }?.value, policy.value)
        }
    }

    func testModelsChangeOnTheMainThreadAlone() async throws {
        let form = try await begin("vi")
        let (changes, signal) = AsyncStream.makeStream(of: Bool.self)
        withObservationTracking({ _ = form.page }, onChange: { signal.yield(Thread.isMainThread) })
        await form.answer(FormTests.name, "An")
        let onMain = try await changes.first("a change") { _ in true }
        XCTAssertTrue(onMain)
    }

    private static func item(_ form: FormModel, _ reference: String = FormTests.name) -> QuestionItem? {
        form.open?.items.lazy.compactMap { if case .question(let question) = $0, question.reference == reference { question } else { nil } }.first
    }
}
