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
    init(named name: String, type: String? = nil) {}
}

extension Result<URL, any Error> {
    var isDone: Bool { false }
}

struct Camera: View {
    let taken: @MainActor (PickedFile?) -> Void
    var body: some View { EmptyView() }
}

struct CodeScanner: View {
    let scanned: @MainActor (String?) -> Void
    @MainActor static var isPossible: Bool { false }
    var body: some View { EmptyView() }
}

struct Thumbnail: View {
    let picture: Data
    var body: some View { EmptyView() }
}

struct Picture: View {
    let path: String
    var body: some View { EmptyView() }
}

@MainActor enum Clipboard {
    static func copy(_ text: String) {}
}

struct Whereabouts: Sendable {
    var place: Place { .address("") }
    var written: PlaceText { PlaceText() }
    static func now() async -> Whereabouts? { nil }
}
