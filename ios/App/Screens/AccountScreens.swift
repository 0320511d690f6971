import MotCuaKit
import SwiftUI

/// Who is signed in, and the hop to the e-ID.
struct SessionScreen: View {
    @State private var model: SessionModel
    @State private var asksToSignOut = false
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: SessionModel(core: core)) }

    var body: some View {
        Page(app.words("session-heading")) {
            if let words = app.returnFailure { FailureNotice(words: words) }
            TroubleNotice(trouble: model.trouble) { signIn() }
            LiveContent(live: model.session) { session in
                Banner(session.text)
                if let name = session.name { Fact(name: "session-name", text: name) }
                if let subject = session.sub { Fact(name: "session-subject", text: subject) }
                actions(session.state)
            }
            SecondaryButton("settings-open") { app.navigation.open(.settings) }
            SecondaryButton("outbox-heading") { app.navigation.open(.outbox) }
        }
        .modifier(Ask(question: "sign-out-question", yes: "action-sign-out", shown: $asksToSignOut) { Task { await model.signOut() } })
        .task { await model.follow() }
    }

    @ViewBuilder private func actions(_ state: SessionState) -> some View {
        switch state {
        case .signedOut:
            steps
            PrimaryButton("action-sign-in", working: model.working) { signIn() }
        case .signInNeeded:
            steps
            PrimaryButton("sign-in-again", working: model.working) { signIn() }
        case .signingIn:
            Word("sign-in-waiting")
            Word("sign-in-anew-note").font(.footnote)
            SecondaryButton("sign-in-anew") { signIn() }
        case .signedIn: SecondaryButton("action-sign-out", role: .destructive) { asksToSignOut = true }
        }
    }

    private var steps: some View {
        ForEach(["sign-in-step-open", "sign-in-step-confirm", "sign-in-step-return"], id: \.self) { Word($0) }
    }

    private func signIn() {
        Task {
            guard let page = await model.signIn(), let back = await BrowserHop.open(page) else { return }
            await app.returned(with: back)
        }
    }
}

/// Language and network.
struct SettingsScreen: View {
    @State private var model: SettingsModel?
    private let core: Core
    @Environment(AppModel.self) private var app

    init(core: Core) { self.core = core }

    var body: some View {
        Page(model?.page.value?.heading ?? app.words("settings-open")) {
            TroubleNotice(trouble: model?.trouble)
            LiveContent(live: model?.page ?? .loading) { page in
                choices(page.languageHeading, page.languages) { await model?.choose(language: $0) }
                choices(page.networkHeading, page.networkPolicies) { await model?.choose(network: $0) }
                Text(verbatim: page.fontHint)
                SecondaryButton("data-open") { app.navigation.open(.myData) }
                SecondaryButton("consent-open") { app.navigation.open(.consent) }
            }
        }
        .task {
            let model = model ?? SettingsModel(core: core) { app.languageChanged() }
            self.model = model
            await model.load()
        }
    }

    @ViewBuilder private func choices(
        _ heading: String, _ choices: [SettingChoice], choose: @escaping (SettingChoice) async -> Void
    ) -> some View {
        Heading(heading)
        ForEach(choices, id: \.value) { choice in
            Button {
                Task { await choose(choice) }
            } label: {
                Label {
                    Text(verbatim: choice.label)
                } icon: {
                    Image(systemName: choice.selected ? "checkmark.circle.fill" : "circle")
                }
                .frame(minHeight: 48)
            }
            .accessibilityAddTraits(choice.selected ? [.isSelected] : [])
        }
    }
}

/// Taking one's data along, and erasing it.
struct MyDataScreen: View {
    @State private var model: MyDataModel
    @State private var asksToErase = false
    @State private var exported: SavedFile?
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: MyDataModel(core: core)) }

    var body: some View {
        Page(model.page.value?.dataHeading ?? "") {
            TroubleNotice(trouble: model.trouble)
            if let done { Banner(done, tone: .done) }
            LiveContent(live: model.page) { page in
                Text(verbatim: page.dataText)
                PrimaryButton("data-export", working: model.working) { export() }
                Text(verbatim: page.eraseWarning)
                SecondaryButton("data-erase", role: .destructive) { asksToErase = true }
            }
        }
        .fileMover(isPresented: .some($exported), file: exported?.url) { _ in }
        .modifier(Ask(question: "data-erase", yes: "data-erase-confirm", shown: $asksToErase) { erase() })
        .task { await model.load() }
    }

    private var done: String? {
        switch model.done {
        case .exported: app.words("data-export-done")
        case .erased: app.words("data-erase-done")
        case nil: nil
        }
    }

    private func export() {
        let file = SavedFile(named: app.words("data-export-file"))
        Task {
            await model.export(to: file.path)
            if model.done == .exported(path: file.path) { exported = file }
        }
    }

    private func erase() {
        Task {
            await model.erase()
            if model.done == .erased { await app.consentChanged() }
        }
    }
}

/// What one agrees to before the first draft; later, to read again.
struct ConsentScreen: View {
    @State private var model: ConsentModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: ConsentModel(core: core)) }

    var body: some View {
        Page(model.page.value?.heading ?? "") {
            TroubleNotice(trouble: model.trouble) { accept() }
            LiveContent(live: model.page, again: { Task { await model.load() } }) { page in
                if page.needed { otherLanguages }
                ForEach(page.paragraphs, id: \.self) { Text(verbatim: $0) }
                if page.needed { Word("consent-decline").font(.footnote) }
            }
        } foot: {
            if let page = model.page.value, page.needed {
                Button(action: accept) { Text(verbatim: page.accept).frame(maxWidth: .infinity, minHeight: 48) }.buttonStyle(.borderedProminent)
            }
        }
        .task { await model.load() }
    }

    @ViewBuilder private var otherLanguages: some View {
        let others = model.languages.filter { !$0.selected }
        if !others.isEmpty { Word("consent-language").font(.footnote) }
        ForEach(others, id: \.value) { language in
            Button {
                Task {
                    await model.speak(language)
                    app.languageChanged()
                }
            } label: {
                Text(verbatim: language.label).frame(minHeight: 48)
            }
        }
    }

    private func accept() {
        Task {
            await model.accept()
            await app.consentChanged()
        }
    }
}

/// The app can't open: why, what to do, and the code. Also "app too old".
struct FailureScreen: View {
    let words: FailureWords
    let tooOld: Bool
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL

    var body: some View {
        Page(app.words(tooOld ? "too-old-heading" : "start-failed-heading")) {
            FailureNotice(words: words)
            Word("start-failed-text")
            Word("failure-help")
        } foot: {
            if tooOld {
                PrimaryButton("action-update-app") { openURL(AppInfo.updatePage) }
            } else {
                PrimaryButton("action-retry") { Task { await app.open() } }
            }
        }
    }
}
