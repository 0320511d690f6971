import MotCuaKit
import SwiftUI

/// A dossier's way through the office, with its legal clock.
struct TimelineScreen: View {
    @State private var model: TimelineModel
    @State private var result: SavedFile?
    @Environment(AppModel.self) private var app

    init(core: Core, dossier: String) { _model = State(initialValue: TimelineModel(core: core, dossier: dossier)) }

    var body: some View {
        Page(model.timeline.value?.heading ?? "") {
            TroubleNotice(trouble: model.trouble) { Task { await model.refresh() } }
            LiveContent(live: model.timeline, content: way)
        } foot: {
            if model.timeline.value?.supplement != nil {
                PrimaryButton("timeline-supplement") { app.navigation.open(.supplement(dossier: model.dossier)) }
            }
            if model.hasResult {
                PrimaryButton("timeline-result", working: model.working) { save() }
            }
            if model.hasReceipt {
                SecondaryButton("timeline-receipt") { app.navigation.open(.receipt(dossier: model.dossier)) }
            }
        }
        .fileMover(isPresented: .some($result), file: result?.url) { _ in }
        .refreshable { await model.refresh() }
        .task { await model.follow() }
    }

    @ViewBuilder private func way(_ timeline: Timeline) -> some View {
        Text(verbatim: timeline.statusText).font(.headline)
        if let clock = timeline.clock { Banner(clock, tone: timeline.overdue ? .wrong : .due) }
        if let warning = timeline.warning { Banner(warning, tone: .wrong) }
        if let code = timeline.dossierCode { Fact(name: "receipt-code-label", text: code) }
        Heading(app.words("timeline-entries"))
        ForEach(timeline.entries, id: \.self) { entry in
            VStack(alignment: .leading) {
                Text(verbatim: entry.at).font(.subheadline).foregroundStyle(.secondary)
                Text(verbatim: entry.text)
                Text(verbatim: entry.signer).font(.footnote)
                doubt(entry)
            }
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(Text(verbatim: entry.label))
        }
    }

    /// What isn't signed, or contradicts what is.
    @ViewBuilder private func doubt(_ entry: TimelineItem) -> some View {
        switch entry.proof {
        case "contested": Word("proof-contested").foregroundStyle(Tone.wrong.colour)
        case "announced": Word("proof-announced").foregroundStyle(Tone.due.colour)
        default: EmptyView()
        }
    }

    private func save() {
        let file = SavedFile(named: app.words("result-file-name") + "-" + (model.timeline.value?.dossierCode ?? model.dossier))
        Task { if await model.saveResult(to: file.path) { result = file } }
    }
}

/// What the office asks for.
struct SupplementScreen: View {
    @State private var model: SupplementModel
    @Environment(AppModel.self) private var app

    init(core: Core, dossier: String) { _model = State(initialValue: SupplementModel(core: core, dossier: dossier)) }

    var body: some View {
        Page(model.timeline.value?.heading ?? "") {
            TroubleNotice(trouble: model.trouble) { answer() }
            LiveContent(live: model.timeline) { timeline in
                if let request = timeline.supplement { asked(request) } else { EmptyNotice(app.words("supplement-none")) }
            }
        } foot: {
            if model.timeline.value?.supplement != nil { PrimaryButton("supplement-answer", working: model.working) { answer() } }
        }
        .task { await model.follow() }
    }

    @ViewBuilder private func asked(_ request: SupplementRequest) -> some View {
        Text(verbatim: request.note).font(.headline)
        if !request.due.isEmpty { Banner(app.words("supplement-due") + ": " + request.due, tone: .due) }
        Heading(app.words("supplement-items"))
        ForEach(request.items, id: \.self) { Text(verbatim: $0.note) }
    }

    private func answer() {
        Task { if let form = await model.answer() { app.navigation.open(form) } }
    }
}

/// Messages.
struct InboxScreen: View {
    @State private var model: InboxModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: InboxModel(core: core)) }

    var body: some View {
        Page(app.words("inbox-heading")) {
            TroubleNotice(trouble: model.trouble) { Task { await model.refresh() } }
            LiveContent(live: model.newest) { inbox in
                Banner(inbox.push, tone: inbox.pushMissed ? .due : .calm)
                if let empty = inbox.empty { EmptyNotice(empty) }
                ForEach(model.messages.items, id: \.seq) { message in
                    ItemRow(title: message.text, detail: message.at, label: message.label, tone: message.isNew ? .due : nil) {
                        app.navigation.open(Screen(message))
                    }
                }
                if model.messages.hasMore { Loading().task { await model.more() } }
            }
        }
        .refreshable { await model.refresh() }
        .task { await model.follow() }
        .onDisappear { Task { await model.seen() } }
    }
}
