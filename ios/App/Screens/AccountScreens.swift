import MotCuaKit
import SwiftUI

/// Who I am here, and the ways to what is mine.
struct SessionScreen: View {
    @State private var model: SessionModel
    @State private var asksToSignOut = false
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: SessionModel(core: core)) }

    var body: some View {
        Page(app.words("session-heading")) {
            LiveContent(live: model.session, content: who)
            DeedNotice(model: model)
            Panel {
                LinkRow(name: "drafts-heading", sign: "pencil") { app.navigation.open(.drafts) }
                LinkRow(name: "dossiers-heading", sign: "folder") { app.navigation.open(.dossiers) }
                LinkRow(name: "outbox-heading", sign: "paperplane") { app.navigation.open(.outbox) }
                LinkRow(name: "settings-open", sign: "gearshape") { app.navigation.open(.settings) }
                LinkRow(name: "data-open", sign: "lock") { app.navigation.open(.myData) }
                LinkRow(name: "consent-open", sign: "doc") { app.navigation.open(.consent) }
            }
        }
        .modifier(
            Ask(title: app.words("action-sign-out"), detail: app.words("sign-out-question"), yes: "action-sign-out", shown: $asksToSignOut) {
                Task { await model.signOut() }
            }
        )
        .task { await model.follow() }
    }

    private func who(_ session: Session) -> some View {
        Panel {
            StatusLine(session.text, tone: session.tone)
            if let subject = session.sub { Fact(name: "session-subject", text: subject) }
            switch session.state {
            case .signedOut: PrimaryButton("action-sign-in") { app.navigation.open(.signIn) }
            case .signingIn: PrimaryButton("sign-in-go-on") { app.navigation.open(.signIn) }
            case .signInNeeded: PrimaryButton("sign-in-again") { app.navigation.open(.signIn) }
            case .signedIn: SecondaryButton("action-sign-out", working: model.working) { asksToSignOut = true }
            }
        }
    }
}

extension Session {
    /// How signing in stands, by its kind.
    fileprivate var tone: Tone {
        switch state {
        case .signedIn: .done
        case .signedOut: .calm
        case .signingIn, .signInNeeded: .due
        }
    }
}

/// Signing in, wherever it stands, and what came of it.
struct SignInScreen: View {
    @State private var model: SignInModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: SignInModel(core: core)) }

    var body: some View {
        Page(app.words("sign-in-heading")) {
            TroubleNotice(trouble: model.trouble) { begin() }
            if let trouble = app.returnTrouble { broken(trouble) }
            if app.isReturning {
                Loading("sign-in-completing")
            } else {
                LiveContent(live: model.session, content: stands)
            }
        }
        .task { await model.follow() }
    }

    /// What was interrupted goes on; everything else is begun anew, by the button below.
    @ViewBuilder private func broken(_ trouble: Trouble) -> some View {
        switch trouble.failure {
        case .offline, .tryLater: TroubleNotice(trouble: trouble) { Task { await app.resumeSignIn() } }
        default: FailureNotice(words: trouble.words)
        }
    }

    @ViewBuilder private func stands(_ session: Session) -> some View {
        switch session.state {
        case .signedOut, .signInNeeded:
            Text(verbatim: session.text)
            Panel { ForEach(["sign-in-step-open", "sign-in-step-confirm", "sign-in-step-return"], id: \.self) { Word($0) } }
            PrimaryButton("sign-in-open", working: model.working) { begin() }
        case .signingIn:
            // What failed came from there: nothing is waited for.
            if model.trouble == nil && app.returnTrouble == nil {
                Banner(session.text, tone: session.tone)
                Word("sign-in-waiting")
            }
            SecondaryButton("sign-in-anew", working: model.working) { begin() }
            Word("sign-in-anew-note").font(.footnote)
        case .signedIn:
            Banner(session.text, tone: session.tone)
            Word("sign-in-done")
            PrimaryButton("action-continue", sign: "checkmark") { app.navigation.back() }
        }
    }

    private func begin() {
        app.forgetReturn()
        Task {
            guard let page = await model.begin(), let back = await BrowserHop.open(page) else { return }
            await app.returned(with: back)
        }
    }
}

/// Language, networks, and where the letters' size is set: everything else is the phone's own setting.
struct SettingsScreen: View {
    @State private var model: SettingsModel?
    private let core: Core
    @Environment(AppModel.self) private var app

    init(core: Core) { self.core = core }

