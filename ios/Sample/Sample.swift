import Foundation
import MotCuaKit

/// The least that an app does: open, agree, fill in, submit, follow. An app on a phone gives `KeychainVault` and `EnclaveKey` instead of the key folder.
@main
struct Sample {
    static func main() async throws {
        let (folder, profile) = (CommandLine.arguments[1], CommandLine.arguments[2])
        let config = AppConfig(
            home: folder + "/data", profileJson: try String(contentsOfFile: profile, encoding: .utf8), allowPlainLoopback: false,
            language: "en", embeddedPush: false)
        do throws(Failure) {
            let core = try await Core.open(
                config: config, vault: DesktopKeys.vault(folder: folder + "/keys"),
                deviceKey: DesktopKeys.deviceKey(folder: folder + "/keys"), connectivity: KnownNetwork(.unmetered))
            try await beginADraft(core)
        } catch {
            // The code is for logs and for whoever helps; the words are for the person.
            let words = error.words(language: config.language)
            print(words.code, words.cause, words.remedy)
        }
    }

    /// Until the person agreed, nothing leaves the phone.
    private static func beginADraft(_ core: Core) async throws(Failure) {
        try await core.acceptConsent(version: core.consent().version)
        core.start()
        try await core.refreshCatalogue()
        guard let procedure = try await core.searchCatalogue("dang ky khai sinh").items.first(where: \.canStart) else { return }
        try await core.prepareProcedure(procedure.code)
        let form = try await core.openDraft(core.newDraft(procedure.code))
        // When this returns, the answer is kept; `announcement` is for a screen reader.
        let edit = try await form.answer("/data/requester/full_name", "Nguyễn Minh Khôi")
        print(form.title, edit.progress, edit.kept)
        await firstDrafts(core)
        core.stop()
    }

    /// A screen watches: a snapshot first, then the newest after each change. Leaving the loop detaches.
    private static func firstDrafts(_ core: Core) async {
        for await drafts in core.watchDrafts(limit: 50) {
            switch drafts {
            case .loading: continue
            case .value(let list): print(list.items.map(\.label))
            case .failed(let words): print(words.cause)
            }
            return
        }
    }
}
