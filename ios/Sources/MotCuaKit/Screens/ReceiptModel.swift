import Observation

/// A dossier's verified receipt.
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
}
