import Observation

/// All drafts, newest first, read page by page.
@Observable @MainActor
public final class DraftsModel: ScreenModel {
    /// What was read so far.
    public private(set) var drafts = Pages<DraftItem>()
    /// How many there are in all.
    public private(set) var total: UInt64 = 0
    /// The newest page: loading, read, or why it can't be read.
    public private(set) var newest = Live<DraftList>.loading

    /// A model over `core`.
    public override init(core: Core) { super.init(core: core) }

    /// Follows the newest page, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchDrafts(limit: Pages<DraftItem>.size) {
            newest = live
            guard let list = live.value else { continue }
            total = list.total
            drafts.refresh(first: list.items, next: list.next) { $0.id == $1.id }
        }
    }

    /// Reads the next page: when the last row comes into sight.
    public func more() async {
        guard let after = drafts.next else { return }
        let page = await attempt { () async throws(Failure) in try await core.drafts(after: after, limit: Pages<DraftItem>.size) }
        if let page { drafts.append(page.items, next: page.next, after: after) }
    }

    /// Whether a draft waits to be sent and may perhaps be taken back; the core decides when it is asked.
    public func mayTakeBack(_ draft: DraftItem) -> Bool { draft.state == "queued" }

    /// Where a draft leads: into its form, or to what became of it.
    public func place(of draft: DraftItem) -> Screen {
        if let dossier = draft.dossierId, !draft.editable { .timeline(dossier: dossier) } else { .form(draft: draft.id, page: 0) }
    }

    /// Deletes a draft that wasn't submitted, after the person was asked.
    public func delete(_ draft: DraftItem) async {
        _ = await attempt { () async throws(Failure) in try await core.deleteDraft(draft.id) }
    }

    /// Takes a submission that wasn't sent yet back into editing; says where.
    public func takeBack(_ draft: DraftItem) async -> Screen? {
        await attempt { () async throws(Failure) in
            try await core.takeBack(draft: draft.id)
            return .form(draft: draft.id, page: 0)
        }
    }
}
