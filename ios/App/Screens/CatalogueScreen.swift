import MotCuaKit
import SwiftUI

/// The procedures, searched as one types.
struct CatalogueScreen: View {
    @State private var model: CatalogueModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: CatalogueModel(core: core)) }

    var body: some View {
        Page(model.list.value?.heading ?? app.words("tab-catalogue")) {
            TroubleNotice(trouble: model.trouble) { Task { await model.refresh() } }
            LiveContent(live: model.list) { list in
                if let asOf = list.asOf { Text(verbatim: asOf).font(.footnote) }
                if let empty = list.empty { EmptyNotice(empty) }
                ForEach(list.items, id: \.code) { item in
                    ItemRow(title: item.name, detail: item.level + "\n" + item.deadline, label: item.label) {
                        app.navigation.open(.procedure(code: item.code))
                    }
                }
            }
        }
        .searchable(text: $model.query, prompt: Word.text("catalogue-search-label", in: app))
        .task(id: model.query) { await model.search() }
        .refreshable { await model.refresh() }
        .task { if model.list.value?.asOf == nil { await model.refresh() } }
    }
}

/// One procedure: papers, fee, days, where.
struct ProcedureScreen: View {
    @State private var model: ProcedureModel
    @Environment(AppModel.self) private var app

    init(core: Core, code: String) { _model = State(initialValue: ProcedureModel(core: core, code: code)) }

    var body: some View {
        Page(model.page.value?.item.name ?? "") {
            TroubleNotice(trouble: model.trouble) { start() }
            LiveContent(live: model.page, content: facts)
        } foot: {
            if model.page.value?.item.canStart == true {
                PrimaryButton("procedure-start", working: model.working) { start() }
            }
        }
        .task { await model.load() }
    }

    @ViewBuilder private func facts(_ page: ProcedurePage) -> some View {
        Fact(name: "procedure-field", text: page.item.field)
        Fact(name: "procedure-level", text: page.item.level)
        Fact(name: "procedure-online", text: page.online)
        Text(verbatim: page.start)
        Fact(name: "procedure-deadline", text: page.item.deadline)
        Fact(name: "procedure-fees", text: (page.fees + [page.feeNote].compactMap { $0 }).joined(separator: "\n"))
        list("procedure-papers", page.papers)
        if let result = page.result { Fact(name: "procedure-result", text: result) }
        list("procedure-law", page.legalRefs)
        Fact(name: "procedure-code", text: page.item.code)
    }

    @ViewBuilder private func list(_ name: String, _ lines: [String]) -> some View {
        if !lines.isEmpty {
            Heading(app.words(name))
            ForEach(lines, id: \.self) { Text(verbatim: $0) }
        }
    }

    private func start() {
        Task { if let form = await model.start() { app.navigation.open(form) } }
    }
}
