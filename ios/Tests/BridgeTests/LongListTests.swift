import Foundation
import XCTest

@testable import Bridge
@testable import Support

/// Lists of ten thousand come page by page: all of them, each once, newest first.
final class LongListTests: XCTestCase {
    func testTenThousandDraftsPageByPage() async throws {
        let home = try Machine.emptyFolder()
        defer { try? FileManager.default.removeItem(at: home) }
        try Machine.run("motcua-bench", "fill-home", home.path)
        let phone = try Phone(home: home)
        let core = phone.core

        var (seen, after, pages) = (Set<String>(), UInt64?.none, 0)
        repeat {
            let page = try await core.drafts(after: after, limit: 50)
            XCTAssertEqual(page.total, 10_000)
            XCTAssertLessThanOrEqual(page.items.count, 50)
            seen.formUnion(page.items.map(\.id))
            (after, pages) = (page.next, pages + 1)
        } while after != nil && pages <= 201
        XCTAssertEqual(seen.count, 10_000)
        XCTAssertLessThanOrEqual(pages, 201, "the last page may say that there is nothing behind it")

        let newest = try await core.watchDrafts(limit: 50).first("the newest page") { $0.value != nil }
        XCTAssertEqual(newest.value?.items.count, 50, "a screen that watches gets what it asked for, not everything")
    }
}
