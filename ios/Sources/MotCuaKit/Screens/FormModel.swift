import Observation

/// A page of an open draft. Every edit is kept when its call returns; what the person sees is what the core says is kept.
@Observable @MainActor
public final class FormModel: ScreenModel {
    /// The draft's id.
    public let draft: String
    /// The form's title.
    public private(set) var title = ""
    /// The page as it stands now.
    public private(set) var page = Live<FormPage>.loading
    /// What must be mended; nothing until the person asks for a check.
    public private(set) var problems: ProblemList?
    /// Whether there is a step to take back.
    public private(set) var canUndo = false
    /// What a screen reader says after the last edit.
    public private(set) var announcement: String?
    /// The question to show and to focus: set by a jump from the list of problems.
    public var focus: String?

    /// What is being typed, by reference, until the core has kept it: the newest letter is never undone by an older answer.
    private var typing: [String: String] = [:]
    @ObservationIgnored private var form: OpenForm?

    /// A model of a draft's page, from 0.
    public init(core: Core, draft: String, page: UInt32 = 0) {
        (self.draft, index) = (draft, page)
        super.init(core: core)
    }

    /// Which page is shown, from 0.
    public private(set) var index: UInt32

    /// Opens the draft, or reads its page anew: when the screen comes into sight, and after another language was chosen.
    public func load() async {
        page = await read { () async throws(Failure) in
            let form = try await opened()
            canUndo = await form.undoCount() > 0
            return try await shown(form)
        }
    }

    private func opened() async throws(Failure) -> OpenForm {
        if let form { return form }
        let opened = try await core.openDraft(draft)
        (form, title) = (opened, opened.title)
        return opened
    }

    /// The page, or the last one when answers took pages away.
    private func shown(_ form: OpenForm) async throws(Failure) -> FormPage {
        if let page = await form.page(index) { return page }
        guard index > 0, let first = await form.page(0) else { throw .bug(code: "APP_FAILED") }
        index = min(index, max(first.count, 1) - 1)
        return await form.page(index) ?? first
    }

    /// Shows page `index`; the first and the last are the ends.
    public func go(to index: UInt32) async {
        self.index = index
        announcement = nil
        await load()
    }

    /// Whether there is a page behind this one.
    public var hasNext: Bool { page.value.map { $0.index + 1 < $0.count } ?? false }

    /// Whether there is a page before this one.
    public var hasPrevious: Bool { index > 0 }

    /// What a text field shows: what is being typed, else what is kept.
    public func text(of question: QuestionItem) -> String { typing[question.reference] ?? question.value }

    /// The person typed: the field shows it at once, and it is on its way to be kept.
    public func type(_ text: String, into reference: String) {
        typing[reference] = text
        Task { await answer(reference, text) }
    }

    /// Answers a question; an empty value takes the answer away.
    public func answer(_ reference: String, _ value: String) async {
        await edit { (form) async throws(Failure) in try await form.answer(reference, value) }
        if typing[reference] == value { typing[reference] = nil }
    }

    /// Choices of a long list that hold `text`.
    public func choices(_ reference: String, text: String) async -> [ChoiceItem] { await form?.choices(reference, text: text) ?? [] }

    /// Adds an empty row at a list's end.
    public func addRow(_ reference: String) async { await edit { (form) async throws(Failure) in try await form.addRow(reference) } }

    /// Removes a row; `undo` brings it back.
    public func removeRow(_ reference: String) async { await edit { (form) async throws(Failure) in try await form.removeRow(reference) } }

    /// Puts a copy of the file at `path` into a slot.
    public func attach(_ reference: String, path: String, name: String) async {
        await edit { (form) async throws(Failure) in try await form.attach(reference, path: path, name: name) }
    }

    /// Empties a file slot; `undo` brings the file back.
    public func detach(_ reference: String) async { await edit { (form) async throws(Failure) in try await form.detach(reference) } }

    /// Takes the last step back, also one made before the app's last start.
    public func undo() async { await edit { (form) async throws(Failure) in try await form.undo() } }

    /// Looks for everything that must be mended; says whether there is nothing.
    @discardableResult
    public func check() async -> Bool {
        let found = await attempt { () async throws(Failure) in await (try await opened()).problems() }
        problems = found
        return found?.items.isEmpty ?? false
    }

    /// Goes to the place of a problem.
    public func jump(to problem: ProblemItem) async {
        await go(to: problem.page)
        focus = problem.reference
    }

    /// Carries out an edit and draws anew what it changed.
    private func edit(_ action: @MainActor (OpenForm) async throws(Failure) -> EditOutcome?) async {
        let outcome = await attempt { () async throws(Failure) -> EditOutcome? in try await action(try await opened()) }
        guard let outcome = outcome ?? nil, let form else { return }
        announcement = outcome.announcement
        canUndo = true
        if problems != nil { problems = await form.problems() }
        if outcome.pageChanged {
            page = await read { () async throws(Failure) in try await shown(form) }
        } else if let shown = page.value {
            page = .value(shown.with(outcome))
        }
    }
}

extension FormPage {
    /// The page with the questions that an edit changed.
    fileprivate func with(_ outcome: EditOutcome) -> FormPage {
        let changed = Dictionary(outcome.changed.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
        let items = items.map { item in
            if case .question(let question) = item, let newer = changed[question.reference] { FormItem.question(question: newer) } else { item }
        }
        return FormPage(
            index: index, count: count, position: position, heading: heading, items: items, progress: outcome.progress,
            progressShare: outcome.progressShare, kept: outcome.kept)
    }
}
