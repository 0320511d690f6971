import XCTest

@testable import MotCuaKit

/// Where the person is survives the process as text.
@MainActor
final class NavigationTests: XCTestCase {
    private let everywhere: [Screen] = [
        .home, .catalogue, .procedure(code: "1.001193"), .drafts, .dossiers, .form(draft: "a-1", page: 3), .review(draft: "a-1"), .outbox,
        .outboxEntry(id: "e"), .receipt(dossier: "d"), .timeline(dossier: "d"), .supplement(dossier: "d"), .inbox, .feedbackList, .feedbackNew,
        .feedbackEdit(id: "f"), .feedback(id: "f"), .session, .signIn, .settings, .myData, .consent,
    ]

    func testEveryScreenComesBackFromItsText() async {
        for screen in everywhere { XCTAssertEqual(Screen(text: screen.text), screen, screen.text) }
        XCTAssertEqual(Set(everywhere.map(\.text)).count, everywhere.count)
    }

    func testATextOfAnotherVersionIsNoScreen() async {
        for text in ["", "form", "form/a", "form/a/x", "form//2", "procedure/", "home/a", "payment/7", "report"] { XCTAssertNil(Screen(text: text), text) }
    }

    func testTheWholeStackComesBack() async {
        let before = Navigation()
        before.open(.feedbackList)
        before.open(.feedback(id: "f"))
        XCTAssertEqual(before.paths, [.feedback: [.feedback(id: "f")]])
        before.open(.catalogue)
        before.open(.procedure(code: "1.001193"))
        before.open(.form(draft: "a", page: 2))
        let after = Navigation()
        after.restore(before.text)
        XCTAssertEqual(after.tab, .catalogue)
        XCTAssertEqual(after.top, .form(draft: "a", page: 2))
        XCTAssertEqual(after.paths, before.paths)
    }

    func testWhatCannotBeReadEndsTheStackThere() async {
        let navigation = Navigation()
        navigation.restore("inbox\ninbox timeline/d payment/7 receipt/d\nnowhere home\n")
        XCTAssertEqual(navigation.tab, .inbox)
        XCTAssertEqual(navigation.paths, [.inbox: [.timeline(dossier: "d")]])
        navigation.restore("?")
        XCTAssertEqual(navigation.top, .home)
    }

    func testBackReplaceAndRoots() async {
        let navigation = Navigation()
        navigation.back()
        XCTAssertEqual(navigation.top, .home)
        navigation.open(.form(draft: "a", page: 0))
        navigation.open(.review(draft: "a"))
        navigation.replace(with: .timeline(dossier: "d"))
        XCTAssertEqual(navigation.paths[.home], [.form(draft: "a", page: 0), .timeline(dossier: "d")])
        navigation.open(.inbox)
        XCTAssertEqual(navigation.tab, .inbox)
        navigation.tab = .home
        navigation.backToRoot()
        XCTAssertEqual(navigation.top, .home)
    }

    func testADoubleTapOpensOneScreen() async {
        let navigation = Navigation()
        for _ in 0..<2 { navigation.open(.drafts) }
        XCTAssertEqual(navigation.paths[.home], [.drafts])
    }

    func testTheWayToAQuestionGoesBackToTheFormOrOnToIt() async {
        let navigation = Navigation()
        navigation.open(.form(draft: "a", page: 3))
        navigation.open(.review(draft: "a"))
        navigation.openForm("a", at: "/data/name")
        XCTAssertEqual(navigation.paths[.home], [.form(draft: "a", page: 3)])
        XCTAssertNil(navigation.takeJump("b"), "another draft's form takes nothing")
        XCTAssertEqual(navigation.takeJump("a"), "/data/name")
        XCTAssertNil(navigation.takeJump("a"), "taken once")
        navigation.openForm("b", at: nil)
        XCTAssertEqual(navigation.top, .form(draft: "b", page: 0))
        XCTAssertNil(navigation.takeJump("b"))
    }

    func testAfterEverythingWasErasedNoPlaceIsLeft() async {
        let navigation = Navigation()
        navigation.open(.form(draft: "a", page: 0))
        navigation.tab = .session
        navigation.open(.myData)
        navigation.cutShort()
        XCTAssertEqual(navigation.paths, [.session: [.myData]], "what others held open is closed")
        navigation.begin()
        XCTAssertEqual(navigation.text, "home")
    }

    func testEveryTargetOfHomeLeadsSomewhere() async {
        XCTAssertEqual(Screen(HomeTarget.draft(draftId: "a")), .form(draft: "a", page: 0))
        XCTAssertEqual(Screen(HomeTarget.supplement(dossierId: "d")), .supplement(dossier: "d"))
        XCTAssertEqual(Screen(HomeTarget.signIn), .signIn)
    }

    func testEveryTabHasItsWord() async {
        for language in ["vi", "en"] {
            let words = Words(language: language)
            for tab in Tab.allCases { XCTAssertTrue(words.has(tab.word), "\(tab.word) in \(language)") }
        }
    }
}
