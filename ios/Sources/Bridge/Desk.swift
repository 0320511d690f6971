import Foundation

/// Where calls that read or write the store wait, so that no screen does: a queue of the system's, not Swift's own few threads, which must never block.
struct Desk: Sendable {
    private let queue: DispatchQueue

    /// A desk that takes calls one after the other, or several at a time.
    init(_ name: String, severalAtATime: Bool) {
        queue = DispatchQueue(label: "vn.motcua.\(name)", qos: .userInitiated, attributes: severalAtATime ? .concurrent : [])
    }

    /// Makes `call` off the caller's thread. The call is in the queue before the caller is suspended: what one screen asks for in a row is done in that
    /// row.
    func look<Value: Sendable>(isolation: isolated (any Actor)?, _ call: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation(isolation: isolation) { continuation in
            queue.async { continuation.resume(returning: call()) }
        }
    }

    /// The same for a call that may fail.
    func ask<Value: Sendable>(
        isolation: isolated (any Actor)?, _ call: @escaping @Sendable () throws -> Value
    ) async throws(Failure) -> Value {
        try await look(isolation: isolation) { Result { () throws(Failure) in try translated(call) } }.get()
    }
}
