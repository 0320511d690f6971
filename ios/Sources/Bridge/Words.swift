import Foundation
import MotCuaCore

/// The shell's own words in one language, by name: `words("action-back")`. Everything else that a person reads comes finished in the models.
public struct Words: Equatable, Sendable {
    /// `vi` or `en`.
    public let language: String
    private let texts: [String: String]

    /// The words in the `language` of a BCP 47 code; needs no open core.
    public init(language: String) {
        self.language = language
        texts = Dictionary(MotCuaCore.words(language: language).map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    }

    /// The word called `name`. One that isn't there is shown by its name: a test looks for every name that the screens use.
    public func callAsFunction(_ name: String) -> String { texts[name] ?? name }

    /// Whether there is a word called `name`.
    public func has(_ name: String) -> Bool { texts[name] != nil }

    /// All names, for tests.
    public var names: Set<String> { Set(texts.keys) }
}

/// The words in the language that the core speaks now, asked for once a language.
final class Spoken: @unchecked Sendable {
    private let lock = NSLock()
    private var now: Words

    init(_ words: Words) { now = words }

    var words: Words {
        get { lock.withLock { now } }
        set { lock.withLock { now = newValue } }
    }
}

extension Failure {
    /// Cause and remedy in the `language` of a BCP 47 code; needs no open core.
    public func words(language: String) -> FailureWords { explainFailure(code: code, language: language) }
}
