#if canImport(Network)
    import Network

    /// Follows the phone's network for as long as it is kept.
    public final class NetworkWatch: Sendable {
        private let monitor = NWPathMonitor()

        /// Writes every change into `network`.
        public init(into network: KnownNetwork) {
            monitor.pathUpdateHandler = { path in network.update(NetworkWatch.state(of: path)) }
            monitor.start(queue: DispatchQueue(label: "vn.motcua.network"))
        }

        deinit { monitor.cancel() }

        private static func state(of path: NWPath) -> NetworkState {
            guard path.status == .satisfied else { return .offline }
            return path.isExpensive || path.isConstrained ? .metered : .unmetered
        }
    }
#endif
