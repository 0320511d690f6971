import Foundation

/// A JSON value with short ways to its members; a member that isn't there is an error that names it.
struct Json: @unchecked Sendable {
    // What Foundation parsed: never changed afterwards, so it may cross tasks.
    private let value: Any

    init(parsing data: Data) throws { value = try JSONSerialization.jsonObject(with: data) }

    private init(_ value: Any) { self.value = value }

    var members: [String: Json] { (value as? [String: Any] ?? [:]).mapValues(Json.init) }

    var isNull: Bool { value is NSNull }

    /// The value written out again.
    var data: Data { get throws { try JSONSerialization.data(withJSONObject: value) } }

    func has(_ name: String) -> Bool { members[name] != nil }

    func member(_ name: String) throws -> Json {
        guard let found = members[name] else { throw StoryError.missing(name) }
        return found
    }

    func text(_ name: String) throws -> String { try read(name) }

    func number(_ name: String) throws -> Int { try read(name) }

    func decimal(_ name: String) throws -> Double { try read(name) }

    func flag(_ name: String) throws -> Bool { try read(name) }

    func list(_ name: String) throws -> [Json] { (try read(name) as [Any]).map(Json.init) }

    private func read<Value>(_ name: String) throws -> Value {
        guard let found = try member(name).value as? Value else { throw StoryError.missing(name) }
        return found
    }
}
