import MotCuaKit
import SwiftUI

// Buttons whose words may wrap. None is greyed out to say that something is missing: it is pressed, and the page says what.

/// What the page is for. While it works it turns and takes no second press.
struct PrimaryButton: View {
    private let name: String
    private let sign: String?
    private let working: Bool
    private let action: @MainActor () -> Void

    init(_ name: String, sign: String? = nil, working: Bool = false, action: @escaping @MainActor () -> Void) {
        (self.name, self.sign, self.working, self.action) = (name, sign, working, action)
    }

    var body: some View {
        Button(action: action) { ButtonWords(name: name, sign: sign, working: working).frame(maxWidth: .infinity, minHeight: 48) }
            .buttonStyle(.borderedProminent)
            .modifier(Working(working: working))
    }
}

/// What can be done beside it; `place` says which of several it is for.
struct SecondaryButton: View {
    private let name: String
    private let place: String
    private let sign: String?
    private let role: ButtonRole?
    private let working: Bool
    private let action: @MainActor () -> Void

    init(
        _ name: String, for place: String = "", sign: String? = nil, role: ButtonRole? = nil, working: Bool = false,
        action: @escaping @MainActor () -> Void
    ) {
        (self.name, self.place, self.sign, self.role, self.working, self.action) = (name, place, sign, role, working, action)
    }

    var body: some View {
        Button(role: role, action: action) { ButtonWords(name: name, sign: sign, working: working).frame(maxWidth: .infinity, minHeight: 48) }
            .buttonStyle(.bordered)
            .modifier(Naming(name: name, place: place))
            .modifier(Working(working: working))
    }
}

/// A small thing to do, no wider than its words.
struct QuietButton: View {
    private let name: String
    private let place: String
    private let sign: String?
    private let role: ButtonRole?
    private let action: @MainActor () -> Void

    init(_ name: String, for place: String = "", sign: String? = nil, role: ButtonRole? = nil, action: @escaping @MainActor () -> Void) {
        (self.name, self.place, self.sign, self.role, self.action) = (name, place, sign, role, action)
    }

    var body: some View {
        Button(role: role, action: action) {
            ButtonWords(name: name, sign: sign, working: false).frame(minWidth: 48, minHeight: 48).contentShape(.rect)
        }
        .modifier(Naming(name: name, place: place))
    }
}

private struct ButtonWords: View {
    let name: String
    let sign: String?
    let working: Bool

    var body: some View {
        HStack(spacing: 8) {
            if working { ProgressView().accessibilityHidden(true) } else if let sign { Image(systemName: sign).accessibilityHidden(true) }
            Word(name)
        }
    }
}

/// A button that stands at many places says which place it is for.
struct Naming: ViewModifier {
    let name: String
    let place: String
    @Environment(AppModel.self) private var app

    func body(content: Content) -> some View {
        content.accessibilityLabel(Text(verbatim: [app.words(name), place].filter { !$0.isEmpty }.joined(separator: ": ")))
    }
}

private struct Working: ViewModifier {
    let working: Bool
    @Environment(AppModel.self) private var app

    func body(content: Content) -> some View {
        content.disabled(working).accessibilityValue(Text(verbatim: working ? app.words("state-working") : ""))
    }
}

/// One of some, or one that is ticked or not: a whole line to touch, told by shape and by words.
struct ChoiceRow: View {
    /// How a choice looks: of one from several, or each for itself.
    enum Kind { case one, tick }

    let label: String
    let isSelected: Bool
    var kind = Kind.one
    let action: @MainActor () -> Void

    var body: some View {
        Button(action: action) {
            HStack(alignment: .top, spacing: 12) {
                Image(systemName: sign).foregroundStyle(Color.accentColor).accessibilityHidden(true)
                Text(verbatim: label).frame(maxWidth: .infinity, alignment: .leading)
            }
            .frame(minHeight: 48)
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
        .accessibilityAddTraits(isSelected ? [.isSelected] : [])
    }

    private var sign: String {
        switch kind {
        case .one: isSelected ? "largecircle.fill.circle" : "circle"
        case .tick: isSelected ? "checkmark.square.fill" : "square"
        }
    }
}

/// A line that leads on inside a ``Panel``: settings, "my data".
struct LinkRow: View {
    let name: String
    let sign: String
    let action: @MainActor () -> Void

    var body: some View {
        Button(action: action) {
            HStack(spacing: 12) {
                Image(systemName: sign).foregroundStyle(Color.accentColor).accessibilityHidden(true)
                Word(name).frame(maxWidth: .infinity, alignment: .leading)
                Image(systemName: "chevron.forward").foregroundStyle(.secondary).accessibilityHidden(true)
            }
            .frame(minHeight: 48)
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
    }
}
