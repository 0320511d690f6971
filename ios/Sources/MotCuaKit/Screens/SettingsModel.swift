import Observation

/// Language and network.
@Observable @MainActor
public final class SettingsModel: ScreenModel {
    /// The settings with their choices.
    public private(set) var page = Live<SettingsPage>.loading

    @ObservationIgnored private let languageChosen: () -> Void

    /// A model over `core` that tells the app when another language was chosen.
    public init(core: Core, languageChosen: @escaping () -> Void) {
        self.languageChosen = languageChosen
        super.init(core: core)
    }

    /// Reads them.
    public func load() async { page = await read { () async throws(Failure) in try await core.settings() } }

    /// Chooses the language of all texts.
    public func choose(language: SettingChoice) async {
        let then: @MainActor (Void) async -> Void = { [weak self, languageChosen] _ in
            languageChosen()
            await self?.load()
        }
        await attempt(.language, then: then) { [core] () async throws(Failure) in try await core.setLanguage(language.value) }
    }

    /// Chooses when files may be sent.
    public func choose(network: SettingChoice) async {
        guard let policy = NetworkPolicy(choice: network.value) else { return }
        await attempt(.network, then: { [weak self] _ in await self?.load() }) { [core] () async throws(Failure) in try await core.setNetworkPolicy(policy) }
    }
}
