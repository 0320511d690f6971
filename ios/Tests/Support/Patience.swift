import Foundation

/// The answer of `work`, or an error that names what was awaited when it takes too long; the work is cancelled then.
func within<Value: Sendable>(
    seconds: Double = 60, _ awaited: String, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let working = Task { try await work() }
    // A limit, not a wait: it ends what would hang.
    let limit = DispatchWorkItem { working.cancel() }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: limit)
    defer { limit.cancel() }
    do {
        return try await working.value
    } catch is CancellationError {
        throw StoryError.missing("waited too long for \(awaited)")
    }
}

extension AsyncSequence where Self: Sendable, Element: Sendable {
    /// The first element that fits.
    func first(_ awaited: String, where fits: @escaping @Sendable (Element) -> Bool) async throws -> Element {
        try await within(awaited) {
            for try await element in self where fits(element) { return element }
            throw CancellationError()
        }
    }
}
