import Foundation
import MotCuaCore

@testable import Support

/// A phone: a storage folder, a network that the test switches, and an app that can end and start again.
final class Phone {
    /// The running app's core.
    private(set) var core: MotCua
    private let home: URL
    private let profile: String
    private let network = Network()

    init(home: URL, profile: String, vault: KeyVault? = nil) throws {
        (self.home, self.profile) = (home, profile)
        core = try Phone.open(home, profile, network, vault)
    }

    /// SIGPIPE stays as the system has it, which is to end the process: a host needn't know of it, the core's threads block it.
    private static func open(_ home: URL, _ profile: String, _ network: Network, _ vault: KeyVault?) throws -> MotCua {
        let keys = home.appending(path: "keys").path
        let config = AppConfig(
            home: home.appending(path: "data").path, profileJson: profile, allowPlainLoopback: false, language: "vi", embeddedPush: true)
        let core = try MotCua.open(
            config: config, vault: vault ?? desktopKeyVault(folder: keys), deviceKey: desktopDeviceKey(folder: keys), connectivity: network)
        core.start()
        return core
    }

    /// The app ends and starts again on the same storage. A test can't kill itself and go on telling: SIGKILL is the Rust journey's.
    func restart() throws {
        core.shutDown()
        core = try Phone.open(home, profile, network, nil)
    }

    func shutDown() { core.shutDown() }

    func network(_ state: NetworkState) throws {
        network.now = state
        try core.connectivityChanged()
    }

    /// What waits to be sent of this dossier.
    func waiting(_ dossier: String) throws -> OutboxItem? { try core.outbox().items.first { $0.dossierId == dossier } }

    /// Waits until the outbox fits.
    @discardableResult
    func outbox(_ awaited: String, fits: (OutboxList) -> Bool) throws -> OutboxList {
        let seen = Seen<OutboxList>()
        return try seen.until(awaited, core.observeOutbox(observer: seen), fits)
    }

    /// Waits until the dossier's timeline shows `event` as a signed fact.
    func told(_ dossier: String, _ event: String) throws -> Timeline {
        let seen = Seen<Timeline>()
        return try seen.until(event, core.observeTimeline(dossierId: dossier, observer: seen)) { timeline in
            timeline.entries.contains { $0.event == event && $0.proof == "signed" }
        }
    }

    /// Waits until this report fits.
    func report(_ id: String, _ awaited: String, fits: (FeedbackPage) -> Bool) throws -> FeedbackPage {
        let seen = Seen<FeedbackList>()
        let list = try seen.until(awaited, core.observeFeedback(limit: 10, observer: seen)) { list in
            list.items.contains { $0.id == id && fits($0) }
        }
        guard let page = list.items.first(where: { $0.id == id }) else { throw StoryError.missing(awaited) }
        return page
    }
}

private final class Network: Connectivity, @unchecked Sendable {
    private let lock = NSLock()
    private var current = NetworkState.unmetered

    var now: NetworkState {
        get { lock.withLock { current } }
        set { lock.withLock { current = newValue } }
    }

    func state() throws -> NetworkState { now }
}

/// Models as an observer got them, for a test that waits for one.
private final class Seen<Model: Sendable>: @unchecked Sendable {
    /// Generous: two slow cores, and the core's own wait after a broken connection.
    private let patience: TimeInterval = 60
    private let condition = NSCondition()
    private var models: [Result<Model, Unreadable>] = []

    fileprivate func add(_ model: Result<Model, Unreadable>) {
        condition.withLock { models.append(model) }
        condition.signal()
    }

    /// Takes models until one fits, then lets the observer go.
    func until(_ awaited: String, _ subscription: Subscription, _ fits: (Model) -> Bool) throws -> Model {
        defer { subscription.cancel() }
        while true {
            let model = try next(awaited).get()
            if fits(model) { return model }
        }
    }

    private func next(_ awaited: String) throws -> Result<Model, Unreadable> {
        let deadline = Date(timeIntervalSinceNow: patience)
        condition.lock()
        defer { condition.unlock() }
        while models.isEmpty {
            guard condition.wait(until: deadline) else { throw StoryError.missing("waited too long for \(awaited)") }
        }
        return models.removeFirst()
    }
}

/// What an observer was told instead of a model.
private struct Unreadable: Error { let failure: FailureWords }

extension Seen: OutboxObserver where Model == OutboxList {
    func changed(outbox: OutboxList) throws { add(.success(outbox)) }
}

extension Seen: TimelineObserver where Model == Timeline {
    func changed(timeline: Timeline) throws { add(.success(timeline)) }
}

extension Seen: FeedbackObserver where Model == FeedbackList {
    func changed(feedback: FeedbackList) throws { add(.success(feedback)) }
}

extension Seen {
    func failed(failure: FailureWords) throws { add(.failure(Unreadable(failure: failure))) }
}