    var body: some View {
        Page(model?.page.value?.heading ?? app.words("settings-open")) {
            if let model { DeedNotice(model: model) }
            LiveContent(live: model?.page ?? .loading, again: { Task { await model?.load() } }) { page in
                choices(page.languageHeading, page.languages) { await model?.choose(language: $0) }
                StatusLine(page.fontHint, tone: .calm)
                choices(page.networkHeading, page.networkPolicies) { await model?.choose(network: $0) }
                Heading(page.dataHeading)
                Panel {
                    Text(verbatim: page.dataText)
                    LinkRow(name: "data-open", sign: "lock") { app.navigation.open(.myData) }
                }
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
        Panel {
            ForEach(choices, id: \.value) { choice in
                ChoiceRow(label: choice.label, isSelected: choice.selected) { Task { await choose(choice) } }
            }
        }
    }
}

/// Take everything along, or delete everything.
struct MyDataScreen: View {
    @State private var model: MyDataModel
    @State private var asksToErase = false
    @State private var exported: SavedFile?
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: MyDataModel(core: core)) }

    var body: some View {
        if model.step == .erased { erased } else { offers }
    }

    /// Nothing else can be done here but to begin anew.
    private var erased: some View {
        Page(app.words("data-open")) {
            Banner(app.words("data-erase-done"), tone: .done)
        } foot: {
            PrimaryButton("data-begin-anew") { Task { await app.consentChanged() } }
        }
    }

    private var offers: some View {
        Page(model.page.value?.dataHeading ?? app.words("data-open")) {
            DeedNotice(model: model)
            LiveContent(live: model.page, again: { Task { await model.load() } }) { page in
                Panel {
                    Heading(app.words("data-export"))
                    Text(verbatim: page.dataText)
                    if model.step == .exported { Banner(app.words("data-export-done"), tone: .done) }
                    SecondaryButton("data-export", sign: "arrow.down.circle", working: model.step == .exporting) { export() }
                }
                Panel {
                    Heading(app.words("data-erase"))
                    Text(verbatim: page.eraseWarning)
                    SecondaryButton("data-erase", sign: "trash", role: .destructive, working: model.step == .erasing) { ask() }
                }
            }
        }
        .fileMover(isPresented: .some($exported), file: exported?.url) { model.placed($0.isDone) }
        .modifier(
            Ask(
                title: app.words("data-erase"), detail: model.page.value?.eraseWarning ?? "", yes: "data-erase-confirm", shown: $asksToErase
            ) { erase() }
        )
        .task(id: app.words.language) { await model.load() }
    }

    private func export() {
        let file = SavedFile(named: app.words("data-export-file"))
        Task { await model.export(to: file.path) { [exported = $exported] in exported.wrappedValue = file } }
    }

    /// With a warning that tells what stands now.
    private func ask() {
        Task {
            await model.load()
            asksToErase = model.page.value != nil
        }
    }

    private func erase() {
        app.navigation.cutShort()
        Task { await model.erase() }
    }
}

/// What the app does with a person's data, before it does anything; later, to read again.
struct ConsentScreen: View {
    @State private var model: ConsentModel
    @Environment(AppModel.self) private var app

    init(core: Core) { _model = State(initialValue: ConsentModel(core: core)) }

    /// "Before you begin" is for whoever does.
    private var firstRunHeading: String? {
        guard let page = model.page.value, page.needed else { return nil }
        return page.heading
    }

    var body: some View {
        Page(firstRunHeading ?? app.words(model.page.failure == nil ? "consent-open" : "failure-heading")) {
            if model.page.value?.needed == true { otherLanguages }
            LiveContent(live: model.page, again: { Task { await model.load() } }) { page in
                Panel { ForEach(page.paragraphs, id: \.self) { Text(verbatim: $0) } }
                if page.needed { Word("consent-decline").font(.footnote) }
            }
            TroubleNotice(trouble: model.trouble) { again() }
        } foot: {
            if let page = model.page.value, page.needed {
                Button(action: accept) { Text(verbatim: page.accept).frame(maxWidth: .infinity, minHeight: 48) }
                    .buttonStyle(.borderedProminent)
                    .disabled(model.working)
            }
        }
        .task(id: app.words.language) { await model.load() }
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
                Text(verbatim: language.label).frame(minWidth: 48, minHeight: 48)
            }
        }
    }

    /// Tries again what failed: the choice of a language, or agreeing.
    private func again() {
        Task {
            await model.again()
            app.languageChanged()
            await app.consentChanged()
        }
    }

    private func accept() {
        Task {
            await model.accept()
            await app.consentChanged()
        }
    }
}

/// The app can't open: why, what to do, and the code. Also "app too old": nothing is lost, the update opens it.
struct FailureScreen: View {
    let words: FailureWords
    let tooOld: Bool
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL

    var body: some View {
        Page(app.words(tooOld ? "too-old-heading" : "start-failed-heading")) {
            FailureNotice(words: words, tone: tooOld ? .due : .wrong)
            if !tooOld { Word("start-failed-text") }
            Word("failure-help").font(.footnote)
        } foot: {
            if tooOld {
                PrimaryButton("action-update-app", sign: "arrow.down.circle") { openURL(AppInfo.updatePage) }
            } else {
                PrimaryButton("action-retry") { Task { await app.open() } }
            }
        }
    }
}
