//! Every failure a person can meet, by a stable code.
//!
//! A code never changes its meaning, is the same text in logs, on the wire and on screen, and always comes with a
//! cause and a remedy: two messages in each language, looked up by the keys [`Code::cause_key`] and
//! [`Code::remedy_key`]. What the app *does* about a failure hangs on its [`FailureKind`] only, so a new code needs no new
//! branch. The portal's codes are those of `docs/wire-api.md`; the others are the phone's own.
//!
//! A code that this app doesn't know (a newer portal) is kept as its text in [`CodeText`]; act by the HTTP status then.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::Millis;

/// What the app does next about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// No network: wait for one.
    Offline,
    /// Try again later, not before `retry_after` milliseconds when that is given.
    Transient {
        /// The least wait the portal asked for, in milliseconds.
        retry_after: Option<i64>,
    },
    /// A Wi-Fi log-in page answered in the portal's place: a person must open it.
    CaptivePortal,
    /// The other side isn't provably the portal, or what it says isn't provably true. Never fall back.
    NotSecure,
    /// Only signing in (again) helps; nothing kept is lost by it.
    SignInRequired,
    /// A rule says no; the same request would be refused again. A person must change something.
    Rejected,
    /// Somebody else's change stands in the way; show both.
    Conflict,
    /// Bytes aren't what they were. Repeating helps a few times at most.
    Damaged,
    /// The phone has no room.
    StorageFull,
    /// This app is too old for the data or for the portal.
    UpdateRequired,
    /// Our mistake, or the portal's.
    Bug,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal : $kind:expr;)*) => {
        /// A stable failure code. See the module's story.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code, for tests that look for a message to each.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable text.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text,)* }
            }

            /// What the app does next.
            pub fn kind(self) -> FailureKind {
                match self { $(Code::$variant => $kind,)* }
            }

            /// Fluent id of the message that says why it happened.
            pub fn cause_key(self) -> &'static str {
                match self { $(Code::$variant => concat!("failure-", $text, "-cause"),)* }
            }

            /// Fluent id of the message that says what to do.
            pub fn remedy_key(self) -> &'static str {
                match self { $(Code::$variant => concat!("failure-", $text, "-remedy"),)* }
            }
        }
    };
}

use FailureKind::*;

const LATER: FailureKind = Transient { retry_after: None };

