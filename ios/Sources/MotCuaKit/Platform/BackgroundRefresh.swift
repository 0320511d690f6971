import Foundation

/// The windows that the system gives an app in the background.
public protocol BackgroundWindows: Sendable {
    /// Asks for a window not before `seconds` from now. The system decides when, and whether.
    func ask(after seconds: TimeInterval) throws
}

/// Says something to the person while the app isn't on the screen.
public protocol Notices: Sendable {
    /// Shows `text`; one with the same `id` is replaced.
    func show(id: String, title: String, text: String) async
}

/// What is done in such a window: pull, send, tell what is new, ask for the next window.
///
/// Why no background `URLSession`: every request carries a fresh proof of the device key, and what is uploaded is sealed on this phone; the system's
/// transfer service could do neither. Uploads go on where they were, in the next window or when the app comes back.
public struct BackgroundRefresh: Sendable {
    /// A quarter of an hour: the shortest that the system honours.
    public static let pause: TimeInterval = 15 * 60

    private let core: Core
    private let windows: any BackgroundWindows
    private let notices: any Notices

    /// Work for `core`.
    public init(core: Core, windows: any BackgroundWindows, notices: any Notices) {
        (self.core, self.windows, self.notices) = (core, windows, notices)
    }

    /// Uses one window; says whether everything went well. What a window that ends too early leaves undone waits for the next.
    public func run() async -> Bool {
        // Asked first: a window that is cut off still leads to another.
        let asked: Void? = try? windows.ask(after: BackgroundRefresh.pause)
        do {
            let news = try await core.sync()
            try await core.runOutbox()
            if news > 0 { try await tell(atMost: news) }
            return asked != nil
        } catch {
            return false
        }
    }

    private func tell(atMost news: UInt32) async throws(Failure) {
        let title = core.words("app-name")
        for message in try await core.inbox(after: nil, limit: news).items where message.isNew {
            await notices.show(id: "inbox-\(message.seq)", title: title, text: message.text)
        }
    }
}
