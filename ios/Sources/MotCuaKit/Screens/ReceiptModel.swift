import Foundation
import Observation

/// A dossier's verified receipt; it appears by itself when it arrives.
@Observable @MainActor
public final class ReceiptModel: ScreenModel {
    /// The dossier's id.
    public let dossier: String
    /// The receipt; nothing while there is none.
    public private(set) var receipt = Live<Receipt?>.loading

    /// A model of one dossier's receipt.
    public init(core: Core, dossier: String) {
        self.dossier = dossier
        super.init(core: core)
    }

    /// Reads it.
    public func load() async { receipt = await read { () async throws(Failure) in try await core.receipt(dossier) } }

    /// Reads it whenever the dossier changes, until the task that waits here is cancelled.
    public func follow() async {
        for await change in core.watchTimeline(dossier) {
            switch change {
            case .loading: continue
            case .failed(let words): receipt = .failed(words)
            case .value: await load()
            }
        }
    }

    /// What the signed statement is called as a file; nothing while there is none.
    public func fileName(_ words: Words) -> String? { (receipt.value ?? nil).map { words("receipt-file-name") + "-\($0.dossierCode).jws" } }

    /// Writes the signed statement into the file at `path`: whoever doubts it can check it without this app. Says whether it is there.
    public func save(to path: String) -> Bool {
        guard let jws = receipt.value??.jws else { return false }
        return (try? Data(jws.utf8).write(to: URL(filePath: path))) != nil
    }
}
