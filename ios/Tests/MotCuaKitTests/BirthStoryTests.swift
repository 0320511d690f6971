import Foundation
import Observation
import XCTest

@testable import MotCuaKit
@testable import Support

/// The whole story through the models that the screens draw: the same as `tests/journeys` tells in Rust and Android's app by its Activity.
@MainActor
final class BirthStoryTests: XCTestCase {
    private var app: App!
    private var story: Story!

    override func setUp() async throws {
        app = try App()
        story = try Story(folder: Machine.fixtures())
    }

    override func tearDown() async throws { app.end() }

    func testABirthIsRegistered() async throws {
        try await app.openAndAgree()
        try await find()
        let draft = try await fillInOffline()
        let dossier = try await submit(draft)
        try await seeWhyItWaits(dossier)
        try await signInAcrossARestart(dossier)
        try await readTheReceipt(dossier)
        try await answerTheOffice(draft, dossier)
        try await bringTheResultHome(dossier)
        try await reportAPothole()
        try await leafThroughWhatCame(dossier)
        try await takeTheDataAlongAndErase()
    }

    private var core: Core { get throws { try app.core } }

    private func find() async throws {
        let catalogue = CatalogueModel(core: try core)
        await catalogue.search()
        XCTAssertNotNil(catalogue.list.value?.empty, "no catalogue yet, and the screen says so")
        await catalogue.refresh()
        catalogue.query = "dang ky khai sinh"
        await catalogue.search()
        let item = try XCTUnwrap(catalogue.list.value?.items.first { $0.code == story.procedureCode }, "found without marks")
        app.model.navigation.open(.procedure(code: item.code))

        let procedure = ProcedureModel(core: try core, code: item.code)
        await procedure.load()
        let page = try XCTUnwrap(procedure.page.value)
        XCTAssertTrue(page.item.canStart && !page.papers.isEmpty && !page.fees.isEmpty)
        let begun = await procedure.start()
        app.model.navigation.open(try XCTUnwrap(begun))
        XCTAssertNil(procedure.trouble)
    }

    private func fillInOffline() async throws -> String {
        app.network.update(.offline)
        guard case .form(let draft, 0) = app.model.navigation.top else {
            throw StoryError.missing("an open form, but there is \(app.model.navigation.top)")
        }
        let player = try await Player(story: story, app: app, draft: draft)
        try await player.play(story.steps)
        let page = try XCTUnwrap(player.form.open)
        XCTAssertGreaterThan(page.progressShare, 0.9)
        XCTAssertFalse(page.progress.isEmpty)
        XCTAssertFalse(page.kept.isEmpty, "it says that it is kept")
        return draft
    }

    /// Submits exactly what is shown; says which dossier it is.
    private func submit(_ draft: String) async throws -> String {
        let review = ReviewModel(core: try core, draft: draft)
        await review.load()
        XCTAssertTrue(review.canSubmit)
        XCTAssertEqual(review.review.value?.papers.isEmpty, false)
        XCTAssertEqual(review.review.value?.office?.wardCode, story.wardCode)
        let early = await review.submit()
        XCTAssertNil(early)
        XCTAssertTrue(review.isPledgeMissed, "first the person says that it is right")
        review.isPledged = true
        let followed = await review.submit()
        let dossier = try XCTUnwrap(review.dossier, "\(String(describing: review.trouble))")
        app.model.navigation.submitted(draft, open: try XCTUnwrap(followed))
        app.model.navigation.open(.timeline(dossier: dossier))
        return dossier
    }

    private func seeWhyItWaits(_ dossier: String) async throws {
        let list = try await app.watch("the dossier in the outbox", core.watchOutbox()) { $0.items.contains { $0.dossierId == dossier } }
        let waiting = try XCTUnwrap(list.items.first { $0.dossierId == dossier })
        XCTAssertEqual(waiting.code, "NETWORK_OFFLINE")
        XCTAssertFalse(waiting.reason.isEmpty)
        let receipt = ReceiptModel(core: try core, dossier: dossier)
        await receipt.load()
        XCTAssertEqual(receipt.receipt, .value(nil), "nobody says “đã nộp” before there is a receipt")
        let home = try await app.watch("home", core.watchHome()) { !$0.sections.isEmpty }
        XCTAssertNotNil(home.banner, "without network home says that nothing is lost")
    }

