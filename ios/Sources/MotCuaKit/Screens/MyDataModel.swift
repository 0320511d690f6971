import Observation

/// Taking one's data along, and erasing it.
@Observable @MainActor
public final class MyDataModel: ScreenModel {
    /// What happened last.
    public enum Done: Equatable, Sendable {
        /// Everything was written into one file.
        case exported(path: String)
        /// Everything was erased.
        case erased
    }

    /// The words of the screen.
    public private(set) var page = Live<SettingsPage>.loading
    /// What happened last, to be said aloud.
    public private(set) var done: Done?

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Reads the words.
    public func load() async { page = await read { () async throws(Failure) in try await core.settings() } }

    /// Writes everything into one ZIP file at `path`.
    public func export(to path: String) async {
        let written: Void? = await attempt { () async throws(Failure) in try await core.exportMyData(to: path) }
        if written != nil { done = .exported(path: path) }
    }

    /// Erases everything, after the person was asked twice.
    public func erase() async {
        let erased: Void? = await attempt { () async throws(Failure) in try await core.eraseMyData() }
        if erased != nil { done = .erased }
    }
}
