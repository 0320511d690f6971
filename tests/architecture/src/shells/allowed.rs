//! What a shell may leave out, each with its reason.

use super::Shell;

/// All exceptions.
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    /// Fields that nobody draws, or one shell doesn't.
    pub undrawn: &'static [Undrawn],
    /// Words that nobody says, or one shell doesn't.
    pub unsaid: &'static [Unsaid],
    /// Literals that look like a word's name and are none: keys of a store, places.
    pub keys: &'static [&'static str],
}

/// A field that isn't drawn.
#[derive(Debug, Clone, Copy)]
pub struct Undrawn {
    /// `Record.field`, or `Record` for all of it.
    pub field: &'static str,
    /// The shell that doesn't; nothing for both.
    pub by: Option<Shell>,
    /// Why nobody misses it there.
    pub why: &'static str,
}

/// Words that aren't said.
#[derive(Debug, Clone, Copy)]
pub struct Unsaid {
    /// Their names; one that ends in `*` stands for all that begin so.
    pub words: &'static [&'static str],
    /// The shell that doesn't; nothing for both.
    pub by: Option<Shell>,
    /// Why nobody misses them there.
    pub why: &'static str,
}

impl Unsaid {
    pub(super) fn covers(&self, word: &str) -> bool {
        self.words.iter().any(|name| covers(name, word))
    }
}

pub(super) fn covers(name: &str, word: &str) -> bool {
    name.strip_suffix('*')
        .map_or(name == word, |head| word.starts_with(head))
}

const fn undrawn(field: &'static str, by: Option<Shell>, why: &'static str) -> Undrawn {
    Undrawn { field, by, why }
}

const fn unsaid(by: Option<Shell>, words: &'static [&'static str], why: &'static str) -> Unsaid {
    Unsaid { words, by, why }
}

const IOS: Option<Shell> = Some(Shell::Ios);
const ANDROID: Option<Shell> = Some(Shell::Android);

/// The exceptions of the real shells.
pub const ALLOWED: Allowed = Allowed {
    undrawn: UNDRAWN,
    unsaid: UNSAID,
    keys: &[
        // Places, as they are kept for the next process.
        "edit-report",
        "my-data",
        "new-report",
        "sign-in",
        // What a state holder keeps, and work that the system keeps.
        "photo-name",
        "photo-path",
        "sync-soon",
        // Names in the bundle and in the keychain.
        "device-key",
        "portal-profile",
    ],
};

const UNDRAWN: &[Undrawn] = &[
    undrawn("AppConfig", None, "the shell gives it; nothing comes back"),
    undrawn(
        "DraftItem.procedure_code",
        None,
        "an id for apps that embed the core; the title says which procedure it is",
    ),
    undrawn("EditOutcome.kept_at", None, "the sentence `kept` says it"),
    undrawn("EditOutcome.answered", None, "the sentence `progress` says it"),
    undrawn("EditOutcome.questions", IOS, "the sentence `progress` says it"),
    undrawn(
        "EditOutcome.gone",
        IOS,
        "where a question went, the whole page is read anew",
    ),
    undrawn(
        "QuestionItem.max_bytes",
        None,
        "the sentence `limits` says it, and the core refuses what is larger",
    ),
    undrawn(
        "QuestionItem.appearance",
        IOS,
        "hints for a keyboard; there the question's kind alone chooses it, and every answer can still be typed",
    ),
    undrawn(
        "ReviewOffice.agency_code",
        None,
        "an id that goes back to the core; the office's name is drawn",
    ),
    undrawn(
        "ReviewOffice.ward_code",
        None,
        "an id that goes back to the core; the office's name is drawn",
    ),
    undrawn(
        "Timeline.due_at",
        None,
        "the sentence `clock` says the day and how much time is left",
    ),
    undrawn(
        "TimelineItem.event",
        IOS,
        "an id of what happened, which `text` says; Android keys its rows by it",
    ),
];

const UNSAID: &[Unsaid] = &[
    unsaid(
        None,
        &["platform-*"],
        "the system says them; a test of the client writes them into its files",
    ),
    unsaid(
        ANDROID,
        &["form-read-only"],
        "what can't be changed is drawn as text there, not as a field that is switched off",
    ),
    unsaid(
        ANDROID,
        &["form-pick-time"],
        "a time has two fields there, of hour and minute, each with its name",
    ),
    unsaid(
        IOS,
        &[
            "action-back",
            "action-clear-search",
            "form-heading",
            "receipt-title",
            "review-title",
            "failure-heading",
        ],
        "the navigation's own way back, the search field's own button, and titles that the models there bring",
    ),
    unsaid(
        IOS,
        &[
            "form-date-*",
            "form-time-*",
            "form-weekday-*",
            "form-previous-year",
            "form-next-year",
            "form-previous-month",
            "form-next-month",
            "form-range-*",
            "form-clear-answer",
            "word-no",
        ],
        "the system's own date picker, slider and switch speak for themselves",
    ),
    unsaid(
        IOS,
        &["form-rank-*"],
        "the buttons that move a choice are the whole of it: the order shown is the answer once it is touched",
    ),
    unsaid(
        IOS,
        &[
            "form-latitude",
            "form-longitude",
            "form-place-add",
            "form-scan-code",
        ],
        "a place is taken from the phone, and a code is typed: no fields of numbers, no camera that reads codes",
    ),
    unsaid(
        IOS,
        &["channel-*", "notice-*", "lock-*"],
        "channels, foreground work and a lock of the app's own are Android's; iOS has its notices and its keychain's lock",
    ),
    unsaid(
        IOS,
        &[
            "sign-in-heading",
            "sign-in-open",
            "sign-in-go-on",
            "sign-in-completing",
            "sign-in-done",
            "data-begin-anew",
        ],
        "signing in and my data are parts of one page there, with the system's sheet over it, not pages of their own",
    ),
    unsaid(
        IOS,
        &[
            "action-continue",
            "action-remove",
            "action-show-less",
            "catalogue-can-start",
            "catalogue-fetch",
            "catalogue-results",
            "draft-taken-back",
            "drafts-total",
            "feedback-anonymous",
            "feedback-mine",
            "feedback-named",
            "feedback-place-accuracy",
            "feedback-place-address",
            "form-empty",
            "form-go-to-problem",
            "form-opening",
            "form-problems",
            "form-show-problems",
            "form-undone",
            "inbox-see-all",
            "list-refreshed",
            "outbox-network-policy",
            "outbox-tried",
            "procedure-offline*",
            "procedure-prepare*",
            "receipt-copy-code",
            "receipt-file-name",
            "review-changed",
            "review-edit",
            "review-show-fingerprint",
            "state-copied",
            "state-deleted",
            "state-not-saved",
            "state-saved",
            "state-working",
            "supplement-go",
            "timeline-open",
            "word-new",
            "word-urgent",
        ],
        "the plainer pages there have no such button or line: what it stands for is done by the row, by pulling, or by the model's sentence",
    ),
];