codes! {
    // ---- the portal's, docs/wire-api.md ----
    /// No, expired or revoked token.
    SignInRequired = "SIGN_IN_REQUIRED": FailureKind::SignInRequired;
    /// The DPoP proof was not taken; a fresh one usually is.
    ProofInvalid = "PROOF_INVALID": LATER;
    /// Signed in, but not for this.
    NotAllowed = "NOT_ALLOWED": Rejected;
    /// No such thing, or a stranger's.
    NotFound = "NOT_FOUND": Rejected;
    /// No procedure of this code, or not open online.
    ProcedureUnknown = "PROCEDURE_UNKNOWN": Rejected;
    /// The portal holds another content under this dossier id.
    DossierContentDiffers = "DOSSIER_CONTENT_DIFFERS": Conflict;
    /// The dossier id was withdrawn for ever.
    DossierWithdrawn = "DOSSIER_WITHDRAWN": Rejected;
    /// Files named by the manifest haven't arrived; the outbox sends them again by itself.
    FilesMissing = "FILES_MISSING": LATER;
    /// The portal's own check of the answers found problems.
    AnswersInvalid = "ANSWERS_INVALID": Rejected;
    /// The answers are longer than the portal reads, or the form can't be computed with them; the phone tells it before they are sent.
    AnswersTooLarge = "ANSWERS_TOO_LARGE": Rejected;
    /// The manifest isn't what the portal can read.
    ManifestInvalid = "MANIFEST_INVALID": Bug;
    /// The form's version is no longer taken.
    FormOutdated = "FORM_OUTDATED": Rejected;
    /// A file is over the portal's limit.
    FileTooLarge = "FILE_TOO_LARGE": Rejected;
    /// A file is of a type that isn't taken.
    FileTypeRefused = "FILE_TYPE_REFUSED": Rejected;
    /// A file arrived with another hash.
    FileDamaged = "FILE_DAMAGED": Damaged;
    /// The upload stands at another place; the outbox asks where.
    OffsetWrong = "OFFSET_WRONG": LATER;
    /// The upload protocol's version isn't taken.
    TusVersion = "TUS_VERSION": UpdateRequired;
    /// The ten statuses know no such move.
    StatusMoveRefused = "STATUS_MOVE_REFUSED": Conflict;
    /// An edit without the revision it is based on.
    RevisionRequired = "REVISION_REQUIRED": Bug;
    /// Somebody changed it meanwhile.
    RevisionStale = "REVISION_STALE": Conflict;
    /// An action without its idempotency key.
    IdempotencyKeyRequired = "IDEMPOTENCY_KEY_REQUIRED": Bug;
    /// The same idempotency key with another body.
    IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED": Bug;
    /// Anything else malformed.
    RequestInvalid = "REQUEST_INVALID": Bug;
    /// A call in a way that the portal doesn't know.
    MethodNotAllowed = "METHOD_NOT_ALLOWED": Bug;
    /// Too many requests for now.
    TooManyRequests = "TOO_MANY_REQUESTS": LATER;
    /// The portal is down for now.
    PortalUnavailable = "PORTAL_UNAVAILABLE": LATER;
    /// The portal failed by itself.
    PortalFailed = "PORTAL_FAILED": LATER;

    // ---- the phone's: network ----
    /// No network.
    NetworkOffline = "NETWORK_OFFLINE": Offline;
    /// The portal didn't answer in time, or the connection broke.
    NetworkUnreachable = "NETWORK_UNREACHABLE": LATER;
    /// A log-in page of the Wi-Fi answered instead of the portal.
    NetworkLoginNeeded = "NETWORK_LOGIN_NEEDED": CaptivePortal;
    /// The connection isn't provably the portal's.
    ConnectionNotSecure = "CONNECTION_NOT_SECURE": NotSecure;
    /// The portal itself points elsewhere; the phone doesn't follow.
    RedirectRefused = "REDIRECT_REFUSED": LATER;
    /// The answer isn't readable.
    AnswerUnreadable = "ANSWER_UNREADABLE": LATER;
    /// By the phone's clock the portal's certificate isn't valid yet: the clock is far behind.
    ClockWrong = "CLOCK_WRONG": Rejected;

    // ---- the phone's: sign-in ----
    /// The redirect's `state` belongs to no attempt under way.
    LoginStateMismatch = "LOGIN_STATE_MISMATCH": NotSecure;
    /// The redirect came a second time.
    LoginReplayed = "LOGIN_REPLAYED": NotSecure;
    /// The redirect came after the attempt had run out.
    LoginExpired = "LOGIN_EXPIRED": FailureKind::SignInRequired;
    /// The redirect names another issuer.
    LoginIssuerMismatch = "LOGIN_ISSUER_MISMATCH": NotSecure;
    /// The person said no on the consent page.
    LoginDenied = "LOGIN_DENIED": Rejected;
    /// The e-ID refused the sign-in.
    LoginRefused = "LOGIN_REFUSED": Rejected;
    /// The ID token isn't provably the e-ID's word for this sign-in.
    IdTokenInvalid = "ID_TOKEN_INVALID": NotSecure;
    /// The session ended or was revoked.
    SignInAgain = "SIGN_IN_AGAIN": FailureKind::SignInRequired;
    /// Another person is signed in than the one it belongs to.
    OtherPersonSignedIn = "OTHER_PERSON_SIGNED_IN": FailureKind::SignInRequired;
    /// A sign-in is already under way.
    SignInUnderWay = "SIGN_IN_UNDER_WAY": Rejected;
    /// The step does not fit where the sign-in stands.
    SignInOutOfStep = "SIGN_IN_OUT_OF_STEP": Bug;

    // ---- the phone's: receipts and evidence ----
    /// The receipt is for another dossier.
    ReceiptOtherDossier = "RECEIPT_OTHER_DOSSIER": NotSecure;
    /// The receipt is over another content.
    ReceiptWrongHash = "RECEIPT_WRONG_HASH": NotSecure;
    /// The receipt is for another person.
    ReceiptWrongPerson = "RECEIPT_WRONG_PERSON": NotSecure;
    /// The statement is not a receipt of this kind.
    ReceiptWrongEvent = "RECEIPT_WRONG_EVENT": NotSecure;
    /// The receipt lists other files.
    ReceiptFilesDiffer = "RECEIPT_FILES_DIFFER": NotSecure;
    /// The receipt is signed by somebody who may not give one.
    ReceiptWrongSigner = "RECEIPT_WRONG_SIGNER": NotSecure;
    /// The receipt's signature can't be verified.
    ReceiptNotSigned = "RECEIPT_NOT_SIGNED": NotSecure;
    /// The receipt is written under rules that this app doesn't know.
    ReceiptUnknownPolicy = "RECEIPT_UNKNOWN_POLICY": UpdateRequired;
    /// Official statements contradict each other.
    EvidenceContested = "EVIDENCE_CONTESTED": NotSecure;

    // ---- the phone's: store and files ----
    /// No room on the phone.
    StoreFull = "STORAGE_FULL": StorageFull;
    /// The database is damaged.
    StoreDamaged = "STORE_DAMAGED": Damaged;
    /// The database was written by a newer app.
    AppTooOld = "APP_TOO_OLD": UpdateRequired;
    /// Another process has the database open.
    StoreInUse = "STORE_IN_USE": LATER;
    /// The person's data was erased, but something unreadable of it is left.
    EraseUnfinished = "ERASE_UNFINISHED": LATER;
    /// The phone no longer has the key to what it keeps.
    KeyLost = "KEY_LOST": Damaged;
    /// The private key is locked away until the person unlocks.
    Locked = "LOCKED": Rejected;
    /// A file was damaged on the way again and again.
    AttachmentDamaged = "ATTACHMENT_DAMAGED": Damaged;
    /// A file in the phone's own store is gone or changed.
    AttachmentLost = "ATTACHMENT_LOST": Damaged;
    /// A file can't be taken: size, type or emptiness.
    AttachmentRejected = "ATTACHMENT_REJECTED": Rejected;
    /// The form's definition can't be read.
    FormDamaged = "FORM_DAMAGED": Damaged;
    /// A download is not what its hash or signature says.
    DownloadDamaged = "DOWNLOAD_DAMAGED": NotSecure;

    // ---- the phone's: what a person does ----
    /// An answer breaks a rule.
    FieldInvalid = "FIELD_INVALID": Rejected;
    /// Text that can't be kept: NUL, control or broken characters.
    TextInvalid = "TEXT_INVALID": Rejected;
    /// The draft is frozen; it can't be edited now.
    DraftFrozen = "DRAFT_FROZEN": Rejected;
    /// The content changed after it was reviewed.
    SubmissionChanged = "SUBMISSION_CHANGED": Conflict;
    /// The portal must first say whether it already has the dossier.
    PortalMustAnswerFirst = "PORTAL_MUST_ANSWER_FIRST": LATER;
    /// The dossier was already submitted: supplement or withdraw it instead.
    AlreadySubmitted = "ALREADY_SUBMITTED": Rejected;
    /// It was changed on another device.
    ChangedElsewhere = "CHANGED_ELSEWHERE": Conflict;
    /// The place isn't certain enough.
    LocationUncertain = "LOCATION_UNCERTAIN": Rejected;
    /// The report lacks something.
    FeedbackIncomplete = "FEEDBACK_INCOMPLETE": Rejected;
    /// No such thing on this phone.
    NotOnThisPhone = "NOT_ON_THIS_PHONE": Rejected;
    /// The phone failed by itself.
    AppFailed = "APP_FAILED": Bug;
}

