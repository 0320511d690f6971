import Foundation
import SwiftUI
import UniformTypeIdentifiers

/// A file that the person chose, copied where the core may read it.
struct PickedFile {
    let path: String
    let name: String

    /// A copy of what the system's file window gave; nothing when the person turned it down or it can't be read.
    init?(_ picked: Result<URL, any Error>) {
        guard let url = try? picked.get(), url.startAccessingSecurityScopedResource() else { return nil }
        defer { url.stopAccessingSecurityScopedResource() }
        let copy = PickedFile.scratch(url.lastPathComponent)
        guard (try? FileManager.default.copyItem(at: url, to: copy)) != nil else { return nil }
        (path, name) = (copy.path, url.lastPathComponent)
    }

    /// A photo's bytes as a file.
    init?(jpeg: Data, name: String) {
        let place = PickedFile.scratch(name)
        guard (try? jpeg.write(to: place, options: .completeFileProtection)) != nil else { return nil }
        (path, self.name) = (place.path, name)
    }

    /// The core has its own sealed copy.
    func discard() { try? FileManager.default.removeItem(atPath: path) }

    /// What the system's file window offers.
    static func types(_ accept: [String]) -> [UTType] {
        let types = accept.compactMap { UTType(mimeType: $0) }
        return types.isEmpty ? [.item] : types
    }

    private static func scratch(_ name: String) -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appending(path: name)
    }
}

/// A file of the core's that the person will put where they want it.
struct SavedFile: Sendable {
    let url: URL
    var path: String { url.path }

    /// A name without an ending gets the one of its media type.
    init(named name: String, type: String? = nil) {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let whole = folder.appending(path: name)
        let ending = whole.pathExtension.isEmpty ? type.flatMap { UTType(mimeType: $0) } : nil
        url = ending.map { whole.appendingPathExtension(for: $0) } ?? whole
    }
}

extension Result<URL, any Error> {
    /// Whether the person put the file somewhere.
    var isDone: Bool { (try? get()) != nil }
}
