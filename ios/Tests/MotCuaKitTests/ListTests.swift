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
        defer { following.cancel() }
        try await within("the newest page") { try await Changes.until { model.pages.rows.value?.head.total == 10_000 } }
        XCTAssertEqual(model.pages.items.count, 50, "nothing is loaded before it is scrolled to")
        for _ in 0..<4 { await model.pages.more() }
        XCTAssertEqual(model.pages.items.count, 250)

        let gone = model.pages.items[120]
        await model.delete(gone)
        XCTAssertEqual(model.said, "state-deleted")
        try await within("the deleted draft to go") { try await Changes.until { model.pages.rows.value?.head.total == 9_999 } }
        XCTAssertEqual(model.pages.items.count, 250, "who is far down stays there")
        XCTAssertFalse(model.pages.items.contains { $0.id == gone.id })

        while model.pages.hasMore { await model.pages.more() }
        XCTAssertNil(model.trouble)
        XCTAssertEqual(Set(model.pages.items.map(\.id)).count, 9_999)
    }

    /// Nobody comes to the last row twice: what is asked for while a change is being read waits its turn.
    func testTheNextPageIsReadAlsoWhenItIsAskedForWhileAChangeIsBeingRead() async throws {
        let source = Source()
        defer { source.end() }
        source.change()
        try await source.reads(after: nil, limit: 50)
        let asked = Task { await source.pages.more() }
        source.answer()
        try await within("the first page") { try await Changes.until { source.pages.items.count == 50 } }
        try await source.reads(after: 50, limit: 50)
        XCTAssertEqual(source.pages.items, Array(0..<50))
        source.change()
        source.answer()
        await asked.value
        XCTAssertEqual(source.pages.items, Array(0..<100))
        try await source.reads(after: nil, limit: 100)
        source.answer()
        try await within("the change") { try await Changes.until { source.pages.rows.value?.head == 3 } }
        XCTAssertEqual(source.pages.items, Array(0..<100), "the change reads what is shown")
    }

    func testAPageAskedForTwiceIsReadOnce() async throws {
        let source = Source()
        defer { source.end() }
        source.change()
        try await source.reads(after: nil, limit: 50)
        source.answer()
        try await within("the first page") { try await Changes.until { source.pages.hasMore } }
        let both = [Task { await source.pages.more() }, Task { await source.pages.more() }]
        try await source.reads(after: 50, limit: 50)
        source.answer()
        for asked in both { await asked.value }
        XCTAssertEqual(source.pages.items, Array(0..<100))
        XCTAssertEqual(source.asked, 2)
    }

    func testAPageThatCannotBeReadSaysSoAndIsAskedForAgain() async throws {
        let source = Source()
        defer { source.end() }
        source.change()
        try await source.reads(after: nil, limit: 50)
        source.answer()
        try await within("the first page") { try await Changes.until { source.pages.hasMore } }
        for failure in [Failure.storageFull(code: "STORAGE_FULL"), nil] {
            let asked = Task { await source.pages.more() }
            try await source.reads(after: 50, limit: 50)
            source.answer(failure)
            await asked.value
            XCTAssertEqual(source.pages.rows.value?.trouble?.failure, failure)
        }
        XCTAssertEqual(source.pages.items, Array(0..<100))
    }
}

/// Numbers from 0 on, read when the test says so: to stand between a question and its answer, which no real store can be made to.
@MainActor
private final class Source {
    private(set) var pages: Pages<Int, Int>!
    private(set) var asked = 0
    private let (changes, changed) = AsyncStream.makeStream(of: Live<Int>.self)
    private let (questions, question) = AsyncStream.makeStream(of: Question.self)
    private let (answers, reply) = AsyncStream.makeStream(of: Failure?.self)
    private var following: Task<Void, Never>?

    private struct Question: Equatable, Sendable {
        let after: UInt64?
        let limit: UInt32
    }

    init() {
        pages = Pages(explain: { $0.words(language: "vi") }) { [weak self] (after, limit) async throws(Failure) in
            guard let self else { throw .bug(code: "APP_FAILED") }
            return try await self.page(after, limit)
        }
        following = Task { [pages, changes] in await pages?.follow(changes) }
    }

    func end() { following?.cancel() }

    func change() { changed.yield(.value(0)) }

    func answer(_ failure: Failure? = nil) { reply.yield(failure) }

    /// Waits until a page is asked for, which must be this one.
    func reads(after: UInt64?, limit: UInt32) async throws {
        let question = try await questions.first("a page to be asked for") { _ in true }
        XCTAssertEqual(question, Question(after: after, limit: limit))
    }

    private func page(_ after: UInt64?, _ limit: UInt32) async throws(Failure) -> PageRead<Int, Int> {
        asked += 1
        question.yield(Question(after: after, limit: limit))
        for await failure in answers {
            if let failure { throw failure }
            break
        }
        let first = Int(after ?? 0)
        let last = first + Int(limit)
        return PageRead(head: asked, items: Array(first..<last), next: UInt64(last))
    }
}
