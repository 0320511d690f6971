import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// The way back from the browser: what doesn't belong to the attempt changes nothing, and no draft is touched. And whom the phone believes.
@MainActor
final class EntranceTests: XCTestCase {
    private var applicant: Applicant!

    override func setUp() async throws { applicant = try await Applicant() }

    override func tearDown() async throws { applicant.app.end() }

    func testARedirectThatIsNotOursIsRefusedAndTheRightOneGetsIn() async throws {
        let form = try await applicant.fillIn()
        let answers = try await applicant.answers(of: form.draft)
        let back = try await applicant.hop()
        for (name, redirect, code) in [
            ("another state", replaced("state", in: back, by: "somebody-elses-state-of-about-the-same-length"), "LOGIN_STATE_MISMATCH"),
            ("another issuer", replaced("iss", in: back, by: "https://elsewhere.example/eid"), "LOGIN_ISSUER_MISMATCH"),
            ("no redirect of ours", "vn.motcua.app:/sign-in/return?code=x", "LOGIN_STATE_MISMATCH"),
        ] { try await refused(redirect, code, name) }
        try await applicant.comesBack(back)
        XCTAssertNil(applicant.app.model.returnTrouble)
        try await session(.signedIn)
        try await refused(back, "LOGIN_REPLAYED", "a second time")
        try await session(.signedIn)
        let kept = try await applicant.answers(of: form.draft)
        XCTAssertEqual(kept, answers)
        XCTAssertEqual(applicant.app.model.navigation.top, .signIn, "it is said where one signs in")
    }

    func testWhoSaysNoCanSignInAfterwards() async throws {
        try await refused(applicant.hop(allows: false), "LOGIN_DENIED", "the person says no")
        try await session(.signedOut)
        try await applicant.signIn()
        try await session(.signedIn)
    }

    func testWhatTheNetworkBrokeOffGoesOn() async throws {
        let back = try await applicant.hop()
        try await applicant.app.portal.order(#"{"kind":"connection_closed","path_prefix":"/eid/token"}"#)
        try await refused(back, "NETWORK_UNREACHABLE", "the portal doesn't answer the code")
        try await session(.signingIn)
        try await applicant.app.portal.heal()
        await applicant.app.model.resumeSignIn()
        try await session(.signedIn)
    }

    func testACertificateThatIsNotTrustedLetsNothingOut() async throws {
        try await applicant.signIn()
        let form = try await applicant.fillIn()
        let answers = try await applicant.answers(of: form.draft)
        let (app, stranger) = (applicant.app, try Portal(data: Machine.folder(applicant.app.folder, "stranger")))
        stranger.stop()
        let mine = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(app.profile.utf8)) as? [String: Any])
        let theirs = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(stranger.profile.utf8)) as? [String: Any])
        let mixed = mine.merging(["anchors_pem": try XCTUnwrap(theirs["anchors_pem"])]) { _, new in new }
        app.profile = String(decoding: try JSONSerialization.data(withJSONObject: mixed), as: UTF8.self)
        try await app.dieAndComeBack()

        let catalogue = CatalogueModel(core: try app.core)
        await catalogue.refresh()
        assertExplained(catalogue.trouble?.words, "CONNECTION_NOT_SECURE", "the catalogue")
        XCTAssertNil(catalogue.trouble?.action, "doing it again is no remedy")
        XCTAssertEqual(catalogue.list.value?.items.isEmpty, false, "what was fetched before is still there")
        let dossier = try await applicant.submit(form.draft)
        let list = try await app.watch("it isn't sent", app.core.watchOutbox()) { $0.items.contains { $0.code == "CONNECTION_NOT_SECURE" } }
        assertExplained(list.items.first { $0.dossierId == dossier }?.failure, "CONNECTION_NOT_SECURE", "the dossier")
        let files = try await app.portal.counts().number("files")
        XCTAssertEqual(files, 0, "not a byte went out")

        app.profile = app.portal.profile
        try await app.dieAndComeBack()
        let kept = try await applicant.answers(of: form.draft)
        XCTAssertEqual(kept, answers)
        await OutboxModel(core: try app.core).sendNow()
        _ = try await app.watch("the dossier to go out", app.core.watchOutbox()) { $0.items.isEmpty }
    }

    private func refused(_ redirect: String, _ code: String, _ when: String) async throws {
        try await applicant.comesBack(redirect)
        assertExplained(applicant.app.model.returnTrouble?.words, code, when)
    }

    private func session(_ state: SessionState) async throws {
        _ = try await applicant.app.watch("\(state)", applicant.core.watchSession()) { $0.state == state }
    }

    /// The redirect with another value of one parameter.
    private func replaced(_ name: String, in redirect: String, by value: String) -> String {
        var url = URLComponents(string: redirect)
        let items = url?.queryItems
        url?.queryItems = items?.map { $0.name == name ? URLQueryItem(name: name, value: value) : $0 }
        return url?.string ?? ""
    }
}
