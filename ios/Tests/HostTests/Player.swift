import Foundation
import MotCuaCore
import XCTest

@testable import Support

/// Plays the story's steps on the phone, looking at what the story says to look at.
final class Player {
    /// A page carries the first choices of a long list; the others are searched.
    private static let choicesOnAPage = 60

    private let story: Story
    private let phone: Phone
    private let papers: URL
    private let draft: String
    private var session: FormSession
    private var given: [String: String] = [:]

    init(story: Story, phone: Phone, papers: URL, draft: String) throws {
        (self.story, self.phone, self.papers, self.draft) = (story, phone, papers, draft)
        session = try phone.core.openDraft(draftId: draft)
    }

    func play(_ steps: [Step]) throws -> FormSession {
        for step in steps { try play(step) }
        return session
    }

    private func play(_ step: Step) throws {
        switch step {
        case .page(_, let title, _):
            let headings = (0..<session.pageCount()).compactMap { session.page(index: $0)?.heading }
            XCTAssertTrue(headings.contains(title), "a page called \(title)")
        case .answer(let reference, let value):
            _ = try session.answer(reference: reference, value: value)
            given[reference] = value
        case .attach(let reference, let id):
            let paper = try story.paper(id)
            _ = try session.attach(reference: reference, path: paper.write(into: papers).path, name: paper.name)
            given[reference] = paper.name
        case .expect(let reference, let members): try look(reference, members)
        case .check(let problems): check(problems)
        case .restart: try restart()
        }
    }

    private func look(_ reference: String, _ members: Json) throws {
        let question = try XCTUnwrap(session.question(reference: reference), reference)
        if members.has("relevant") { XCTAssertEqual(session.isAsked(reference: reference), try members.flag("relevant"), reference) }
        if members.has("required") { XCTAssertEqual(question.required, try members.flag("required"), reference) }
        if members.has("value") { XCTAssertEqual(question.value, try members.text("value"), reference) }
        if members.has("label_vi") { XCTAssertEqual(question.label, try members.text("label_vi"), reference) }
        if members.has("violation") { XCTAssertEqual(question.problem == nil, try members.member("violation").isNull, reference) }
        if members.has("message_vi") { XCTAssertEqual(question.problem, try members.text("message_vi"), reference) }
        if members.has("choices") {
            let offered = try members.number("choices")
            XCTAssertEqual(question.choices.count, min(offered, Player.choicesOnAPage), reference)
            XCTAssertEqual(question.moreChoices, offered > Player.choicesOnAPage, reference)
        }
    }

    private func check(_ expected: Set<Problem>) {
        let problems = session.problems().items
        XCTAssertEqual(Set(problems.map { Problem(reference: $0.reference, violation: $0.code.lowercased()) }), expected)
        XCTAssertTrue(problems.allSatisfy { !$0.text.isEmpty && !$0.label.isEmpty }, "every problem is told in words")
    }

    /// The app ends in the middle: what was answered is there, letter for letter.
    private func restart() throws {
        try phone.restart()
        session = try phone.core.openDraft(draftId: draft)
        for (reference, value) in given {
            XCTAssertEqual(session.question(reference: reference)?.value, value, "\(reference) after the restart")
        }
    }
}
