import Foundation

/// The network as it was last heard of: the core asks often, so it is answered from memory. Whoever watches the network writes it here.
public final class KnownNetwork: Connectivity, @unchecked Sendable {
    // Guards both fields below.
    private let lock = NSLock()
    private var current: NetworkState
    private var changed: (@Sendable () -> Void)?

    /// Begins with `state`; `unknown` lets the core try.
    public init(_ state: NetworkState = .unknown) { current = state }

    /// What the core is told.
    public func state() throws -> NetworkState { lock.withLock { current } }

    /// The network is like this now.
    public func update(_ state: NetworkState) {
        let tell = lock.withLock { () -> (@Sendable () -> Void)? in
            guard state != current else { return nil }
            current = state
            return changed
        }
        tell?()
    }

    /// Who is told of changes: the app, once its core is open.
    func tell(_ listener: @escaping @Sendable () -> Void) { lock.withLock { changed = listener } }
}
