import BackgroundTasks
import MotCuaKit
import UIKit
import UserNotifications

/// What the system tells the process and no screen: launch, background windows, pushes, lock and unlock.
@MainActor
final class AppDelegate: NSObject, UIApplicationDelegate {
    let app: AppModel
    private let network = KnownNetwork()
    private let watch: NetworkWatch

    override init() {
        app = AppModel(setup: AppInfo.setup(network))
        watch = NetworkWatch(into: network)
    }

    func application(_ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?) -> Bool {
        SystemWindows.register { [app] in await AppDelegate.refresh(app) }
        application.registerForRemoteNotifications()
        return true
    }

    /// One background window. The process may have been started for it alone.
    private static func refresh(_ app: AppModel) async -> Bool {
        await app.open()
        guard case .ready(let core) = app.stage else { return false }
        return await BackgroundRefresh(core: core, windows: SystemWindows(), notices: SystemNotices()).run()
    }

    func application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken token: Data) {
        app.pushToken(token, gateway: AppInfo.pushGateway)
    }

    func application(
        _ application: UIApplication, didReceiveRemoteNotification message: [AnyHashable: Any]
    ) async -> UIBackgroundFetchResult {
        let message = PushMessage(userInfo: message)
        await app.open()
        app.pushReceived(message)
        return await AppDelegate.refresh(app) ? .newData : .failed
    }

    func applicationDidEnterBackground(_ application: UIApplication) { try? SystemWindows().ask(after: BackgroundRefresh.pause) }

    func applicationProtectedDataWillBecomeUnavailable(_ application: UIApplication) { app.phoneLocked() }

    func applicationProtectedDataDidBecomeAvailable(_ application: UIApplication) { Task { await app.phoneUnlocked() } }
}
