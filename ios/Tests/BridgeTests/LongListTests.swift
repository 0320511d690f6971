import Foundation
import XCTest

@testable import Bridge
@testable import Support

/// Lists of ten thousand come page by page: never more than was asked for, all of them, each once.
final class LongListTests: XCTestCase {
    private static let (all, page) = (10_000, UInt32(50))
    private var home: URL!
    private var phone: Phone!

    override func setUp() async throws {
        home = try Machine.emptyFolder()
        try Machine.run("motcua-bench", "fill-home", home.path)
        phone = try Phone(home: home)
    }

    override func tearDown() async throws {
        phone = nil
        try FileManager.default.removeItem(at: home)
    }

    func testEveryListPageByPage() async throws {
        let (core, limit) = (phone.core, LongListTests.page)
        try await wholeList("drafts") { after in
            let page = try await core.drafts(after: after, limit: limit)
            XCTAssertEqual(page.total, UInt64(LongListTests.all))
            return (page.items.map(\.id), page.next)
        }
        try await wholeList("dossiers") { after in
            let page = try await core.dossiers(after: after, limit: limit)
            return (page.items.map(\.dossierId), page.next)
        }
        try await wholeList("messages") { after in
            let page = try await core.inbox(after: after, limit: limit)
            return (page.items.map { String($0.seq) }, page.next)
        }
        try await wholeList("reports") { after in
            let page = try await core.feedbackList(after: after, limit: limit)
            return (page.items.map(\.id), page.next)
        }
    }

    /// Reads a list to its end, keeping the ids alone, as a screen that lets go of what scrolled away would.
    private func wholeList(_ name: String, _ read: (UInt64?) async throws -> (ids: [String], next: UInt64?)) async throws {
        var (ids, rows, after) = (Set<String>(), 0, UInt64?.none)
        repeat {
            let page = try await read(after)
            XCTAssertLessThanOrEqual(page.ids.count, Int(LongListTests.page), name)
            ids.formUnion(page.ids)
            (rows, after) = (rows + page.ids.count, page.next)
        } while after != nil && rows <= LongListTests.all
        XCTAssertEqual(rows, LongListTests.all, name)
        XCTAssertEqual(ids.count, LongListTests.all, "\(name): each once")
    }

    func testWhoWatchesGetsAsMuchAsTheyAskedForNotEverything() async throws {
        let (core, limit) = (phone.core, LongListTests.page)
        let drafts = try await core.watchDrafts(limit: limit).first("drafts") { $0.value != nil }
        XCTAssertEqual(drafts.value?.items.count, Int(limit))
        let inbox = try await core.watchInbox(limit: limit).first("messages") { $0.value != nil }
        XCTAssertEqual(inbox.value?.items.count, Int(limit))
        let reports = try await core.watchFeedback(limit: limit).first("reports") { $0.value != nil }
        XCTAssertEqual(reports.value?.items.count, Int(limit))
        let home = try await core.watchHome().first("home") { $0.value != nil }
        XCTAssertLessThan(home.value?.sections.map(\.items.count).reduce(0, +) ?? .max, Int(limit), "home shows what waits")
    }
}
