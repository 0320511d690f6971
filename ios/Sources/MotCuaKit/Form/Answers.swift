/// How what a person does becomes an answer as the core writes it (`QuestionKind` says how each is written).
public enum Answers {
    /// What "yes" and "no" are written as.
    public static let (yes, no) = ("1", "0")

    /// An acknowledgement: `OK` or nothing.
    public static func acknowledge(_ ticked: Bool) -> String { ticked ? "OK" : "" }

    /// Whether an acknowledgement is given.
    public static func isAcknowledged(_ answer: String) -> Bool { answer == "OK" }

    /// The values that an answer of several choices holds.
    public static func values(_ answer: String) -> [String] { answer.split(separator: " ").map(String.init) }

    /// An answer of several choices with `value` in it or not.
    public static func with(_ value: String, _ isIn: Bool, in answer: String) -> String {
        (values(answer).filter { $0 != value } + (isIn ? [value] : [])).joined(separator: " ")
    }

    /// Choices in the order of an answer; those that it doesn't name keep the form's order behind.
    public static func ranked(_ choices: [ChoiceItem], _ answer: String) -> [ChoiceItem] {
        let named = values(answer).compactMap { value in choices.first { $0.value == value } }
        return named + choices.filter { !named.contains($0) }
    }

    /// The order with the choice at `place` moved to `goal`.
    public static func move(_ place: Int, to goal: Int, in order: [ChoiceItem]) -> String {
        var moved = order.map(\.value)
        moved.insert(moved.remove(at: place), at: goal)
        return moved.joined(separator: " ")
    }

    /// What the core takes of a typed text: a decimal point, also where Vietnamese writes a comma.
    public static func typed(_ text: String, in question: QuestionItem) -> String {
        question.kind == .decimal ? text.filter { $0 != " " }.replacing(",", with: ".") : text
    }
}

extension QuestionKind {
    /// Kinds whose answer is typed: the text under the person's fingers is never exchanged for another while they type.
    public var isTyped: Bool {
        switch self {
        case .text, .integer, .decimal, .barcode, .date, .time, .dateTime, .geopoint: true
        default: false
        }
    }
}

extension QuestionItem {
    /// Words to read, nothing to answer.
    public var isNote: Bool { readonly && kind == .text && value.isEmpty && display.isEmpty }

    /// Whether its choices are too many for a page and are searched in a list of their own.
    public var isSearched: Bool { moreChoices || choices.count > 8 }

    /// Whether a text of several lines is expected.
    public var isLong: Bool { kind == .text && appearance.split(separator: " ").contains("multiline") }

    /// Whether a photo may be put into the slot.
    public var takesPhotos: Bool { accept.isEmpty || accept.contains { $0.hasPrefix("image/") } }

    /// The keys that help to type the answer.
    public var keyboard: Keyboard {
        let name = reference.split(separator: "/").last ?? ""
        switch kind {
        case .integer: return .digits
        case .decimal: return .decimals
        case .barcode: return .code
        // The telephone's keys have the digits, and the marks that people put between them.
        default: return appearance.split(separator: " ").contains("numbers") ? .telephone : Keyboard.byName[String(name)] ?? .sentences
        }
    }
}

/// The keys that help to type an answer.
public enum Keyboard: Equatable, Sendable {
    case digits, decimals, telephone, email, names, code, sentences

    fileprivate static let byName: [String: Keyboard] = ["email": .email, "full_name": .names]
}
