import MotCuaKit
import SwiftUI

/// What waits to be sent; each leads to why it isn't sent yet.
struct OutboxScreen: View {
    @State private var model: OutboxModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: OutboxModel(core: core)) }

    var body: some View {
        Page(app.words("outbox-heading")) {
            DeedNotice(model: model)
            LiveContent(live: model.outbox) { outbox in
                if let empty = outbox.empty { EmptyNotice(empty, sign: "checkmark.circle") }
                ForEach(outbox.items, id: \.id) { entry in
                    ItemRow(title: entry.title, detail: entry.queuedAt, label: entry.label, sign: "paperplane") {
                        app.navigation.open(.outboxEntry(id: entry.id))
                    } more: {
                        EntryStatus(entry: entry)
                        Word("outbox-why").font(.footnote)
                    }
                }
            }
        } foot: {
            if model.canSendNow {
                PrimaryButton("outbox-send-now", sign: "paperplane", working: model.isRunning(.send)) { Task { await model.sendNow() } }
            }
        }
        .task { await model.follow() }
    }
}

/// Why one entry isn't sent yet, and what can be done about it. When it has gone out, that.
struct WhyScreen: View {
    let id: String
    @State private var model: OutboxModel
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL

    init(core: Core, id: String) {
        self.id = id
        _model = State(initialValue: OutboxModel(core: core))
    }

    var body: some View {
        Page(app.words("outbox-why")) {
            DeedNotice(model: model)
            LiveContent(live: model.outbox) { _ in
                if let entry = model.entry(id) { why(entry) } else { EmptyNotice(app.words("outbox-gone"), sign: "checkmark.circle") }
            }
        } foot: {
            if let entry = model.entry(id) { remedy(entry) }
        }
        .task { await model.follow() }
        .onChange(of: model.entry(id)?.reason) { announce(model.entry(id)?.reason) }
    }

    @ViewBuilder private func why(_ entry: OutboxItem) -> some View {
        Panel {
            Text(verbatim: entry.title)
            Text(verbatim: entry.queuedAt).font(.subheadline).foregroundStyle(.secondary)
            EntryStatus(entry: entry)
        }
        if let failure = entry.failure { FailureNotice(words: failure, tone: entry.tone) }
        if let dossier = entry.dossierId {
            SecondaryButton("timeline-open", sign: "clock") { app.navigation.open(.timeline(dossier: dossier)) }
        }
        if case .feedback(let report) = entry.target {
            SecondaryButton("outbox-open-report", sign: "bubble") { app.navigation.open(.feedback(id: report)) }
        }
        if let draft = entry.draftId, entry.canTakeBack, entry.remedy != .takeBack {
            SecondaryButton("draft-take-back", sign: "arrow.uturn.backward", working: model.isRunning(.takeBack)) {
                Task { await model.takeBack(draft) }
            }
        }
    }

    /// What helps against the reason; nothing where only waiting does.
    @ViewBuilder private func remedy(_ entry: OutboxItem) -> some View {
        switch entry.remedy {
        case .sendNow: PrimaryButton("outbox-send-now", sign: "paperplane", working: model.isRunning(.send)) { Task { await model.sendNow() } }
        case .takeBack: takeBack(entry)
        case .signIn: PrimaryButton("action-sign-in", sign: "person") { app.navigation.open(.signIn) }
        case .signOut: PrimaryButton("action-sign-out", sign: "person") { app.navigation.open(.session) }
        case .updateApp: PrimaryButton("action-update-app", sign: "arrow.down.circle") { openURL(AppInfo.updatePage) }
        case .networkSettings: PrimaryButton("action-open-settings", sign: "gearshape") { openURL(AppInfo.systemSettings) }
        case .networkPolicy: PrimaryButton("outbox-network-policy", sign: "gearshape") { app.navigation.open(.settings) }
        case nil: EmptyView()
        }
    }

    private func takeBack(_ entry: OutboxItem) -> some View {
        PrimaryButton("draft-take-back", sign: "arrow.uturn.backward", working: model.isRunning(.takeBack)) {
            if let draft = entry.draftId { Task { await model.takeBack(draft) } }
        }
    }
}

/// How an entry stands, and how much of its papers is there while they are going.
private struct EntryStatus: View {
    let entry: OutboxItem

    var body: some View {
        StatusLine(entry.reason, tone: entry.tone)
        if let progress = entry.progress { Progress(share: share, text: progress) }
    }

    private var share: Float { entry.totalBytes == 0 ? 0 : Float(Double(entry.sentBytes) / Double(entry.totalBytes)) }
}

extension OutboxItem {
    /// Waiting is not failing: only what needs the person looks like it.
    fileprivate var tone: Tone { needsYou ? .due : .calm }
}

/// What proves that a dossier was handed in: the code, when, who signed, and over what.
struct ReceiptScreen: View {
    @State private var model: ReceiptModel
    @State private var saved: SavedFile?
    @Environment(AppModel.self) private var app

    init(core: Core, dossier: String) { _model = State(initialValue: ReceiptModel(core: core, dossier: dossier)) }

    var body: some View {
        Page(model.receipt.value??.heading ?? app.words("receipt-title")) {
            DeedNotice(model: model)
            LiveContent(live: model.receipt, again: { Task { await model.load() } }) { receipt in
                if let receipt { facts(receipt) } else { none }
            }
        } foot: {
            if model.fileName(app.words) != nil { PrimaryButton("receipt-save", sign: "arrow.down.circle") { save() } }
        }
        .fileMover(isPresented: .some($saved), file: saved?.url) { moved in model.say(moved.isDone ? "state-saved" : "state-not-saved") }
        .task { await model.follow() }
    }

    /// Nobody says "submitted" before there is a receipt.
    private var none: some View {
        EmptyNotice(app.words("receipt-none")) {
            SecondaryButton("timeline-open", sign: "clock") { app.navigation.open(.timeline(dossier: model.dossier)) }
            SecondaryButton("outbox-heading", sign: "paperplane") { app.navigation.open(.outbox) }
        }
    }

    @ViewBuilder private func facts(_ receipt: Receipt) -> some View {
        Panel {
            Fact(name: "receipt-code-label", text: receipt.codeText).font(.title3).textSelection(.enabled)
            SecondaryButton("receipt-copy-code", sign: "doc.on.doc") {
                Clipboard.copy(receipt.dossierCode)
                model.say("state-copied")
            }
        }
        Panel {
            Fact(name: "receipt-at", text: receipt.submittedAt)
            StatusLine(receipt.signer, tone: .done)
        }
        SecondaryButton("timeline-open", sign: "clock") { app.navigation.open(.timeline(dossier: receipt.dossierId)) }
        Heading(app.words("receipt-prints"))
        Word("receipt-prints-hint").font(.footnote)
        Panel {
            Fact(name: "receipt-manifest", text: receipt.manifestSha256).font(.caption).textSelection(.enabled)
            Fact(name: "receipt-files", text: receipt.files.joined(separator: "\n")).font(.caption).textSelection(.enabled)
        }
    }

    private func save() {
        guard let name = model.fileName(app.words) else { return }
        let file = SavedFile(named: name)
        if model.save(to: file.path) { saved = file } else { model.say("state-not-saved") }
    }
}
