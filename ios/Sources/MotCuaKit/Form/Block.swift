/// What stands on a form's page, from top to bottom: the model's items, with the rows of its lists opened and closed where they begin and end.
public enum Block: Equatable, Sendable {
    /// A heading; level 2 stands right under the page's.
    case heading(key: String, text: String, level: Int)
    /// A question.
    case question(QuestionItem)
    /// A row begins, called by its name.
    case rowBegins(reference: String, name: String, level: Int)
    /// A row that may be removed ends.
    case rowEnds(reference: String, name: String)
    /// A list whose rows the person may add to ends; the name is the list's words.
    case rowsEnd(reference: String, name: String)

    /// Its name among the page's blocks.
    public var key: String {
        switch self {
        case .heading(let key, _, _): key
        case .question(let question): question.reference
        case .rowBegins(let reference, _, _): "begins " + reference
        case .rowEnds(let reference, _): "ends " + reference
        case .rowsEnd(let reference, _): "rows " + reference
        }
    }

    /// The blocks of a page's items. A heading may have no reference of its own, so its place is its name.
    public static func all(of items: [FormItem]) -> [Block] {
        blocks(items[...], level: 2).enumerated().map { place, block in
            if case .heading(_, let text, let level) = block { .heading(key: "heading \(place)", text: text, level: level) } else { block }
        }
    }

    private static func blocks(_ items: ArraySlice<FormItem>, level: Int) -> [Block] {
        var (blocks, rest) = ([Block](), items)
        while let item = rest.popFirst() {
            switch item {
            case .heading(let reference, let text, let own): blocks.append(.heading(key: reference, text: text, level: Int(own)))
            case .question(let question): blocks.append(.question(question))
            case .rows(let reference, let text, let rows, let canChange):
                let inside = rest.indices.prefix { at in rows.contains { rest.isIn($0.reference, at: at) } }
                blocks += list(reference, text, rows, canChange, rest[inside.startIndex..<inside.endIndex], level)
                rest = rest[inside.endIndex...]
            }
        }
        return blocks
    }

    private static func list(
        _ reference: String, _ text: String, _ rows: [RowItem], _ canChange: Bool, _ items: ArraySlice<FormItem>, _ level: Int
    ) -> [Block] {
        let heading: [Block] = text.isEmpty ? [] : [.heading(key: reference, text: text, level: level)]
        let inside = rows.flatMap { row -> [Block] in
            let own = items.indices.filter { items.isIn(row.reference, at: $0) }.map { items[$0] }
            return [.rowBegins(reference: row.reference, name: row.name, level: level + 1)] + blocks(own[...], level: level + 2)
                + (canChange ? [.rowEnds(reference: row.reference, name: row.name)] : [])
        }
        return heading + inside + (canChange ? [.rowsEnd(reference: reference, name: text)] : [])
    }
}

extension ArraySlice<FormItem> {
    /// Whether the item at `place` belongs to a row. A heading without a reference belongs where what follows it does.
    fileprivate func isIn(_ row: String, at place: Int) -> Bool {
        let reference = self[place...].lazy.map(\.reference).first { !$0.isEmpty } ?? ""
        return reference == row || reference.hasPrefix(row + "/")
    }
}

extension FormItem {
    /// Whose item it is; empty for a heading of nobody's.
    var reference: String {
        switch self {
        case .heading(let reference, _, _), .rows(let reference, _, _, _): reference
        case .question(let question): question.reference
        }
    }

    /// Whether something of that reference stands here.
    func holds(_ reference: String) -> Bool {
        if case .rows(_, _, let rows, _) = self, rows.contains(where: { $0.reference == reference }) { return true }
        return self.reference == reference
    }
}
