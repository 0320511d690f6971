import MotCuaCore

/// Why a call failed, by what the caller can do next. It carries a stable code and never personal data; the words for the person come from
/// ``Core/explain(_:)``.
///
/// The list is closed: a switch over it needs no default, and a new next move is a new case that the compiler points at.
public enum Failure: Error, Equatable, Sendable {
    /// No network. What was asked for can be tried when there is one.
    case offline(code: String)
    /// Not now; by itself or by the person later, after so many seconds if the portal said so.
    case tryLater(code: String, retryAfterSeconds: UInt64?)
    /// The network asks for a login of its own, as in a hotel: open a web page first.
    case networkLogin(code: String)
    /// Somebody on the way isn't who they should be. Don't go on; another network may help.
    case notSecure(code: String)
    /// The person has to sign in again.
    case signInNeeded(code: String)
    /// Refused. The person has to change something, at `reference` if it is a place in the form.
    case rejected(code: String, reference: String?)
    /// Changed elsewhere meanwhile: show it again and let the person decide.
    case conflict(code: String, reference: String?)
    /// The phone is full; nothing was changed.
    case storageFull(code: String)
    /// This app is too old for what it was asked.
    case updateApp(code: String)
    /// A mistake of ours.
    case bug(code: String)

    /// The stable code.
    public var code: String {
        switch self {
        case .offline(let code), .tryLater(let code, _), .networkLogin(let code), .notSecure(let code), .signInNeeded(let code),
            .rejected(let code, _), .conflict(let code, _), .storageFull(let code), .updateApp(let code), .bug(let code):
            code
        }
    }

    /// Where in the form it is, if it is a place there.
    public var reference: String? {
        switch self {
        case .rejected(_, let reference), .conflict(_, let reference): reference
        default: nil
        }
    }
}

extension Failure {
    /// What the generated code threw. Its protocols announce every error; anything else is a mistake of ours.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as MotCuaError: self.init(error)
        // Only key folders on a desktop throw these directly.
        case PlatformError.Locked: self = .tryLater(code: "LOCKED", retryAfterSeconds: nil)
        case PlatformError.Lost: self = .rejected(code: "KEY_LOST", reference: nil)
        default: self = .bug(code: "APP_FAILED")
        }
    }

    private init(_ error: MotCuaError) {
        switch error {
        case .Offline(let code): self = .offline(code: code)
        case .TryLater(let code, let seconds): self = .tryLater(code: code, retryAfterSeconds: seconds)
        case .NetworkLogin(let code): self = .networkLogin(code: code)
        case .NotSecure(let code): self = .notSecure(code: code)
        case .SignInNeeded(let code): self = .signInNeeded(code: code)
        case .Rejected(let code, let reference): self = .rejected(code: code, reference: reference)
        case .Conflict(let code, let reference): self = .conflict(code: code, reference: reference)
        case .StorageFull(let code): self = .storageFull(code: code)
        case .UpdateApp(let code): self = .updateApp(code: code)
        case .Bug(let code): self = .bug(code: code)
        }
    }
}

/// Makes `call` and turns what it throws into a ``Failure``.
func translated<Value>(_ call: () throws -> Value) throws(Failure) -> Value {
    do { return try call() } catch { throw Failure(error) }
}

/// The same for calls that wait for the core's own threads. Cancelling the task that waits ends nothing: what was begun is finished and kept.
func translated<Value: Sendable>(
    isolation: isolated (any Actor)? = #isolation, _ call: @Sendable () async throws -> Value
) async throws(Failure) -> Value {
    do { return try await call() } catch { throw Failure(error) }
}
