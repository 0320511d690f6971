import Foundation
import Observation

/// A dossier's way through the office, with its legal clock.
@Observable @MainActor
public final class TimelineModel: ScreenModel {
    /// The dossier's id.
    public let dossier: String
    /// The timeline.
    public private(set) var timeline = Live<Timeline>.loading

    /// A model of one dossier.
    public init(core: Core, dossier: String) {
        self.dossier = dossier
        super.init(core: core)
    }

    /// Follows what changes, until the task that waits here is cancelled.
    public func follow() async {
        for await live in core.watchTimeline(dossier) { timeline = live }
    }

    /// Whether there is a result to fetch: the office's signed, uncontested completion names it.
    public var hasResult: Bool { timeline.value?.entries.contains { $0.event == "completed" && $0.proof == "signed" } ?? false }

    /// Whether there is a receipt: the portal gave the dossier its code with it.
    public var hasReceipt: Bool { timeline.value?.dossierCode != nil }

    /// Asks the portal what is new.
    public func refresh() async {
        _ = await attempt(.refresh, said: "list-refreshed") { () async throws(Failure) in try await core.sync() }
    }

    /// Fetches the result, verified, into the file at `path`, which has no ending yet: only the file itself tells which. Says where it is then.
    public func saveResult(to path: String) async -> String? {
        await attempt(.save) { () async throws(Failure) in
            try await core.result(dossier, to: path)
            let ended = path + FileKind.ending(ofFileAt: path)
            return (try? FileManager.default.moveItem(atPath: path, toPath: ended)) == nil ? path : ended
        }
    }
}

/// The kinds of files that an office sends, told by their first bytes.
enum FileKind {
    private static let endings: [([UInt8], String)] = [(Array("%PDF".utf8), ".pdf"), ([0xff, 0xd8, 0xff], ".jpg"), ([0x89] + Array("PNG".utf8), ".png")]

    /// The ending that a file's first bytes ask for; none for another kind.
    static func ending(ofFileAt path: String) -> String {
        let file = FileHandle(forReadingAtPath: path)
        let first = [UInt8]((try? file?.read(upToCount: 4)) ?? Data())
        return endings.first { first.starts(with: $0.0) }?.1 ?? ""
    }
}
