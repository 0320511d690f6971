import Observation

/// The rows of a long list as far as they were read.
public struct Rows<Head: Sendable, Item: Sendable>: Sendable {
    /// The first page as the core gave it, for what stands around the rows.
    public let head: Head
    /// What was read so far.
    public fileprivate(set) var items: [Item]
    /// Where the next page begins; nothing at the list's end.
    public fileprivate(set) var next: UInt64?
    /// Why the next page couldn't be read.
    public fileprivate(set) var trouble: Trouble?
}

/// A page of a list, taken apart.
struct PageRead<Head: Sendable, Item: Sendable>: Sendable {
    let head: Head
    let items: [Item]
    let next: UInt64?
}

/// How many items are read at once: more than a tall tablet shows.
let pageSize: UInt32 = 50

/// A list that may be long, read page by page as the person goes down it.
///
/// ```
///   changes ──▶ the first page; where more is shown, as many rows, in one call ──┐
///   last row in sight ──▶ the page behind it ────────────────────────────────────┴──▶ one after the other ──▶ rows
/// ```
/// A change brings or reads again what is shown, so rows that moved, came or went are right without being merged here, and nobody loses their place. Rows
/// move only to the top when they change, so the page behind a cursor never repeats a row before it.
@Observable @MainActor
public final class Pages<Head: Sendable, Item: Sendable> {
    /// How many items are read at once: more than a tall tablet shows.
    public static var size: UInt32 { pageSize }

    /// What was read so far: nothing yet, the rows, or why they can't be read.
    public private(set) var rows = Live<Rows<Head, Item>>.loading

    @ObservationIgnored private let explain: @MainActor (Failure) -> FailureWords
    @ObservationIgnored private let read: @MainActor (_ after: UInt64?, _ limit: UInt32) async throws(Failure) -> PageRead<Head, Item>
    /// The newest of the reads, which are done one after the other.
    @ObservationIgnored private var last: Task<Void, Never>?
    @ObservationIgnored private var isAsked = false

    /// A list whose failures `explain` puts into words.
    init(
        explain: @escaping @MainActor (Failure) -> FailureWords,
        read: @escaping @MainActor (_ after: UInt64?, _ limit: UInt32) async throws(Failure) -> PageRead<Head, Item>
    ) {
        (self.explain, self.read) = (explain, read)
    }

    /// The rows, if they could be read.
    public var items: [Item] { rows.value?.items ?? [] }

    /// Whether there is more to read.
    public var hasMore: Bool { rows.value?.next != nil }

    /// Shows anew what is shown whenever `changes` tells of a change, until the task that waits here is cancelled. `first` makes the list's first page of
    /// what `changes` brings; without it that is read.
    func follow<Model: Sendable>(_ changes: AsyncStream<Live<Model>>, first: ((Model) -> PageRead<Head, Item>)? = nil) async {
        for await change in changes {
            switch change {
            case .loading: continue
            case .failed(let words): rows = .failed(words)
            case .value(let model):
                let page = first?(model)
                await inTurn { await $0.show(page) }
            }
        }
    }

    /// The person came to the last row. Without a next page, or while it is asked for already, nothing happens; while a change is being read it waits its
    /// turn, for nobody comes to the last row a second time.
    public func more() async {
        guard !isAsked else { return }
        isAsked = true
        await inTurn { await $0.readNext() }
    }

    private func inTurn(_ act: @escaping @MainActor (Pages) async -> Void) async {
        let before = last
        let mine = Task {
            await before?.value
            await act(self)
        }
        last = mine
        await mine.value
    }

    private func show(_ first: PageRead<Head, Item>?) async {
        guard let first, items.count <= Pages.size else { return await readShown() }
        rows = .value(Rows(head: first.head, items: first.items, next: first.next))
    }

    private func readShown() async {
        let count = max(Pages.size, UInt32(items.count))
        do {
            let page = try await read(nil, count)
            rows = .value(Rows(head: page.head, items: page.items, next: page.next))
        } catch {
            rows = .failed(explain(error))
        }
    }

    private func readNext() async {
        let behind = await readBehind()
        // Whoever sees the new rows may ask for the next at once.
        isAsked = false
        if let behind { rows = .value(behind) }
    }

    /// The rows with those of the next page; nothing where there is no next page.
    private func readBehind() async -> Rows<Head, Item>? {
        guard var shown = rows.value, let cursor = shown.next else { return nil }
        do {
            let page = try await read(cursor, Pages.size)
            (shown.items, shown.next, shown.trouble) = (shown.items + page.items, page.next, nil)
        } catch {
            shown.trouble = Trouble(failure: error, words: explain(error))
        }
        return shown
    }
}
