import MotCuaKit
import SwiftUI

/// All drafts; more are read as one scrolls.
struct DraftsScreen: View {
    @State private var model: DraftsModel
    @State private var deleting: DraftItem?
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: DraftsModel(core: core)) }

    var body: some View {
        Page(app.words("drafts-heading")) {
            TroubleNotice(trouble: model.trouble)
            LiveContent(live: model.newest) { list in
                if let empty = list.empty { EmptyNotice(empty) }
                ForEach(model.drafts.items, id: \.id, content: row)
                if model.drafts.hasMore { Loading().task { await model.more() } }
            }
        }
        .modifier(Ask(question: "draft-delete-question", yes: "draft-delete", shown: .some($deleting)) { delete() })
        .task { await model.follow() }
    }

    @ViewBuilder private func row(_ draft: DraftItem) -> some View {
        ItemRow(title: draft.title, detail: [draft.stateText, draft.progress, draft.changedAt].joined(separator: "\n"), label: draft.label) {
            app.navigation.open(model.place(of: draft))
        }
        if draft.editable {
            SecondaryButton("draft-delete", role: .destructive) { deleting = draft }
        } else if model.mayTakeBack(draft) {
            SecondaryButton("draft-take-back") { Task { if let form = await model.takeBack(draft) { app.navigation.open(form) } } }
        }
    }

    private func delete() {
        guard let draft = deleting else { return }
        Task { await model.delete(draft) }
    }
}

/// All dossiers; more are read as one scrolls.
struct DossiersScreen: View {
    @State private var model: DossiersModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: DossiersModel(core: core)) }

    var body: some View {
        Page(app.words("dossiers-heading")) {
            TroubleNotice(trouble: model.trouble)
            LiveContent(live: model.dossiers, again: { Task { await model.load() } }) { dossiers in
                if dossiers.items.isEmpty { EmptyNotice(app.words("dossiers-empty")) }
                ForEach(dossiers.items, id: \.dossierId) { dossier in
                    ItemRow(
                        title: dossier.title, detail: [dossier.dossierCode, dossier.statusText].compactMap { $0 }.joined(separator: "\n"),
                        label: dossier.label
                    ) { app.navigation.open(.timeline(dossier: dossier.dossierId)) }
                }
                if dossiers.hasMore { Loading().task { await model.more() } }
            }
        }
        .task { await model.load() }
    }
}
