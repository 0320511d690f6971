import MotCuaKit
import SwiftUI

/// Where a dossier stands, by when it is due, and who said so.
struct TimelineScreen: View {
    @State private var model: TimelineModel
    @State private var result: SavedFile?
    @Environment(AppModel.self) private var app

    init(core: Core, dossier: String) { _model = State(initialValue: TimelineModel(core: core, dossier: dossier)) }

    var body: some View {
        Page(model.timeline.value?.heading ?? app.words("timeline-open"), refresh: { await model.refresh() }) {
            DeedNotice(model: model)
            LiveContent(live: model.timeline, content: way)
        } foot: {
            if let found = model.result {
                PrimaryButton("timeline-result", sign: "arrow.down.circle", working: model.isRunning(.save)) { save(found) }
                Text(verbatim: found.detail).font(.footnote)
            }
            if model.hasReceipt {
                SecondaryButton("timeline-receipt", sign: "doc") { app.navigation.open(.receipt(dossier: model.dossier)) }
            } else if model.timeline.value != nil {
                SecondaryButton("outbox-why", sign: "paperplane") { app.navigation.open(.outboxEntry(id: model.dossier)) }
            }
        }
        .fileMover(isPresented: .some($result), file: result?.url) { moved in model.say(moved.isDone ? "state-saved" : "state-not-saved") }
        .task { await model.follow() }
        .onChange(of: model.timeline.value?.statusText) { announce(model.timeline.value?.statusText) }
    }

    @ViewBuilder private func way(_ timeline: Timeline) -> some View {
        if let warning = timeline.warning { Banner(warning, tone: .wrong) }
        Panel {
            StatusLine(timeline.statusText, tone: timeline.standing.tone, sign: timeline.standing.sign).font(.headline)
            if let clock = timeline.clock { StatusLine(clock, tone: timeline.overdue ? .wrong : .calm, sign: "clock") }
            if let code = timeline.dossierCode { Fact(name: "receipt-code-label", text: code) }
        }
        if let request = timeline.supplement {
            AskedNotice(request: request) {
                PrimaryButton("timeline-supplement", sign: "pencil") { app.navigation.open(.supplement(dossier: model.dossier)) }
            }
        }
        Heading(app.words("timeline-entries"))
        ForEach(Array(timeline.entries.enumerated()), id: \.offset) { _, entry in
            ItemRow(title: entry.text, detail: entry.at + "\n" + entry.signer, label: entry.label, sign: entry.sign, action: nil) { doubt(entry) }
        }
    }

    /// What isn't signed, or contradicts what is.
    @ViewBuilder private func doubt(_ entry: TimelineItem) -> some View {
        switch entry.proof {
        case "contested": StatusLine(app.words("proof-contested"), tone: .wrong)
        case "announced": StatusLine(app.words("proof-announced"), tone: .due)
        default: EmptyView()
        }
    }

    private func save(_ found: ResultItem) {
        let file = SavedFile(named: found.name, type: found.mediaType)
        Task { await model.saveResult(to: file.path) { [result = $result] in result.wrappedValue = file } }
    }
}

extension TimelineItem {
    /// A fact signed, and a refusal among them, a step of one's own, or one that isn't sure: told by shape; the words beside it say it too.
    fileprivate var sign: String {
        switch proof {
        case "signed": standing == .wrong ? standing.sign : "checkmark.circle"
        case "own": "person"
        case "contested": "exclamationmark.triangle"
        default: "info.circle"
        }
    }
}

/// What the office asks, by when, and the way to each question it is about.
struct SupplementScreen: View {
    @State private var model: SupplementModel
    @Environment(AppModel.self) private var app

    init(core: Core, dossier: String) { _model = State(initialValue: SupplementModel(core: core, dossier: dossier)) }

    var body: some View {
        Page(app.words("timeline-supplement")) {
            DeedNotice(model: model)
            LiveContent(live: model.timeline) { timeline in
                if let request = timeline.supplement {
                    Text(verbatim: timeline.heading).font(.subheadline)
                    asked(request)
                } else {
                    EmptyNotice(app.words("supplement-none"), sign: "checkmark.circle") {
                        SecondaryButton("timeline-open", sign: "clock") { app.navigation.open(.timeline(dossier: model.dossier)) }
                    }
                }
            }
        } foot: {
            if model.timeline.value?.supplement != nil {
                PrimaryButton("supplement-answer", sign: "pencil", working: model.isRunning(.answer)) { answer(first) }
            }
        }
        .task { await model.follow() }
    }

    @ViewBuilder private func asked(_ request: SupplementRequest) -> some View {
        Panel {
            Text(verbatim: request.note).font(.headline)
            if !request.due.isEmpty { StatusLine(app.words("supplement-due") + ": " + request.due, tone: .due) }
        }
        if !request.items.isEmpty { Heading(app.words("supplement-items")) }
        ForEach(Array(request.items.enumerated()), id: \.offset) { _, item in
            Panel { AskedItem(item: item, go: answer) }
        }
    }

    /// The first question that the office asks about.
    private var first: String? { model.timeline.value?.supplement?.items.compactMap(\.reference).first }

    /// Into the form, at the question `reference` where there is one.
    private func answer(_ reference: String?) {
        Task { await model.answer { [navigation = app.navigation] in navigation.openForm($0, at: reference) } }
    }
}

/// What the portal told, the newest first, and whether it can tell at once.
struct InboxScreen: View {
    @State private var model: InboxModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: InboxModel(core: core)) }

    var body: some View {
        Page(app.words("inbox-heading"), refresh: { await model.refresh() }) {
            DeedNotice(model: model)
            LiveContent(live: model.pages.rows) { rows in
                if rows.head.pushMissed { Banner(rows.head.push, tone: .due) } else { Text(verbatim: rows.head.push).font(.footnote) }
                if let empty = rows.head.empty { EmptyNotice(empty, sign: "envelope") }
                if let newest = model.newest { SecondaryButton("inbox-see-all", sign: "checkmark") { Task { await model.see(newest) } } }
                RowList(pages: model.pages, id: \.seq, row: row)
            }
        }
        .task { await model.follow() }
    }

    private func row(_ message: InboxItem) -> some View {
        ItemRow(title: message.text, detail: message.at, label: message.label, sign: "envelope", action: way(to: message)) {
            if message.isNew { StatusLine(app.words("word-new"), tone: .due, sign: "info.circle") }
        }
    }

    /// To what a message is about, where it is about something that can be opened.
    private func way(to message: InboxItem) -> (@MainActor () -> Void)? {
        guard let place = message.target.map({ Screen($0) }) else { return nil }
        return {
            if message.isNew { Task { await model.see(message) } }
            app.navigation.open(place)
        }
    }
}
