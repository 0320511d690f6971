import MotCuaKit
import SwiftUI

/// A word of the shell's own, by name. Texts of models are shown by `Text(verbatim:)`; no view has a text of its own.
struct Word: View {
    private let name: String
    @Environment(AppModel.self) private var app

    init(_ name: String) { self.name = name }

    var body: some View { Text(verbatim: app.words(name)) }

    /// The word as a text, for where the system asks for one.
    @MainActor static func text(_ name: String, in app: AppModel) -> Text { Text(verbatim: app.words(name)) }
}

extension Binding where Value == Bool {
    /// Whether there is something; false takes it away.
    @MainActor static func some<Wrapped: Sendable>(_ optional: Binding<Wrapped?>) -> Binding<Bool> {
        Binding(get: { optional.wrappedValue != nil }, set: { if !$0 { optional.wrappedValue = nil } })
    }
}

/// A heading: a screen reader jumps from one to the next.
struct Heading: View {
    private let text: String
    private let level: AccessibilityHeadingLevel

    init(_ text: String, level: AccessibilityHeadingLevel = .h2) { (self.text, self.level) = (text, level) }

    var body: some View {
        Text(verbatim: text)
            .font(level == .h1 ? .largeTitle : level == .h2 ? .title2 : .title3)
            .fontWeight(.bold)
            .accessibilityAddTraits(.isHeader)
            .accessibilityHeading(level)
    }
}

/// What a screen reader says when something happened that moves no focus.
@MainActor
func announce(_ text: String?) {
    if let text, !text.isEmpty { AccessibilityNotification.Announcement(text).post() }
}
