//! A report to the city's line 1022: written, queued, received, forwarded, answered.
//!
//! ```text
//!            Queued           Received(request id)          StatusGiven (newest wins)
//!  Writing ─────────▶ Queued ─────────────────────▶ AtPortal(received → forwarded → … → answered → closed)
//!     ▲                 │ Refused / TakenBack
//!     └─────────────────┘
//! ```
//!
//! The portal's word on a report is unsigned, so nothing here is proof; the newest status by its time is shown, an
//! older one changes nothing, and a status that this app doesn't know is shown as its text.

mod category;
mod report;

pub use category::{CATEGORIES, Category, category};
pub use report::{
    ACCURATE_ENOUGH, MAX_DESCRIPTION, MAX_SHORT_TEXT, POSITION_LASTS, Place, ReportForm, ReportProblem,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::failure::CodeText;
use crate::time::Millis;

macro_rules! statuses {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $vi:literal, $en:literal, $open:literal;)*) => {
        /// Where a report stands at the portal (`motcua_status`).
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum ReportStatus {
            $($(#[$doc])* $variant,)*
            /// A newer portal's word, kept unchanged.
            Other(String),
        }

        impl ReportStatus {
            /// Every status that this app knows.
            pub const KNOWN: &'static [ReportStatus] = &[$(ReportStatus::$variant,)*];

            /// The wire's word.
            pub fn id(&self) -> &str {
                match self { $(ReportStatus::$variant => $id,)* ReportStatus::Other(text) => text }
            }

            /// The Vietnamese name; the wire's word when it isn't known.
            pub fn vi(&self) -> &str {
                match self { $(ReportStatus::$variant => $vi,)* ReportStatus::Other(text) => text }
            }

            /// The English name; the wire's word when it isn't known.
            pub fn en(&self) -> &str {
                match self { $(ReportStatus::$variant => $en,)* ReportStatus::Other(text) => text }
            }

            /// Whether somebody still owes something; an unknown status counts as open.
            pub fn is_open(&self) -> bool {
                match self { $(ReportStatus::$variant => $open,)* ReportStatus::Other(_) => true }
            }

            /// Reads the wire's word.
            pub fn from_id(id: &str) -> ReportStatus {
                match id { $($id => ReportStatus::$variant,)* other => ReportStatus::Other(other.to_owned()) }
            }
        }
    };
}

statuses! {
    /// It has a number.
    Received = "received", "Đã tiếp nhận", "Received", true;
    /// The person must say more.
    NeedInfo = "need_info", "Cần bổ sung thông tin", "More information needed", true;
    /// It isn't taken, with a reason.
    Refused = "refused", "Từ chối tiếp nhận", "Refused", false;
    /// The unit that owns the matter has it.
    Forwarded = "forwarded", "Đã chuyển đơn vị", "Forwarded", true;
    /// The unit says that it isn't its matter.
    Returned = "returned", "Đơn vị trả lại (sai thẩm quyền)", "Returned by the unit", true;
    /// The unit works on it.
    Processing = "processing", "Đang xử lý", "In processing", true;
    /// The unit told how far it is.
    ProgressNote = "progress_note", "Phản hồi tiến độ", "Progress reported", true;
    /// There is an answer.
    Answered = "answered", "Đã có kết quả", "Answered", false;
    /// The answer is public.
    Published = "published", "Đã công khai", "Published", false;
    /// The person wasn't satisfied.
    Reopened = "reopened", "Người dân phản ánh lại", "Reopened", true;
    /// It is over.
    Closed = "closed", "Đã đóng", "Closed", false;
    /// It goes on in another report of the same thing.
    Merged = "merged", "Gộp phản ánh trùng", "Merged with another", false;
}

impl Serialize for ReportStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for ReportStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(ReportStatus::from_id(&String::deserialize(deserializer)?))
    }
}

