import Foundation
import XCTest

@testable import Support

final class StoryTests: XCTestCase {
    func testPapersAreTheOnesThatTheStoryNames() throws {
        let story = try Story(folder: Machine.fixtures())
        XCTAssertFalse(story.papers.isEmpty)
        let folder = try Machine.emptyFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for paper in story.papers.values {
            let place = try paper.write(into: folder)
            XCTAssertEqual(try Data(contentsOf: place).count, paper.size, paper.name)
            XCTAssertEqual(try Machine.sha256(of: place), paper.sha256, paper.name)
        }
    }

    func testEveryAttachedPaperIsThere() throws {
        let story = try Story(folder: Machine.fixtures())
        let attached = (story.steps + story.supplementSteps).compactMap { step in
            if case .attach(_, let paper) = step { paper } else { nil }
        }
        XCTAssertGreaterThanOrEqual(attached.count, 3)
        XCTAssertTrue(attached.allSatisfy { story.papers[$0] != nil })
    }
}
