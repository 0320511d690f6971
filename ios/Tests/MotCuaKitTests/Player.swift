import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// Plays the story's steps on the form's model as a person would: by the pages that are shown.
@MainActor
final class Player {
    /// A page carries the first choices of a long list; the others are searched.
    private static let choicesOnAPage = 60

    private let story: Story
    private let app: App
    private let papers: URL
    private let language: String
    private(set) var form: FormModel
    private var given: [String: String] = [:]

    init(story: Story, app: App, draft: String, language: String = "vi") async throws {
        (self.story, self.app, self.language) = (story, app, language)
        papers = try Machine.folder(app.folder, "papers")
        form = FormModel(core: try app.core, draft: draft)
        await form.load()
    }

    func play(_ steps: [Step]) async throws {
        for step in steps { try await play(step) }
    }

    private func play(_ step: Step) async throws {
        switch step {
        case .page(_, let vi, let en): try await turn(to: language == "vi" ? vi : en)
        case .answer(let reference, let value):
            try await show(reference)
            await form.answer(reference, value)
            XCTAssertNil(form.trouble, reference)
            given[reference] = value
        case .attach(let reference, let id):
            let paper = try story.paper(id)
            try await show(reference)
            await form.attach(reference, path: try paper.write(into: papers).path, name: paper.name)
            XCTAssertNil(form.trouble, reference)
            given[reference] = paper.name
        case .expect(let reference, let members): try await look(reference, members)
        case .check(let problems): try await check(problems)
        case .restart: try await restart()
        }
    }

    /// Leafs through the form until a page has this heading.
    private func turn(to heading: String) async throws {
        var headings: [String] = []
        for index in 0..<(form.open?.count ?? 0) {
            await form.go(to: index)
            let page = try XCTUnwrap(form.open)
            if page.heading == heading { return }
            headings.append(page.heading)
        }
        XCTFail("a page called \(heading), there are \(headings)")
    }

    /// The question where it is shown: on this page, or on another one that the person turns to.
    private func find(_ reference: String) async -> QuestionItem? {
        if let shown = question(reference) { return shown }
        for index in 0..<(form.open?.count ?? 0) {
            await form.go(to: index)
            if let shown = question(reference) { return shown }
        }
        return nil
    }

    private func question(_ reference: String) -> QuestionItem? {
        form.open?.items.lazy.compactMap { if case .question(let question) = $0, question.reference == reference { question } else { nil } }.first
    }

    private func show(_ reference: String) async throws {
        let shown = await find(reference)
        _ = try XCTUnwrap(shown, "\(reference) is asked nowhere")
    }

    private func look(_ reference: String, _ members: Json) async throws {
        let found = await find(reference)
        if members.has("relevant") { XCTAssertEqual(found != nil, try members.flag("relevant"), reference) }
        guard let question = found else { return XCTAssertEqual(try members.flag("relevant"), false, reference) }
        XCTAssertEqual(form.text(of: question), question.value, "nothing is on its way")
        if members.has("required") { XCTAssertEqual(question.required, try members.flag("required"), reference) }
        if members.has("value") { XCTAssertEqual(question.value, try members.text("value"), reference) }
        if members.has("label_\(language)") { XCTAssertEqual(question.label, try members.text("label_\(language)"), reference) }
        if members.has("violation") { XCTAssertEqual(question.problem == nil, try members.member("violation").isNull, reference) }
        if members.has("message_\(language)") {
            XCTAssertEqual(question.problem, try members.text("message_\(language)"), reference)
            XCTAssertTrue(form.announcement?.contains(try members.text("message_\(language)")) ?? false, "a screen reader says what is wrong")
        }
        if members.has("choices") {
            let offered = try members.number("choices")
            XCTAssertEqual(question.choices.count, min(offered, Player.choicesOnAPage), reference)
            XCTAssertEqual(question.moreChoices, offered > Player.choicesOnAPage, reference)
        }
    }

    private func check(_ expected: Set<Problem>) async throws {
        let complete = await form.check()
        let problems = try XCTUnwrap(form.problems)
        XCTAssertEqual(complete, expected.isEmpty)
        XCTAssertFalse(problems.heading.isEmpty)
        XCTAssertEqual(Set(problems.items.map { Problem(reference: $0.reference, violation: $0.code.lowercased()) }), expected)
        for problem in problems.items {
            await form.jump(to: problem)
            XCTAssertEqual(form.focus, problem.reference)
            XCTAssertNotNil(question(problem.reference), "a jump shows the place to mend")
        }
    }

    /// The process dies in the middle: the new one stands where the person was, and every answer is there, letter for letter.
    private func restart() async throws {
        let before = try XCTUnwrap(form.open)
        app.model.navigation.open(.form(draft: form.draft, page: before.index))
        try await app.dieAndComeBack()
        guard case .form(let draft, let page) = app.model.navigation.top else { return XCTFail("\(app.model.navigation.top)") }
        form = FormModel(core: try app.core, draft: draft, page: page)
        await form.load()
        XCTAssertEqual(form.open?.heading, before.heading)
        XCTAssertTrue(form.canUndo)
        for (reference, value) in given {
            let found = await find(reference)
            XCTAssertEqual(found?.value, value, "\(reference) after the restart")
        }
    }
}
