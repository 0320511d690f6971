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

/// A sentence that concerns the whole page; said when it appears or changes.
struct Banner: View {
    private let text: String
    private let tone: Tone

    init(_ text: String, tone: Tone = .calm) { (self.text, self.tone) = (text, tone) }

    var body: some View {
        HStack(alignment: .top) {
            Image(systemName: tone.sign).foregroundStyle(tone.colour).accessibilityHidden(true)
            Text(verbatim: text)
        }
        .frame(maxWidth: .infinity, alignment: .leading)
        .padding()
        .background(.quaternary)
        .accessibilityElement(children: .combine)
        .onAppear { announce(text) }
        .onChange(of: text) { announce(text) }
    }
}

/// Why something can't be read or done: cause, remedy, and the code for whoever helps.
struct FailureNotice: View {
    let words: FailureWords
    /// The button that helps: the name of its word, and what it does.
    var action: (name: String, act: @MainActor () -> Void)?

    var body: some View {
        VStack(alignment: .leading, spacing: 12) {
            VStack(alignment: .leading, spacing: 4) {
                Text(verbatim: words.cause).fontWeight(.semibold)
                Text(verbatim: words.remedy)
            }
            .accessibilityElement(children: .combine)
            HStack {
                Word("failure-code-label")
                Text(verbatim: words.code).textSelection(.enabled)
            }
            .font(.footnote)
            .accessibilityElement(children: .combine)
            if let action {
                Button(action: action.act) { Word(action.name) }.buttonStyle(.bordered).frame(minHeight: 48)
            }
        }
        .frame(maxWidth: .infinity, alignment: .leading)
        .padding()
        .background(.quaternary)
        .onAppear { announce(words.cause + " " + words.remedy) }
    }
}

/// The last action's failure, with the button that fits it.
struct TroubleNotice: View {
    let trouble: Trouble?
    /// Does again what failed.
    var again: (@MainActor () -> Void)?
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL

    var body: some View {
        if let trouble { FailureNotice(words: trouble.words, action: trouble.action.flatMap(button)) }
    }

    private func button(_ name: String) -> (name: String, act: @MainActor () -> Void)? {
        switch name {
        case "action-retry", "action-refresh": again.map { (name, $0) }
        case "action-sign-in": (name, { app.navigation.open(.session) })
        case "action-update-app": (name, { openURL(AppInfo.updatePage) })
        default: (name, { openURL(AppInfo.systemSettings) })
        }
    }
}

/// Something watched or read, in its three states: being read, failed, there.
struct LiveContent<Model: Sendable, Content: View>: View {
    let live: Live<Model>
    var again: (@MainActor () -> Void)?
    @ViewBuilder let content: (Model) -> Content

    var body: some View {
        switch live {
        case .loading: Loading()
        case .failed(let words): FailureNotice(words: words, action: again.map { ("action-retry", $0) })
        case .value(let model): content(model)
        }
    }
}

/// Something is being read.
struct Loading: View {
    private let name: String
    private let note: String?

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
    }
}

/// Nothing is here, and why that is fine.
struct EmptyNotice: View {
    private let text: String

    init(_ text: String) { self.text = text }

    var body: some View {
        VStack(spacing: 12) {
            Image(systemName: "doc").font(.largeTitle).accessibilityHidden(true)
            Text(verbatim: text)
        }
        .frame(maxWidth: .infinity)
        .padding()
        .foregroundStyle(.secondary)
        .accessibilityElement(children: .combine)
    }
}
