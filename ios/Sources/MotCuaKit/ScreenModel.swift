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
}

/// What every screen's model has: the core, and the last action's failure until the next action or until it was read.
@Observable @MainActor
public class ScreenModel {
    /// Why the last action failed, for a notice with a way on.
    public var trouble: Trouble?
    /// Whether an action is under way that may take longer than a blink.
    public private(set) var working = false

    @ObservationIgnored let core: Core

    init(core: Core) { self.core = core }

    /// Carries out what the person asked for. Nothing comes back when it failed; then `trouble` says why.
    func attempt<Value: Sendable>(_ action: @MainActor () async throws(Failure) -> Value) async -> Value? {
        working = true
        defer { working = false }
        do {
            let value = try await action()
            trouble = nil
            return value
        } catch {
            trouble = Trouble(failure: error, words: core.explain(error))
            return nil
        }
    }

    /// Reads something to be shown.
    func read<Model: Sendable>(_ action: @MainActor () async throws(Failure) -> Model) async -> Live<Model> {
        do { return .value(try await action()) } catch { return .failed(core.explain(error)) }
    }
}
