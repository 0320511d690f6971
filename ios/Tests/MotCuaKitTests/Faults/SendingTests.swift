import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// Faults between the phone and the portal while a dossier is being sent: each is explained in two languages, the draft is as it was, and once the fault is
/// gone the dossier is there, once.
@MainActor
final class SendingTests: XCTestCase {
    /// What happens, what the person reads, and how it goes on once it is over.
    private struct Fault {
        /// How it goes on.
        enum Way { case sendNow, byItself, takeBack, signIn }

        let name: String
        let code: String
        var way = Way.sendNow
        let begin: @MainActor (Portal) async throws -> Void
        let end: @MainActor (Portal) async throws -> Void

        init(
            _ name: String, _ code: String, _ way: Way = .sendNow, begin: @escaping @MainActor (Portal) async throws -> Void,
            end: @escaping @MainActor (Portal) async throws -> Void
        ) { (self.name, self.code, self.way, self.begin, self.end) = (name, code, way, begin, end) }

        /// One that QA orders for the submission; `members` as the wire API takes them.
        init(_ name: String, _ code: String, _ way: Way = .sendNow, order members: String) {
            let order = #"{"path_prefix":"/v1/dossiers/","method":"PUT",\#(members)}"#
            self.init(name, code, way, begin: { try await $0.order(order) }, end: { try await $0.heal() })
        }
    }

    private let faults = [
        Fault("the portal is down", "NETWORK_UNREACHABLE", begin: { $0.stop() }, end: { try $0.startAgain() }),
        Fault("a log-in page answers", "NETWORK_LOGIN_NEEDED", order: #""kind":"html""#),
        Fault("the portal fails", "PORTAL_FAILED", order: #""kind":"status","status":500"#),
        Fault("the portal asks to wait", "PORTAL_UNAVAILABLE", .byItself, order: #""kind":"status","status":503,"retry_after":1"#),
        Fault("the reply is lost after the commit", "NETWORK_UNREACHABLE", order: #""kind":"reply_lost""#),
        Fault("the connection closes before the work", "NETWORK_UNREACHABLE", order: #""kind":"connection_closed""#),
        Fault("the receipt is another dossier's", "RECEIPT_OTHER_DOSSIER", order: #""kind":"receipt_other_dossier""#),
        Fault("the receipt is over another content", "RECEIPT_WRONG_HASH", order: #""kind":"receipt_wrong_hash""#),
        Fault("a redirect leads elsewhere", "REDIRECT_REFUSED", order: #""kind":"redirect","to":"https://elsewhere.example/""#),
        Fault("the answer is garbled", "ANSWER_UNREADABLE", order: #""kind":"garbled""#),
        Fault("the session is revoked", "SIGN_IN_AGAIN", .signIn, order: #""kind":"token_revoked""#),
        Fault("a refusal gives the draft back", "NOT_ALLOWED", .takeBack, order: #""kind":"status","status":403"#),
        // To a portal that lives a month earlier the child isn't born yet.
        Fault(
            "the portal finds an answer wrong", "ANSWERS_INVALID", .takeBack, begin: { try await $0.advance(seconds: -30 * 86_400) },
            end: { try await $0.advance(seconds: 30 * 86_400) }),
    ]

    func testEveryFaultOnTheWayIsExplainedAndOverOnceItIsGone() async throws {
        let applicant = try await Applicant()
        defer { applicant.app.end() }
        try await applicant.signIn()
        for (before, fault) in faults.enumerated() {
            let (draft, dossier) = try await queue(applicant)
            let answers = try await applicant.answers(of: draft)
            try await fault.begin(applicant.app.portal)
            applicant.app.network.update(.unmetered)

            let item = try await waiting(dossier, of: applicant, fault)
            assertExplained(item.failure, fault.code, fault.name)
            XCTAssertFalse(item.reason.isEmpty, fault.name)
            try await readInEnglish(dossier, applicant, fault)
            let state = try await applicant.state(of: draft)
            XCTAssertEqual(state.state, fault.way == .takeBack ? "refused" : "queued", fault.name)
            let kept = try await applicant.answers(of: draft)
            XCTAssertEqual(kept, answers, "\(fault.name): the draft is as it was")

            try await fault.end(applicant.app.portal)
            try await goOn(fault, draft, dossier, applicant)
            _ = try await applicant.app.watch("\(fault.name): the dossier to go out", applicant.core.watchOutbox()) { list in
                !list.items.contains { $0.dossierId == dossier }
            }
            let dossiers = try await applicant.app.portal.counts().number("dossiers")
            XCTAssertEqual(dossiers, before + 1, "\(fault.name): one submission has one effect")
            let receipt = ReceiptModel(core: try applicant.core, dossier: dossier)
            await receipt.load()
            XCTAssertEqual(receipt.receipt.value??.dossierId, dossier, fault.name)
        }
    }

    /// A draft that is submitted where there is no network, and the dossier that it will be.
    private func queue(_ applicant: Applicant) async throws -> (draft: String, dossier: String) {
        let form = try await applicant.fillIn()
        applicant.app.network.update(.offline)
        return (form.draft, try await applicant.submit(form.draft))
    }

    /// The entry once it says why it isn't sent.
    private func waiting(_ dossier: String, of applicant: Applicant, _ fault: Fault) async throws -> OutboxItem {
        let code = fault.code
        let list = try await applicant.app.watch("\(fault.name): \(code)", applicant.core.watchOutbox()) { list in
            list.items.contains { $0.dossierId == dossier && $0.code == code }
        }
        let item = try XCTUnwrap(list.items.first { $0.dossierId == dossier })
        let remedies: [Fault.Way: OutboxRemedy] = [.takeBack: .takeBack, .signIn: .signIn]
        if let remedy = remedies[fault.way] { XCTAssertEqual(item.remedy, remedy, fault.name) }
        let needs = [Fault.Way.takeBack, .signIn].contains(fault.way)
        XCTAssertEqual(item.needsYou, needs, "\(fault.name): it says whether the person has to do something")
        return item
    }

    /// The same page in the other language, and back.
    private func readInEnglish(_ dossier: String, _ applicant: Applicant, _ fault: Fault) async throws {
        let words = Failure.bug(code: fault.code).words(language: "en")
        try await applicant.speak("en")
        _ = try await applicant.app.watch("\(fault.name), in English", applicant.core.watchOutbox()) { list in
            list.items.contains { $0.dossierId == dossier && $0.failure == words }
        }
        try await applicant.speak("vi")
    }

    private func goOn(_ fault: Fault, _ draft: String, _ dossier: String, _ applicant: Applicant) async throws {
        switch fault.way {
        case .byItself: break
        case .sendNow:
            let outbox = OutboxModel(core: try applicant.core)
            await outbox.sendNow()
            XCTAssertNil(outbox.trouble, fault.name)
            XCTAssertEqual(outbox.said, "outbox-tried")
        case .signIn: try await applicant.signIn()
        case .takeBack:
            let drafts = DraftsModel(core: try applicant.core)
            await drafts.takeBack(try await applicant.state(of: draft))
            XCTAssertNil(drafts.trouble, fault.name)
            XCTAssertEqual(drafts.said, "draft-taken-back")
            let back = try await applicant.state(of: draft)
            XCTAssertTrue(back.editable, fault.name)
            let same = try await applicant.submit(draft)
            XCTAssertEqual(same, dossier, "\(fault.name): the same id keeps it one dossier")
        }
    }
}
