import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// A form that records where the phone is when it is opened: an inspection's.
@MainActor
final class PlaceTests: XCTestCase {
    private static let site = "/data/visit/site_name"
    private static let here = PlaceText(lat: 10.776912, long: 106.700931, altitude: 4.5, accuracy: 12.4)
    private var app: App!
    private var form: FormModel!

    override func setUp() async throws {
        app = try App()
        try Machine.run("motcua-bench", "checklist-home", app.folder.path)
        try await app.openAndAgree()
        form = try await opened(app.core.newDraft("1.001193"))
    }

    override func tearDown() async throws { app.end() }

    private func opened(_ draft: String) async throws -> FormModel {
        let form = FormModel(core: try app.core, draft: draft)
        await form.load()
        return form
    }

    func testThePlaceIsRecordedWhileThePersonFillsInIsShownAndCanBeTakenBack() async throws {
        XCTAssertTrue(form.isPlaceWanted)
        XCTAssertEqual(form.said, "form-place-wanted")
        await form.answer(PlaceTests.site, "Nhà ông Mẫu")
        XCTAssertTrue(form.isPlaceWanted, "an answer doesn't end it")
        await form.place(PlaceTests.here)
        XCTAssertFalse(form.isPlaceWanted)
        XCTAssertTrue(shown.contains { $0.label.contains("10.77691, 106.70093 (± 12 m)") }, "\(shown.map(\.label))")
        await form.undo()
        XCTAssertFalse(shown.contains { $0.label.contains("10.77691") })
        XCTAssertEqual(shown.first { $0.reference == PlaceTests.site }?.value, "Nhà ông Mẫu", "the newest step was the place")
        XCTAssertFalse(form.isPlaceWanted)
    }

    func testAPhoneThatIsNotLocatedLeavesTheFormWithoutSaysSoAndIsNotAskedAgain() async throws {
        await form.place(nil)
        XCTAssertFalse(form.isPlaceWanted)
        XCTAssertEqual(form.said, "form-place-unknown")
        XCTAssertFalse(form.canUndo, "nothing changed")
        await form.answer(PlaceTests.site, "Nhà ông Mẫu")
        XCTAssertNil(form.said, "once")
        let again = try await opened(form.draft)
        XCTAssertFalse(again.isPlaceWanted)
    }

    func testAPlaceThatCannotBeKeptNowIsAskedForAgain() async throws {
        app.model.phoneLocked()
        await form.place(PlaceTests.here)
        XCTAssertEqual(form.trouble?.words.code, "LOCKED")
        XCTAssertFalse(form.isPlaceWanted, "not before the person tries again")
        await app.model.phoneUnlocked()
        await form.again()
        XCTAssertTrue(form.isPlaceWanted)
        await form.place(PlaceTests.here)
        XCTAssertTrue(shown.contains { $0.label.contains("10.77691") })
    }

    /// The questions and notes of the page.
    private var shown: [QuestionItem] {
        (form.open?.items ?? []).compactMap { if case .question(let question) = $0 { question } else { nil } }
    }
}
