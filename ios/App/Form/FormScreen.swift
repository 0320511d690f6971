import MotCuaKit
import SwiftUI

/// A page of an open draft.
struct FormScreen: View {
    @State private var model: FormModel
    @State private var showsProblems = false
    @State private var removing: Row?
    @AccessibilityFocusState private var focus: String?
    @Environment(AppModel.self) private var app

    init(core: Core, draft: String, page: UInt32) { _model = State(initialValue: FormModel(core: core, draft: draft, page: page)) }

    private struct Row: Sendable {
        let reference: String
        let name: String
    }

    var body: some View {
        ScrollViewReader { scroll in
            Page(heading) {
                if model.troubleAt == nil { TroubleNotice(trouble: model.trouble) { again() } }
                if let said = model.said { Banner(app.words(said)) }
                LiveContent(live: model.page, loading: "form-opening", again: { Task { await model.load() } }) { page in
                    if let page { content(page) } else { EmptyNotice(app.words("form-empty")) }
                }
                if case .failed(let words) = model.page, !words.passes { ToCatalogue() }
            } foot: {
                if let page = model.open { foot(page) }
            }
            .onChange(of: model.focus) { show(model.focus, scroll) }
        }
        .toolbar { if model.canUndo { QuietButton("action-undo", sign: "arrow.uturn.backward") { Task { await model.undo() } } } }
        .modifier(
            Ask(title: removing?.name ?? "", detail: app.words("form-row-remove-question"), yes: "form-row-remove", shown: .some($removing)) {
                removeRow()
            }
        )
        .sheet(isPresented: $showsProblems) { ProblemsSheet(model: model) { review() } }
        .onChange(of: model.announcement) { announce(model.announcement) }
        .onChange(of: model.index) { app.navigation.turnForm(model.draft, to: model.index) }
        .onChange(of: app.navigation.jump) { jump() }
        .task(id: app.words.language) {
            await model.load()
            jump()
        }
        .task(id: model.isPlaceWanted) { await locate() }
    }

    private var heading: String {
        guard let page = model.open else { return app.words("form-heading") }
        return page.heading.isEmpty ? model.title : page.heading
    }

    @ViewBuilder private func content(_ page: FormPage) -> some View {
        if !page.heading.isEmpty { Text(verbatim: model.title).font(.footnote) }
        Text(verbatim: page.position)
        Progress(share: page.progressShare, text: page.progress)
        if let frozen = page.frozen { FrozenNotice(frozen: frozen) }
        if let request = page.supplement {
            AskedNotice(request: request) { AskedItems(request: request) { reference in Task { await model.jump(to: reference) } } }
        }
        if page.items.isEmpty { EmptyNotice(app.words("form-empty-page")) }
        ForEach(Block.all(of: page.items), id: \.key) { block(of: $0).id($0.key) }
        if page.frozen == nil { QuietButton("form-show-problems", sign: "magnifyingglass") { Task { await check() } } }
    }

    @ViewBuilder private func block(of block: Block) -> some View {
        switch block {
        case .heading(_, let text, let level): Heading(text, level: level > 2 ? .h3 : .h2)
        case .question(let question): QuestionView(question: question, model: model).accessibilityFocused($focus, equals: question.reference)
        case .rowBegins(_, let name, let level): Heading(name, level: level > 3 ? .h4 : .h3)
        case .rowEnds(let reference, let name):
            QuietButton("form-row-remove", for: name, sign: "trash", role: .destructive) { removing = Row(reference: reference, name: name) }
        case .rowsEnd(let reference, let name):
            SecondaryButton("form-row-add", for: name, sign: "plus") { Task { await model.addRow(reference) } }
        }
    }

    /// What was given is safe; and the way on.
    @ViewBuilder private func foot(_ page: FormPage) -> some View {
        if !page.kept.isEmpty { StatusLine(page.kept, tone: .done).font(.footnote) }
        if model.hasNext {
            PrimaryButton("action-next") { turn(to: model.index + 1) }
        } else {
            PrimaryButton(page.frozen == nil ? "form-review" : "review-title", working: model.isRunning(.check)) { review() }
        }
        if model.hasPrevious { SecondaryButton("action-previous") { turn(to: model.index - 1) } }
    }

    /// A form that records where the phone is asks for it once, beside what the person does. Who leaves the page is asked when they are back.
    private func locate() async {
        guard model.isPlaceWanted else { return }
        let here = await Whereabouts.now()
        if !Task.isCancelled { await model.place(here?.written) }
    }

    private func turn(to index: UInt32) { Task { await model.go(to: index) } }

    private func again() { Task { await model.again() } }

    private func removeRow() {
        guard let row = removing else { return }
        Task { await model.removeRow(row.reference) }
    }

    private func show(_ reference: String?, _ scroll: ScrollViewProxy) {
        guard let reference else { return }
        scroll.scrollTo(reference)
        focus = reference
        model.focus = nil
    }

    /// The question that the form was opened for.
    private func jump() {
        guard let reference = app.navigation.takeJump(model.draft) else { return }
        Task { await model.jump(to: reference) }
    }

    private func check() async {
        await model.check()
        showsProblems = model.problems != nil
    }

    /// To the review when nothing is to be mended, else to what is.
    private func review() {
        Task {
            showsProblems = false
            if await model.check() { app.navigation.open(.review(draft: model.draft)) } else { showsProblems = model.problems != nil }
        }
    }
}

/// Why a form or a review can only be read, and the way to where it waits or is followed.
struct FrozenNotice: View {
    let frozen: Frozen
    @Environment(AppModel.self) private var app

    var body: some View {
        Banner(frozen.text) {
            if case .outbox = frozen.target {
                SecondaryButton("outbox-why", sign: "paperplane", action: follow)
            } else {
                SecondaryButton("timeline-open", sign: "clock", action: follow)
            }
        }
    }

    private func follow() { app.navigation.open(Screen(frozen.target)) }
}

/// Everything that must be mended, each with the way to it; the way on when there is nothing.
struct ProblemsSheet: View {
    let model: FormModel
    let review: @MainActor () -> Void
    @Environment(\.dismiss) private var dismiss
    @Environment(AppModel.self) private var app

    var body: some View {
        Page(app.words("form-problems")) {
            let problems = model.problems?.items ?? []
            if problems.isEmpty {
                EmptyNotice(model.problems?.heading ?? "", sign: "checkmark.circle") { PrimaryButton("form-review") { review() } }
            } else {
                Text(verbatim: model.problems?.heading ?? "")
            }
            ForEach(Array(problems.enumerated()), id: \.offset) { _, problem in
                ProblemRow(problem: problem) {
                    Task {
                        dismiss()
                        await model.jump(to: problem)
                    }
                }
            }
        } foot: {
            SecondaryButton("action-done") { dismiss() }
        }
    }
}

/// One place to mend.
struct ProblemRow: View {
    let problem: ProblemItem
    let open: @MainActor () -> Void
    @Environment(AppModel.self) private var app

    var body: some View {
        ItemRow(
            title: problem.label, detail: told([problem.place, problem.text], between: "\n"), label: label, sign: Tone.wrong.sign, action: open)
    }

    private var label: String { told([problem.label, problem.place, problem.text, app.words("form-go-to-problem")], between: ". ") }

    /// A form without headings has no place to tell.
    private func told(_ parts: [String], between: String) -> String { parts.filter { !$0.isEmpty }.joined(separator: between) }
}
