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
        "InboxItem.subject_id",
        IOS,
        "an id of what it is about, where `target` leads; Android replaces notifications by it",
    ),
    undrawn(
        "QuestionItem.max_bytes",
        None,
        "the sentence `limits` says it, and the core refuses what is larger",
    ),
    undrawn(
        "ResultItem.media_type",
        ANDROID,
        "the file's own name has its ending there; iOS gives one to a name without",
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
        &["action-back"],
        "the system draws the way back, in its own words",
    ),
    unsaid(
        IOS,
        &[
            "form-month-*",
            "form-weekday-*",
            "form-previous-year",
            "form-next-year",
            "form-previous-month",
            "form-next-month",
        ],
        "the system draws the calendar; the fields beside it are the app's",
    ),
    unsaid(
        IOS,
        &["channel-*", "notice-*"],
        "channels and the notice of work in front are Android's; a notice on iOS bears the message itself",
    ),
    unsaid(
        IOS,
        &["lock-*"],
        "no lock of the app's own there: its keys are the keychain's, which the phone's lock closes",
    ),
];
