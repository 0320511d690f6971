import Foundation
import XCTest

@testable import Bridge
@testable import Support

/// A core on a folder of its own, and a portal if the test needs one.
final class Phone {
    let core: Core
    let folder: URL
    let portal: Portal?

    /// A core over `home`, or over an empty folder, with the network that `state` says.
    init(portal needed: Bool = false, home: URL? = nil, vault: (any KeyVault)? = nil, state: NetworkState = .unmetered) throws {
        folder = try Machine.emptyFolder()
        portal = needed ? try Portal(data: Machine.folder(folder, "portal")) : nil
        let home = try home ?? Machine.folder(folder, "phone")
        let keys = home.appending(path: "keys").path
        let config = AppConfig(
            home: home.appending(path: "data").path, profileJson: portal?.profile ?? Phone.profileOfNobody, allowPlainLoopback: true,
            language: "vi", embeddedPush: false)
        core = try Core(
            config: config, vault: vault ?? DesktopKeys.vault(folder: keys), deviceKey: DesktopKeys.deviceKey(folder: keys),
            connectivity: Fixed(now: state))
    }

    /// A profile of a portal that never runs, for tests that need none. The key is RFC 7515's example.
    private static let profileOfNobody = """
        {"url": "http://127.0.0.1:9", "client_id": "vn.motcua.phone", "redirect_uri": "vn.motcua:/eid", "evidence_root": {"kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}
        """

    deinit {
        core.shutDown()
        portal?.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The core with a catalogue and the story's form.
    func prepared(_ story: Story) async throws -> Core {
        try await core.refreshCatalogue()
        try await core.prepareProcedure(story.procedureCode)
        return core
    }

    private final class Fixed: Connectivity {
        let now: NetworkState

        init(now: NetworkState) { self.now = now }

        func state() throws -> NetworkState { now }
    }
}
