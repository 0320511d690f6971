import Observation

/// A failed action: what it failed with, and its words for the person.
public struct Trouble: Equatable, Sendable {
    /// What the caller can do next.
    public let failure: Failure
    /// Cause and remedy.
    public let words: FailureWords

    /// The name of the word on the button that helps; nothing where doing it again can't.
    public var action: String? {
        switch failure {
        case .offline, .tryLater, .bug: "action-retry"
        case .conflict: "action-refresh"
        case .signInNeeded: "action-sign-in"
        case .networkLogin, .storageFull: "action-open-settings"
        case .updateApp: "action-update-app"
        case .notSecure, .rejected: nil
        }
    }

    /// Whether it passes by itself or by a small act: such a thing is due, not wrong.
    public var passes: Bool {
        switch failure {
        case .offline, .tryLater, .networkLogin, .signInNeeded: true
        default: false
        }
    }
}

extension FailureWords {
    /// Whether what can't be read is only waited for: the phone is locked.
    public var passes: Bool { code == "LOCKED" }
}

/// What a screen can be asked to do; a page with several buttons shows which of them is at work.
public enum Deed: Hashable, Sendable {
    case refresh, send, takeBack, delete, start, prepare, save, see, answer, check, signOut, consent, language, network
}

/// What every screen's model has: the core, and how what was asked of the screen stands. A second touch on what is under way does nothing; a touch on
/// something else is never lost. A failure is told until it is tried again or something else begins: what merely ends beside it doesn't take it away.
@Observable @MainActor
public class ScreenModel {
    /// Why something failed, for a notice with a way on.
    public var trouble: Trouble?
    /// The name of the word that says that something is done; it goes when the next thing begins.
    public private(set) var said: String?
    /// What is under way, several things perhaps, and may take longer than a blink.
    private var running: Set<Deed> = []

    @ObservationIgnored let core: Core
    @ObservationIgnored private var failed: @MainActor () async -> Void = {}

    init(core: Core) { self.core = core }

    /// Whether an action is under way.
    public var working: Bool { !running.isEmpty }

    /// Whether this one is.
    public func isRunning(_ deed: Deed) -> Bool { running.contains(deed) }

    /// Carries out what the person asked for; when it is done the screen says the word called `said`, and `then` goes on with what came of it, also when it
    /// is done only ``again()``. Nothing comes back when it failed, which `trouble` then tells, or is under way already. Neither closure keeps the model.
    @discardableResult
    func attempt<Value: Sendable>(
        _ deed: Deed, said: String? = nil, then: @escaping @MainActor (Value) async -> Void = { _ in },
        _ action: @escaping @MainActor () async throws(Failure) -> Value
    ) async -> Value? {
        guard running.insert(deed).inserted else { return nil }
        defer { running.remove(deed) }
        guard let value = await attempt(action) else {
            failed = { [weak self] in await self?.attempt(deed, said: said, then: then, action) }
            return nil
        }
        self.said = said ?? self.said
        await then(value)
        return value
    }

    /// Carries out what has a way of its own to be tried again, and may be under way several times.
    func attempt<Value: Sendable>(_ action: @MainActor () async throws(Failure) -> Value) async -> Value? {
        (trouble, said) = (nil, nil)
        do { return try await action() } catch {
            trouble = Trouble(failure: error, words: core.explain(error))
            return nil
        }
    }

    /// Tries again what failed.
    public func again() async { await failed() }

    /// Says the word called `name`, for something that the screen did by itself.
    public func say(_ name: String) { said = name }

    /// Reads something to be shown.
    func read<Model: Sendable>(_ action: @MainActor () async throws(Failure) -> Model) async -> Live<Model> {
        do { return .value(try await action()) } catch { return .failed(core.explain(error)) }
    }
}
