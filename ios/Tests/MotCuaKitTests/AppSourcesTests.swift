import Foundation
import XCTest

@testable import MotCuaKit

/// What can be said of the app's views without drawing them: no text of their own, and every word they name is there in both languages.
final class AppSourcesTests: XCTestCase {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    func testViewsHaveNoTextOfTheirOwnAndEveryWordIsThere() throws {
        let words = [Words(language: "vi"), Words(language: "en")]
        var named = Set<String>()
        for (file, literal) in try literals() {
            if literal.contains(/^[a-z]+(-[a-z0-9]+)+$/) {
                named.insert(literal)
                XCTAssertTrue(words.allSatisfy { $0.has(literal) }, "\(file) names the word \(literal), which isn't there in both languages")
            } else {
                XCTAssertTrue(isNoText(literal), "\(file) has a text of its own: \(literal)")
            }
        }
        XCTAssertGreaterThan(named.count, 40)
    }

    func testEveryActionThatHelpsHasItsWord() {
        let failures: [Failure] = [
            .offline(code: ""), .conflict(code: "", reference: nil), .signInNeeded(code: ""), .networkLogin(code: ""), .updateApp(code: ""),
        ]
        for failure in failures {
            let trouble = Trouble(failure: failure, words: failure.words(language: "vi"))
            XCTAssertTrue(Words(language: "vi").has(trouble.action ?? ""), "\(failure)")
        }
    }

    func testOnlyTheBridgeImportsGeneratedCode() throws {
        for folder in ["Sources/MotCuaKit", "App", "Sample"] {
            let files = FileManager.default.enumerator(at: AppSourcesTests.root.appending(path: folder), includingPropertiesForKeys: nil)
            let sources = (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            XCTAssertFalse(sources.isEmpty, folder)
            for source in sources {
                XCTAssertFalse(try String(contentsOf: source, encoding: .utf8).contains("MotCuaCore"), source.path)
            }
        }
    }

    /// Signs, media types and colours by name; punctuation.
    private func isNoText(_ literal: String) -> Bool {
        literal.contains(/^[a-z0-9]+([.\/][a-z0-9]+)*$/) || ["Due", "Done", "Wrong", "OK"].contains(literal)
            || !literal.replacing("\\n", with: "").contains(where: \.isLetter)
    }

    /// All string literals of the views, with the file each stands in. Comments don't count.
    private func literals() throws -> [(String, String)] {
        let app = AppSourcesTests.root.appending(path: "App")
        let folders = ["Parts", "Form", "Screens"].map { app.appending(path: $0) }
        let files = try folders.flatMap { try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil) }
        return try (files + [app.appending(path: "RootView.swift")]).flatMap { file in
            let code = try String(contentsOf: file, encoding: .utf8).replacing(/\/\/.*/, with: "")
            return code.matches(of: /"([^"]*)"/).map { (file.lastPathComponent, String($0.1)) }
        }
    }
}
