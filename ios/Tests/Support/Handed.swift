import Foundation

/// One value, handed from thread to thread.
final class Handed<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value?

    func put(_ new: Value) { lock.withLock { value = new } }

    func take() -> Value? { lock.withLock { value } }
}
