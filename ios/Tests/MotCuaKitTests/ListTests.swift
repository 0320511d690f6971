import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// Long lists are read as the person scrolls, and what is new appears without losing the place.
@MainActor
final class ListTests: XCTestCase {
    func testTenThousandDraftsAreReadAsThePersonScrolls() async throws {
        let app = try App()
        defer { app.end() }
        try Machine.run("motcua-bench", "fill-home", app.folder.path)
        try await app.openAndAgree()
        let model = DraftsModel(core: try app.core)
        let following = Task { await model.follow() }
        try await within("the newest page") { try await Changes.until { model.total == 10_000 } }
        XCTAssertEqual(model.drafts.items.count, 50, "nothing is loaded before it is scrolled to")
        while model.drafts.hasMore { await model.more() }
        following.cancel()
        XCTAssertNil(model.trouble)
        XCTAssertEqual(Set(model.drafts.items.map(\.id)).count, 10_000)
    }

    func testAPageAskedForTwiceIsTakenOnce() async {
        var pages = Pages<Int>()
        pages.append([9, 8], next: 8, after: nil)
        pages.append([7, 6], next: 6, after: 8)
        pages.append([7, 6], next: 6, after: 8)
        XCTAssertEqual(pages.items, [9, 8, 7, 6])
        pages.append([5], next: nil, after: 6)
        XCTAssertFalse(pages.hasMore)
    }

    func testWhatChangedInPlaceKeepsWhatWasReadBehindIt() async {
        struct Row: Equatable {
            let id: Int
            var text = ""
        }
        var pages = Pages<Row>()
        pages.append([Row(id: 9), Row(id: 8)], next: 8, after: nil)
        pages.append([Row(id: 7)], next: 7, after: 8)
        pages.refresh(first: [Row(id: 9, text: "changed"), Row(id: 8)], next: 8) { $0.id == $1.id }
        XCTAssertEqual(pages.items, [Row(id: 9, text: "changed"), Row(id: 8), Row(id: 7)])
        XCTAssertEqual(pages.next, 7)
        pages.refresh(first: [Row(id: 10), Row(id: 9)], next: 9) { $0.id == $1.id }
        XCTAssertEqual(pages.items, [Row(id: 10), Row(id: 9)], "something came: reading goes on from the first page's end")
        XCTAssertEqual(pages.next, 9)
    }
}
