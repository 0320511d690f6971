import Foundation
import Observation

/// What an app brings along: where things are, whom to talk to, and what only the phone can do.
public struct AppSetup: Sendable {
    /// Where things are and whom to talk to.
    public let config: AppConfig
    /// Seals the account's keys.
    public let vault: any KeyVault
    /// Binds sign-ins to this phone.
    public let deviceKey: any DeviceKey
    /// The network as it was last heard of.
    public let network: KnownNetwork

    /// All four; each is needed.
    public init(config: AppConfig, vault: any KeyVault, deviceKey: any DeviceKey, network: KnownNetwork) {
        (self.config, self.vault, self.deviceKey, self.network) = (config, vault, deviceKey, network)
    }
}

/// The whole app: opening, consent, where the person is, and what the system tells.
///
/// ```
///   opening ──▶ consent ──▶ ready          failed: the words say what to do; `open` tries again
///       └───────────────────▲
/// ```
/// Nothing is sent before the person agreed. Everything shown is kept by the core, so the end of the process loses nothing but the scroll position.
@Observable @MainActor
public final class AppModel {
    /// How far the app is.
    public enum Stage {
        /// Stores and keys are being opened: milliseconds.
        case opening
        /// They can't be opened: cause and remedy, and whether only a newer app helps.
        case failed(FailureWords, tooOld: Bool)
        /// Open, but the person hasn't agreed yet.
        case consent(Core)
        /// Open and at work.
        case ready(Core)
    }

    /// How far the app is.
    public private(set) var stage = Stage.opening
    /// The shell's words in the chosen language.
    public private(set) var words: Words
    /// Where the person is.
    public let navigation = Navigation()
    /// Why a sign-in that the browser came back with failed; nothing when it went well.
    public private(set) var returnTrouble: Trouble?
    /// Whether what the browser came back with is being checked.
    public private(set) var isReturning = false

    @ObservationIgnored private let setup: AppSetup
    @ObservationIgnored private var inForeground = true
    /// What the browser came back with before the core was open.
    @ObservationIgnored private var redirect: URL?

    /// An app that isn't open yet.
    public init(setup: AppSetup) {
        self.setup = setup
        words = Words(language: setup.config.language)
    }

    /// The core, once it is open.
    public var core: Core? {
        switch stage {
        case .opening, .failed: nil
        case .consent(let core), .ready(let core): core
        }
    }

    /// Opens the core; also to try again after a failure.
    public func open() async {
        if core != nil { return }
        stage = .opening
        do {
            let core = try await Core.open(config: setup.config, vault: setup.vault, deviceKey: setup.deviceKey, connectivity: setup.network)
            setup.network.tell { try? core.connectivityChanged() }
            words = core.words
            try await enter(core)
        } catch {
            stage = .failed(error.words(language: setup.config.language), tooOld: error.needsNewerApp)
        }
    }

    /// The person agreed, or erased everything: goes on where consent says.
    public func consentChanged() async {
        guard let core else { return }
        do { try await enter(core) } catch { stage = .failed(core.explain(error), tooOld: error.needsNewerApp) }
    }

    private func enter(_ core: Core) async throws(Failure) {
        if try await core.consent().needed {
            core.stop()
            navigation.begin()
            stage = .consent(core)
        } else {
            stage = .ready(core)
            if inForeground { core.start() }
            await finishReturn(core)
        }
    }

    /// Another language was chosen: words and open pages are read anew.
    public func languageChanged() {
        if let core { words = core.words }
    }

    /// The app came into sight.
    public func entersForeground() {
        inForeground = true
        if case .ready(let core) = stage { core.start() }
    }

    /// The app left the screen; the system gives it some seconds yet, and windows later (``BackgroundRefresh``).
    public func leavesForeground() {
        inForeground = false
        core?.stop()
    }

    /// The phone was locked: drafts can't be read until it is unlocked.
    public func phoneLocked() { core?.lock() }

    /// The phone was unlocked. An app that couldn't open because it was locked opens now.
    public func phoneUnlocked() async {
        if let core { try? core.unlock() } else { await open() }
    }

    /// The browser came back from the e-ID, perhaps into a new process.
    public func returned(with url: URL) async {
        redirect = url
        if case .ready(let core) = stage { await finishReturn(core) }
    }

    private func finishReturn(_ core: Core) async {
        guard let url = redirect else { return }
        redirect = nil
        if navigation.top != .signIn { navigation.open(.signIn) }
        await checkReturn(core) { () async throws(Failure) in try await core.completeSignIn(redirect: url.absoluteString) }
    }

    /// Goes on with a sign-in where the network broke it off.
    public func resumeSignIn() async {
        guard let core else { return }
        await checkReturn(core) { () async throws(Failure) in try await core.resumeSignIn() }
    }

    /// The person begins to sign in anew: what the last attempt came to is past.
    public func forgetReturn() { returnTrouble = nil }

    private func checkReturn(_ core: Core, _ check: @MainActor () async throws(Failure) -> Void) async {
        (isReturning, returnTrouble) = (true, nil)
        defer { isReturning = false }
        do { try await check() } catch { returnTrouble = Trouble(failure: error, words: core.explain(error)) }
    }

    /// The push service gave this installation a token; where it leads is the gateway's business.
    public func pushToken(_ token: Data, gateway: PushGateway) { try? core?.pushEndpointChanged(gateway.endpoint(for: token)) }

    /// A push message came. One without a readable wake-up asks for a pull too: a push is a hint.
    public func pushReceived(_ message: PushMessage) { core?.pushReceived(message.wake) }
}

extension Failure {
    /// Whether only a newer app helps.
    fileprivate var needsNewerApp: Bool {
        if case .updateApp = self { true } else { false }
    }
}
