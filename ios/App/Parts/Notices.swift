import MotCuaKit
import SwiftUI

/// What a tone looks like: a shape beside the colour, for who can't tell colours apart.
enum Tone {
    case calm, due, done, wrong

    var sign: String {
        switch self {
        case .calm: "info.circle"
        case .due: "clock"
        case .done: "checkmark.circle"
        case .wrong: "exclamationmark.triangle"
        }
    }

    var colour: Color {
        switch self {
        case .calm: .accentColor
        case .due: Color("Due")
        case .done: Color("Done")
        case .wrong: Color("Wrong")
        }
    }
}

extension Standing {
    var tone: Tone {
        switch self {
        case .calm: .calm
        case .due: .due
        case .done: .done
        case .wrong: .wrong
        }
    }

    /// What ended without a result isn't one more warning.
    var sign: String { self == .wrong ? "xmark.octagon" : tone.sign }
}

/// A sentence that concerns the whole page; said when it appears or changes.
struct Banner<More: View>: View {
    private let text: String
    private let tone: Tone
    private let more: More

    init(_ text: String, tone: Tone = .calm, @ViewBuilder more: () -> More) { (self.text, self.tone, self.more) = (text, tone, more()) }

    var body: some View {
        Panel {
            StatusLine(text, tone: tone)
            more
        }
        .onAppear { announce(text) }
        .onChange(of: text) { announce(text) }
    }
}

extension Banner where More == EmptyView {
    init(_ text: String, tone: Tone = .calm) { self.init(text, tone: tone, more: { EmptyView() }) }
}

/// How something stands, in a sentence with its sign.
struct StatusLine: View {
    private let text: String
    private let tone: Tone
    private let sign: String?

    init(_ text: String, tone: Tone, sign: String? = nil) { (self.text, self.tone, self.sign) = (text, tone, sign) }

    var body: some View {
        HStack(alignment: .top, spacing: 8) {
            Image(systemName: sign ?? tone.sign).foregroundStyle(tone.colour).accessibilityHidden(true)
            Text(verbatim: text)
        }
        .frame(maxWidth: .infinity, alignment: .leading)
        .accessibilityElement(children: .combine)
    }
}

/// Why something can't be read or done: cause, remedy, and the code for whoever helps.
struct FailureNotice: View {
    let words: FailureWords
    var tone = Tone.wrong
    /// The button that helps: the name of its word, and what it does.
    var action: (name: String, act: @MainActor () -> Void)?

    var body: some View {
        Panel {
            HStack(alignment: .top, spacing: 8) {
                Image(systemName: tone.sign).foregroundStyle(tone.colour).accessibilityHidden(true)
                VStack(alignment: .leading, spacing: 4) {
                    Text(verbatim: words.cause).fontWeight(.semibold)
                    Text(verbatim: words.remedy)
                }
            }
            .accessibilityElement(children: .combine)
            VStack(alignment: .leading, spacing: 2) {
                Word("failure-code-label")
                Text(verbatim: words.code).textSelection(.enabled)
            }
            .font(.footnote)
            .accessibilityElement(children: .combine)
            if let action { SecondaryButton(action.name, action: action.act) }
        }
        .onAppear { announce(words.cause + " " + words.remedy) }
        .onChange(of: words) { announce(words.cause + " " + words.remedy) }
    }
}

/// The last action's failure, with the button that fits it; what is refused would be refused again, and has none.
struct TroubleNotice: View {
    let trouble: Trouble?
    /// Does again what failed.
    var again: (@MainActor () -> Void)?
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL

    var body: some View {
        if let trouble { FailureNotice(words: trouble.words, tone: trouble.passes ? .due : .wrong, action: trouble.action.flatMap(button)) }
    }

    private func button(_ name: String) -> (name: String, act: @MainActor () -> Void)? {
        switch name {
        case "action-retry", "action-refresh": again.map { (name, $0) }
        case "action-sign-in": (name, { app.navigation.open(.signIn) })
        case "action-update-app": (name, { openURL(AppInfo.updatePage) })
        default: (name, { openURL(AppInfo.systemSettings) })
        }
    }
}

/// How the last action ended, where there is something to say; a screen reader says it.
struct DeedNotice: View {
    let model: ScreenModel
    @Environment(AppModel.self) private var app

    var body: some View {
        TroubleNotice(trouble: model.trouble) { Task { await model.again() } }
        if let said = model.said {
            StatusLine(app.words(said), tone: .done).font(.subheadline).onAppear { announce(app.words(said)) }
        }
    }
}

/// Something watched or read, in its three states: being read, failed, there.
struct LiveContent<Model: Sendable, Content: View>: View {
    let live: Live<Model>
    var loading = "state-loading"
    /// Reads it again; what is watched is read again by the core.
    var again: (@MainActor () -> Void)?
    @ViewBuilder let content: (Model) -> Content
    @Environment(AppModel.self) private var app

    var body: some View {
        switch live {
        case .loading: Loading(loading)
        case .failed(let words): FailureNotice(words: words, tone: words.passes ? .due : .wrong, action: ("action-retry", again ?? readAgain))
        case .value(let model): content(model)
        }
    }

    /// The phone may be unlocked by now.
    private func readAgain() { Task { await app.phoneUnlocked() } }
}

/// Something is being read.
struct Loading: View {
    private let name: String
    private let note: String?
    @Environment(AppModel.self) private var app

    init(_ name: String = "state-loading", note: String? = nil) { (self.name, self.note) = (name, note) }

    var body: some View {
        VStack(spacing: 12) {
            ProgressView()
            Word(name)
            if let note { Word(note).font(.footnote) }
        }
        .frame(maxWidth: .infinity)
        .padding()
        .accessibilityElement(children: .combine)
        .onAppear { announce(app.words(name)) }
    }
}

/// Nothing is here, and why that is fine; below it what to do next.
struct EmptyNotice<More: View>: View {
    private let text: String
    private let sign: String
    private let more: More

    init(_ text: String, sign: String = "doc", @ViewBuilder more: () -> More) { (self.text, self.sign, self.more) = (text, sign, more()) }

    var body: some View {
        VStack(spacing: 12) {
            VStack(spacing: 12) {
                Image(systemName: sign).font(.largeTitle).accessibilityHidden(true)
                Text(verbatim: text)
            }
            .foregroundStyle(.secondary)
            .accessibilityElement(children: .combine)
            more
        }
        .frame(maxWidth: .infinity)
        .padding()
        .onAppear { announce(text) }
    }
}

extension EmptyNotice where More == EmptyView {
    init(_ text: String, sign: String = "doc") { self.init(text, sign: sign, more: { EmptyView() }) }
}
