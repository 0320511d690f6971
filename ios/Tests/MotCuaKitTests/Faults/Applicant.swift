import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// Somebody with the app, who begins, fills in and submits dossiers by the models that the screens draw.
@MainActor
final class Applicant {
    let app: App
    let story: Story

    /// With the app agreed to and, usually, the catalogue on the phone.
    init(hasCatalogue: Bool = true) async throws {
        (app, story) = (try App(), try Story(folder: Machine.fixtures()))
        try await app.openAndAgree()
        if hasCatalogue { await CatalogueModel(core: try core).refresh() }
    }

    var core: Core { get throws { try app.core } }

    /// Hops to the e-ID and allows, or says no: where it sends back to.
    func hop(allows: Bool = true) async throws -> String {
        let model = SignInModel(core: try core)
        let begun = await model.begin()
        let page = try XCTUnwrap(begun, "\(String(describing: model.trouble))")
        return try await Browser(of: app.portal).allow(page.absoluteString, person: story.person, allows: allows)
    }

    func comesBack(_ redirect: String) async throws { await app.model.returned(with: try XCTUnwrap(URL(string: redirect))) }

    func signIn() async throws {
        try await comesBack(hop())
        XCTAssertNil(app.model.returnTrouble)
    }

    /// An open draft with all answers and papers of the story, of the large photo a small one; not page by page, as the story's own test does it.
    func fillIn() async throws -> FormModel {
        let procedure = ProcedureModel(core: try core, code: story.procedureCode)
        guard case .form(let draft, _) = await procedure.start() else { throw StoryError.missing("a draft: \(String(describing: procedure.trouble))") }
        let filling = try await core.openDraft(draft)
        for step in story.steps {
            switch step {
            case .answer(let reference, let value): _ = try await filling.answer(reference, value)
            case .attach(let reference, let id):
                let paper = try story.paper(id == "birth_cert" ? "birth_cert_clear" : id)
                let file = try paper.write(into: Machine.folder(app.folder, "papers"))
                _ = try await filling.attach(reference, path: file.path, name: paper.name)
            default: continue
            }
        }
        let form = FormModel(core: try core, draft: draft)
        await form.load()
        return form
    }

    /// Reviews and submits a draft; the dossier's id.
    func submit(_ draft: String) async throws -> String {
        let review = ReviewModel(core: try core, draft: draft)
        await review.load()
        review.isPledged = true
        _ = await review.submit()
        return try XCTUnwrap(review.dossier, "\(String(describing: review.trouble))")
    }

    /// Every answer of a draft, as it would be submitted now.
    func answers(of draft: String) async throws -> [String] {
        let form = try await core.openDraft(draft)
        var (answers, index) = ([String](), UInt32(0))
        while let page = await form.page(index) {
            answers += page.items.map { if case .question(let question) = $0 { "\(question.reference)=\(question.value)" } else { "" } }
            index += 1
        }
        return answers
    }

    /// How a draft stands in the list of drafts.
    func state(of draft: String) async throws -> DraftItem {
        let drafts = DraftsModel(core: try core)
        let following = Task { await drafts.follow() }
        defer { following.cancel() }
        try await within("the drafts") { try await Changes.until { drafts.pages.rows.value != nil } }
        return try XCTUnwrap(drafts.pages.items.first { $0.id == draft })
    }

    /// Chooses the language of all texts, as the settings do.
    func speak(_ language: String) async throws {
        let settings = SettingsModel(core: try core) { [model = app.model] in model.languageChanged() }
        await settings.load()
        await settings.choose(language: try XCTUnwrap(settings.page.value?.languages.first { $0.value == language }))
    }
}

/// A failure is explained when it has its stable code, and cause and remedy in both languages, each in its own words.
func assertExplained(_ words: FailureWords?, _ code: String, _ when: String, file: StaticString = #filePath, line: UInt = #line) {
    guard let words else { return XCTFail("\(when): nothing failed", file: file, line: line) }
    let (vi, en) = (Failure.bug(code: code).words(language: "vi"), Failure.bug(code: code).words(language: "en"))
    XCTAssertEqual(words, vi, when, file: file, line: line)
    XCTAssertFalse([vi.cause, vi.remedy, en.cause, en.remedy].contains(where: \.isEmpty), when, file: file, line: line)
    XCTAssertNotEqual(vi.cause, en.cause, when, file: file, line: line)
    XCTAssertNotEqual(vi.remedy, en.remedy, when, file: file, line: line)
}
