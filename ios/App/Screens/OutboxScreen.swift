import MotCuaKit
import SwiftUI

/// What waits to be sent, and why; or one entry of it.
struct OutboxScreen: View {
    @State private var model: OutboxModel
    private let entry: String?
    @Environment(AppModel.self) private var app

    init(core: Core, entry: String?) {
        _model = State(initialValue: OutboxModel(core: core))
        self.entry = entry
    }

    var body: some View {
        Page(app.words(entry == nil ? "outbox-heading" : "outbox-why")) {
            TroubleNotice(trouble: model.trouble) { Task { await model.sendNow() } }
            LiveContent(live: model.outbox) { outbox in
                let shown = outbox.items.filter { entry == nil || $0.id == entry }
                if shown.isEmpty { EmptyNotice(outbox.empty ?? app.words("outbox-gone")) }
                ForEach(shown, id: \.id, content: row)
            }
        } foot: {
            PrimaryButton("outbox-send-now", working: model.working) { Task { await model.sendNow() } }
        }
        .task { await model.follow() }
    }

    @ViewBuilder private func row(_ item: OutboxItem) -> some View {
        ItemRow(
            title: item.title, detail: [item.reason, item.progress].compactMap { $0 }.joined(separator: "\n"), label: item.label,
            tone: item.needsYou ? .wrong : .due
        ) {
            if let dossier = item.dossierId { app.navigation.open(.timeline(dossier: dossier)) }
        }
        if item.totalBytes > 0, item.sentBytes > 0 {
            ProgressView(value: Double(item.sentBytes) / Double(item.totalBytes)).accessibilityHidden(true)
        }
        if let failure = item.failure { FailureNotice(words: failure) }
    }
}

/// A dossier's verified receipt.
struct ReceiptScreen: View {
    @State private var model: ReceiptModel
    @Environment(AppModel.self) private var app

    init(core: Core, dossier: String) { _model = State(initialValue: ReceiptModel(core: core, dossier: dossier)) }

    var body: some View {
        Page(model.receipt.value??.heading ?? app.words("timeline-receipt")) {
            LiveContent(live: model.receipt, again: { Task { await model.load() } }) { receipt in
                if let receipt { facts(receipt) } else { EmptyNotice(app.words("receipt-none")) }
            }
        }
        .task { await model.load() }
    }

    @ViewBuilder private func facts(_ receipt: Receipt) -> some View {
        Fact(name: "receipt-code-label", text: receipt.codeText).font(.title3).textSelection(.enabled)
        Fact(name: "receipt-at", text: receipt.submittedAt)
        Text(verbatim: receipt.signer)
        Heading(app.words("receipt-prints"))
        Word("receipt-prints-hint").font(.footnote)
        Fact(name: "receipt-manifest", text: receipt.manifestSha256).font(.caption).textSelection(.enabled)
        Fact(name: "receipt-files", text: receipt.files.joined(separator: "\n")).font(.caption).textSelection(.enabled)
        ShareLink(item: receipt.jws) { Word("receipt-save") }.frame(minHeight: 48)
    }
}
