//! Home: what waits for the person, most pressing first. One call draws the whole screen; which things stand where is decided here below.

use crate::{error::Result, mot_cua::MotCua};

pub use motcua_client::screen::{
    home::{Home, HomeItem, HomeKind, HomeSection},
    target::HomeTarget,
};

#[uniffi::export]
impl MotCua {
    /// Home as it stands now. `TryLater` (`LOCKED`): the phone is locked; ask again after `unlock`.
    pub fn home(&self) -> Result<Home> {
        Ok(self.client().home()?)
    }
}

/// What waits for the person.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct Home {
    /// The screen's heading.
    pub heading: String,
    /// Something that holds for everything below, to be shown above it: no network, and that nothing is lost by it.
    pub banner: Option<String>,
    /// Only those that have items.
    pub sections: Vec<HomeSection>,
    /// What to say when there is nothing at all.
    pub empty: Option<String>,
}

/// Things of one kind.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct HomeSection {
    /// Which kind.
    pub kind: HomeKind,
    /// Its heading.
    pub heading: String,
    /// The most urgent first.
    pub items: Vec<HomeItem>,
    /// Whether there are more than these: offer the kind's own list.
    pub more: bool,
}

/// The kinds of section.
#[uniffi::remote(Enum)]
pub enum HomeKind {
    /// Waits for the person: the office's requests, things that the outbox can't do alone, signing in.
    ToDo,
    /// Is news, or should be known: results, refusals, contradicting evidence, missed pushes.
    Alerts,
    /// Drafts to go on with.
    Drafts,
    /// The newest dossiers.
    Dossiers,
}

/// One thing.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct HomeItem {
    /// What it is about.
    pub title: String,
    /// What there is to say.
    pub detail: String,
    /// Whether it shouldn't wait. `label` says so too: colour alone isn't enough.
    pub urgent: bool,
    /// Where it leads.
    pub target: HomeTarget,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// Where an item leads, of home, of the outbox and of the inbox.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Enum)]
pub enum HomeTarget {
    /// A draft: `open_draft` to go on, `take_back` first where it was refused.
    Draft {
        /// The draft.
        draft_id: String,
    },
    /// The office's request: `begin_supplement` with the number of `open_supplement`.
    Supplement {
        /// The dossier.
        dossier_id: String,
    },
    /// A dossier's timeline.
    Timeline {
        /// The dossier.
        dossier_id: String,
    },
    /// An entry of the outbox: show why it waits.
    Outbox {
        /// The entry, for `why`.
        entry_id: String,
    },
    /// A report.
    Feedback {
        /// The report, for `feedback`.
        report_id: String,
    },
    /// Signing in.
    SignIn,
    /// The inbox.
    Inbox,
}
