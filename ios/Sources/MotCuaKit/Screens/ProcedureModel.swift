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

    /// Begins a draft; says where it is filled in.
    public func start() async -> Screen? {
        await attempt(.start) { () async throws(Failure) in .form(draft: try await begun(), page: 0) }
    }

    /// With the current form if it can be had, else with the one on the phone. Where neither is, the network's trouble is what the person can do about.
    private func begun() async throws(Failure) -> String {
        do {
            try await core.prepareProcedure(code)
        } catch {
            let unprepared = error
            do { return try await core.newDraft(code) } catch { throw unprepared }
        }
        return try await core.newDraft(code)
    }

    /// Fetches the form, to be filled in where there is no network.
    public func prepare() async {
        _ = await attempt(.prepare, said: "procedure-prepared") { () async throws(Failure) in try await core.prepareProcedure(code) }
        await load()
    }
}
