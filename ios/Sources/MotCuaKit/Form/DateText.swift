import Foundation

// Dates and times as they are typed, part by part, and as answers. An answer that is complete is written as the core takes it; one that isn't yet is sent as
// typed (`12/4/`): the core keeps it and says that it isn't a date, so that nothing half-written passes for nothing.

/// A date in its three parts, in the Vietnamese order.
public struct DateText: Equatable, Sendable {
    /// The day, as typed.
    public var day = ""
    /// The month, as typed.
    public var month = ""
    /// The year, as typed.
    public var year = ""

    /// Nothing yet.
    public init() {}

    /// Reads what was typed or answered.
    public init(_ text: String) {
        if let kept = text.wholeMatch(of: /(\d{4})-(\d{2})-(\d{2}).*/) {
            (day, month, year) = (String(kept.3), String(kept.2), String(kept.1))
        } else {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            (day, month, year) = (parts.first ?? "", parts.at(1), parts.at(2))
        }
    }

    /// A day that was picked.
    public init(_ date: Date, zone: TimeZone = .current) {
        let parts = Calendar.here(zone).dateComponents([.day, .month, .year], from: date)
        (day, month) = (two(parts.day ?? 0), two(parts.month ?? 0))
        year = String(format: "%04d", parts.year ?? 0)
    }

    /// As typed.
    public var text: String { isEmpty ? "" : "\(day)/\(month)/\(year)" }

    /// As answered: `1993-04-12`, or as typed while it is incomplete.
    public var value: String { isComplete ? "\(year)-\(two(month))-\(two(day))" : text }

    /// The day that it names, if there is one.
    public func date(in zone: TimeZone = .current) -> Date? {
        guard isComplete else { return nil }
        let calendar = Calendar.here(zone)
        let parts = DateComponents(calendar: calendar, year: Int(year), month: Int(month), day: Int(day))
        return parts.isValidDate ? calendar.date(from: parts) : nil
    }

    var isEmpty: Bool { day.isEmpty && month.isEmpty && year.isEmpty }
    private var isComplete: Bool { !day.isEmpty && !month.isEmpty && year.count == 4 }
}

/// A time of day in its two parts.
public struct TimeText: Equatable, Sendable {
    /// The hour, as typed.
    public var hour = ""
    /// The minute, as typed.
    public var minute = ""

    /// Nothing yet.
    public init() {}

    /// Reads what was typed or answered.
    public init(_ text: String) {
        if let kept = text.wholeMatch(of: /(\d{1,2}):(\d{2}):.*/) {
            (hour, minute) = (String(kept.1), String(kept.2))
        } else {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            (hour, minute) = (parts.first ?? "", parts.at(1))
        }
    }

    /// A time that was picked.
    public init(_ date: Date, zone: TimeZone = .current) {
        let parts = Calendar.here(zone).dateComponents([.hour, .minute], from: date)
        (hour, minute) = (two(parts.hour ?? 0), two(parts.minute ?? 0))
    }

    /// As typed.
    public var text: String { hour.isEmpty && minute.isEmpty ? "" : "\(hour):\(minute)" }

    /// As answered: `09:30:00.000+07:00`, or as typed while it is incomplete.
    public func value(in zone: TimeZone = .current, at moment: Date) -> String { isComplete ? written + offset(zone, moment) : text }

    /// As answered, without the zone.
    var written: String { "\(two(hour)):\(two(minute)):00.000" }
    var isComplete: Bool { (Int(hour).map { (0..<24).contains($0) } ?? false) && (Int(minute).map { (0..<60).contains($0) } ?? false) }
}

/// A date and a time of that day.
public struct DateTimeText: Equatable, Sendable {
    /// The day.
    public var date = DateText()
    /// The time of that day.
    public var time = TimeText()

    /// Reads what was typed or answered.
    public init(_ text: String) {
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }.map(String.init)
        if parts.count == 1, text.contains(":") {
            time = TimeText(text)
        } else {
            (date, time) = (DateText(parts.first ?? ""), TimeText(parts.at(1)))
        }
    }

    /// A moment that was picked.
    public init(_ moment: Date, zone: TimeZone = .current) { (date, time) = (DateText(moment, zone: zone), TimeText(moment, zone: zone)) }

    /// As typed.
    public var text: String { "\(date.text) \(time.text)".trimmingCharacters(in: .whitespaces) }

    /// As answered: `2026-11-22T09:30:00.000+07:00`, or as typed while it is incomplete.
    public func value(in zone: TimeZone = .current) -> String {
        guard let moment = moment(in: zone) else { return text }
        return "\(date.value)T\(time.written)\(offset(zone, moment))"
    }

    /// The moment that it names, if there is one.
    public func moment(in zone: TimeZone = .current) -> Date? {
        guard let day = date.date(in: zone), time.isComplete, let hour = Int(time.hour), let minute = Int(time.minute) else { return nil }
        return Calendar.here(zone).date(bySettingHour: hour, minute: minute, second: 0, of: day)
    }
}

private func two(_ part: String) -> String { part.count < 2 ? String(repeating: "0", count: 2 - part.count) + part : part }
private func two(_ number: Int) -> String { two(String(number)) }

private func offset(_ zone: TimeZone, _ moment: Date) -> String {
    let minutes = zone.secondsFromGMT(for: moment) / 60
    return (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
}

extension [String] {
    /// The part at `place`; empty where there is none.
    fileprivate func at(_ place: Int) -> String { indices.contains(place) ? self[place] : "" }
}

extension Calendar {
    fileprivate static func here(_ zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}
