// What App/Platform gives the views, without UIKit; no behaviour. See README.md.
import MotCuaKit
import SwiftUI

enum AppInfo {
    static let updatePage = URL(filePath: "/")
    @MainActor static let systemSettings = URL(filePath: "/")
}

enum BrowserHop {
    @MainActor static func open(_ page: URL) async -> URL? { nil }
}

struct PickedFile {
    let path = ""
    let name = ""
    init?(_ picked: Result<URL, any Error>) { nil }
    func discard() {}
    static func types(_ accept: [String]) -> [UTType] { [] }
}

struct SavedFile: Sendable {
    let url = URL(filePath: "/")
    var path: String { url.path }
    init(named name: String) {}
}

struct Camera: View {
    let taken: @MainActor (PickedFile?) -> Void
    var body: some View { EmptyView() }
}

struct Whereabouts: Sendable {
    var place: Place { .address("") }
    static func now() async -> Whereabouts? { nil }
    func answer(to question: QuestionItem) -> String { "" }
}
