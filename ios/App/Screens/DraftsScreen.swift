import MotCuaKit
import SwiftUI

/// All drafts; more are read as one scrolls.
struct DraftsScreen: View {
    @State private var model: DraftsModel
    @State private var deleting: DraftItem?
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: DraftsModel(core: core)) }

    var body: some View {
        Page(app.words("drafts-heading"), refresh: { await model.refresh() }) {
            DeedNotice(model: model)
            LiveContent(live: model.pages.rows) { rows in
                if !rows.items.isEmpty { Text(verbatim: app.words("drafts-total") + ": " + String(rows.head.total)).font(.footnote) }
                if let empty = rows.head.empty {
                    EmptyNotice(empty) { PrimaryButton("home-new-dossier", sign: "plus") { app.navigation.open(.catalogue) } }
                }
                RowList(pages: model.pages, id: \.id, row: row)
            }
        }
        .modifier(
            Ask(title: deleting?.title ?? "", detail: app.words("draft-delete-question"), yes: "draft-delete", shown: .some($deleting)) { delete() }
        )
        .task { await model.follow() }
    }

    @ViewBuilder private func row(_ draft: DraftItem) -> some View {
        ItemRow(title: draft.title, detail: draft.progress + "\n" + draft.changedAt, label: draft.label) {
            app.navigation.open(model.place(of: draft))
        } more: {
            StatusLine(draft.stateText, tone: draft.tone, sign: draft.sign)
        }
        if draft.editable { QuietButton("draft-delete", for: draft.title, sign: "trash", role: .destructive) { deleting = draft } }
        if model.mayTakeBack(draft) {
            QuietButton("draft-take-back", for: draft.title, sign: "arrow.uturn.backward") { Task { await model.takeBack(draft) } }
        }
    }

    private func delete() {
        guard let draft = deleting else { return }
        Task { await model.delete(draft) }
    }
}

extension DraftItem {
    fileprivate var tone: Tone {
        switch state {
        case "refused": .wrong
        case "queued": .due
        case "sent": .done
        default: .calm
        }
    }

    fileprivate var sign: String {
        switch state {
        case "refused": "exclamationmark.triangle"
        case "queued": "paperplane"
        case "sent": "checkmark.circle"
        default: "pencil"
        }
    }
}

/// What I handed in, the newest first; more are read as one scrolls.
struct DossiersScreen: View {
    @State private var model: DossiersModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: DossiersModel(core: core)) }

    var body: some View {
        Page(app.words("dossiers-heading"), refresh: { await model.refresh() }) {
            DeedNotice(model: model)
            LiveContent(live: model.pages.rows) { rows in
                if rows.items.isEmpty {
                    EmptyNotice(app.words("dossiers-empty")) { PrimaryButton("home-new-dossier", sign: "plus") { app.navigation.open(.catalogue) } }
                }
                RowList(pages: model.pages, id: \.dossierId) { dossier in
                    ItemRow(title: dossier.title, detail: dossier.dossierCode ?? dossier.waitingSince ?? "", label: dossier.label) {
                        app.navigation.open(.timeline(dossier: dossier.dossierId))
                    } more: {
                        StatusLine(dossier.statusText, tone: dossier.standing.tone, sign: dossier.standing.sign)
                    }
                }
            }
        }
        .task { await model.follow() }
    }
}
