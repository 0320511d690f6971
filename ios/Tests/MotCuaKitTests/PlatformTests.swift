import Foundation
import XCTest

@testable import MotCuaKit
@testable import Support

/// What only a phone can give, as far as it is decided here.
@MainActor
final class PlatformTests: XCTestCase {
    func testTheNetworkIsToldOnceAChange() async throws {
        let network = KnownNetwork()
        XCTAssertEqual(try network.state(), .unknown)
        let told = Handed<Int>()
        network.tell { told.put((told.take() ?? 0) + 1) }
        for state in [NetworkState.offline, .offline, .metered, .metered] { network.update(state) }
        XCTAssertEqual(try network.state(), .metered)
        XCTAssertEqual(told.take(), 2)
    }

    func testAPushMessageCarriesAnEncryptedWakeUpAlone() async {
        XCTAssertEqual(PushMessage(userInfo: ["wake": "AQID", "aps": ["content-available": 1]]).wake, Data([1, 2, 3]))
        XCTAssertEqual(PushMessage(userInfo: ["wake": "%"]).wake, Data(), "what can't be read still asks for a pull")
        XCTAssertEqual(PushMessage(userInfo: [:]).wake, Data())
    }

    func testTheEndpointIsTheGatewaysAddressAndTheToken() async throws {
        let gateway = PushGateway(address: try XCTUnwrap(URL(string: "https://push.example.vn/apns")))
        XCTAssertEqual(gateway.endpoint(for: Data([0, 171, 255])), "https://push.example.vn/apns/00abff")
    }

    func testABackgroundWindowPullsSendsAndAsksForTheNext() async throws {
        let app = try App()
        defer { app.end() }
        try await app.openAndAgree()
        app.model.leavesForeground()
        let system = System()
        let refresh = BackgroundRefresh(core: try app.core, windows: system, notices: system)
        // Nobody is signed in: there is nothing to pull, which the core says by a failure, and the next window is asked for all the same.
        let went = await refresh.run()
        XCTAssertFalse(went)
        XCTAssertEqual(system.asked, [BackgroundRefresh.pause])
        XCTAssertTrue(system.shown.isEmpty)
    }

    func testAnAppThatCannotOpenSaysWhyAndOpensWhenItCan() async throws {
        let app = try App()
        defer { app.end() }
        let closed = AppModel(setup: try setup(app, vault: LockedVault()))
        await closed.open()
        guard case .failed(let words, tooOld: false) = closed.stage else { return XCTFail("\(closed.stage)") }
        XCTAssertEqual(words.code, "LOCKED")
        XCTAssertFalse(words.cause.isEmpty || words.remedy.isEmpty)

        let open = AppModel(setup: try setup(app, vault: DesktopKeys.vault(folder: app.folder.appending(path: "keys").path)))
        await open.open()
        XCTAssertNotNil(open.core)
        open.core?.shutDown()
    }

    private func setup(_ app: App, vault: any KeyVault) throws -> AppSetup {
        let config = AppConfig(
            home: app.folder.appending(path: "other").path, profileJson: app.portal.profile, allowPlainLoopback: false, language: "en",
            embeddedPush: false)
        let key = try DesktopKeys.deviceKey(folder: app.folder.appending(path: "keys").path)
        return AppSetup(config: config, vault: vault, deviceKey: key, network: app.network)
    }
}

/// The system as the background work sees it.
private final class System: BackgroundWindows, Notices, @unchecked Sendable {
    private let lock = NSLock()
    private var windows: [TimeInterval] = []
    private var notices: [String] = []

    var asked: [TimeInterval] { lock.withLock { windows } }
    var shown: [String] { lock.withLock { notices } }

    func ask(after seconds: TimeInterval) throws { lock.withLock { windows.append(seconds) } }

    func show(id: String, title: String, text: String) async { lock.withLock { notices.append(id) } }
}

private final class LockedVault: KeyVault {
    func wrap(alias: String, secret: Data) throws -> Data { throw PlatformError.Locked }

    func unwrap(alias: String, wrapped: Data) throws -> Data { throw PlatformError.Locked }

    func erase(alias: String) throws { throw PlatformError.Locked }
}
