/// A place in the app, written as a short text so that the system can keep it for the next process: `form/ID/2`.
public enum Screen: Hashable, Sendable {
    /// What waits for the person.
    case home
    /// The procedures, with search.
    case catalogue
    /// One procedure: papers, fee, days, where.
    case procedure(code: String)
    /// All drafts.
    case drafts
    /// All dossiers.
    case dossiers
    /// A draft's page, from 0.
    case form(draft: String, page: UInt32)
    /// Everything that will be sent.
    case review(draft: String)
    /// What waits to be sent.
    case outbox
    /// Why one entry isn't sent yet.
    case outboxEntry(id: String)
    /// A dossier's receipt.
    case receipt(dossier: String)
    /// A dossier's way through the office.
    case timeline(dossier: String)
    /// What the office asks for.
    case supplement(dossier: String)
    /// Messages.
    case inbox
    /// Reports to 1022.
    case feedbackList
    /// A new report.
    case feedbackNew
    /// A report that can be corrected and sent again.
    case feedbackEdit(id: String)
    /// One report and its answer.
    case feedback(id: String)
    /// Who is signed in.
    case session
    /// Signing in, and the return from the e-ID.
    case signIn
    /// Language, network, my data.
    case settings
    /// Taking one's data along, and erasing it.
    case myData
    /// What the person agreed to, to read again.
    case consent

    /// The place as text.
    public var text: String {
        switch self {
        case .home: "home"
        case .catalogue: "catalogue"
        case .procedure(let code): "procedure/\(code)"
        case .drafts: "drafts"
        case .dossiers: "dossiers"
        case .form(let draft, let page): "form/\(draft)/\(page)"
        case .review(let draft): "review/\(draft)"
        case .outbox: "outbox"
        case .outboxEntry(let id): "outbox/\(id)"
        case .receipt(let dossier): "receipt/\(dossier)"
        case .timeline(let dossier): "timeline/\(dossier)"
        case .supplement(let dossier): "supplement/\(dossier)"
        case .inbox: "inbox"
        case .feedbackList: "feedback"
        case .feedbackNew: "new-report"
        case .feedbackEdit(let id): "edit-report/\(id)"
        case .feedback(let id): "report/\(id)"
        case .session: "session"
        case .signIn: "sign-in"
        case .settings: "settings"
        case .myData: "my-data"
        case .consent: "consent"
        }
    }

    /// The place that a text names; nothing for a text that another version of the app wrote and this one can't read.
    public init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }), let screen = Screen.plain(text) ?? Screen.named(parts) else { return nil }
        self = screen
    }

    private static func plain(_ text: String) -> Screen? {
        [home, catalogue, drafts, dossiers, outbox, inbox, feedbackList, feedbackNew, session, signIn, settings, myData, consent].first { $0.text == text }
    }

    private static func named(_ parts: [String]) -> Screen? {
        switch (parts.first, parts.count) {
        case ("form", 3): UInt32(parts[2]).map { .form(draft: parts[1], page: $0) }
        case ("procedure", 2): .procedure(code: parts[1])
        case ("review", 2): .review(draft: parts[1])
        case ("outbox", 2): .outboxEntry(id: parts[1])
        case ("receipt", 2): .receipt(dossier: parts[1])
        case ("timeline", 2): .timeline(dossier: parts[1])
        case ("supplement", 2): .supplement(dossier: parts[1])
        case ("report", 2): .feedback(id: parts[1])
        case ("edit-report", 2): .feedbackEdit(id: parts[1])
        default: nil
        }
    }

    /// Where an item leads, of home, the outbox or the inbox.
    public init(_ target: HomeTarget) {
        switch target {
        case .draft(let draft): self = .form(draft: draft, page: 0)
        case .supplement(let dossier): self = .supplement(dossier: dossier)
        case .timeline(let dossier): self = .timeline(dossier: dossier)
        case .outbox(let entry): self = .outboxEntry(id: entry)
        case .feedback(let report): self = .feedback(id: report)
        case .signIn: self = .signIn
        case .inbox: self = .inbox
        }
    }

    /// Where the rest of a home section is.
    public init(_ kind: HomeKind) {
        switch kind {
        case .toDo: self = .outbox
        case .alerts: self = .inbox
        case .drafts: self = .drafts
        case .dossiers: self = .dossiers
        }
    }

    /// The draft that a screen is about, if it is about one.
    var draft: String? {
        switch self {
        case .form(let draft, _), .review(let draft): draft
        default: nil
        }
    }
}
