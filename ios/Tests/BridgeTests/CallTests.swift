import Foundation
import XCTest

@testable import Bridge
@testable import Support

/// What a caller may rely on: order, failures by next move, work that outlives who waits for it.
final class CallTests: XCTestCase {
    private static let name = "/data/requester/full_name"

    @MainActor
    func testEditsAreDoneInTheOrderInWhichAScreenMakesThem() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = try await phone.prepared(story)
        let form = try await core.openDraft(core.newDraft(story.procedureCode))
        let edits = (1...200).map { number in Task { try await form.answer(CallTests.name, "Nguyễn \(number)").keptAt } }
        var kept: [Int64] = []
        for edit in edits { kept.append(try await edit.value) }
        let question = await form.question(CallTests.name)
        XCTAssertEqual(question?.value, "Nguyễn 200", "the last letter typed is the one that stays")
        XCTAssertEqual(kept, kept.sorted())
    }

    func testCallsDoNotBlockTheMainThread() async throws {
        let phone = try Phone()
        let onMain = try await phone.core.ask(isolation: #isolation) { _ in Thread.isMainThread }
        XCTAssertFalse(onMain)
    }

    func testWhatACancelledTaskBeganIsFinished() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = phone.core
        let fetching = Task { try await core.refreshCatalogue() }
        fetching.cancel()
        try await fetching.value
        let found = try await core.searchCatalogue("khai sinh")
        XCTAssertTrue(found.items.contains { $0.code == story.procedureCode })
    }

    @MainActor
    func testAnEditWhoseTaskIsCancelledIsKeptAllTheSame() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = try await phone.prepared(story)
        let form = try await core.openDraft(core.newDraft(story.procedureCode))
        let edit = Task { try await form.answer(CallTests.name, "Nguyễn Minh Khôi") }
        edit.cancel()
        _ = try await edit.value
        let kept = await form.question(CallTests.name)
        XCTAssertEqual(kept?.value, "Nguyễn Minh Khôi")
    }

    func testCallsFromManyThreadsAreAllAnsweredEachWithItsOwn() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = try await phone.prepared(story)
        var forms: [OpenForm] = []
        for _ in 0..<8 { forms.append(try await core.openDraft(core.newDraft(story.procedureCode))) }
        let told = Handed<Int>()
        let watching = Task { for await _ in core.watchDrafts(limit: 8) { told.put((told.take() ?? 0) + 1) } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, form) in forms.enumerated() {
                for call in 0..<25 {
                    group.addTask {
                        let edit = try await form.answer(CallTests.name, "Nguyễn \(number)-\(call)")
                        XCTAssertTrue(edit.changed.contains { $0.value.hasPrefix("Nguyễn \(number)-") }, "nobody else's answer")
                        let drafts = try await core.drafts(after: nil, limit: 8)
                        XCTAssertEqual(drafts.items.count, 8)
                    }
                }
            }
            try await group.waitForAll()
        }
        watching.cancel()
        await watching.value
        XCTAssertGreaterThan(told.take() ?? 0, 1)
        for (number, form) in forms.enumerated() {
            let (steps, question) = (await form.undoCount(), await form.question(CallTests.name))
            XCTAssertEqual(steps, 25)
            XCTAssertEqual(question?.value.hasPrefix("Nguyễn \(number)-"), true)
        }
    }

    func testClosingDuringCallsEndsEachWithItsAnswerOrAFailure() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = try await phone.prepared(story)
        let form = try await core.openDraft(core.newDraft(story.procedureCode))
        let (begun, signal) = AsyncStream.makeStream(of: Void.self)
        let callers = (0..<6).map { number in
            Task {
                var failed: Failure?
                while failed == nil {
                    signal.yield()
                    do {
                        _ = try await form.answer(CallTests.name, "Nguyễn \(number)")
                        _ = try await core.drafts(after: nil, limit: 1)
                        core.start()
                    } catch {
                        failed = error as? Failure ?? .bug(code: "\(error)")
                    }
                }
                return failed
            }
        }
        var beginnings = begun.makeAsyncIterator()
        for _ in 0..<30 { await beginnings.next() }
        core.shutDown()
        for caller in callers {
            let end = await caller.value
            XCTAssertEqual(end, .bug(code: "APP_FAILED"), "told, not crashed")
        }
        let later = await failure { try await core.sync() }
        XCTAssertNotNil(later)
        core.lock()
        core.stop()
    }

    func testFailuresSayTheNextMoveAndHaveWordsInTwoLanguages() async throws {
        let phone = try Phone()
        let refused = await failure { try await phone.core.newDraft("9.999999") }
        guard case .rejected(let code, _) = refused else { return XCTFail("\(String(describing: refused))") }
        let (vi, en) = (Failure.rejected(code: code, reference: nil).words(language: "vi"), phone.core.explain(.bug(code: code)))
        XCTAssertEqual(vi, en, "the words go by the code; the core speaks Vietnamese")
        XCTAssertNotEqual(vi.cause, Failure.bug(code: code).words(language: "en").cause)
    }

    func testAPortalThatIsGoneIsNothingToPanicAbout() async throws {
        let phone = try Phone()
        let unreachable = await failure { try await phone.core.refreshCatalogue() }
        switch unreachable {
        case .offline, .tryLater: break
        default: XCTFail("\(String(describing: unreachable))")
        }
    }

    func testAReviewThatIsStaleIsAConflict() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = try await phone.prepared(story)
        let form = try await core.openDraft(core.newDraft(story.procedureCode))
        let office = ReviewOffice(agencyCode: "H29.1", wardCode: "26740", name: "")
        let early = await failure { try await form.submit("0", to: office) }
        guard case .rejected("FIELD_INVALID", let reference) = early else { return XCTFail("\(String(describing: early))") }
        XCTAssertNotNil(reference, "with the first place to mend")
        let nowhere = await failure { try await form.answer("/data/nowhere", "1") }
        guard case .rejected("NOT_ON_THIS_PHONE", "/data/nowhere") = nowhere else { return XCTFail("\(String(describing: nowhere))") }
    }

    func testALockedVaultAsksToWaitAndALostKeyIsToldApart() throws {
        let home = try Machine.emptyFolder()
        defer { try? FileManager.default.removeItem(at: home) }
        try Phone(home: home).core.shutDown()
        XCTAssertThrowsError(try Phone(home: home, vault: Broken(.Locked))) { error in
            XCTAssertEqual(error as? Failure, .tryLater(code: "LOCKED", retryAfterSeconds: nil))
        }
        XCTAssertThrowsError(try Phone(home: home, vault: Broken(.Lost))) { error in
            XCTAssertEqual(error as? Failure, .rejected(code: "KEY_LOST", reference: nil))
        }
    }

    func testWhatWasNotAnnouncedIsOurMistake() {
        XCTAssertEqual(Failure(CancellationError()), .bug(code: "APP_FAILED"))
    }

    func testEveryWordIsThereInBothLanguages() {
        let (vi, en) = (Words(language: "vi"), Words(language: "en"))
        XCTAssertFalse(vi.names.isEmpty)
        XCTAssertEqual(vi.names, en.names)
        XCTAssertNotEqual(vi("action-back"), en("action-back"))
        XCTAssertEqual(vi("no-such-word"), "no-such-word")
    }

    private func failure<Value>(of call: () async throws -> Value) async -> Failure? {
        do {
            _ = try await call()
            return nil
        } catch {
            return error as? Failure
        }
    }
}

private final class Broken: KeyVault {
    private let error: PlatformError

    init(_ error: PlatformError) { self.error = error }

    func wrap(alias: String, secret: Data) throws -> Data { throw error }

    func unwrap(alias: String, wrapped: Data) throws -> Data { throw error }

    func erase(alias: String) throws { throw error }
}
