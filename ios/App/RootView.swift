import MotCuaKit
import SwiftUI

/// Opening, consent, then the five tabs.
struct RootView: View {
    let app: AppModel
    /// What the system keeps for the next process.
    @SceneStorage("where") private var kept = ""

    var body: some View {
        stage
            .onAppear { app.navigation.restore(kept) }
            .onChange(of: app.navigation.text) { kept = app.navigation.text }
    }

    @ViewBuilder private var stage: some View {
        switch app.stage {
        case .opening: Opening()
        case .failed(let words, let tooOld): FailureScreen(words: words, tooOld: tooOld)
        case .consent(let core): ConsentScreen(core: core)
        case .ready(let core): Tabs(core: core, navigation: app.navigation)
        }
    }
}

/// Stores and keys are being opened: once, after an update, it may take longer.
private struct Opening: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Page(app.words("app-name")) { Loading("start-opening", note: "start-opening-note") }
    }
}

/// The five roots, and what was opened over each.
struct Tabs: View {
    let core: Core
    @Bindable var navigation: Navigation
    @Environment(AppModel.self) private var app

    var body: some View {
        TabView(selection: $navigation.tab) {
            ForEach(Tab.allCases, id: \.self) { tab in
                NavigationStack(path: path(of: tab)) {
                    ScreenView(screen: tab.root, core: core)
                        .navigationDestination(for: Screen.self) { ScreenView(screen: $0, core: core) }
                }
                .tabItem {
                    Label {
                        Word(tab.word)
                    } icon: {
                        Image(systemName: tab.sign)
                    }
                }
                .tag(tab)
            }
        }
    }

    private func path(of tab: Tab) -> Binding<[Screen]> {
        Binding(get: { navigation.paths[tab] ?? [] }, set: { navigation.paths[tab] = $0 })
    }
}

extension Tab {
    fileprivate var sign: String {
        switch self {
        case .home: "house"
        case .catalogue: "doc.text.magnifyingglass"
        case .feedback: "bubble.left"
        case .inbox: "envelope"
        case .session: "person"
        }
    }
}

/// The screen that a place names.
struct ScreenView: View {
    let screen: Screen
    let core: Core

    var body: some View {
        switch screen {
        case .home: HomeScreen(core: core)
        case .catalogue: CatalogueScreen(core: core)
        case .procedure(let code): ProcedureScreen(core: core, code: code)
        case .drafts: DraftsScreen(core: core)
        case .dossiers: DossiersScreen(core: core)
        case .form(let draft, let page): FormScreen(core: core, draft: draft, page: page)
        case .review(let draft): ReviewScreen(core: core, draft: draft)
        case .outbox: OutboxScreen(core: core)
        case .outboxEntry(let id): WhyScreen(core: core, id: id)
        case .receipt(let dossier): ReceiptScreen(core: core, dossier: dossier)
        case .timeline, .supplement, .inbox, .feedbackList, .feedbackNew, .feedbackEdit, .feedback: MessagesView(screen: screen, core: core)
        case .session, .signIn, .settings, .myData, .consent: AccountView(screen: screen, core: core)
        }
    }
}

/// What comes back from offices.
private struct MessagesView: View {
    let screen: Screen
    let core: Core

    var body: some View {
        switch screen {
        case .timeline(let dossier): TimelineScreen(core: core, dossier: dossier)
        case .supplement(let dossier): SupplementScreen(core: core, dossier: dossier)
        case .inbox: InboxScreen(core: core)
        case .feedbackNew: NewFeedbackScreen(core: core, correcting: nil)
        case .feedbackEdit(let id): NewFeedbackScreen(core: core, correcting: id)
        case .feedback(let id): FeedbackReportScreen(core: core, id: id)
        default: FeedbackScreen(core: core)
        }
    }
}

/// Who one is to the app.
private struct AccountView: View {
    let screen: Screen
    let core: Core

    var body: some View {
        switch screen {
        case .signIn: SignInScreen(core: core)
        case .settings: SettingsScreen(core: core)
        case .myData: MyDataScreen(core: core)
        case .consent: ConsentScreen(core: core)
        default: SessionScreen(core: core)
        }
    }
}
