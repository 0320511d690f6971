//! The fact table: which events there are, who may sign each, which reasons fit, which status each gives.
//!
//! This is the table of `docs/wire-api.md` ("Evidence: a chain of facts") as data. A pair (event, reason) outside it
//! makes a chain contested. An event that isn't in the table comes from a newer portal: it is kept and shown as text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dossier::Status;

/// Who signs a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The portal, for what it did itself.
    Portal,
    /// The receiving office, over what it read itself.
    Office,
}

/// The status a fact gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gives {
    /// None: it only says that something happened.
    Nothing,
    /// This one.
    Status(Status),
    /// Registered, or accepted when the office had already accepted: a supplement goes back to where it was asked.
    BackToIntake,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The event.
    pub event: Event,
    /// Who signs it.
    pub role: Role,
    /// The status it gives.
    pub gives: Gives,
    /// The reasons that fit; empty means that it carries none.
    pub reasons: &'static [&'static str],
}

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $role:ident, $gives:expr, [$($reason:literal),*];)*) => {
        /// A kind of fact that this app knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Event {
            $($(#[$doc])* $variant,)*
        }

        /// The table, one row an event.
        pub const RULES: &[Rule] = &[
            $(Rule { event: Event::$variant, role: Role::$role, gives: $gives, reasons: &[$($reason),*] },)*
        ];

        impl Event {
            /// The wire's word for it.
            pub fn id(self) -> &'static str {
                match self { $(Event::$variant => $id,)* }
            }
        }
    };
}

use Gives::{BackToIntake, Nothing};

events! {
    /// The portal took the dossier: "đã nộp".
    Submitted = "submitted", Portal, Gives::Status(Status::Registered), [];
    /// The office read the dossier itself: "cơ quan đã nhận".
    Received = "received", Office, Nothing, [];
    /// Taken in, with slip 01 and a due date.
    Accepted = "accepted", Office, Gives::Status(Status::Accepted), [];
    /// Slip 02 asks for something.
    SupplementAsked = "supplement_asked", Office, Gives::Status(Status::SupplementRequested),
        ["paper_missing", "paper_unreadable", "answer_wrong", "other"];
    /// The portal took the citizen's supplement.
    SupplementReceived = "supplement_received", Portal, BackToIntake, [];
    /// A specialist started.
    ProcessingStarted = "processing_started", Office, Gives::Status(Status::Processing), [];
    /// The result is there.
    Completed = "completed", Office, Gives::Status(Status::Completed), [];
    /// The citizen has the result.
    Delivered = "delivered", Portal, Gives::Status(Status::ResultDelivered), [];
    /// Refused at intake, with slip 03.
    Refused = "refused", Office, Gives::Status(Status::Rejected),
        ["not_competent", "not_eligible", "supplement_missed", "other"];
    /// Stopped, with slip 05.
    Stopped = "stopped", Office, Gives::Status(Status::Stopped), ["supplement_missed", "citizen_request", "other"];
    /// Withdrawn on the citizen's request.
    Withdrawn = "withdrawn", Portal, Gives::Status(Status::Withdrawn), ["citizen_request"];
}

impl Event {
    /// The event's row.
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }

    /// The event with this wire word.
    pub fn from_id(id: &str) -> Option<Event> {
        RULES.iter().map(|rule| rule.event).find(|event| event.id() == id)
    }

    /// Whether this event may carry this reason (or none).
    pub fn takes_reason(self, reason: Option<&str>) -> bool {
        match reason {
            None => self.rule().reasons.is_empty(),
            Some(reason) => self.rule().reasons.contains(&reason),
        }
    }
}

/// An event as text: one of the table's, or a newer portal's, kept unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EventText {
    /// In the table.
    Known(Event),
    /// Not in the table: shown as text, changes nothing.
    Other(String),
}

impl EventText {
    /// The wire's word, known or not.
    pub fn id(&self) -> &str {
        match self {
            EventText::Known(event) => event.id(),
            EventText::Other(text) => text,
        }
    }

    /// The event, when the table has it.
    pub fn known(&self) -> Option<Event> {
        match self {
            EventText::Known(event) => Some(*event),
            EventText::Other(_) => None,
        }
    }
}

impl Serialize for EventText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for EventText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Ok(Event::from_id(&id).map_or(EventText::Other(id), EventText::Known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_where_their_event_points() {
        for rule in RULES {
            assert_eq!(rule.event.rule().event, rule.event);
            assert_eq!(Event::from_id(rule.event.id()), Some(rule.event));
        }
    }

    #[test]
    fn reasons_fit_their_event_only() {
        assert!(Event::Refused.takes_reason(Some("not_competent")));
        assert!(!Event::Stopped.takes_reason(Some("not_competent")));
        assert!(!Event::Refused.takes_reason(None));
        assert!(Event::Accepted.takes_reason(None));
        assert!(!Event::Accepted.takes_reason(Some("other")));
    }

    #[test]
    fn the_portal_can_sign_no_decision() {
        let by_portal: Vec<_> = RULES
            .iter()
            .filter(|r| r.role == Role::Portal)
            .map(|r| r.event.id())
            .collect();
        assert_eq!(
            by_portal,
            ["submitted", "supplement_received", "delivered", "withdrawn"]
        );
    }
}
