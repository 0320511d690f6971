import MotCuaKit
import SwiftUI

/// What will be sent, whole; each line leads back to its question.
struct ReviewScreen: View {
    @State private var model: ReviewModel
    @Environment(AppModel.self) private var app

    init(core: Core, draft: String) { _model = State(initialValue: ReviewModel(core: core, draft: draft)) }

    var body: some View {
        ScrollViewReader { scroll in
            Page(app.words(model.review.value?.supplement == nil ? "review-title" : "review-supplement")) {
                LiveContent(live: model.review, again: { Task { await model.load() } }, content: { everything($0, scroll) })
            }
            // Whoever pressed "submit" at the end finds at the top why it is all to be read again.
            .onChange(of: model.review.value?.viewSha256) { if model.hasChanged { scroll.scrollTo(Place.top) } }
        }
        .task(id: app.words.language) { await model.load() }
    }

    private enum Place: Hashable { case top }

    @ViewBuilder private func everything(_ review: SubmitReview, _ scroll: ScrollViewProxy) -> some View {
        VStack { if let frozen = review.frozen { FrozenNotice(frozen: frozen) } else { Text(verbatim: review.heading) } }.id(Place.top)
        if let request = review.supplement {
            AskedNotice(request: request) { AskedItems(request: request, go: review.frozen == nil ? mend : nil) }
        }
        if model.hasChanged { Banner(app.words("review-changed"), tone: .due) }
        if let problems = model.problems {
            Banner(problems.heading, tone: .wrong)
            ForEach(Array(problems.items.enumerated()), id: \.offset) { _, problem in ProblemRow(problem: problem) { mend(problem.reference) } }
        }
        ForEach(Array(review.sections.enumerated()), id: \.offset) { _, section in
            Heading(section.heading)
            ForEach(section.rows, id: \.reference) { row in
                if let heading = row.heading { Heading(heading, level: .h3) }
                if row.label.isEmpty { Text(verbatim: row.answer) } else { AnswerLine(row: row, mend: mending(row.reference, in: review)) }
            }
        }
        Heading(app.words("review-papers"))
        if review.papers.isEmpty { Word("review-no-papers") }
        ForEach(review.papers, id: \.reference) { paper in PaperPanel(paper: paper, mend: mending(paper.reference, in: review)) }
        Heading(app.words("review-office"))
        if let office = review.office { Text(verbatim: office.name) } else { Banner(app.words("review-no-office"), tone: .due) }
        if review.frozen == nil, model.problems != nil {
            Word("review-not-yet")
            SecondaryButton("form-show-problems", sign: "exclamationmark.triangle") { scroll.scrollTo(Place.top) }
        }
        if model.canSubmit { pledge }
    }

    /// The pledge and the submission: at the end, when everything above was seen.
    @ViewBuilder private var pledge: some View {
        ChoiceRow(label: app.words("review-pledge"), isSelected: model.isPledged, kind: .tick) { model.isPledged.toggle() }
        if model.isPledgeMissed { Banner(app.words("review-pledge-needed"), tone: .wrong) }
        TroubleNotice(trouble: model.trouble) { submit() }
        PrimaryButton(model.review.value?.supplement == nil ? "review-submit" : "review-supplement", sign: "paperplane", working: model.isRunning(.send)) {
            submit()
        }
        Word("review-note").font(.footnote)
    }

    /// What is on its way is only read.
    private func mending(_ reference: String, in review: SubmitReview) -> (@MainActor () -> Void)? {
        if review.frozen != nil { return nil }
        return { mend(reference) }
    }

    private func mend(_ reference: String) { app.navigation.openForm(model.draft, at: reference) }

    private func submit() {
        Task { if let place = await model.submit() { app.navigation.submitted(model.draft, open: place) } }
    }
}

/// A question and its answer; the whole line leads back to it, where it can be changed.
private struct AnswerLine: View {
    let row: ReviewRow
    let mend: (@MainActor () -> Void)?

    var body: some View {
        Mending(mend: mend) {
            LabelledText(label: row.label, text: row.answer).frame(maxWidth: .infinity, alignment: .leading)
            if mend != nil { Image(systemName: "pencil").foregroundStyle(.secondary).accessibilityHidden(true) }
        }
        .accessibilityLabel(Text(verbatim: row.label))
        .accessibilityValue(Text(verbatim: row.answer))
    }
}

/// A line that leads back to its question, or is only read.
private struct Mending<Content: View>: View {
    let mend: (@MainActor () -> Void)?
    @ViewBuilder let content: () -> Content
    @Environment(AppModel.self) private var app

    var body: some View {
        if let mend {
            Button(action: mend) { line }.buttonStyle(.plain).accessibilityHint(Text(verbatim: app.words("review-edit")))
        } else {
            line.accessibilityElement(children: .combine)
        }
    }

    private var line: some View { HStack(spacing: 12, content: content).frame(minHeight: 48).contentShape(.rect) }
}

/// A paper by name and size; its fingerprint for whoever compares it with the receipt.
private struct PaperPanel: View {
    let paper: ReviewPaper
    let mend: (@MainActor () -> Void)?
    @State private var isOpen = false

    var body: some View {
        Panel {
            Mending(mend: mend) {
                Image(systemName: "paperclip").foregroundStyle(Color.accentColor).accessibilityHidden(true)
                LabelledText(label: paper.size, text: paper.name).frame(maxWidth: .infinity, alignment: .leading)
            }
            if isOpen {
                Fact(name: "review-fingerprint", text: paper.sha256).font(.caption).textSelection(.enabled)
            } else {
                QuietButton("review-show-fingerprint", for: paper.name, sign: "info.circle") { isOpen = true }
            }
        }
    }
}
