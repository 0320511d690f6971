import MotCuaKit
import SwiftUI

/// What waits for me, and the two things that one begins here.
struct HomeScreen: View {
    @State private var model: HomeModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: HomeModel(core: core)) }

    var body: some View {
        Page(model.home.value?.heading ?? app.words("tab-home"), refresh: { await model.refresh() }) {
            DeedNotice(model: model)
            LiveContent(live: model.home) { home in
                if let banner = home.banner { Banner(banner) }
                PrimaryButton("home-new-dossier", sign: "plus") { app.navigation.open(.catalogue) }
                SecondaryButton("home-new-report", sign: "bubble.left") { app.navigation.open(.feedbackNew) }
                if let empty = home.empty { EmptyNotice(empty) }
                ForEach(home.sections, id: \.kind, content: section)
            }
        }
        .task { await model.follow() }
    }

    @ViewBuilder private func section(_ section: HomeSection) -> some View {
        Heading(section.heading)
        ForEach(Array(section.items.enumerated()), id: \.offset) { _, item in
            ItemRow(title: item.title, detail: item.detail, label: item.label, sign: item.target.sign) {
                app.navigation.open(model.place(of: item, in: section.kind))
            } more: {
                if item.urgent { StatusLine(app.words("word-urgent"), tone: .due) }
            }
        }
        if section.more { QuietButton("action-show-more", for: section.heading) { app.navigation.open(Screen(section.kind)) } }
    }
}

extension HomeTarget {
    fileprivate var sign: String {
        switch self {
        case .draft: "pencil"
        case .supplement: "doc"
        case .timeline: "clock"
        case .outbox: "paperplane"
        case .feedback: "bubble.left"
        case .signIn: "person"
        case .inbox: "envelope"
        }
    }
}
