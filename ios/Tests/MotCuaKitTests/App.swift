import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// An installed app: a storage folder, a network that the test switches, and a process that can end and begin again.
@MainActor
final class App {
    private(set) var model: AppModel
    let network = KnownNetwork(.unmetered)
    let folder: URL
    let portal: Portal
    /// What the app was built with; another one counts from the next process on.
    var profile: String
    private let language: String

    /// A fresh phone beside a running portal.
    init(language: String = "vi") throws {
        self.language = language
        folder = try Machine.emptyFolder()
        portal = try Portal(data: Machine.folder(folder, "portal"))
        profile = portal.profile
        model = try App.model(folder, profile, network, language)
    }

    func end() {
        model.core?.shutDown()
        portal.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func model(_ folder: URL, _ profile: String, _ network: KnownNetwork, _ language: String) throws -> AppModel {
        let keys = folder.appending(path: "keys").path
        let config = AppConfig(
            home: folder.appending(path: "data").path, profileJson: profile, allowPlainLoopback: false, language: language,
            embeddedPush: true)
        let setup = try AppSetup(config: config, vault: DesktopKeys.vault(folder: keys), deviceKey: DesktopKeys.deviceKey(folder: keys), network: network)
        return AppModel(setup: setup)
    }

    /// The core, of an app that is ready.
    var core: Core {
        get throws {
            guard case .ready(let core) = model.stage else { throw StoryError.missing("an app that is ready, but it is \(model.stage)") }
            return core
        }
    }

    /// Opens the app and agrees to what it asks.
    func openAndAgree() async throws {
        await model.open()
        guard case .consent(let core) = model.stage else { return XCTFail("\(model.stage)") }
        let consent = ConsentModel(core: core)
        await consent.load()
        XCTAssertEqual(consent.page.value?.needed, true)
        XCTAssertEqual(consent.page.value?.paragraphs.isEmpty, false)
        await consent.accept()
        await model.consentChanged()
        _ = try self.core
    }

    /// The process dies and a new one begins where the person was. A test can't kill itself: SIGKILL is the Rust journey's.
    func dieAndComeBack() async throws {
        try await dieAndTryToComeBack()
        _ = try core
    }

    /// The same, where the new process may not be able to open the stores; `meanwhile` happens while no process is there.
    func dieAndTryToComeBack(_ meanwhile: () throws -> Void = {}) async throws {
        let kept = model.navigation.text
        model.core?.shutDown()
        try meanwhile()
        model = try App.model(folder, profile, network, language)
        model.navigation.restore(kept)
        await model.open()
    }

    /// Waits until `model` shows what fits, by following what changes.
    func watch<Model: Sendable>(
        _ awaited: String, _ snapshots: AsyncStream<Live<Model>>, where fits: @escaping @Sendable (Model) -> Bool
    ) async throws -> Model {
        let live = try await snapshots.first(awaited) { $0.value.map(fits) ?? false }
        return try XCTUnwrap(live.value)
    }
}
