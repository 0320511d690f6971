import Foundation
import MotCuaCore
import XCTest

@testable import Support

/// Failures arrive as what the caller can do next, and leave what was kept alone.
final class FailureTests: XCTestCase {
    func testAnUnknownProcedureIsRefusedInTwoLanguages() async throws {
        try await withPhone { phone, _, _ in
            var refused: String?
            XCTAssertThrowsError(try phone.core.newDraft(code: "9.999999")) { error in
                if case MotCuaError.Rejected(let code, _) = error { refused = code }
            }
            let code = try XCTUnwrap(refused)
            let (vi, en) = (explainFailure(code: code, language: "vi"), explainFailure(code: code, language: "en"))
            XCTAssertTrue([vi, en].allSatisfy { !$0.cause.isEmpty && !$0.remedy.isEmpty })
            XCTAssertNotEqual(vi.cause, en.cause)
        }
    }

    func testARedirectOfSomebodyElsesSignInIsRefusedAndTheDraftStays() async throws {
        try await withPhone { phone, portal, story in
            let name = (reference: "/data/requester/full_name", value: "Nguyễn Minh Khôi")
            try await phone.core.refreshCatalogue()
            _ = try await phone.core.prepareProcedure(code: story.procedureCode)
            let draft = try phone.core.newDraft(code: story.procedureCode)
            _ = try phone.core.openDraft(draftId: draft).answer(reference: name.reference, value: name.value)

            let page = try await phone.core.beginSignIn()
            let back = try await Browser(of: portal).allow(page, person: story.person)
            let forged = back.replacingOccurrences(of: "state=[^&]*", with: "state=another", options: .regularExpression)
            do {
                try await phone.core.completeSignIn(redirect: forged)
                XCTFail("somebody else's sign-in was taken")
            } catch MotCuaError.NotSecure(let code) {
                XCTAssertEqual(code, "LOGIN_STATE_MISMATCH")
            }
            XCTAssertEqual(try phone.core.openDraft(draftId: draft).question(reference: name.reference)?.value, name.value)

            try await phone.core.completeSignIn(redirect: back)
        }
    }

    func testABrowserThatThrowsSomethingUnannouncedIsOurMistakeAndNoCrash() async throws {
        try await withPhone { phone, _, _ in
            do {
                try await phone.core.signIn(hop: NoBrowser())
                XCTFail("there is no browser")
            } catch MotCuaError.Bug(let code) {
                XCTAssertEqual(code, "APP_FAILED")
            }
        }
    }

    func testALockedPhoneAsksToWait() async throws {
        let folder = try Machine.emptyFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let portal = try Portal(data: Machine.folder(folder, "portal"))
        defer { portal.stop() }
        try Phone(home: folder, profile: portal.profile).shutDown()
        XCTAssertThrowsError(try Phone(home: folder, profile: portal.profile, vault: LockedVault())) { error in
            guard case MotCuaError.TryLater("LOCKED", _) = error else { return XCTFail("\(error)") }
        }
    }

    private func withPhone(_ test: (Phone, Portal, Story) async throws -> Void) async throws {
        let folder = try Machine.emptyFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let portal = try Portal(data: Machine.folder(folder, "portal"))
        defer { portal.stop() }
        let phone = try Phone(home: Machine.folder(folder, "phone"), profile: portal.profile)
        defer { phone.shutDown() }
        try await test(phone, portal, Story(folder: Machine.fixtures()))
    }
}

private final class NoBrowser: BrowserHop {
    func openUrl(url: String) throws { throw StoryError.missing("browser") }
}

private final class LockedVault: KeyVault {
    func wrap(alias: String, secret: Data) throws -> Data { throw PlatformError.Locked }

    func unwrap(alias: String, wrapped: Data) throws -> Data { throw PlatformError.Locked }

    func erase(alias: String) throws { throw PlatformError.Locked }
}
