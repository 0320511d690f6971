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

    /// Begins a draft; says where it is filled in, to `then` also when that comes of trying again.
    @discardableResult
    public func start(then: @escaping @MainActor (Screen) -> Void = { _ in }) async -> Screen? {
        await attempt(.start, then: then) { [core, code] () async throws(Failure) in .form(draft: try await ProcedureModel.begun(code, core), page: 0) }
    }

    /// With the current form if it can be had, else with the one on the phone. Where neither is, the network's trouble is what the person can do about.
    private static func begun(_ code: String, _ core: Core) async throws(Failure) -> String {
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
        await attempt(.prepare, said: "procedure-prepared", then: { [weak self] _ in await self?.load() }) { [core, code] () async throws(Failure) in
            try await core.prepareProcedure(code)
        }
    }
}
