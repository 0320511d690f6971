import Foundation
import XCTest

@testable import MotCuaKit

/// What a person does is written as the core reads it.
final class AnswersTests: XCTestCase {
    func testTicks() {
        XCTAssertEqual(Answers.acknowledge(true), "OK")
        XCTAssertEqual(Answers.acknowledge(false), "")
        XCTAssertEqual(["", "0", "1", "OK"].map(Answers.isAcknowledged), [false, false, false, true])
    }

    func testSeveralChoices() {
        XCTAssertEqual(Answers.with("c", true, in: "a b"), "a b c")
        XCTAssertEqual(Answers.with("a", false, in: "a b"), "b")
        XCTAssertEqual(Answers.with("a", false, in: "aa b"), "aa b", "whole words alone")
    }

    func testRanking() {
        let choices = ["a", "b", "c"].map { ChoiceItem(value: $0, label: $0, selected: false) }
        XCTAssertEqual(Answers.ranked(choices, "").map(\.value), ["a", "b", "c"])
        XCTAssertEqual(Answers.ranked(choices, "c").map(\.value), ["c", "a", "b"], "what isn't named keeps the form's order")
        XCTAssertEqual(Answers.move(2, to: 1, in: choices), "a c b")
        XCTAssertEqual(Answers.move(0, to: 1, in: Answers.ranked(choices, "c b a")), "b c a")
    }

    func testScalesAreExactAndMayRunDownwards() throws {
        let tenths = try XCTUnwrap(Scale(RangeLimits(start: "0", end: "1", step: "0.1")))
        XCTAssertEqual(tenths.steps, 10)
        XCTAssertEqual((0...10).map(tenths.value).joined(separator: " "), "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1")
        XCTAssertEqual(tenths.index(of: "0.3"), 3)
        XCTAssertEqual(tenths.value(12), "1", "no further than the end")
        let down = try XCTUnwrap(Scale(RangeLimits(start: "10", end: "0", step: "5")))
        XCTAssertEqual((0...2).map(down.value), ["10", "5", "0"])
        XCTAssertEqual(down.index(of: "5"), 1)
        XCTAssertNil(down.index(of: ""))
        for limits in [RangeLimits(start: "a", end: "1", step: "1"), RangeLimits(start: "0", end: "1", step: "0"), nil] { XCTAssertNil(Scale(limits)) }
    }

    func testDatesAreSentAsTypedUntilTheyAreComplete() {
        for (typed, value) in [("", ""), ("12//", "12//"), ("12/4/", "12/4/"), ("12/4/199", "12/4/199"), ("12/4/1993", "1993-04-12")] {
            XCTAssertEqual(DateText(typed).value, value)
            XCTAssertEqual(DateText(typed).text, typed)
        }
        XCTAssertEqual(DateText("1993-04-12").text, "12/04/1993")
        XCTAssertEqual(DateText("31/02/2026").value, "2026-02-31", "the core says that there is no such day")
        XCTAssertNil(DateText("31/02/2026").date())
    }

    func testTimesAndMomentsAreWrittenInThePhonesZone() throws {
        let zone = try XCTUnwrap(TimeZone(secondsFromGMT: 7 * 3600))
        let moment = Date(timeIntervalSince1970: 1_795_314_600)
        XCTAssertEqual(TimeText("9:30").value(in: zone, at: moment), "09:30:00.000+07:00")
        for typed in ["", "9:", "25:00", "9:6x"] { XCTAssertEqual(TimeText(typed).value(in: zone, at: moment), typed) }
        XCTAssertEqual(TimeText("09:30:00.000+07:00").text, "09:30")
        let both = DateTimeText(moment, zone: zone)
        XCTAssertEqual(both.value(in: zone), "2026-11-22T09:30:00.000+07:00")
        XCTAssertEqual(DateTimeText(both.value(in: zone)).moment(in: zone), moment)
        XCTAssertEqual(DateTimeText("22/11/2026 9:").value(in: zone), "22/11/2026 9:")
        XCTAssertEqual(DateTimeText("9:30").time, TimeText("9:30"))
        let west = try XCTUnwrap(TimeZone(secondsFromGMT: -(3 * 3600 + 1800)))
        XCTAssertTrue(DateTimeText(moment, zone: west).value(in: west).hasSuffix("-03:30"))
    }

