import MotCuaKit
import SwiftUI

/// A screen: its title as the first heading, what is on it, and at the foot what to do with all of it. It grows with the person's text size and scrolls.
struct Page<Content: View, Foot: View>: View {
    private let title: String
    private let content: Content
    private let foot: Foot

    init(_ title: String, @ViewBuilder content: () -> Content, @ViewBuilder foot: () -> Foot) {
        (self.title, self.content, self.foot) = (title, content(), foot())
    }

    var body: some View {
        ScrollView {
            LazyVStack(alignment: .leading, spacing: 16) {
                Heading(title, level: .h1)
                content
            }
            .padding()
            .frame(maxWidth: 640)
        }
        .safeAreaInset(edge: .bottom) {
            VStack(spacing: 8) { foot }.padding(.horizontal).background(.bar)
        }
        .navigationBarTitleDisplayMode(.inline)
    }
}

extension Page where Foot == EmptyView {
    init(_ title: String, @ViewBuilder content: () -> Content) { self.init(title, content: content, foot: { EmptyView() }) }
}

/// What the page is for.
struct PrimaryButton: View {
    private let name: String
    private let working: Bool
    private let action: @MainActor () -> Void

    init(_ name: String, working: Bool = false, action: @escaping @MainActor () -> Void) { (self.name, self.working, self.action) = (name, working, action) }

    var body: some View {
        Button(action: action) {
            HStack {
                if working { ProgressView().accessibilityHidden(true) }
                Word(name)
            }
            .frame(maxWidth: .infinity, minHeight: 48)
        }
        .buttonStyle(.borderedProminent)
        .disabled(working)
    }
}

/// What can be done beside it.
struct SecondaryButton: View {
    private let name: String
    private let role: ButtonRole?
    private let action: @MainActor () -> Void

    init(_ name: String, role: ButtonRole? = nil, action: @escaping @MainActor () -> Void) { (self.name, self.role, self.action) = (name, role, action) }

    var body: some View {
        Button(role: role, action: action) { Word(name).frame(maxWidth: .infinity, minHeight: 48) }.buttonStyle(.bordered)
    }
}

/// An item of a list that leads somewhere. A screen reader meets one thing and speaks `label`, the model's own sentence.
struct ItemRow: View {
    let title: String
    let detail: String
    let label: String
    var tone: Tone?
    let action: @MainActor () -> Void

    var body: some View {
        Button(action: action) {
            HStack(alignment: .top) {
                if let tone { Image(systemName: tone.sign).foregroundStyle(tone.colour) }
                VStack(alignment: .leading, spacing: 4) {
                    Text(verbatim: title).fontWeight(.semibold)
                    if !detail.isEmpty { Text(verbatim: detail).font(.subheadline).foregroundStyle(.secondary) }
                }
                .frame(maxWidth: .infinity, alignment: .leading)
                Image(systemName: "chevron.forward").foregroundStyle(.secondary)
            }
            .frame(minHeight: 48)
            .padding()
            .background(.quaternary)
        }
        .buttonStyle(.plain)
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(Text(verbatim: label))
        .accessibilityAddTraits(.isButton)
    }
}

/// A fact with its name, read as one.
struct Fact: View {
    let name: String
    let text: String

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Word(name).font(.subheadline).foregroundStyle(.secondary)
            Text(verbatim: text)
        }
        .accessibilityElement(children: .combine)
    }
}

/// How far something is: a bar for the eye, words for everybody.
struct Progress: View {
    let share: Float
    let text: String

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            ProgressView(value: Double(share)).accessibilityHidden(true)
            Text(verbatim: text).font(.footnote)
        }
    }
}

/// Asks before something that can't be taken back.
struct Ask: ViewModifier {
    let question: String
    let yes: String
    @Binding var shown: Bool
    let action: @MainActor () -> Void
    @Environment(AppModel.self) private var app

    func body(content: Content) -> some View {
        content.confirmationDialog(app.words(question), isPresented: $shown, titleVisibility: .visible) {
            Button(role: .destructive, action: action) { Word(yes) }
            Button(role: .cancel, action: {}) { Word("action-cancel") }
        }
    }
}
