import MotCuaKit
import SwiftUI

/// The procedures, searched as one types.
struct CatalogueScreen: View {
    @State private var model: CatalogueModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: CatalogueModel(core: core)) }

    var body: some View {
        Page(model.list.value?.heading ?? app.words("tab-catalogue"), refresh: { await model.refresh() }) {
            DeedNotice(model: model)
            LiveContent(live: model.list, again: { Task { await model.search() } }, content: found)
        }
        .searchable(text: $model.query, prompt: Word.text("catalogue-search-label", in: app))
        .task(id: model.query + app.words.language) { await model.search() }
        .task { await model.begin() }
        .onChange(of: results) { announce(results) }
    }

    /// How many fit, said while one types.
    private var results: String? {
        guard let list = model.list.value, !list.query.isEmpty, !list.items.isEmpty else { return nil }
        return app.words("catalogue-results") + ": " + String(list.items.count)
    }

    @ViewBuilder private func found(_ list: CatalogueList) -> some View {
        if let results { Text(verbatim: results).font(.footnote) }
        if let asOf = list.asOf { Text(verbatim: asOf).font(.footnote) }
        if list.asOf == nil && model.isRunning(.refresh) {
            Loading()
        } else if let empty = list.empty {
            // After a failure its notice above offers to try again.
            EmptyNotice(empty, sign: "magnifyingglass") {
                if list.asOf == nil && model.trouble == nil {
                    PrimaryButton("catalogue-fetch", sign: "arrow.down.circle") { Task { await model.refresh() } }
                } else if !list.query.isEmpty {
                    SecondaryButton("action-clear-search") { model.query = "" }
                }
            }
        }
        ForEach(list.items, id: \.code, content: row)
    }

    private func row(_ item: ProcedureItem) -> some View {
        ItemRow(title: item.name, detail: [item.field, item.level, item.deadline].filter { !$0.isEmpty }.joined(separator: "\n"), label: item.label) {
            app.navigation.open(.procedure(code: item.code))
        } more: {
            if item.canStart { StatusLine(app.words("catalogue-can-start"), tone: .done) }
        }
    }
}

/// One procedure: papers, fee, days, where.
struct ProcedureScreen: View {
    @State private var model: ProcedureModel
    @Environment(AppModel.self) private var app

    init(core: Core, code: String) { _model = State(initialValue: ProcedureModel(core: core, code: code)) }

    var body: some View {
        Page(model.page.value?.item.name ?? app.words("tab-catalogue")) {
            DeedNotice(model: model)
            LiveContent(live: model.page, again: { Task { await model.load() } }, content: facts)
            if case .failed = model.page { ToCatalogue() }
        } foot: {
            if model.page.value?.item.canStart == true {
                PrimaryButton("procedure-start", sign: "pencil", working: model.isRunning(.start)) { start() }
            }
        }
        .task(id: app.words.language) { await model.load() }
    }

    @ViewBuilder private func facts(_ page: ProcedurePage) -> some View {
        Text(verbatim: page.start)
        Panel {
            Fact(name: "procedure-deadline", text: page.item.deadline)
            Fact(name: "procedure-level", text: page.item.level)
            Fact(name: "procedure-online", text: page.online)
            if !page.item.field.isEmpty { Fact(name: "procedure-field", text: page.item.field) }
            Fact(name: "procedure-code", text: page.item.code)
        }
        lines("procedure-papers", page.papers)
        lines("procedure-fees", page.fees + [page.feeNote].compactMap { $0 })
        lines("procedure-result", [page.result].compactMap { $0 })
        lines("procedure-law", page.legalRefs)
        if page.item.canStart { offline(page.prepared) }
    }

    @ViewBuilder private func lines(_ name: String, _ lines: [String]) -> some View {
        if !lines.isEmpty {
            Heading(app.words(name))
            Panel { ForEach(lines, id: \.self) { StatusLine($0, tone: .calm, sign: "circle.fill") } }
        }
    }

    @ViewBuilder private func offline(_ isReady: Bool) -> some View {
        Heading(app.words("procedure-offline"))
        if isReady {
            StatusLine(app.words("procedure-prepared"), tone: .done)
        } else {
            Word("procedure-offline-hint").font(.subheadline)
            SecondaryButton("procedure-prepare", sign: "arrow.down.circle", working: model.isRunning(.prepare)) { Task { await model.prepare() } }
        }
    }

    private func start() {
        Task { await model.start { [navigation = app.navigation] in navigation.open($0) } }
    }
}

/// To the procedures: what isn't there is fetched there, or another is chosen.
struct ToCatalogue: View {
    @Environment(AppModel.self) private var app

    var body: some View { SecondaryButton("home-new-dossier", sign: "plus") { app.navigation.open(.catalogue) } }
}
