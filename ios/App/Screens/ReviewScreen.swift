import MotCuaKit
import SwiftUI

/// Exactly what will be sent.
struct ReviewScreen: View {
    @State private var model: ReviewModel
    @State private var isPledged = false
    @State private var lacksPledge = false
    @Environment(AppModel.self) private var app

    init(core: Core, draft: String) { _model = State(initialValue: ReviewModel(core: core, draft: draft)) }

    var body: some View {
        Page(model.review.value?.heading ?? "") {
            TroubleNotice(trouble: model.trouble) { Task { await model.load() } }
            LiveContent(live: model.review, again: { Task { await model.load() } }, content: everything)
        } foot: {
            if model.canSubmit {
                Toggle(isOn: $isPledged) { Word("review-pledge") }.frame(minHeight: 48)
                if lacksPledge, !isPledged { Banner(app.words("review-pledge-needed"), tone: .due) }
                PrimaryButton("review-submit", working: model.working) { submit() }
            }
        }
        .task { await model.load() }
    }

    @ViewBuilder private func everything(_ review: SubmitReview) -> some View {
        if let office = review.office { Fact(name: "review-office", text: office.name) } else { Banner(app.words("review-no-office"), tone: .due) }
        ForEach(review.sections, id: \.heading) { section in
            Heading(section.heading)
            ForEach(section.rows, id: \.reference) { row in
                VStack(alignment: .leading) {
                    Text(verbatim: row.label).font(.subheadline).foregroundStyle(.secondary)
                    Text(verbatim: row.answer)
                }
                .accessibilityElement(children: .combine)
            }
        }
        Heading(app.words("review-papers"))
        if review.papers.isEmpty { Word("review-no-papers") }
        ForEach(review.papers, id: \.reference) { paper in
            Label {
                Text(verbatim: paper.name + "\n" + paper.size)
            } icon: {
                Image(systemName: "paperclip")
            }
            Fact(name: "review-fingerprint", text: paper.sha256).font(.caption)
        }
        Word("review-note").font(.footnote)
    }

    private func submit() {
        lacksPledge = !isPledged
        guard isPledged else { return }
        Task { if let dossier = await model.submit() { app.navigation.submitted(model.draft, open: dossier) } }
    }
}