/// Where a report stands on this phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Being written.
    Writing {
        /// Why the portal refused it last, if it did.
        refused: Option<CodeText>,
    },
    /// In the outbox.
    Queued,
    /// The portal has it.
    AtPortal {
        /// `service_request_id`.
        request_id: String,
        /// The newest status.
        status: ReportStatus,
        /// When that status was given.
        updated_at: Millis,
    },
}

/// What can happen to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportEvent {
    /// The person changed it.
    Edited,
    /// It passed [`ReportForm::problems`] and its outbox entry is stored.
    Queued,
    /// The outbox gave it back.
    TakenBack,
    /// The portal refused it.
    Refused {
        /// Why.
        code: CodeText,
    },
    /// The portal took it.
    Received {
        /// `service_request_id`.
        request_id: String,
    },
    /// The portal gave a status.
    StatusGiven {
        /// The status.
        status: ReportStatus,
        /// When it was given (`updated_datetime`).
        at: Millis,
    },
}

/// What the caller must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportAction {
    /// The status changed: tell observers.
    ShowStatus(ReportStatus),
    /// It is older than what is shown: nothing changed.
    IgnoreLate,
}

/// The event doesn't fit; the report stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the event does not fit the report's state")]
pub struct NotNow;

/// Applies one event.
///
/// # Errors
/// [`NotNow`] when the pair isn't legal: a stale or repeated call.
pub fn apply(
    state: &ReportState,
    event: &ReportEvent,
    now: Millis,
) -> Result<(ReportState, Vec<ReportAction>), NotNow> {
    use ReportEvent as E;
    use ReportState as S;
    match (state, event) {
        (S::Writing { .. }, E::Edited) => Ok((state.clone(), vec![])),
        (S::Writing { .. }, E::Queued) => Ok((S::Queued, vec![])),
        (S::Queued, E::TakenBack) => Ok((S::Writing { refused: None }, vec![])),
        (S::Queued, E::Refused { code }) => Ok((
            S::Writing {
                refused: Some(code.clone()),
            },
            vec![],
        )),
        (S::Queued, E::Received { request_id }) => {
            let (request_id, status) = (request_id.clone(), ReportStatus::Received);
            let next = S::AtPortal {
                request_id,
                status: status.clone(),
                updated_at: now,
            };
            Ok((next, vec![ReportAction::ShowStatus(status)]))
        }
        // The same id is answered with the same number: a repeated send, no news.
        (S::AtPortal { request_id, .. }, E::Received { request_id: again }) if request_id == again => {
            Ok((state.clone(), vec![ReportAction::IgnoreLate]))
        }
        (
            S::AtPortal {
                request_id,
                status,
                updated_at,
            },
            E::StatusGiven { status: given, at },
        ) => Ok(newest(request_id, status, *updated_at, given, *at)),
        (
            S::Writing { .. },
            E::TakenBack | E::Refused { .. } | E::Received { .. } | E::StatusGiven { .. },
        )
        | (S::Queued, E::Edited | E::Queued | E::StatusGiven { .. })
        | (
            S::AtPortal { .. },
            E::Edited | E::Queued | E::TakenBack | E::Refused { .. } | E::Received { .. },
        ) => Err(NotNow),
    }
}

