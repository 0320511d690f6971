import Observation

/// The app's tabs, in their order.
public enum Tab: String, CaseIterable, Hashable, Sendable {
    case home, catalogue, feedback, inbox, session

    /// The screen at the tab's root.
    public var root: Screen {
        switch self {
        case .home: .home
        case .catalogue: .catalogue
        case .feedback: .feedbackList
        case .inbox: .inbox
        case .session: .session
        }
    }

    /// The name of the tab's word.
    public var word: String { self == .session ? "tab-me" : "tab-\(rawValue)" }
}

/// Where the person is: the chosen tab, and behind each tab the screens that were opened over it. It can be kept as text for the next process.
@Observable @MainActor
public final class Navigation {
    /// The chosen tab.
    public var tab: Tab
    /// The screens opened over each tab's root, the topmost last.
    public var paths: [Tab: [Screen]]
    /// The question that a form shall show; taken by its screen.
    public private(set) var jump: Jump?

    /// A question of a draft's form.
    public struct Jump: Equatable, Sendable {
        let draft: String
        let reference: String
    }

    /// At the first tab's root.
    public init() { (tab, paths) = (.home, [:]) }

    /// Goes where `text` says, which the last process kept; to the first tab's root where it can't be read.
    public func restore(_ text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        tab = lines.first?.first.flatMap(Tab.init) ?? .home
        paths = Dictionary(lines.dropFirst().compactMap(Navigation.path), uniquingKeysWith: { first, _ in first })
    }

    /// A line for the tab, then one for each tab with screens over it.
    public var text: String {
        let lines = Tab.allCases.compactMap { tab -> String? in
            guard let path = paths[tab], !path.isEmpty else { return nil }
            return ([tab.rawValue] + path.map(\.text)).joined(separator: " ")
        }
        return ([tab.rawValue] + lines).joined(separator: "\n")
    }

    /// Screens up to the first that can't be read: what was opened over that one made sense only there.
    private static func path(_ words: [String]) -> (Tab, [Screen])? {
        guard let tab = words.first.flatMap(Tab.init) else { return nil }
        var path: [Screen] = []
        for word in words.dropFirst() {
            guard let screen = Screen(text: word) else { break }
            path.append(screen)
        }
        return (tab, path)
    }

    /// The topmost screen.
    public var top: Screen { paths[tab]?.last ?? tab.root }

    /// Opens a screen over the topmost one. A tab's root is shown by choosing its tab; where one already is, nothing happens: a double tap opens one
    /// screen.
    public func open(_ screen: Screen) {
        if screen == top { return }
        if let chosen = Tab.allCases.first(where: { $0.root == screen }) {
            tab = chosen
        } else {
            paths[tab, default: []].append(screen)
        }
    }

    /// Shows `screen` instead of the topmost one: after a submission there is no way back into the form.
    public func replace(with screen: Screen) {
        back()
        open(screen)
    }

    /// Goes back by one screen; at a tab's root there is nothing behind.
    public func back() {
        if paths[tab]?.isEmpty == false { paths[tab]?.removeLast() }
    }

    /// Back to the tab's root.
    public func backToRoot() { paths[tab] = [] }

    /// As on the first day: after everything that was shown was erased.
    public func begin() { (tab, paths, jump) = (.home, [:], nil) }

    /// Leaves every place but those of the chosen tab: whatever they hold open is closed.
    public func cutShort() { paths = paths.filter { $0.key == tab } }

    /// Goes to the question `reference` of a draft's form: back to the form where it is one step behind, on to it otherwise.
    public func openForm(_ draft: String, at reference: String?) {
        jump = reference.map { Jump(draft: draft, reference: $0) }
        let path = paths[tab] ?? []
        if path.count > 1, case .form(draft, _) = path[path.count - 2] { back() } else { open(.form(draft: draft, page: 0)) }
    }

    /// The question that the form of `draft` was opened for; asked once.
    public func takeJump(_ draft: String) -> String? {
        guard let jump, jump.draft == draft else { return nil }
        self.jump = nil
        return jump.reference
    }

    /// A form's page was turned: coming back, or a new process, shows that page.
    public func turnForm(_ draft: String, to page: UInt32) {
        guard case .form(draft, _) = top else { return }
        paths[tab]?.removeLast()
        paths[tab]?.append(.form(draft: draft, page: page))
    }

    /// The draft was submitted: there is no way back into its form or review, the way goes on at `screen`.
    public func submitted(_ draft: String, open screen: Screen) {
        while paths[tab]?.last?.draft == draft { paths[tab]?.removeLast() }
        open(screen)
    }
}
