import Foundation
import XCTest

@testable import MotCuaKit

/// What a person does is written as the core reads it.
final class AnswersTests: XCTestCase {
    func testTicks() {
        XCTAssertEqual(Answers.tick(true, in: question(.boolean)), "1")
        XCTAssertEqual(Answers.tick(false, in: question(.boolean)), "0")
        XCTAssertEqual(Answers.tick(true, in: question(.trigger)), "OK")
        XCTAssertEqual(Answers.tick(false, in: question(.trigger)), "")
        XCTAssertEqual(["", "0", "1", "OK"].map { Answers.isTicked(question(.boolean, $0)) }, [false, false, true, true])
    }

    func testOneChoice() {
        XCTAssertEqual(Answers.touch("b", in: question(.selectOne, "a")), "b")
        XCTAssertEqual(Answers.touch("a", in: question(.selectOne, "a")), "", "a choice that isn't required can be given up")
        XCTAssertEqual(Answers.touch("a", in: question(.selectOne, "a", required: true)), "a")
    }

    func testSeveralChoices() {
        XCTAssertEqual(Answers.touch("c", in: question(.selectMultiple, "a b")), "a b c")
        XCTAssertEqual(Answers.touch("a", in: question(.selectMultiple, "a b", required: true)), "b")
        XCTAssertTrue(Answers.isChosen("b", in: question(.selectMultiple, "a b")))
        XCTAssertFalse(Answers.isChosen("a", in: question(.selectMultiple, "aa b")), "whole words alone")
    }

    func testRanking() {
        XCTAssertEqual(Answers.order(question(.rank)), ["a", "b", "c"])
        XCTAssertEqual(Answers.move(2, to: 1, in: question(.rank)), "a c b")
        XCTAssertEqual(Answers.move(0, to: 1, in: question(.rank, "c b a")), "b c a")
    }

    func testScale() {
        XCTAssertEqual(Answers.slide(3.9999, in: question(.range, range: RangeLimits(start: "0", end: "10", step: "1"))), "4")
        XCTAssertEqual(Answers.slide(2.5, in: question(.range, range: RangeLimits(start: "0", end: "10", step: "0.5"))), "2.5")
    }

    func testMoments() throws {
        let zone = try XCTUnwrap(TimeZone(secondsFromGMT: 7 * 3600))
        let date = Date(timeIntervalSince1970: 1_795_314_600)
        for (kind, text) in [(QuestionKind.date, "2026-11-22"), (.time, "09:30:00.000+07:00"), (.dateTime, "2026-11-22T09:30:00.000+07:00")] {
            XCTAssertEqual(Answers.pick(date, in: question(kind), zone: zone), text)
            let back = try XCTUnwrap(Answers.moment(of: question(kind, text), zone: zone))
            XCTAssertEqual(Answers.pick(back, in: question(kind), zone: zone), text)
        }
        XCTAssertNil(Answers.moment(of: question(.date)))
    }

    func testPlaces() {
        let here = { (question: QuestionItem) in Answers.place(lat: 10.5, long: 106.7, altitude: 3, accuracy: 4.5, in: question) }
        XCTAssertEqual(here(question(.geopoint, "1.0 2.0 0.0 0.0")), "10.5 106.7 3.0 4.5", "one place is measured anew")
        XCTAssertEqual(here(question(.geotrace)), "10.5 106.7 3.0 4.5")
        XCTAssertEqual(here(question(.geotrace, "1.0 2.0 0.0 0.0")), "1.0 2.0 0.0 0.0;10.5 106.7 3.0 4.5")
    }

    private func question(_ kind: QuestionKind, _ value: String = "", required: Bool = false, range: RangeLimits? = nil) -> QuestionItem {
        let choices = ["a", "b", "c"].map { ChoiceItem(value: $0, label: $0, selected: false) }
        return QuestionItem(
            reference: "/data/q", kind: kind, label: "q", hint: nil, guidance: nil, value: value, display: value, required: required,
            readonly: false, appearance: "", choices: choices, moreChoices: false, problem: nil, status: "", limits: nil, accept: [],
            maxBytes: nil, range: range)
    }
}