    /// The browser opens, the process dies behind it, and a new one takes the way back.
    private func signInAcrossARestart(_ dossier: String) async throws {
        app.network.update(.unmetered)
        _ = try await app.watch("the wait for a sign-in", core.watchOutbox()) {
            $0.items.contains { $0.dossierId == dossier && $0.code == "SIGN_IN_REQUIRED" }
        }
        let hop = await SignInModel(core: try core).begin()
        let page = try XCTUnwrap(hop)
        try await app.dieAndComeBack()
        XCTAssertEqual(app.model.navigation.top, .timeline(dossier: dossier))

        let back = try await Browser(of: app.portal).allow(page.absoluteString, person: story.person)
        let forged = back.replacingOccurrences(of: "state=[^&]*", with: "state=another", options: .regularExpression)
        await app.model.returned(with: try XCTUnwrap(URL(string: forged)))
        XCTAssertEqual(app.model.returnTrouble?.words.code, "LOGIN_STATE_MISMATCH", "somebody else's sign-in is refused")

        let half = try story.paper("birth_cert").size / 2
        try await app.portal.order(#"{"kind":"cut_upload","at_bytes":\#(half),"path_prefix":"/v1/files","times":1}"#)
        await app.model.returned(with: try XCTUnwrap(URL(string: back)))
        XCTAssertNil(app.model.returnTrouble)
        let session = try await app.watch("the session", core.watchSession()) { $0.state == .signedIn }
        XCTAssertNotNil(session.name)
        try await goOnAfterTheCut(dossier)
    }

    private func goOnAfterTheCut(_ dossier: String) async throws {
        let cut = try await app.watch("the cut", core.watchOutbox()) {
            $0.items.contains { $0.dossierId == dossier && $0.code == "NETWORK_UNREACHABLE" }
        }
        let item = try XCTUnwrap(cut.items.first { $0.dossierId == dossier })
        XCTAssertLessThan(item.sentBytes, item.totalBytes, "cut half-way")
        XCTAssertNotNil(item.progress, "it says how far it is")
        app.network.update(.offline)
        app.network.update(.unmetered)
        _ = try await app.watch("everything to be sent", core.watchOutbox()) { $0.items.isEmpty }
    }

    private func readTheReceipt(_ dossier: String) async throws {
        let model = ReceiptModel(core: try core, dossier: dossier)
        await model.load()
        let receipt = try XCTUnwrap(model.receipt.value ?? nil)
        XCTAssertEqual(receipt.heading, "Đã nộp")
        let code = try await app.portal.dossier(dossier).text("dossier_code")
        XCTAssertEqual(receipt.dossierCode, code)
        for paper in ["birth_cert", "marriage_cert"] { XCTAssertTrue(receipt.files.contains(try story.paper(paper).sha256), paper) }
        let dossiers = try await app.portal.counts().number("dossiers")
        XCTAssertEqual(dossiers, 1, "one submission has one effect")
    }

    /// Waits until the dossier's timeline shows `event` as a signed fact.
    private func told(_ dossier: String, _ event: String) async throws -> Timeline {
        try await app.watch(event, core.watchTimeline(dossier)) { timeline in
            timeline.entries.contains { $0.event == event && $0.proof == "signed" }
        }
    }

    /// Nobody asks the phone to look: the push does.
    private func answerTheOffice(_ draft: String, _ dossier: String) async throws {
        _ = try await told(dossier, "received")
        try await app.portal.act("ask-supplement", on: dossier, body: story.supplementAsk.data)
        let request = try await told(dossier, "supplement_asked").supplement
        XCTAssertEqual(request?.note, try story.supplementAsk.text("note_vi"))
        let home = try await app.watch("the request on the home screen", core.watchHome()) { home in
            home.sections.contains { $0.kind == .toDo && $0.items.contains { $0.target == .supplement(dossierId: dossier) } }
        }
        XCTAssertTrue(home.sections.allSatisfy { !$0.heading.isEmpty })

        let supplement = SupplementModel(core: try core, dossier: dossier)
        let following = Task { await supplement.follow() }
        _ = try await told(dossier, "supplement_asked")
        try await until("the model has the request") { supplement.timeline.value?.supplement != nil }
        let opened = await supplement.answer()
        following.cancel()
        let answer = try XCTUnwrap(opened, "\(String(describing: supplement.trouble))")
        try await Player(story: story, app: app, draft: answer).play(story.supplementSteps)
        let same = try await submit(answer)
        XCTAssertEqual(same, dossier)
        let answered = try await told(dossier, "supplement_received")
        XCTAssertEqual(answered.status, "registered")
        XCTAssertNil(answered.supplement)
        let drafts = try await core.drafts(after: nil, limit: 10)
        XCTAssertEqual(drafts.items.first { $0.id == draft }?.state, "superseded")
    }

    private func bringTheResultHome(_ dossier: String) async throws {
        let accepted = try await app.portal.act("accept", on: dossier)
        let shown = try await told(dossier, "accepted")
        XCTAssertEqual(shown.dueAt, try accepted.text("due_at"))
        XCTAssertNotNil(shown.clock)
        for action in ["process", "complete", "deliver"] { try await app.portal.act(action, on: dossier) }
        let delivered = try await told(dossier, "delivered")
        XCTAssertEqual(delivered.status, "result_delivered")
        XCTAssertNil(delivered.warning, "no fact is in doubt")

        let result = app.folder.appending(path: "ket-qua")
        let timeline = TimelineModel(core: try core, dossier: dossier)
        let following = Task { await timeline.follow() }
        try await until("the way to the result") { timeline.result != nil && timeline.hasReceipt }
        following.cancel()
        XCTAssertEqual(timeline.result?.mediaType, "application/pdf")
        let saved = await timeline.saveResult(to: result.path)
        XCTAssertTrue(saved)
        let signed = try await app.portal.dossier(dossier).member("result").text("sha256")
        XCTAssertEqual(try Machine.sha256(of: result), signed)
    }

    private func reportAPothole() async throws {
        let feedback = story.feedback
        let model = NewFeedbackModel(core: try core)
        await model.load()
        model.photo = try story.paper(feedback.photo).write(into: Machine.folder(app.folder, "papers")).path
        model.category = try XCTUnwrap(model.categories.value?.first { $0.code == feedback.serviceCode }).code
        model.description = feedback.description
        model.position = .pinned(lat: feedback.lat, long: feedback.long)
        guard case .feedback(let report) = await model.send() else { return XCTFail("\(String(describing: model.trouble))") }
        let received = try await app.watch("the 1022 number", core.watchFeedback(limit: 10)) { list in
            list.items.contains { $0.id == report && $0.number != nil }
        }
        try await app.portal.answerReport(XCTUnwrap(received.items.first?.number), note: feedback.answerNote)
        _ = try await app.watch("the answer", core.watchFeedback(limit: 10)) { $0.items.first?.answer == feedback.answerNote }
        let shown = FeedbackReportModel(core: try core, id: report)
        let following = Task { await shown.follow() }
        try await until("the answer in the report") { shown.report.value?.answer == feedback.answerNote }
        following.cancel()
    }

    private func leafThroughWhatCame(_ dossier: String) async throws {
        let inbox = InboxModel(core: try core)
        let following = Task { await inbox.follow() }
        try await until("messages") { inbox.pages.items.count >= 4 }
        XCTAssertTrue(inbox.pages.items.contains { $0.target == .timeline(dossierId: dossier) && $0.isNew })
        await inbox.see(try XCTUnwrap(inbox.newest))
        try await until("nothing is new") { inbox.pages.items.allSatisfy { !$0.isNew } }
        following.cancel()

        let dossiers = DossiersModel(core: try core)
        let watching = Task { await dossiers.follow() }
        try await until("the dossier") { dossiers.pages.items.map(\.dossierId) == [dossier] }
        watching.cancel()
        XCTAssertFalse(dossiers.pages.hasMore)
    }

    private func takeTheDataAlongAndErase() async throws {
        let model = MyDataModel(core: try core)
        let file = app.folder.appending(path: "my-data.zip")
        let written = await model.export(to: file.path)
        XCTAssertTrue(written)
        model.placed(true)
        XCTAssertEqual(model.step, .exported)
        XCTAssertEqual(try Data(contentsOf: file).prefix(2), Data("PK".utf8))

        await model.erase()
        XCTAssertEqual(model.step, .erased)
        await app.model.consentChanged()
        XCTAssertEqual(app.model.navigation.text, "home", "no place is left of what was erased")
        let drafts = try await XCTUnwrap(app.model.core).drafts(after: nil, limit: 10)
        XCTAssertEqual(drafts.total, 0)
    }

    /// Waits until what a model shows fits.
    private func until(_ awaited: String, _ fits: @escaping @MainActor @Sendable () -> Bool) async throws {
        try await within(awaited) { try await Changes.until(fits) }
    }
}

/// Waits for changes of observed models, as a view does.
@MainActor
enum Changes {
    static func until(_ fits: @escaping @MainActor @Sendable () -> Bool) async throws {
        while true {
            try Task.checkCancellation()
            let (changed, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            if withObservationTracking(fits, onChange: { signal.yield() }) { return }
            for await _ in changed { break }
        }
    }
}
