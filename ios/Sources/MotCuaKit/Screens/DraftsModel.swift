import Observation

/// All drafts, newest first, read page by page.
@Observable @MainActor
public final class DraftsModel: ScreenModel {
    /// As far as they were read.
    public let pages: Pages<DraftList, DraftItem>

    /// A model over `core`.
    public override init(core: Core) {
        pages = Pages(explain: core.explain) { (after, limit) async throws(Failure) in
            DraftsModel.page(try await core.drafts(after: after, limit: limit))
        }
        super.init(core: core)
    }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async { await pages.follow(core.watchDrafts(limit: pageSize), first: DraftsModel.page) }

    private static func page(_ list: DraftList) -> PageRead<DraftList, DraftItem> { PageRead(head: list, items: list.items, next: list.next) }

    /// Whether a draft stands in the outbox, where it can be taken back from; the core decides whether it really comes.
    public func mayTakeBack(_ draft: DraftItem) -> Bool { draft.state == "queued" || draft.state == "refused" }

    /// Where a draft leads: into its form; one that waits to the outbox with the reason, one that arrived to what became of it.
    public func place(of draft: DraftItem) -> Screen {
        if mayTakeBack(draft) { return .outbox }
        if let dossier = draft.dossierId, !draft.editable { return .timeline(dossier: dossier) }
        return .form(draft: draft.id, page: 0)
    }

    /// Deletes a draft that wasn't submitted, after the person was asked.
    public func delete(_ draft: DraftItem) async {
        await attempt(.delete, said: "state-deleted") { [core] () async throws(Failure) in try await core.deleteDraft(draft.id) }
    }

    /// Asks for a submission that wasn't sent yet to come back into editing.
    public func takeBack(_ draft: DraftItem) async {
        await attempt(.takeBack, said: "draft-taken-back") { [core] () async throws(Failure) in try await core.takeBack(draft: draft.id) }
    }

    /// Asks the portal for news: a draft may have arrived, or been refused.
    public func refresh() async {
        await attempt(.refresh, said: "list-refreshed") { [core] () async throws(Failure) in try await core.sync() }
    }
}
