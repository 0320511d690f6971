#if canImport(BackgroundTasks) && os(iOS)
    import BackgroundTasks
    import UserNotifications

    /// The system's task scheduler. The identifier stands in the app's Info.plist under `BGTaskSchedulerPermittedIdentifiers`.
    public struct SystemWindows: BackgroundWindows {
        /// The task's name.
        public static let identifier = "vn.motcua.refresh"

        public init() {}

        public func ask(after seconds: TimeInterval) throws {
            let request = BGProcessingTaskRequest(identifier: SystemWindows.identifier)
            request.requiresNetworkConnectivity = true
            request.earliestBeginDate = Date(timeIntervalSinceNow: seconds)
            try BGTaskScheduler.shared.submit(request)
        }

        /// Says what a window is used for. Call it before the app has finished launching.
        public static func register(_ work: @escaping @Sendable () async -> Bool) {
            BGTaskScheduler.shared.register(forTaskWithIdentifier: identifier, using: nil) { task in
                let running = Task { task.setTaskCompleted(success: await work()) }
                task.expirationHandler = { running.cancel() }
            }
        }
    }

    /// The system's notifications.
    public struct SystemNotices: Notices {
        public init() {}

        public func show(id: String, title: String, text: String) async {
            let content = UNMutableNotificationContent()
            (content.title, content.body) = (title, text)
            try? await UNUserNotificationCenter.current().add(UNNotificationRequest(identifier: id, content: content, trigger: nil))
        }
    }
#endif
