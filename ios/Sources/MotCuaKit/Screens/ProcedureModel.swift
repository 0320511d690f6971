import Observation

/// One procedure: papers, fee, days, where; and the way into its form.
@Observable @MainActor
public final class ProcedureModel: ScreenModel {
    /// The procedure's code.
    public let code: String
    /// The page.
    public private(set) var page = Live<ProcedurePage>.loading

    /// A model of the procedure called `code`.
    public init(core: Core, code: String) {
        self.code = code
        super.init(core: core)
    }

    /// Reads the page.
    public func load() async { page = await read { () async throws(Failure) in try await core.procedure(code) } }

    /// Begins a draft; says where it is filled in. The form is fetched first where the phone doesn't have it yet.
    public func start() async -> Screen? {
        await attempt { () async throws(Failure) in
            try await core.prepareProcedure(code)
            return .form(draft: try await core.newDraft(code), page: 0)
        }
    }
}
