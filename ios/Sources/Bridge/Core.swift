import Foundation
import MotCuaCore

/// The core, opened on this phone's account. Make one a process and keep it.
///
/// Calls that read or write wait off the caller's thread and throw nothing but a ``Failure``. Streams begin with a snapshot. Both may be used from any
/// thread or actor. What a call began is finished and kept also when the task that waits for it is cancelled.
public final class Core: Sendable {
    let motCua: MotCua
    let desk = Desk("core", severalAtATime: true)
    let spoken: Spoken

    /// Opens stores, keys and account; blocks for some milliseconds. Nothing is sent before ``start()``.
    ///
    /// `updateApp`, `rejected` (`STORE_DAMAGED`, `KEY_LOST`), `tryLater` (`STORE_IN_USE`, `LOCKED`): show the words; nothing was changed.
    public convenience init(config: AppConfig, vault: any KeyVault, deviceKey: any DeviceKey, connectivity: any Connectivity) throws(Failure) {
        self.init(
            try translated {
                try MotCua.open(config: config, vault: vault, deviceKey: deviceKey, connectivity: connectivity)
            })
    }

    /// The same, off the caller's thread.
    public static func open(
        config: AppConfig, vault: any KeyVault, deviceKey: any DeviceKey, connectivity: any Connectivity,
        isolation: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> Core {
        try await Desk("opening", severalAtATime: false).ask(isolation: isolation) {
            try Core(config: config, vault: vault, deviceKey: deviceKey, connectivity: connectivity)
        }
    }

    /// Over a core that is open already.
    init(_ motCua: MotCua) {
        self.motCua = motCua
        spoken = Spoken(Words(language: motCua.language()))
    }

    /// The language of all texts: `vi` or `en`.
    public var language: String { words.language }

    /// The shell's words in the core's language.
    public var words: Words { spoken.words }

    /// A failure in words for the person.
    public func explain(_ failure: Failure) -> FailureWords { failure.words(language: language) }

    /// Sends, pulls and receives in the background until ``stop()``.
    public func start() { motCua.start() }

    /// Stops the background work: when the system suspends the app.
    public func stop() { motCua.stop() }

    /// Stops the background work and closes the stores; for tests: an app is simply killed.
    public func shutDown() { motCua.shutDown() }

    /// The phone was locked: drafts and reports can't be read until ``unlock()``.
    public func lock() { motCua.lock() }

    /// The phone was unlocked: everything can be read again.
    public func unlock() throws(Failure) { try translated { try motCua.unlock() } }

    /// The network changed: what waited for one goes out.
    public func connectivityChanged() throws(Failure) { try translated { try motCua.connectivityChanged() } }

    /// Hands in a push message as it was received, still encrypted. Never fails.
    public func pushReceived(_ bytes: Data) { motCua.pushReceived(bytes: bytes) }

    /// Where push messages for this installation go now; the same one again changes nothing.
    public func pushEndpointChanged(_ endpoint: String) throws(Failure) { try translated { try motCua.pushEndpointChanged(endpoint: endpoint) } }

    /// Fetches what changed at the portal; says how many events were new.
    @discardableResult
    public func sync() async throws(Failure) -> UInt32 { try await translated { [motCua] in try await motCua.sync() } }

    /// Sends what can be sent now and returns when nothing more can be done: for background windows of the system.
    public func runOutbox() async throws(Failure) { try await translated { [motCua] in try await motCua.runOutbox() } }

    /// Makes `call` off the caller's thread.
    func ask<Value: Sendable>(
        isolation: isolated (any Actor)?, _ call: @escaping @Sendable (MotCua) throws -> Value
    ) async throws(Failure) -> Value {
        try await desk.ask(isolation: isolation) { [motCua] in try call(motCua) }
    }
}
