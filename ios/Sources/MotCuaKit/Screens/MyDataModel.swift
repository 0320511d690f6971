import Observation

/// Taking one's data along, and erasing it.
@Observable @MainActor
public final class MyDataModel: ScreenModel {
    /// Where export and deletion stand.
    public enum Step: Equatable, Sendable {
        /// Nothing is being done.
        case resting
        /// The copy is being written.
        case exporting
        /// The copy is where the person wanted it.
        case exported
        /// Everything is being erased.
        case erasing
        /// Everything is gone.
        case erased
    }

    /// The words of the screen, with a warning that tells what stands now.
    public private(set) var page = Live<SettingsPage>.loading
    /// Where it stands.
    public private(set) var step = Step.resting

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Reads the words: also before the person is asked whether everything shall be erased.
    public func load() async { page = await read { () async throws(Failure) in try await core.settings() } }

    /// Writes everything into one ZIP file at `path`; says whether it is there, for the person to say where it goes; to `then` also when that
    /// comes of trying again.
    @discardableResult
    public func export(to path: String, then: @escaping @MainActor () -> Void = {}) async -> Bool {
        await attempt(.save, then: { _ in then() }) { [weak self, core] () async throws(Failure) in
            self?.step = .exporting
            defer { self?.step = .resting }
            try await core.exportMyData(to: path)
        } != nil
    }

    /// The person put the copy somewhere, or thought better of it.
    public func placed(_ placed: Bool) { step = placed ? .exported : .resting }

    /// Erases everything, after the person was asked.
    public func erase() async {
        await attempt(.delete, then: { [weak self] _ in self?.step = .erased }) { [weak self, core] () async throws(Failure) in
            self?.step = .erasing
            defer { self?.step = .resting }
            try await core.eraseMyData()
        }
    }
}
