import Foundation
import MotCuaCore
import XCTest

@testable import Support

/// The whole story by the exported API, as an iOS app would live it: the same as `tests/journeys` tells in Rust.
final class BirthTests: XCTestCase {
    func testABirthIsRegistered() async throws {
        let folder = try Machine.emptyFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let portal = try Portal(data: Machine.folder(folder, "portal"))
        defer { portal.stop() }
        let phone = try Phone(home: Machine.folder(folder, "phone"), profile: portal.profile)
        defer { phone.shutDown() }
        let told = Told(story: try Story(folder: Machine.fixtures()), portal: portal, phone: phone, folder: folder)

        try await told.fetch()
        let (draft, dossier) = try told.fillInAndSubmitOffline()
        try await told.signInAcrossARestart(dossier)
        try told.sendWithACut(dossier)
        try await told.readTheReceipt(dossier)
        try await told.answerTheOffice(draft, dossier)
        try await told.bringTheResultHome(dossier)
        try await told.reportAPothole()
    }
}

/// The chapters of the story.
private struct Told {
    let story: Story
    let portal: Portal
    let phone: Phone
    let folder: URL

    func fetch() async throws {
        try await phone.core.refreshCatalogue()
        let found = try phone.core.searchCatalogue(text: "dang ky khai sinh").items
        XCTAssertTrue(found.contains { $0.code == story.procedureCode && $0.canStart }, "found without marks")
        let version = try await phone.core.prepareProcedure(code: story.procedureCode)
        XCTAssertEqual(version, story.formVersion)
    }

    func fillInAndSubmitOffline() throws -> (draft: String, dossier: String) {
        try phone.network(.offline)
        let draft = try phone.core.newDraft(code: story.procedureCode)
        let dossier = try submit(play(story.steps, in: draft))
        let waiting = try XCTUnwrap(phone.waiting(dossier))
        XCTAssertEqual(waiting.code, "NETWORK_OFFLINE")
        XCTAssertFalse(waiting.reason.isEmpty)
        XCTAssertNil(try phone.core.receipt(dossierId: dossier), "nobody says “đã nộp” before there is a receipt")
        return (draft, dossier)
    }

    private func play(_ steps: [Step], in draft: String) throws -> FormSession {
        try Player(story: story, phone: phone, papers: Machine.folder(folder, "papers"), draft: draft).play(steps)
    }

    /// Submits exactly what was reviewed.
    private func submit(_ session: FormSession) throws -> String {
        let review = try session.review()
        XCTAssertNil(review.toMend)
        XCTAssertFalse(review.papers.isEmpty)
        let office = try XCTUnwrap(review.office)
        XCTAssertEqual(office.wardCode, story.wardCode)
        return try session.submit(viewSha256: review.viewSha256, office: office)
    }

    /// The browser opens, the app ends behind it, and a new one takes the way back.
    func signInAcrossARestart(_ dossier: String) async throws {
        try phone.network(.unmetered)
        try phone.outbox("the wait for a sign-in") { $0.items.contains { $0.dossierId == dossier && $0.code == "SIGN_IN_REQUIRED" } }
        let hop = Hop()
        try await phone.core.signIn(hop: hop)
        try phone.restart()
        let back = try await Browser(of: portal).allow(hop.page(), person: story.person)
        let half = try story.paper("birth_cert").size / 2
        try await portal.order(#"{"kind":"cut_upload","at_bytes":\#(half),"path_prefix":"/v1/files","times":1}"#)
        try await phone.core.completeSignIn(redirect: back)
        XCTAssertEqual(try phone.core.session().state, .signedIn)
    }

    func sendWithACut(_ dossier: String) throws {
        let cut = try phone.outbox("the cut") { $0.items.contains { $0.dossierId == dossier && $0.code == "NETWORK_UNREACHABLE" } }
        let item = try XCTUnwrap(cut.items.first { $0.dossierId == dossier })
        XCTAssertLessThan(item.sentBytes, item.totalBytes, "cut half-way")
        XCTAssertNotNil(item.progress, "it says how far it is")
        try phone.core.connectivityChanged()
        try phone.outbox("everything to be sent") { $0.items.isEmpty }
    }

    func readTheReceipt(_ dossier: String) async throws {
        let receipt = try XCTUnwrap(phone.core.receipt(dossierId: dossier))
        XCTAssertEqual(receipt.heading, "Đã nộp")
        let code = try await portal.dossier(dossier).text("dossier_code")
        XCTAssertEqual(receipt.dossierCode, code)
        for paper in ["birth_cert", "marriage_cert"] { XCTAssertTrue(receipt.files.contains(try story.paper(paper).sha256), paper) }
        let dossiers = try await portal.counts().number("dossiers")
        XCTAssertEqual(dossiers, 1, "one submission has one effect")
    }

    /// Nobody asks the phone to look: the push does.
    func answerTheOffice(_ draft: String, _ dossier: String) async throws {
        _ = try phone.told(dossier, "received")
        try await portal.act("ask-supplement", on: dossier, body: story.supplementAsk.data)
        let request = try XCTUnwrap(phone.told(dossier, "supplement_asked").supplement)
        XCTAssertEqual(request.note, try story.supplementAsk.text("note_vi"))
        XCTAssertEqual(request.items.map(\.reference), ["/data/papers/birth_cert"])

        let supplement = try phone.core.beginSupplement(dossierId: dossier, number: request.number)
        XCTAssertEqual(try submit(play(story.supplementSteps, in: supplement)), dossier)
        let answered = try phone.told(dossier, "supplement_received")
        XCTAssertEqual(answered.status, "registered")
        XCTAssertNil(answered.supplement)
        XCTAssertEqual(try phone.core.drafts(after: nil, limit: 10).items.first { $0.id == draft }?.state, "superseded")
    }

    func bringTheResultHome(_ dossier: String) async throws {
        let accepted = try await portal.act("accept", on: dossier)
        let shown = try phone.told(dossier, "accepted")
        XCTAssertEqual(shown.dueAt, try accepted.text("due_at"))
        XCTAssertFalse(shown.overdue)
        for action in ["process", "complete", "deliver"] { try await portal.act(action, on: dossier) }
        let delivered = try phone.told(dossier, "delivered")
        XCTAssertEqual(delivered.status, "result_delivered")
        XCTAssertNil(delivered.warning, "no fact is in doubt")

        let result = folder.appending(path: "ket-qua")
        try await phone.core.result(dossierId: dossier, toPath: result.path)
        let signed = try await portal.dossier(dossier).member("result").text("sha256")
        XCTAssertEqual(try Machine.sha256(of: result), signed)
    }

    func reportAPothole() async throws {
        let feedback = story.feedback
        let photo = try story.paper(feedback.photo).write(into: Machine.folder(folder, "papers"))
        let new = NewFeedback(
            serviceCode: feedback.serviceCode, description: feedback.description, place: .pinned(lat: feedback.lat, long: feedback.long))
        let report = try phone.core.sendFeedback(feedback: new, photoPath: photo.path)
        let received = try phone.report(report, "the 1022 number") { $0.number != nil }
        try await portal.answerReport(XCTUnwrap(received.number), note: feedback.answerNote)
        let answered = try phone.report(report, "the answer") { $0.answer != nil }
        XCTAssertEqual(answered.answer, feedback.answerNote)
    }
}

/// Remembers the page that the app wanted opened.
private final class Hop: BrowserHop, @unchecked Sendable {
    private let lock = NSLock()
    private var opened: String?

    func openUrl(url: String) throws { lock.withLock { opened = url } }

    func page() throws -> String { try lock.withLock { try XCTUnwrap(opened) } }
}
