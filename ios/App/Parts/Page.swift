import MotCuaKit
import SwiftUI

/// A screen: its title as the first heading, what is on it, and at the foot what to do with all of it. It grows with the person's text size and scrolls.
/// Where `refresh` is given it can be pulled down for news; a button does the same for whoever can't pull.
struct Page<Content: View, Foot: View>: View {
    private let title: String
    private let refresh: (@MainActor () async -> Void)?
    private let content: Content
    private let foot: Foot

    init(
        _ title: String, refresh: (@MainActor () async -> Void)? = nil, @ViewBuilder content: () -> Content, @ViewBuilder foot: () -> Foot
    ) {
        (self.title, self.refresh, self.content, self.foot) = (title, refresh, content(), foot())
    }

    var body: some View {
        ScrollView {
            LazyVStack(alignment: .leading, spacing: 16) {
                Heading(title, level: .h1)
                content
                if let refresh { QuietButton("action-refresh", sign: "arrow.clockwise") { Task { await refresh() } } }
            }
            .padding()
            .frame(maxWidth: 640)
        }
        .modifier(Pulling(refresh: refresh))
        .safeAreaInset(edge: .bottom) {
            VStack(spacing: 8) { foot }.padding(.horizontal).background(.bar)
        }
        .navigationBarTitleDisplayMode(.inline)
    }
}

extension Page where Foot == EmptyView {
    init(_ title: String, refresh: (@MainActor () async -> Void)? = nil, @ViewBuilder content: () -> Content) {
        self.init(title, refresh: refresh, content: content, foot: { EmptyView() })
    }
}

private struct Pulling: ViewModifier {
    let refresh: (@MainActor () async -> Void)?

    @ViewBuilder func body(content: Content) -> some View {
        if let refresh { content.refreshable { await refresh() } } else { content }
    }
}

/// A sheet on the page: what belongs together.
struct Panel<Content: View>: View {
    private let content: Content

    init(@ViewBuilder content: () -> Content) { self.content = content() }

    var body: some View {
        VStack(alignment: .leading, spacing: 12) { content }
            .frame(maxWidth: .infinity, alignment: .leading)
            .padding()
            .background(.quaternary)
    }
}

/// An item of a list that leads somewhere. A screen reader meets one thing and speaks `label`, the model's own sentence; the eye sees the title, the detail,
/// and what `more` draws under them.
struct ItemRow<More: View>: View {
    private let title: String
    private let detail: String
    private let label: String
    private let sign: String?
    private let action: (@MainActor () -> Void)?
    private let more: More
    @Environment(\.dynamicTypeSize) private var size

    init(
        title: String, detail: String = "", label: String, sign: String? = nil, action: (@MainActor () -> Void)?, @ViewBuilder more: () -> More
    ) {
        (self.title, self.detail, self.label, self.sign, self.action, self.more) = (title, detail, label, sign, action, more())
    }

    var body: some View {
        if let action {
            Button(action: action) { row }.buttonStyle(.plain).accessibilityLabel(Text(verbatim: label))
        } else {
            row.accessibilityElement(children: .ignore).accessibilityLabel(Text(verbatim: label))
        }
    }

    private var row: some View {
        placed
            .frame(minHeight: 48)
            .padding()
            .background(.quaternary)
            .contentShape(.rect)
    }

    /// Large text stands under the signs, and has the whole width.
    @ViewBuilder private var placed: some View {
        if size.isAccessibilitySize, sign != nil {
            VStack(alignment: .leading, spacing: 4) {
                HStack {
                    leading.frame(maxWidth: .infinity, alignment: .leading)
                    trailing
                }
                words
            }
        } else {
            HStack(alignment: .top, spacing: 12) {
                leading
                words
                trailing
            }
        }
    }

    private var words: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(verbatim: title).fontWeight(.semibold)
            if !detail.isEmpty { Text(verbatim: detail).font(.subheadline).foregroundStyle(.secondary) }
            more
        }
        .frame(maxWidth: .infinity, alignment: .leading)
    }

    @ViewBuilder private var leading: some View {
        if let sign { Image(systemName: sign).foregroundStyle(Color.accentColor) }
    }

    @ViewBuilder private var trailing: some View {
        if action != nil { Image(systemName: "chevron.forward").foregroundStyle(.secondary) }
    }
}

extension ItemRow where More == EmptyView {
    init(title: String, detail: String = "", label: String, sign: String? = nil, action: (@MainActor () -> Void)?) {
        self.init(title: title, detail: detail, label: label, sign: sign, action: action, more: { EmptyView() })
    }
}

/// The rows of a long list, and under the last one what asks for more: by coming into sight, and by a button where that failed.
struct RowList<Head: Sendable, Item: Sendable, ID: Hashable, Row: View>: View {
    let pages: Pages<Head, Item>
    let id: KeyPath<Item, ID>
    @ViewBuilder let row: (Item) -> Row

    var body: some View {
        ForEach(pages.items, id: id, content: row)
        if let trouble = pages.rows.value?.trouble {
            TroubleNotice(trouble: trouble) { Task { await pages.more() } }
        } else if let next = pages.rows.value?.next {
            // Another view for each next page: one that stays while its rows come would ask for the page after them at once.
            Loading().task { await pages.more() }.id(next)
        }
    }
}

/// A fact with its name, read as one.
struct Fact: View {
    private let name: String
    private let text: String
    @Environment(AppModel.self) private var app

    /// The name is a word's.
    init(name: String, text: String) { (self.name, self.text) = (name, text) }

    var body: some View { LabelledText(label: app.words(name), text: text) }
}

/// A text with its label, read as one.
struct LabelledText: View {
    let label: String
    let text: String

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Text(verbatim: label).font(.subheadline).foregroundStyle(.secondary)
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
            Text(verbatim: text).font(.footnote)
            ProgressView(value: Double(min(max(share, 0), 1))).accessibilityHidden(true)
        }
    }
}

/// Asks before something is done; the way out does nothing. `detail` tells more than the question, where there is more to tell.
struct Ask: ViewModifier {
    let title: String
    let detail: String
    let yes: String
    @Binding var shown: Bool
    let action: @MainActor () -> Void

    func body(content: Content) -> some View {
        content.alert(title, isPresented: $shown) {
            Button(role: .destructive, action: action) { Word(yes) }
            Button(role: .cancel, action: {}) { Word("action-cancel") }
        } message: {
            Text(verbatim: detail)
        }
    }
}
