import Foundation
import MotCuaCore

/// An open draft. Calls are carried out one after the other, in the order in which an actor makes them; when an edit returns, it is kept.
public final class OpenForm: Sendable {
    private let session: FormSession
    private let desk = Desk("form", severalAtATime: false)

    init(_ session: FormSession) { self.session = session }

    /// The draft's id.
    public var draftId: String { session.draftId() }

    /// The form's title.
    public var title: String { session.title() }

    /// Page `index`, from 0, as it stands now; nothing past the last.
    public func page(_ index: UInt32, isolation: isolated (any Actor)? = #isolation) async -> FormPage? {
        await look(isolation: isolation) { $0.page(index: index) }
    }

    /// The page on which a question, a list, a row or a group stands now; nothing when it isn't asked.
    public func page(of reference: String, isolation: isolated (any Actor)? = #isolation) async -> FormPage? {
        await look(isolation: isolation) { $0.pageOf(reference: reference) }
    }

    /// One question, also one that isn't asked; nothing when the form has no such reference.
    public func question(_ reference: String, isolation: isolated (any Actor)? = #isolation) async -> QuestionItem? {
        await look(isolation: isolation) { $0.question(reference: reference) }
    }

    /// Whether a question is asked now.
    public func isAsked(_ reference: String, isolation: isolated (any Actor)? = #isolation) async -> Bool {
        await look(isolation: isolation) { $0.isAsked(reference: reference) }
    }

    /// Choices of a question that hold `text`, best first.
    public func choices(_ reference: String, text: String, isolation: isolated (any Actor)? = #isolation) async -> [ChoiceItem] {
        await look(isolation: isolation) { $0.choices(reference: reference, text: text) }
    }

    /// Everything that must be mended before submitting.
    public func problems(isolation: isolated (any Actor)? = #isolation) async -> ProblemList {
        await look(isolation: isolation) { $0.problems() }
    }

    /// How many steps can be taken back.
    public func undoCount(isolation: isolated (any Actor)? = #isolation) async -> UInt32 {
        await look(isolation: isolation) { $0.undoCount() }
    }

    /// Answers a question; an empty value takes the answer away. One that breaks a rule is kept all the same, and its question says what is wrong.
    public func answer(_ reference: String, _ value: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> EditOutcome {
        try await ask(isolation: isolation) { try $0.answer(reference: reference, value: value) }
    }

    /// Adds an empty row at a list's end.
    public func addRow(_ reference: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> EditOutcome {
        try await ask(isolation: isolation) { try $0.addRow(reference: reference) }
    }

    /// Removes a row.
    public func removeRow(_ reference: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> EditOutcome {
        try await ask(isolation: isolation) { try $0.removeRow(reference: reference) }
    }

    /// Puts a copy of the file at `path` into a slot; the file itself may be deleted afterwards.
    public func attach(
        _ reference: String, path: String, name: String, isolation: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> EditOutcome {
        try await ask(isolation: isolation) { try $0.attach(reference: reference, path: path, name: name) }
    }

    /// Hands the phone's place over to one of the ``EditOutcome/wantedPlaces``, `latitude longitude altitude accuracy`; empty when the phone can't
    /// tell. Either ends this request for good. Where nothing changed, nothing can be taken back: ask ``undoCount(isolation:)``.
    public func putPlace(_ reference: String, _ place: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> EditOutcome {
        try await ask(isolation: isolation) { try $0.putPlace(reference: reference, place: place) }
    }

    /// Empties a file slot.
    public func detach(_ reference: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> EditOutcome {
        try await ask(isolation: isolation) { try $0.detach(reference: reference) }
    }

    /// The picture in a file slot as it was attached, to be drawn small; nothing when the slot has none. Never keep it in a file.
    public func picture(_ reference: String, isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> Data? {
        try await ask(isolation: isolation) { try $0.picture(reference: reference) }
    }

    /// Takes the last step back; nothing when there is none left.
    public func undo(isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> EditOutcome? {
        try await ask(isolation: isolation) { try $0.undo() }
    }

    /// Exactly what will be sent.
    public func review(isolation: isolated (any Actor)? = #isolation) async throws(Failure) -> SubmitReview {
        try await ask(isolation: isolation) { try $0.review() }
    }

    /// Freezes and queues what was reviewed; the dossier's id. Submitted it is when there is a receipt.
    public func submit(
        _ viewSha256: String, to office: ReviewOffice, isolation: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> String {
        try await ask(isolation: isolation) { try $0.submit(viewSha256: viewSha256, office: office) }
    }

    private func ask<Value: Sendable>(
        isolation: isolated (any Actor)?, _ call: @escaping @Sendable (FormSession) throws -> Value
    ) async throws(Failure) -> Value {
        try await desk.ask(isolation: isolation) { [session] in try call(session) }
    }

    /// A call that can't fail.
    private func look<Value: Sendable>(
        isolation: isolated (any Actor)?, _ call: @escaping @Sendable (FormSession) -> Value
    ) async -> Value {
        await desk.look(isolation: isolation) { [session] in call(session) }
    }
}

/// A draft opened at a page.
public struct OpenedPage: Sendable {
    /// The open draft.
    public let form: OpenForm
    /// The form's title.
    public let title: String
    /// The page asked for, or the last one where there are fewer; nothing when the form asks nothing at all.
    public let page: FormPage?
    /// How many steps can be taken back.
    public let undoCount: UInt32
    /// What waits for the phone's place, as ``EditOutcome/wantedPlaces``.
    public let wantedPlaces: [String]
}

/// A draft opened at its review.
public struct OpenedReview: Sendable {
    /// The open draft.
    public let form: OpenForm
    /// Exactly what will be sent.
    public let review: SubmitReview
}
