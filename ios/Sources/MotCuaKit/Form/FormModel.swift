import Foundation
import Observation

/// A page of an open draft.
///
/// ```
///   a key, a tap ──▶ typed (shown at once) ──▶ the core, in the person's order ──▶ what changed is drawn anew
/// ```
/// Every edit is kept when its call returns. One that the core can't keep stays on the page as it was typed, its trouble stands at the question, and
/// ``again()`` sends it.
@Observable @MainActor
public final class FormModel: ScreenModel {
    /// The draft's id.
    public let draft: String
    /// The form's title.
    public private(set) var title = ""
    /// The page as it stands now; nothing when the form asks nothing at all.
    public private(set) var page = Live<FormPage?>.loading
    /// Which page is shown, from 0.
    public private(set) var index: UInt32
    /// What must be mended; nothing until the person asks, and after they have gone on.
    public private(set) var problems: ProblemList?
    /// Whether there is a step to take back.
    public var canUndo: Bool { undoable > 0 }
    /// What a screen reader says after the last edit.
    public private(set) var announcement: String?
    /// Where the trouble is; nothing when it concerns the page.
    public private(set) var troubleAt: String?
    /// File slots that are being filled.
    public private(set) var busy: Set<String> = []
    /// The question to show and to focus: set by a jump.
    public var focus: String?
    /// The form waits for the phone's place: ask the phone and hand it over by ``place(_:)``, while the person goes on.
    public private(set) var isPlaceWanted = false

    /// What the person gave and the core hasn't answered for, or wrote differently (`3,5`); by reference.
    private var typed: [String: String] = [:]
    /// What the last check said about questions that have no answer.
    private var found: [String: String] = [:]
    private var undoable: UInt32 = 0
    /// How many answers of a question are on their way.
    @ObservationIgnored private var waiting: [String: Int] = [:]
    @ObservationIgnored private var form: OpenForm?
    @ObservationIgnored private var wantedPlaces: [String] = []
    @ObservationIgnored private var retries: [(reference: String?, act: @MainActor () async -> Void)] = []

    /// A model of a draft's page, from 0.
    public init(core: Core, draft: String, page: UInt32 = 0) {
        (self.draft, index) = (draft, page)
        super.init(core: core)
    }

    // MARK: Pages

    /// Opens the draft, or reads its page anew: when the screen comes into sight, and after another language was chosen.
    public func load() async {
        let wasFrozen = open?.frozen != nil
        page = await read { () async throws(Failure) in
            if let form { return await shown(form) }
            return try await begin().page
        }
        // Taken back or sent away meanwhile: its steps are the person's again, or no more.
        if wasFrozen != (open?.frozen != nil), let form { undoable = await form.undoCount() }
    }

    private func opened() async throws(Failure) -> OpenForm {
        if let form { return form }
        return try await begin().form
    }

    private func begin() async throws(Failure) -> OpenedPage {
        let opened = try await core.openPage(draft, page: index)
        (form, title, undoable) = (opened.form, opened.title, opened.undoCount)
        index = opened.page?.index ?? 0
        want(opened.wantedPlaces)
        return opened
    }

    /// The page, or the last one when answers took pages away.
    private func shown(_ form: OpenForm) async -> FormPage? {
        if let page = await form.page(index) { return page }
        index = max(await form.page(0)?.count ?? 0, 1) - 1
        return await form.page(index)
    }

    /// Shows page `index`; the first and the last are the ends.
    public func go(to index: UInt32) async {
        turn(to: index)
        await load()
    }

    /// What belongs to the page that was in front goes.
    private func turn(to index: UInt32) {
        self.index = index
        (announcement, trouble, troubleAt) = (nil, nil, nil)
        typed = typed.filter { reference, _ in waiting[reference, default: 0] > 0 || retries.contains { $0.reference == reference } }
    }

    /// Whether there is a page behind this one.
    public var hasNext: Bool { open.map { $0.index + 1 < $0.count } ?? false }

    /// Whether there is a page before this one.
    public var hasPrevious: Bool { index > 0 }

    /// The page that is open.
    public var open: FormPage? { page.value ?? nil }

    /// Goes to the page that holds `reference`, and there to it.
    public func jump(to reference: String) async {
        guard let form = try? await opened(), let found = await form.page(of: reference) else { return }
        turn(to: found.index)
        page = .value(found)
        focus = reference
    }

    // MARK: Answers

