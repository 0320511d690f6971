import MotCuaKit
import SwiftUI

/// What the office asks and by when, beside whatever answers it; `more` leads on.
struct AskedNotice<More: View>: View {
    let request: SupplementRequest
    @ViewBuilder let more: () -> More
    @Environment(AppModel.self) private var app

    var body: some View {
        Banner(request.note, tone: .due) {
            if !request.due.isEmpty { Text(verbatim: app.words("supplement-due") + ": " + request.due) }
            more()
        }
    }
}

/// Everything asked for, where `go` leads to a question.
struct AskedItems: View {
    let request: SupplementRequest
    let go: (@MainActor (String) -> Void)?

    var body: some View { ForEach(Array(request.items.enumerated()), id: \.offset) { _, item in AskedItem(item: item, go: go) } }
}

/// One thing asked for, with the way to its question.
struct AskedItem: View {
    let item: AskedFor
    let go: (@MainActor (String) -> Void)?

    var body: some View {
        if !item.label.isEmpty { Heading(item.label, level: .h3) }
        Text(verbatim: item.note)
        if let reference = item.reference, let go { QuietButton("supplement-go", for: item.note, sign: "pencil") { go(reference) } }
    }
}
