import Observation

/// What the person agrees to before the first draft.
@Observable @MainActor
public final class ConsentModel: ScreenModel {
    /// The page.
    public private(set) var page = Live<ConsentPage>.loading
    /// The languages to read it in.
    public private(set) var languages: [SettingChoice] = []

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Reads it.
    public func load() async {
        languages = await read { () async throws(Failure) in try await core.settings() }.value?.languages ?? []
        page = await read { () async throws(Failure) in try await core.consent() }
    }

    /// Reads it in another language.
    public func speak(_ language: SettingChoice) async {
        await attempt(.language) { [core] () async throws(Failure) in try await core.setLanguage(language.value) }
        await load()
    }

    /// The person agreed to the page that is shown.
    public func accept() async {
        guard let shown = page.value else { return }
        await attempt(.consent) { [core] () async throws(Failure) in try await core.acceptConsent(version: shown.version) }
        await load()
    }

    public override func again() async {
        await super.again()
        await load()
    }
}
