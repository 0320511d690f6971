import MotCuaKit
import SwiftUI

/// A page of an open draft.
struct FormScreen: View {
    @State private var model: FormModel
    @State private var showsProblems = false
    @State private var removing: String?
    @AccessibilityFocusState private var focus: String?
    @Environment(AppModel.self) private var app

    init(core: Core, draft: String, page: UInt32) { _model = State(initialValue: FormModel(core: core, draft: draft, page: page)) }

    var body: some View {
        Page(model.title) {
            TroubleNotice(trouble: model.trouble) { Task { await model.load() } }
            LiveContent(live: model.page, again: { Task { await model.load() } }, content: page)
        } foot: {
            turning
        }
        .toolbar { SecondaryButton("action-undo") { Task { await model.undo() } }.disabled(!model.canUndo) }
        .modifier(Ask(question: "form-row-remove-question", yes: "form-row-remove", shown: .some($removing)) { removeRow() })
        .sheet(isPresented: $showsProblems) { ProblemsSheet(model: model) }
        .onChange(of: model.announcement) { announce(model.announcement) }
        .onChange(of: model.focus) { focus = model.focus }
        .onChange(of: model.index) { app.navigation.turnForm(model.draft, to: model.index) }
        .task { await model.load() }
    }

    @ViewBuilder private func page(_ page: FormPage) -> some View {
        Progress(share: page.progressShare, text: page.progress)
        if !page.kept.isEmpty { Text(verbatim: page.kept).font(.footnote) }
        Heading(page.heading)
        Text(verbatim: page.position).font(.footnote)
        if page.items.isEmpty { EmptyNotice(app.words("form-empty-page")) }
        ForEach(page.items, id: \.self) { item in
            switch item {
            case .heading(_, let text, let level): Heading(text, level: level > 2 ? .h4 : .h3)
            case .question(let question):
                QuestionView(question: question, model: model).accessibilityFocused($focus, equals: question.reference)
            case .rows(let reference, let text, let rows, let canChange): rowList(reference, text, rows, canChange)
            }
        }
    }

    @ViewBuilder private func rowList(_ reference: String, _ text: String, _ rows: [String], _ canChange: Bool) -> some View {
        Heading(text, level: .h3)
        if canChange {
            SecondaryButton("form-row-add") { Task { await model.addRow(reference) } }
            if let last = rows.last {
                SecondaryButton("form-row-remove", role: .destructive) { removing = last }
            }
        }
    }

    private func removeRow() {
        guard let row = removing else { return }
        Task { await model.removeRow(row) }
    }

    @ViewBuilder private var turning: some View {
        if model.hasNext {
            PrimaryButton("action-next") { Task { await model.go(to: model.index + 1) } }
        } else {
            PrimaryButton("form-review") { Task { await review() } }
        }
        if model.hasPrevious { SecondaryButton("action-previous") { Task { await model.go(to: model.index - 1) } } }
    }

    /// To the review when nothing is to be mended, else to what is.
    private func review() async {
        if await model.check() {
            app.navigation.open(.review(draft: model.draft))
        } else {
            showsProblems = model.problems != nil
        }
    }
}

/// What must be mended, each with a jump to its place.
struct ProblemsSheet: View {
    let model: FormModel
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        Page(model.problems?.heading ?? "") {
            ForEach(model.problems?.items ?? [], id: \.reference) { problem in
                ItemRow(title: problem.label, detail: problem.text, label: problem.label + ". " + problem.text, tone: .wrong) {
                    Task {
                        await model.jump(to: problem)
                        dismiss()
                    }
                }
            }
        } foot: {
            SecondaryButton("action-done") { dismiss() }
        }
    }
}