impl Code {
    /// The code with this text; `None` for one this app doesn't know.
    pub fn from_text(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// What the app does next, with the portal's own wait where it gave one (milliseconds).
    pub fn kind_after(self, retry_after: Option<i64>) -> FailureKind {
        match self.kind() {
            Transient { .. } => Transient { retry_after },
            other => other,
        }
    }
}

impl FailureKind {
    /// When a repetition makes sense at the earliest; `None` when waiting alone doesn't help.
    pub fn earliest_retry(self, now: Millis) -> Option<Millis> {
        match self {
            Transient { retry_after } => Some(now.plus(retry_after.unwrap_or(0))),
            _ => None,
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Code::from_text(&text).ok_or_else(|| serde::de::Error::custom("unknown failure code"))
    }
}

/// A code as text: one of ours, or one that a newer portal says, kept unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CodeText {
    /// One of the list.
    Known(Code),
    /// Any other: shown as it is.
    Other(String),
}

impl CodeText {
    /// Reads a code's text.
    pub fn from_text(text: &str) -> CodeText {
        Code::from_text(text).map_or_else(|| CodeText::Other(text.to_owned()), CodeText::Known)
    }

    /// The text, known or not.
    pub fn as_str(&self) -> &str {
        match self {
            CodeText::Known(code) => code.as_str(),
            CodeText::Other(text) => text,
        }
    }
}

impl From<Code> for CodeText {
    fn from(code: Code) -> Self {
        CodeText::Known(code)
    }
}

impl Serialize for CodeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CodeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(CodeText::from_text(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_come_back_from_their_text() {
        let texts: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        for &code in Code::ALL {
            assert_eq!(Code::from_text(code.as_str()), Some(code));
            assert!(code.as_str().bytes().all(|b| b.is_ascii_uppercase() || b == b'_'));
        }
        assert_eq!(Code::from_text("SOMETHING_NEW"), None);
    }

    #[test]
    fn every_code_of_the_wire_is_in_the_list() {
        let page = include_str!("../../../docs/wire-api.md");
        let table = page.split("## Profile").next().unwrap();
        let rows = table.lines().filter(|line| line.starts_with("| `"));
        let first_cells = rows.flat_map(|row| row.split('|').nth(1).unwrap().split('/'));
        let codes: Vec<_> = first_cells.map(|cell| cell.trim().trim_matches('`')).collect();
        assert!(codes.len() > 20, "the table was found");
        for code in codes {
            assert!(Code::from_text(code).is_some(), "{code}");
        }
    }

    #[test]
    fn keys_are_made_from_the_code() {
        assert_eq!(
            Code::NetworkLoginNeeded.cause_key(),
            "failure-NETWORK_LOGIN_NEEDED-cause"
        );
        assert_eq!(
            Code::NetworkLoginNeeded.remedy_key(),
            "failure-NETWORK_LOGIN_NEEDED-remedy"
        );
    }

    #[test]
    fn only_transient_failures_take_the_portals_wait() {
        let wait = Some(30_000);
        assert_eq!(
            Code::PortalUnavailable.kind_after(wait).earliest_retry(Millis(5)),
            Some(Millis(30_005))
        );
        assert_eq!(
            Code::AnswersInvalid.kind_after(wait).earliest_retry(Millis(5)),
            None
        );
    }
}