    /// The answer as the screen shows it: the one on its way, else the one kept.
    public func text(of question: QuestionItem) -> String { typed[question.reference] ?? question.value }

    /// What is wrong at a question: with its answer, or with there being none.
    public func problem(at question: QuestionItem) -> String? { question.problem ?? found[question.reference] }

    /// The person typed `text`, which the core takes as `value`: the field shows it at once, and it is on its way to be kept.
    public func type(_ text: String, as value: String? = nil, into reference: String) {
        typed[reference] = text
        waiting[reference, default: 0] += 1
        Task {
            await send(reference, value ?? text)
            waiting[reference, default: 1] -= 1
        }
    }

    /// Answers a question; an empty value takes the answer away.
    public func answer(_ reference: String, _ value: String) async {
        typed[reference] = value
        await send(reference, value)
    }

    private func send(_ reference: String, _ value: String) async {
        let done = await edit(reference) { (form) async throws(Failure) in try await form.answer(reference, value) }
        if !done { return later(reference) { [weak self] in await self?.send(reference, value) } }
        // The core keeps answers again: also those that it couldn't before.
        if !retries.isEmpty { await again() }
    }

    /// Choices of a long list that hold `text`.
    public func choices(_ reference: String, text: String) async -> [ChoiceItem] { await form?.choices(reference, text: text) ?? [] }

    // MARK: What the form asks of the phone by itself

    private func want(_ places: [String]) {
        if !places.isEmpty, !isPlaceWanted { say("form-place-wanted") }
        (wantedPlaces, isPlaceWanted) = (places, !places.isEmpty)
    }

    /// Where the phone is, for all that waits for it. Nothing when nobody can tell: then the form goes on without, and says so.
    public func place(_ here: PlaceText?) async {
        guard isPlaceWanted else { return }
        let isKept = await put(here?.value ?? "")
        isPlaceWanted = false
        if let form { undoable = await form.undoCount() }
        if !isKept { return later(nil) { [weak self] in self.map { $0.want($0.wantedPlaces) } } }
        if here == nil { say("form-place-unknown") }
    }

    /// The form does this by itself: what the person is being told of their own edits stays.
    private func put(_ place: String) async -> Bool {
        while let reference = wantedPlaces.first {
            do throws(Failure) {
                let form = try await opened()
                let outcome = try await form.putPlace(reference, place)
                wantedPlaces = outcome.wantedPlaces
                await draw(outcome, edited: nil, in: form, stays: true)
            } catch {
                (trouble, troubleAt) = (Trouble(failure: error, words: core.explain(error)), nil)
                await lookAgain()
                return false
            }
        }
        return true
    }

    // MARK: Everything else that changes the draft

    /// Adds a row at a list's end.
    public func addRow(_ reference: String) async { await act(reference) { (form) async throws(Failure) in try await form.addRow(reference) } }

    /// Removes a row; `undo` brings it back.
    public func removeRow(_ reference: String) async { await act(reference) { (form) async throws(Failure) in try await form.removeRow(reference) } }

    /// Puts a copy of the file at `path` into a slot; says whether it is there.
    @discardableResult
    public func attach(_ reference: String, path: String, name: String) async -> Bool {
        busy.insert(reference)
        defer { busy.remove(reference) }
        let done = await edit(reference) { (form) async throws(Failure) in try await form.attach(reference, path: path, name: name) }
        if !done { later(reference) { [weak self] in await self?.attach(reference, path: path, name: name) } }
        return done
    }

    /// The picture in a file slot, to be drawn small; nothing when there is none, or it can't be read now.
    public func picture(_ reference: String) async -> Data? { (try? await form?.picture(reference)) ?? nil }

    /// Empties a file slot; `undo` brings the file back.
    public func detach(_ reference: String) async { await act(reference) { (form) async throws(Failure) in try await form.detach(reference) } }

    /// Takes the last step back, also one made before the app's last start. A step on another page is shown there.
    public func undo() async {
        let answered = await attempt { () async throws(Failure) in try await opened().undo() }
        guard let answered else {
            await lookAgain()
            return later(nil) { [weak self] in await self?.undo() }
        }
        guard let outcome = answered, let form else { return undoable = 0 }
        undoable -= min(undoable, 1)
        typed = [:]
        if let place = outcome.page, place.index != index {
            turn(to: place.index)
            focus = outcome.changed.first { question in place.items.contains { $0.holds(question.reference) } }?.reference
        }
        await draw(outcome, edited: nil, in: form)
        announcement = outcome.announcement ?? core.words("form-undone")
        want(outcome.wantedPlaces)
    }

