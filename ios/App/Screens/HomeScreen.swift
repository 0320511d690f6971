import MotCuaKit
import SwiftUI

/// What waits for me: things to do, alerts, drafts, dossiers.
struct HomeScreen: View {
    @State private var model: HomeModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: HomeModel(core: core)) }

    var body: some View {
        Page(model.home.value?.heading ?? app.words("tab-home")) {
            TroubleNotice(trouble: model.trouble) { Task { await model.refresh() } }
            LiveContent(live: model.home) { home in
                if let banner = home.banner { Banner(banner, tone: .due) }
                if let empty = home.empty { EmptyNotice(empty) }
                ForEach(home.sections, id: \.heading, content: section)
            }
        } foot: {
            PrimaryButton("home-new-dossier") { app.navigation.open(.catalogue) }
            SecondaryButton("home-new-report") { app.navigation.open(.feedbackNew) }
        }
        .refreshable { await model.refresh() }
        .task { await model.follow() }
    }

    @ViewBuilder private func section(_ section: HomeSection) -> some View {
        Heading(section.heading)
        ForEach(section.items, id: \.target) { item in
            ItemRow(title: item.title, detail: item.detail, label: item.label, tone: item.urgent ? .due : nil) {
                app.navigation.open(Screen(item.target))
            }
        }
        if section.more, let all = Screen(section.kind) {
            SecondaryButton("action-show-more") { app.navigation.open(all) }
        }
    }
}
