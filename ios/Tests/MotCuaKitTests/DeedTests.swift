import XCTest

@testable import MotCuaKit
@testable import Support

/// What a person asks a screen to do, while something else is under way.
@MainActor
final class DeedTests: XCTestCase {
    private var app: App!
    private var model: ScreenModel!
    private let (gate, opened) = AsyncStream.makeStream(of: Void.self)
    private var done: [String] = []

    override func setUp() async throws {
        app = try App()
        try await app.openAndAgree()
        model = ScreenModel(core: try app.core)
    }

    override func tearDown() async throws { app.end() }

    func testWhatEndsBesideAFailureLeavesItAndTryingAgainDoesWhatFailed() async throws {
        let slow = try await slowly()
        await failing()
        XCTAssertFalse(model.isRunning(.takeBack))
        opened.yield()
        await slow.value
        XCTAssertEqual(model.said, "list-refreshed")
        XCTAssertNotNil(model.trouble, "nobody has dealt with it yet")
        await model.again()
        XCTAssertEqual(done, ["take back", "refresh", "take back"])
        XCTAssertNotNil(model.trouble)
        XCTAssertNil(model.said, "what begins now is what counts")
    }

    func testWhatSucceedsTheSecondTimeGoesOnWhereItWouldHaveTheFirst() async throws {
        var answers = [false, true]
        var came: [Int] = []
        let went = await model.attempt(.start, then: { came.append($0) }) { [core = try app.core] () async throws(Failure) in
            if !answers.removeFirst() { try await core.takeBack(draft: "no id") }
            return 7
        }
        XCTAssertNil(went)
        XCTAssertNotNil(model.trouble)
        await model.again()
        XCTAssertEqual(came, [7])
        XCTAssertNil(model.trouble)
    }

    func testASecondTouchOnTheSameDoesNothingAndOneOnSomethingElseIsNotLost() async throws {
        let slow = try await slowly()
        await model.attempt(.refresh) { self.done.append("again") }
        await model.attempt(.save, said: "state-saved") { self.done.append("save") }
        XCTAssertTrue(model.isRunning(.refresh), "the one that is under way still is")
        XCTAssertEqual(model.said, "state-saved")
        await model.attempt(.see) { self.done.append("see") }
        XCTAssertNil(model.said, "it was said when something new began")
        opened.yield()
        await slow.value
        XCTAssertEqual(done, ["save", "see", "refresh"])
        XCTAssertFalse(model.working)
    }

    func testWhatEndsWithoutAWordTakesNobodysAway() async throws {
        let slow = try await slowly(said: nil)
        await model.attempt(.save, said: "state-saved") { self.done.append("save") }
        opened.yield()
        await slow.value
        XCTAssertEqual(model.said, "state-saved")
    }

    func testARetryDoesNotKeepTheModelOfAScreenThatIsGone() async throws {
        let outbox = OutboxModel(core: try app.core)
        await outbox.takeBack("no id")
        XCTAssertNotNil(outbox.trouble)
        weak var gone = outbox
        _ = consume outbox
        XCTAssertNil(gone)
    }

    /// Begins a refresh that ends when the gate is opened.
    private func slowly(said: String? = "list-refreshed") async throws -> Task<Void, Never> {
        let slow = Task {
            _ = await model.attempt(.refresh, said: said) { [gate] in
                for await _ in gate { break }
                self.done.append("refresh")
            }
        }
        try await within("the refresh to begin") { [model] in try await Changes.until { model?.isRunning(.refresh) == true } }
        return slow
    }

    /// What a draft that isn't there can't but answer.
    private func failing() async {
        await model.attempt(.takeBack, said: "draft-taken-back") { [core = model.core] () async throws(Failure) in
            self.done.append("take back")
            try await core.takeBack(draft: "no id")
        }
    }
}
