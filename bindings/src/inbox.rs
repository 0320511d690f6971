//! The inbox: what the portal told about dossiers and reports.

use motcua_client::use_case::follow_dossier;

use crate::{
    error::Result,
    mot_cua::{MotCua, page},
};

pub use motcua_client::screen::inbox::{Inbox, InboxItem};

#[uniffi::export]
impl MotCua {
    /// A page of at most `limit` messages, newest first. `after` is the page before's `next`; nothing for the first page.
    pub fn inbox(&self, after: Option<u64>, limit: u32) -> Result<Inbox> {
        Ok(follow_dossier::inbox(&self.context(), page(after, limit))?)
    }

    /// Marks messages as seen, up to and with number `seq`.
    pub fn see_inbox(&self, seq: u64) -> Result<()> {
        Ok(follow_dossier::see_inbox(&self.context(), seq)?)
    }
}

/// A page of the inbox.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct Inbox {
    /// Newest first.
    pub items: Vec<InboxItem>,
    /// To ask for the next page; nothing at the end.
    pub next: Option<u64>,
    /// What to say when there is nothing.
    pub empty: Option<String>,
    /// Whether pushes get through, in words.
    pub push: String,
    /// Whether pushes were missed.
    pub push_missed: bool,
}

/// One message.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct InboxItem {
    /// Its number, for `see_inbox`.
    pub seq: u64,
    /// Its kind: `dossier_changed`, `feedback_changed`; a newer portal may have others.
    pub kind: String,
    /// The dossier or report it is about.
    pub subject_id: String,
    /// When it happened, in words.
    pub at: String,
    /// What happened.
    pub text: String,
    /// Whether it hasn't been seen yet.
    pub is_new: bool,
    /// Where it leads; nothing for what this phone doesn't have, and for kinds that this app doesn't know: to be read only.
    pub target: Option<crate::home::HomeTarget>,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}
