import Foundation

/// How what a person does becomes an answer as the core writes it (`QuestionKind` says how each is written).
public enum Answers {
    /// A tick: `1` or `0`; for an acknowledgement `OK` or nothing.
    public static func tick(_ ticked: Bool, in question: QuestionItem) -> String {
        question.kind == .trigger ? (ticked ? "OK" : "") : (ticked ? "1" : "0")
    }

    /// Whether a question is ticked.
    public static func isTicked(_ question: QuestionItem) -> Bool { question.value == "OK" || question.value == "1" }

    /// A choice was touched: with one choice it is taken (and given up when it was taken and none is required), with several it is taken in or out.
    public static func touch(_ value: String, in question: QuestionItem) -> String {
        guard question.kind == .selectMultiple else { return isChosen(value, in: question) && !question.required ? "" : value }
        let others = words(question).filter { $0 != value }
        return (isChosen(value, in: question) ? others : others + [value]).joined(separator: " ")
    }

    /// Whether a choice is taken.
    public static func isChosen(_ value: String, in question: QuestionItem) -> Bool { words(question).contains(value) }

    /// The order of a ranking: the person's, else the form's.
    public static func order(_ question: QuestionItem) -> [String] {
        question.value.isEmpty ? question.choices.map(\.value) : words(question)
    }

    /// The choice at `place` moves to `goal`.
    public static func move(_ place: Int, to goal: Int, in question: QuestionItem) -> String {
        var moved = order(question)
        moved.insert(moved.remove(at: place), at: goal)
        return moved.joined(separator: " ")
    }

    /// A number on a scale, whole where the scale's steps are.
    public static func slide(_ number: Double, in question: QuestionItem) -> String {
        let steps = [question.range?.start, question.range?.step].compactMap { $0.flatMap(Double.init) }
        return steps.allSatisfy { $0.rounded() == $0 } ? String(Int(number.rounded())) : String(number)
    }

    /// A moment that was picked, in the phone's own time zone.
    public static func pick(_ date: Date, in question: QuestionItem, zone: TimeZone = .current) -> String {
        format(question.kind, zone).string(from: date)
    }

    /// The moment that is answered; nothing without an answer.
    public static func moment(of question: QuestionItem, zone: TimeZone = .current) -> Date? { format(question.kind, zone).date(from: question.value) }

    /// A place that was measured: degrees and metres. A line or a shape gets it at its end.
    public static func place(lat: Double, long: Double, altitude: Double, accuracy: Double, in question: QuestionItem) -> String {
        let point = [lat, long, altitude, accuracy].map { String($0) }.joined(separator: " ")
        return question.kind == .geopoint || question.value.isEmpty ? point : question.value + ";" + point
    }

    private static func words(_ question: QuestionItem) -> [String] { question.value.split(separator: " ").map(String.init) }

    private static func format(_ kind: QuestionKind, _ zone: TimeZone) -> DateFormatter {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.calendar = Calendar(identifier: .gregorian)
        format.timeZone = zone
        format.dateFormat =
            switch kind {
            case .time: "HH:mm:ss.SSSxxx"
            case .dateTime: "yyyy-MM-dd'T'HH:mm:ss.SSSxxx"
            default: "yyyy-MM-dd"
            }
        return format
    }
}
