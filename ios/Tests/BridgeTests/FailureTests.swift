import Foundation
import MotCuaCore
import XCTest

@testable import Bridge
@testable import Support

/// Every kind of failure over the real library, by the caller's next move and with words in two languages.
final class FailureTests: XCTestCase {
    private static let slot = "/data/papers/birth_cert"

    func testWithoutNetwork() async throws {
        let phone = try Phone(portal: true, state: .offline)
        try await fails("without network", .offline(code: "NETWORK_OFFLINE")) { try await phone.core.refreshCatalogue() }
    }

    func testWhatThePortalAnswers() async throws {
        let phone = try Phone(portal: true)
        let portal = try XCTUnwrap(phone.portal)
        for (name, fault, failure) in [
            (
                "a portal that asks for time says how much", #""kind":"status","status":503,"retry_after":7"#,
                Failure.tryLater(code: "PORTAL_UNAVAILABLE", retryAfterSeconds: 7)
            ),
            ("a network that wants a login first", #""kind":"html""#, .networkLogin(code: "NETWORK_LOGIN_NEEDED")),
            ("a redirect elsewhere", #""kind":"redirect","to":"https://elsewhere.example/""#, .tryLater(code: "REDIRECT_REFUSED", retryAfterSeconds: nil)),
        ] {
            try await portal.order(#"{"path_prefix":"/v1/catalogue",\#(fault)}"#)
            try await fails(name, failure) { try await phone.core.refreshCatalogue() }
            try await portal.heal()
        }
        try await phone.core.refreshCatalogue()
    }

    func testWhoIsNotSignedInAndSomebodyElsesReturn() async throws {
        let phone = try Phone(portal: true)
        try await fails("nobody is signed in", .signInNeeded(code: "SIGN_IN_REQUIRED")) { try await phone.core.sync() }
        _ = try await phone.core.beginSignIn()
        try await fails("somebody else's return", .notSecure(code: "LOGIN_STATE_MISMATCH")) {
            try await phone.core.completeSignIn(redirect: "vn.motcua.app:/sign-in/return?code=1&state=another")
        }
    }

    func testWhatIsRefusedNamesItsPlace() async throws {
        let (phone, story) = (try Phone(portal: true), try Story(folder: Machine.fixtures()))
        let core = try await phone.prepared(story)
        let form = try await core.openDraft(core.newDraft(story.procedureCode))
        let file = phone.folder.appending(path: "khai.txt")
        try Data("không phải ảnh".utf8).write(to: file)
        try await fails("another kind of file", .rejected(code: "FILE_TYPE_REFUSED", reference: FailureTests.slot)) {
            try await form.attach(FailureTests.slot, path: file.path, name: "khai.txt")
        }
        try await fails("another text than is there now", .conflict(code: "CHANGED_ELSEWHERE", reference: nil)) {
            try await core.acceptConsent(version: "0")
        }
    }

    func testAStoreThatIsOpenAlready() async throws {
        let home = try Machine.emptyFolder()
        defer { try? FileManager.default.removeItem(at: home) }
        let phone = try Phone(home: home)
        XCTAssertThrowsError(try Phone(home: home)) { XCTAssertEqual($0 as? Failure, .tryLater(code: "STORE_IN_USE", retryAfterSeconds: nil)) }
        XCTAssertEqual(phone.core.language, "vi", "who was first goes on")
    }

    func testAnAppThatThrowsWhatItDidNotAnnounce() async throws {
        let phone = try Phone(portal: true)
        let failure = await failure { try await translated { [motCua = phone.core.motCua] in try await motCua.signIn(hop: NoBrowser()) } }
        XCTAssertEqual(failure, .bug(code: "APP_FAILED"))
        XCTAssertFalse("\(String(describing: failure))".contains("079093000101"), "what an app throws stays out of our errors")
    }

    /// A disk that is full can't be had here: what the core says then is taken apart all the same, as is every other kind.
    func testEachKindOfTheCoreHasItsOwnHere() {
        let kinds: [(MotCuaError, Failure)] = [
            (.Offline(code: "C"), .offline(code: "C")), (.TryLater(code: "C", retryAfterSeconds: 7), .tryLater(code: "C", retryAfterSeconds: 7)),
            (.NetworkLogin(code: "C"), .networkLogin(code: "C")), (.NotSecure(code: "C"), .notSecure(code: "C")),
            (.SignInNeeded(code: "C"), .signInNeeded(code: "C")),
            (.Rejected(code: "C", reference: "/data/a"), .rejected(code: "C", reference: "/data/a")),
            (.Conflict(code: "C", reference: "/data/a"), .conflict(code: "C", reference: "/data/a")),
            (.StorageFull(code: "C"), .storageFull(code: "C")),
            (.UpdateApp(code: "C"), .updateApp(code: "C")), (.Bug(code: "C"), .bug(code: "C")),
        ]
        for (error, expected) in kinds {
            XCTAssertEqual(Failure(error), expected)
            XCTAssertEqual(Failure(error).code, "C")
        }
        XCTAssertEqual(kinds.compactMap(\.1.reference), ["/data/a", "/data/a"], "what is refused or changed elsewhere names its place")
    }

    private func fails<Value>(_ name: String, _ expected: Failure, _ call: () async throws -> Value) async throws {
        let failed = await failure(of: call)
        XCTAssertEqual(failed, expected, name)
        let (vi, en) = (expected.words(language: "vi"), expected.words(language: "en"))
        XCTAssertNotEqual(vi.cause, en.cause, name)
        XCTAssertFalse([vi.cause, vi.remedy, en.cause, en.remedy].contains(where: \.isEmpty), name)
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

private final class NoBrowser: BrowserHop {
    private struct Surprise: Error { let text = "079093000101 has no browser" }

    func openUrl(url: String) throws { throw Surprise() }
}
