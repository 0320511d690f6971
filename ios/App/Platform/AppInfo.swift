import Foundation
import MotCuaKit
import UIKit

/// What the app was built with: Info.plist, and the portal's profile beside it.
enum AppInfo {
    /// Where this app is updated.
    static let updatePage = address("MotCuaUpdatePage")

    /// This app's page in the phone's settings.
    @MainActor static let systemSettings = URL(string: UIApplication.openSettingsURLString) ?? updatePage

    /// The gateway that carries the portal's pushes to Apple's service.
    static let pushGateway = PushGateway(address: address("MotCuaPushGateway"))

    /// The scheme of the e-ID's way back.
    static let redirectScheme = "vn.motcua"

    /// Everything that the core needs of this phone.
    @MainActor static func setup(_ network: KnownNetwork) -> AppSetup {
        let service = Bundle.main.bundleIdentifier ?? redirectScheme
        let config = AppConfig(
            home: home().path, profileJson: profile(), allowPlainLoopback: false, language: Locale.preferredLanguages.first ?? "vi",
            embeddedPush: false)
        return AppSetup(config: config, vault: KeychainVault(service: service), deviceKey: EnclaveKey(service: service), network: network)
    }

    /// The app's folder for data, left out of backups: its keys stay on this phone, so a copy elsewhere could not be read.
    private static func home() -> URL {
        var home = URL.applicationSupportDirectory.appending(path: "MotCua")
        try? FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try? home.setResourceValues(values)
        return home
    }

    /// `portal-profile.json`, put into the bundle by the build. Without it the core says that the app is faulty.
    private static func profile() -> String {
        Bundle.main.url(forResource: "portal-profile", withExtension: "json").flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    }

    private static func address(_ key: String) -> URL {
        (Bundle.main.object(forInfoDictionaryKey: key) as? String).flatMap(URL.init) ?? URL(filePath: "/")
    }
}
