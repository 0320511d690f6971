import Foundation
import XCTest

@testable import Support

/// The guide for app developers shows samples that compile, as they are, and the one in Swift does what it says.
final class EmbeddingTests: XCTestCase {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    func testTheGuideShowsTheSamplesAsTheyAre() throws {
        let guide = try text("docs/embedding.md")
        for (language, sample) in [
            ("kotlin", "android/core-bridge/src/test/kotlin/vn/motcua/sample/Sample.kt"), ("swift", "ios/Sample/Sample.swift"),
        ] { XCTAssertTrue(guide.contains("```\(language)\n\(try text(sample))```"), "the guide shows another \(sample)") }
    }

    func testTheSampleDoesWhatItSays() throws {
        let folder = try Machine.emptyFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let portal = try Portal(data: Machine.folder(folder, "portal"))
        defer { portal.stop() }
        let profile = folder.appending(path: "portal-profile.json")
        try Data(portal.profile.utf8).write(to: profile)

        let (sample, output) = (Process(), Pipe())
        sample.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "Sample")
        sample.arguments = [folder.appending(path: "app").path, profile.path]
        sample.standardOutput = output
        try sample.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        sample.waitUntilExit()
        XCTAssertEqual(sample.terminationStatus, 0)
        XCTAssertTrue(said.contains("questions answered"), said)
    }

    private func text(_ path: String) throws -> String { try String(contentsOf: EmbeddingTests.root.appending(path: path), encoding: .utf8) }
}
