/// A list that is read page by page as the person scrolls: what was read so far, and where to go on.
public struct Pages<Item: Sendable & Equatable>: Equatable, Sendable {
    /// How many items are read at once: more than a tall tablet shows.
    public static var size: UInt32 { 50 }

    /// What was read so far.
    public private(set) var items: [Item] = []
    /// Where the next page begins; nothing at the list's end.
    public private(set) var next: UInt64?

    /// Whether there is more to read.
    public var hasMore: Bool { next != nil }

    /// Appends the page that was read after `after`. One that was asked for twice is taken once.
    mutating func append(_ page: [Item], next: UInt64?, after: UInt64?) {
        guard after == self.next else { return }
        items += page
        self.next = next
    }

    /// The newest page as it stands now. What was read behind it stays while its place is the same; when something came or went, reading goes on from
    /// the first page's end.
    mutating func refresh(first page: [Item], next: UInt64?, same: (Item, Item) -> Bool) {
        let tail = items.dropFirst(page.count)
        let inPlace = items.count >= page.count && zip(items, page).allSatisfy(same)
        if inPlace && !tail.isEmpty {
            items = page + tail
        } else {
            (items, self.next) = (page, next)
        }
    }
}