    func testPlaces() {
        let here = PlaceText(lat: 10.5, long: 106.7, altitude: 3, accuracy: 4.5)
        XCTAssertEqual(here.value, "10.5 106.7 3.0 4.5")
        XCTAssertEqual(PlaceText(here.value), here)
        XCTAssertEqual(PlaceText(lat: "10.5").value, "10.5 ? 0 0", "half a place isn't one to the core")
        XCTAssertEqual(PlaceText("10.5 ? 0 0"), PlaceText(lat: "10.5"))
        XCTAssertEqual(PlaceText().value, "")
    }

    func testAShapeEndsWhereItBegan() {
        var shape = PlacesText("", isClosed: true)
        XCTAssertEqual(shape.value, "")
        for lat in ["1", "2", "3"] { shape.places.append(PlaceText(lat: lat, long: "0")) }
        XCTAssertEqual(shape.value, "1 0 0 0; 2 0 0 0; 3 0 0 0; 1 0 0 0")
        XCTAssertEqual(PlacesText(shape.value, isClosed: true), shape)
        XCTAssertEqual(PlacesText(shape.value, isClosed: false).places.count, 4, "a line may come back")
    }

    func testTheCoreTakesADecimalPointWhereAPersonWritesAComma() {
        XCTAssertEqual(Answers.typed("3,5", in: question("/data/weight", .decimal)), "3.5")
        XCTAssertEqual(Answers.typed("3,5", in: question("/data/note", .text)), "3,5")
    }

    func testTheKeyboardFitsTheQuestion() {
        XCTAssertEqual(question("/data/age", .integer).keyboard, .digits)
        XCTAssertEqual(question("/data/requester/email", .text).keyboard, .email)
        XCTAssertEqual(question("/data/child/full_name", .text).keyboard, .names)
        XCTAssertEqual(question("/data/phone", .text, appearance: "numbers").keyboard, .telephone)
        XCTAssertTrue(question("/data/note", .text, appearance: "multiline").isLong)
    }

    func testRowsOfAListOpenAndCloseWhereTheyBeginAndEnd() {
        let rows = [1, 2].map { RowItem(reference: "/data/child[\($0)]", name: "Con \($0)") }
        let items: [FormItem] = [
            .question(question: question("/data/a", .text)),
            .rows(reference: "/data/child", text: "Con", rows: rows, canChange: true),
            .heading(reference: "", text: "Tên", level: 3), .question(question: question("/data/child[1]/name", .text)),
            .question(question: question("/data/child[2]/name", .text)), .question(question: question("/data/b", .text)),
        ]
        XCTAssertEqual(
            Block.all(of: items).map(\.key),
            [
                "/data/a", "heading 1", "begins /data/child[1]", "heading 3", "/data/child[1]/name", "ends /data/child[1]",
                "begins /data/child[2]", "/data/child[2]/name", "ends /data/child[2]", "rows /data/child", "/data/b",
            ])
        guard case .rowBegins(_, "Con 2", let level) = Block.all(of: items)[6] else { return XCTFail("a row is called as the core says") }
        XCTAssertEqual(level, 3)
        XCTAssertEqual(Block.all(of: [.rows(reference: "/data/child", text: "Con", rows: [], canChange: true)]).map(\.key), ["heading 0", "rows /data/child"])
    }

    private func question(_ reference: String, _ kind: QuestionKind, appearance: String = "") -> QuestionItem {
        QuestionItem(
            reference: reference, kind: kind, label: "q", hint: nil, guidance: nil, value: "", display: "", required: false, readonly: false,
            appearance: appearance, choices: [], moreChoices: false, problem: nil, status: "", limits: nil, accept: [], maxBytes: nil, file: nil, range: nil)
    }
}