/// `Received` was stamped with the phone's clock, which may run ahead of the portal's: anything follows it.
fn newest(
    request_id: &str,
    held: &ReportStatus,
    held_at: Millis,
    given: &ReportStatus,
    at: Millis,
) -> (ReportState, Vec<ReportAction>) {
    let at_portal = |status: &ReportStatus, updated_at| ReportState::AtPortal {
        request_id: request_id.to_owned(),
        status: status.clone(),
        updated_at,
    };
    let newer = at > held_at || *held == ReportStatus::Received;
    if given == held || !newer {
        return (at_portal(held, held_at), vec![ReportAction::IgnoreLate]);
    }
    (
        at_portal(given, at),
        vec![ReportAction::ShowStatus(given.clone())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Code;

    const NOW: Millis = Millis(1_000);

    fn at_portal(status: ReportStatus, at: i64) -> ReportState {
        ReportState::AtPortal {
            request_id: "1022-7".into(),
            status,
            updated_at: Millis(at),
        }
    }

    fn given(status: ReportStatus, at: i64) -> ReportEvent {
        ReportEvent::StatusGiven {
            status,
            at: Millis(at),
        }
    }

    fn received() -> ReportEvent {
        ReportEvent::Received {
            request_id: "1022-7".into(),
        }
    }

    #[test]
    fn from_writing_to_an_answer() {
        let (queued, _) = apply(&ReportState::Writing { refused: None }, &ReportEvent::Queued, NOW).unwrap();
        let (taken, actions) = apply(&queued, &received(), NOW).unwrap();
        assert_eq!(taken, at_portal(ReportStatus::Received, 1_000));
        assert_eq!(actions, [ReportAction::ShowStatus(ReportStatus::Received)]);
        let (answered, _) = apply(&taken, &given(ReportStatus::Answered, 2_000), NOW).unwrap();
        assert_eq!(answered, at_portal(ReportStatus::Answered, 2_000));
    }

    #[test]
    fn older_and_repeated_statuses_change_nothing() {
        let answered = at_portal(ReportStatus::Answered, 2_000);
        for late in [
            given(ReportStatus::Forwarded, 1_500),
            given(ReportStatus::Answered, 2_500),
            received(),
        ] {
            assert_eq!(
                apply(&answered, &late, NOW),
                Ok((answered.clone(), vec![ReportAction::IgnoreLate]))
            );
        }
    }

    #[test]
    fn a_phone_clock_ahead_of_the_portals_hides_no_news() {
        let taken = at_portal(ReportStatus::Received, 9_000);
        let (state, _) = apply(&taken, &given(ReportStatus::Forwarded, 1_500), NOW).unwrap();
        assert_eq!(state, at_portal(ReportStatus::Forwarded, 1_500));
    }

    #[test]
    fn a_refused_report_can_be_written_again() {
        let refused = ReportEvent::Refused {
            code: Code::RequestInvalid.into(),
        };
        let (state, _) = apply(&ReportState::Queued, &refused, NOW).unwrap();
        assert_eq!(
            state,
            ReportState::Writing {
                refused: Some(Code::RequestInvalid.into())
            }
        );
        assert!(apply(&state, &ReportEvent::Queued, NOW).is_ok());
    }

    #[test]
    fn every_illegal_pair_is_refused() {
        let writing = ReportState::Writing { refused: None };
        let other = ReportEvent::Received {
            request_id: "1022-8".into(),
        };
        let illegal = [
            (writing.clone(), received()),
            (writing.clone(), ReportEvent::TakenBack),
            (writing, given(ReportStatus::Answered, 1)),
            (ReportState::Queued, ReportEvent::Edited),
            (ReportState::Queued, ReportEvent::Queued),
            (at_portal(ReportStatus::Received, 1), ReportEvent::Edited),
            (at_portal(ReportStatus::Received, 1), ReportEvent::Queued),
            (at_portal(ReportStatus::Received, 1), other),
        ];
        for (state, event) in illegal {
            assert_eq!(apply(&state, &event, NOW), Err(NotNow), "{state:?} {event:?}");
        }
    }

    #[test]
    fn statuses_come_back_from_their_word_and_unknown_ones_are_kept() {
        for status in ReportStatus::KNOWN {
            assert_eq!(ReportStatus::from_id(status.id()), *status);
        }
        assert_eq!(ReportStatus::KNOWN.len(), 12);
        let text: ReportStatus = serde_json::from_str("\"escalated\"").unwrap();
        assert_eq!((text.vi(), text.is_open()), ("escalated", true));
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"escalated\"");
    }
}
