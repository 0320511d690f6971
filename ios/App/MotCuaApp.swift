import MotCuaKit
import SwiftUI

/// The app's entry: one model of everything, kept where the person was when the system ended the process.
@main
struct MotCuaApp: App {
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var system
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            RootView(app: system.app)
                .environment(system.app)
                .task { await system.app.open() }
                .onOpenURL { url in Task { await system.app.returned(with: url) } }
        }
        .onChange(of: phase) { _, now in
            switch now {
            case .active: system.app.entersForeground()
            case .background: system.app.leavesForeground()
            default: break
            }
        }
    }
}