    private func act(_ reference: String, _ action: @escaping @MainActor (OpenForm) async throws(Failure) -> EditOutcome) async {
        if await !edit(reference, action) { later(reference) { [weak self] in await self?.act(reference, action) } }
    }

    /// Carries out an edit and draws anew what it changed; says whether it is kept.
    private func edit(_ reference: String, _ action: @MainActor (OpenForm) async throws(Failure) -> EditOutcome) async -> Bool {
        let outcome = await attempt { () async throws(Failure) in try await action(try await opened()) }
        guard let outcome, let form else {
            troubleAt = open?.items.contains { $0.holds(reference) } == true ? reference : nil
            await lookAgain()
            return false
        }
        retries.removeAll { $0.reference == reference }
        undoable += 1
        await draw(outcome, edited: reference, in: form)
        want(outcome.wantedPlaces)
        return true
    }

    /// The draft is on its way, which this page didn't know: it says then itself why nothing can be changed, and shows what is kept.
    private func lookAgain() async {
        guard trouble?.failure.code == "DRAFT_FROZEN" else { return }
        (trouble, troubleAt) = (nil, nil)
        await load()
    }

    // MARK: What can be tried again

    /// What is refused would be refused again.
    private func later(_ reference: String?, _ act: @escaping @MainActor () async -> Void) {
        if open?.frozen != nil { return }
        if case .rejected = trouble?.failure { return }
        retries.removeAll { $0.reference == reference }
        retries.append((reference, act))
    }

    /// Does again what failed, in the person's order.
    public override func again() async {
        let waiting = retries
        (retries, trouble, troubleAt) = ([], nil, nil)
        if waiting.isEmpty { await load() }
        for retry in waiting { await retry.act() }
    }

    // MARK: Problems

    /// Looks for everything that must be mended; says whether there is nothing.
    @discardableResult
    public func check() async -> Bool {
        let list = await attempt(.check) { [weak self] () async throws(Failure) in await (try await self?.opened())?.problems() } ?? nil
        problems = list
        found = Dictionary((list?.items ?? []).map { ($0.reference, $0.text) }, uniquingKeysWith: { first, _ in first })
        return list?.items.isEmpty ?? false
    }

    /// Goes to the place of a problem.
    public func jump(to problem: ProblemItem) async {
        await go(to: problem.page)
        focus = problem.reference
    }

    // MARK: Drawing

    /// Draws what an edit changed, on its own page, or on the one in front where that `stays`.
    private func draw(_ outcome: EditOutcome, edited: String?, in form: OpenForm, stays: Bool = false) async {
        announcement = outcome.announcement
        let changed = Dictionary(outcome.changed.map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
        let mended = changed.values.filter { !$0.value.isEmpty }.map(\.reference) + outcome.gone
        found = found.filter { !mended.contains($0.key) }
        typed = typed.filter { keeps($0.key, edited: edited, changed: changed) }
        if let newer = outcome.page, !stays || newer.index == index {
            // Pages may have come or gone: the one that was being answered stays in front.
            (index, page) = (newer.index, .value(newer))
        } else if outcome.pageChanged {
            page = .value(await shown(form))
        } else if let open {
            page = .value(open.with(outcome, changed))
        }
    }

    /// Whether what was typed goes on being shown: while a newer answer is on its way, and where typing would change under the person's fingers.
    private func keeps(_ reference: String, edited: String?, changed: [String: QuestionItem]) -> Bool {
        if waiting[reference, default: 0] > 0, reference != edited { return true }
        guard reference == edited else { return changed[reference] == nil }
        return waiting[reference, default: 0] > 1 || kind(of: reference)?.isTyped == true
    }

    private func kind(of reference: String) -> QuestionKind? {
        open?.items.lazy.compactMap { if case .question(let question) = $0, question.reference == reference { question.kind } else { nil } }.first
    }
}

extension FormPage {
    /// The page with the questions that an edit changed.
    fileprivate func with(_ outcome: EditOutcome, _ changed: [String: QuestionItem]) -> FormPage {
        let items = items.map { item in
            if case .question(let question) = item, let newer = changed[question.reference] { FormItem.question(question: newer) } else { item }
        }
        return FormPage(
            index: index, count: count, position: position, heading: heading, items: items, progress: outcome.progress,
            progressShare: outcome.progressShare, kept: outcome.kept, frozen: frozen, supplement: supplement)
    }
}
