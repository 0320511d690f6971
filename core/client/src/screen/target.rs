//! Where an item of a list leads: of home, the outbox, the inbox.

/// Where an item leads.
#[derive(Clone, PartialEq, Eq)]
pub enum HomeTarget {
    /// A draft, to go on with or to take back.
    Draft {
        /// The draft.
        draft_id: String,
    },
    /// The draft that answers the office's request; it may have to be begun.
    Supplement {
        /// The dossier.
        dossier_id: String,
    },
    /// A dossier's timeline.
    Timeline {
        /// The dossier.
        dossier_id: String,
    },
    /// An entry of the outbox, with why it waits.
    Outbox {
        /// The entry.
        entry_id: String,
    },
    /// A report.
    Feedback {
        /// The report.
        report_id: String,
    },
    /// Signing in.
    SignIn,
    /// The inbox.
    Inbox,
}
