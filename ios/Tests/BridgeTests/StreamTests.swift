import Foundation
import MotCuaCore
import XCTest

@testable import Bridge
@testable import Support

/// What a screen that watches may rely on: a snapshot first, the newest wins, letting go lets go, and never the main thread.
final class StreamTests: XCTestCase {
    func testASnapshotComesFirstAndTheNewestWins() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = try await phone.prepared(story)
        var totals: [UInt64] = []
        var drafts = core.watchDrafts(limit: 5).makeAsyncIterator()
        let empty = await drafts.next()
        XCTAssertEqual(empty?.value?.total, 0, "a snapshot before anything changed")
        XCTAssertNotNil(empty?.value?.empty, "an empty list says so")

        for _ in 0..<20 { _ = try await core.newDraft(story.procedureCode) }
        while totals.last != 20, let live = await drafts.next() { totals.append(try XCTUnwrap(live.value).total) }
        XCTAssertEqual(totals.last, 20)
        XCTAssertEqual(totals, totals.sorted(), "never back in time")
    }

    func testWhoIsSlowMissesWhatWasInBetween() async throws {
        let phone = try Phone()
        let inner = Handed<Relay<OutboxList>>()
        let lists = stream(of: OutboxList.self, language: "vi") { relay in
            inner.put(relay)
            return phone.core.motCua.observeOutbox(observer: Relay { _ in })
        }
        let relay = try XCTUnwrap(inner.take())
        for number in 1...50 { try relay.changed(outbox: OutboxList(items: [], empty: "\(number)")) }
        let newest = try await lists.first("the newest") { _ in true }
        XCTAssertEqual(newest.value?.empty, "50")
    }

    func testCancellingTheTaskLetsGoOfTheObserver() async throws {
        let phone = try Phone()
        let gone = expectation(description: "the core let go")
        let snapshots = watched(phone.core, gone: gone)
        let first = expectation(description: "a snapshot")
        let watching = Task {
            for await _ in snapshots { first.fulfill() }
            return "left the loop"
        }
        await fulfillment(of: [first], timeout: 30)
        watching.cancel()
        let end = await watching.value
        XCTAssertEqual(end, "left the loop")
        await fulfillment(of: [gone], timeout: 30)
    }

    func testLeavingTheLoopLetsGoOfTheObserver() async throws {
        let phone = try Phone()
        let gone = expectation(description: "the core let go")
        for await live in watched(phone.core, gone: gone) {
            XCTAssertNotNil(live.value)
            break
        }
        await fulfillment(of: [gone], timeout: 30)
    }

    func testAThousandSubscriptionsLeaveNothingBehind() async throws {
        let phone = try Phone()
        let gone = expectation(description: "the core let go of every one")
        gone.expectedFulfillmentCount = 1_000
        for _ in 0..<20 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    let snapshots = watched(phone.core, gone: gone)
                    group.addTask { _ = try await snapshots.first("a snapshot") { $0.value != nil } }
                }
                try await group.waitForAll()
            }
        }
        await fulfillment(of: [gone], timeout: 60)
    }

    func testAThousandAtOnceAreAllToldAndAllGo() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = try await phone.prepared(story)
        let gone = expectation(description: "the core let go of every one")
        gone.expectedFulfillmentCount = 1_000
        let files = Machine.openFiles()
        let watching = (0..<1_000).map { _ in
            let lists: AsyncStream<Live<DraftList>> = stream(language: "vi") { relay in
                core.motCua.observeDrafts(limit: 1, observer: DraftsWitness(relay, gone))
            }
            return Task { try await lists.first("the new draft") { $0.value?.items.count == 1 } }
        }
        _ = try await core.newDraft(story.procedureCode)
        for watcher in watching { _ = try await watcher.value }
        await fulfillment(of: [gone], timeout: 60)
        XCTAssertLessThanOrEqual(Machine.openFiles(), files + 8)
    }

    func testEveryModelCanBeWatched() async throws {
        let phone = try Phone()
        let core = phone.core
        let told = [
            try await core.watchHome().first("home") { $0 != .loading }.value?.heading,
            try await core.watchDrafts(limit: 1).first("drafts") { $0 != .loading }.value?.empty,
            try await core.watchOutbox().first("the outbox") { $0 != .loading }.value?.empty,
            try await core.watchInbox(limit: 1).first("messages") { $0 != .loading }.value?.push,
            try await core.watchSession().first("the session") { $0 != .loading }.value?.text,
        ]
        XCTAssertFalse(told.contains { $0?.isEmpty ?? true }, "\(told)")
        let reports = try await core.watchFeedback(limit: 1).first("reports") { $0 != .loading }
        XCTAssertEqual(reports.value?.items, [])
    }

    func testObserversAreCalledOffTheMainThread() async throws {
        let phone = try Phone()
        let onMain = Handed<Bool>()
        let called = expectation(description: "called")
        let subscription = phone.core.motCua.observeOutbox(
            observer: Relay { _ in
                onMain.put(Thread.isMainThread)
                called.fulfill()
            })
        await fulfillment(of: [called], timeout: 30)
        subscription.cancel()
        XCTAssertEqual(onMain.take(), false)
    }

    func testAnUnreadableIdIsToldInWordsAndTheStreamEnds() async throws {
        let phone = try Phone()
        var told: [Live<Timeline>] = []
        for await live in phone.core.watchTimeline("no-id") { told.append(live) }
        XCTAssertEqual(told.map(\.failure?.code), ["NOT_ON_THIS_PHONE"])
        XCTAssertEqual(told.first?.failure?.remedy.isEmpty, false)
    }

    /// Snapshots of the outbox by an observer that says when it is gone.
    private func watched(_ core: Core, gone: XCTestExpectation) -> AsyncStream<Live<OutboxList>> {
        stream(language: "vi") { relay in core.motCua.observeOutbox(observer: Witness(relay, gone)) }
    }
}

private final class Witness: OutboxObserver, @unchecked Sendable {
    private let relay: Relay<OutboxList>
    private let gone: XCTestExpectation

    init(_ relay: Relay<OutboxList>, _ gone: XCTestExpectation) { (self.relay, self.gone) = (relay, gone) }

    deinit { gone.fulfill() }

    func changed(outbox: OutboxList) throws { try relay.changed(outbox: outbox) }

    func failed(failure: FailureWords) throws { try relay.failed(failure: failure) }
}

private final class DraftsWitness: DraftsObserver, @unchecked Sendable {
    private let relay: Relay<DraftList>
    private let gone: XCTestExpectation

    init(_ relay: Relay<DraftList>, _ gone: XCTestExpectation) { (self.relay, self.gone) = (relay, gone) }

    deinit { gone.fulfill() }

    func changed(drafts: DraftList) throws { try relay.changed(drafts: drafts) }

    func failed(failure: FailureWords) throws { try relay.failed(failure: failure) }
}
