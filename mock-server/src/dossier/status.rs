//! The ten statuses of a dossier and the moves between them.
//!
//! ```text
//!            ┌───────────── 5 supplement_requested ◀─────────┐
//!            ▼                 ▲          ▲                  │
//!  1 registered ──▶ 2 accepted ┴▶ 4 processing ──▶ 9 completed ──▶ 10 result_delivered
//!        │  │           │               │  ▲──────────┘ (error found)
//!        ▼  ▼           ▼               ▼
//!       3  7         7, 8, 9          7, 8        (3 rejected, 7 withdrawn, 8 stopped: ends)
//! ```
//! 6 payment_requested stands beside 5 and pauses the clock too.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A dossier's status; the national codes 1 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Registered,
    Accepted,
    Rejected,
    Processing,
    SupplementRequested,
    PaymentRequested,
    Withdrawn,
    Stopped,
    Completed,
    ResultDelivered,
}

impl Status {
    /// Every status, in the order of the national codes.
    pub(crate) const ALL: [Self; 10] = [
        Self::Registered,
        Self::Accepted,
        Self::Rejected,
        Self::Processing,
        Self::SupplementRequested,
        Self::PaymentRequested,
        Self::Withdrawn,
        Self::Stopped,
        Self::Completed,
        Self::ResultDelivered,
    ];

    /// The national code, 1 to 10.
    pub(crate) fn code(self) -> u8 {
        self as u8 + 1
    }

    /// The word on the wire.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Processing => "processing",
            Self::SupplementRequested => "supplement_requested",
            Self::PaymentRequested => "payment_requested",
            Self::Withdrawn => "withdrawn",
            Self::Stopped => "stopped",
            Self::Completed => "completed",
            Self::ResultDelivered => "result_delivered",
        }
    }

    /// The status of a wire word.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.id() == id)
    }

    /// Whether the machine has this move.
    pub(crate) fn may_move_to(self, to: Self) -> bool {
        let to = to.code();
        let moves: &[u8] = match self {
            Self::Registered => &[2, 3, 5, 6, 7],
            Self::Accepted => &[4, 5, 6, 7, 8, 9],
            Self::Processing => &[4, 5, 6, 7, 8, 9],
            Self::SupplementRequested => &[1, 2, 3, 4, 7, 8],
            Self::PaymentRequested => &[1, 2, 4, 7, 8, 9],
            Self::Completed => &[4, 6, 10],
            Self::Rejected | Self::Withdrawn | Self::Stopped | Self::ResultDelivered => &[],
        };
        moves.contains(&to)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    #[test]
    fn statuses_and_moves_are_those_of_the_data() {
        let data: Value = serde_json::from_str(include_str!("../../data/dossier_status.json")).unwrap();
        for status in data["statuses"].as_array().unwrap() {
            let named = Status::from_id(status["id"].as_str().unwrap()).unwrap();
            assert_eq!(u64::from(named.code()), status["code"].as_u64().unwrap());
        }
        let listed: BTreeSet<(u64, u64)> = data["transitions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|step| Some((step["from"].as_u64()?, step["to"].as_u64()?)))
            .collect();
        let ours = Status::ALL.into_iter().flat_map(|from| {
            let to = Status::ALL.into_iter().filter(move |to| from.may_move_to(*to));
            to.map(move |to| (u64::from(from.code()), u64::from(to.code())))
        });
        assert_eq!(ours.collect::<BTreeSet<_>>(), listed);
    }
}
