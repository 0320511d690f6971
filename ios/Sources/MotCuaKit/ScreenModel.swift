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
    case refresh, send, takeBack, delete, start, prepare, save, see, answer, other
}

/// What every screen's model has: the core, and how the last action ended until the next one.
@Observable @MainActor
public class ScreenModel {
    /// Why the last action failed, for a notice with a way on.
    public var trouble: Trouble?
    /// The name of the word that says that the last action is done.
    public private(set) var said: String?
    /// What is under way, several things perhaps, and may take longer than a blink.
    private var running: Set<Deed> = []

    @ObservationIgnored let core: Core

    init(core: Core) { self.core = core }

    /// Whether an action is under way.
    public var working: Bool { !running.isEmpty }

    /// Whether this one is.
    public func isRunning(_ deed: Deed) -> Bool { running.contains(deed) }

    /// Carries out what the person asked for; `said` names the word that it is done. Nothing comes back when it failed; then `trouble` says why.
    func attempt<Value: Sendable>(
        _ deed: Deed = .other, said: String? = nil, _ action: @MainActor () async throws(Failure) -> Value
    ) async -> Value? {
        running.insert(deed)
        self.said = nil
        defer { running.remove(deed) }
        do {
            let value = try await action()
            (trouble, self.said) = (nil, said)
            return value
        } catch {
            trouble = Trouble(failure: error, words: core.explain(error))
            return nil
        }
    }

    /// Says the word called `name`, for something that the screen did by itself.
    public func say(_ name: String) { said = name }

    /// Reads something to be shown.
    func read<Model: Sendable>(_ action: @MainActor () async throws(Failure) -> Model) async -> Live<Model> {
        do { return .value(try await action()) } catch { return .failed(core.explain(error)) }
    }
}
