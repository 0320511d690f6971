import Foundation

/// A range as steps from its first end to the other, which may be the smaller. Exact: `0.1` three times is `0.3`.
public struct Scale: Equatable, Sendable {
    /// How many steps there are; values are one more.
    public let steps: Int
    private let start: Decimal
    private let step: Decimal

    /// The scale between the ends; nothing when they aren't numbers or never meet.
    public init?(_ limits: RangeLimits?) {
        guard let limits, let start = Scale.number(limits.start), let end = Scale.number(limits.end), let given = Scale.number(limits.step),
            given != 0
        else { return nil }
        let size = given < 0 ? -given : given
        self.start = start
        step = end < start ? -size : size
        steps = Scale.whole((end - start) / step, .down)
    }

    /// The answer that stands `index` steps from the first end.
    public func value(_ index: Int) -> String { (start + step * Decimal(min(max(index, 0), steps))).description }

    /// Where an answer stands; nothing when it is none.
    public func index(of value: String) -> Int? {
        Scale.number(value).map { min(max(Scale.whole(($0 - start) / step, .plain), 0), steps) }
    }

    private static func number(_ text: String) -> Decimal? {
        text.wholeMatch(of: /-?\d+(\.\d+)?/) == nil ? nil : Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
    }

    private static func whole(_ number: Decimal, _ mode: NSDecimalNumber.RoundingMode) -> Int {
        var (exact, rounded) = (number, Decimal())
        NSDecimalRound(&rounded, &exact, 0, mode)
        return NSDecimalNumber(decimal: rounded).intValue
    }
}
