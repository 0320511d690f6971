//! The ten statuses of a dossier (hồ sơ) as the national portal and the provincial systems exchange them, and which
//! may follow which.
//!
//! ```text
//!              ┌──────────────┐ supplement ┌────────┐ process ┌────────────┐ complete ┌───────────┐ deliver ┌───────────┐
//!  draft ────▶ │ 1 registered │ ◀────5────▶│2 accep-│ ──────▶ │4 processing│ ───────▶ │9 completed│ ──────▶ │10 result  │
//!              └──────┬───────┘            │  ted   │         └──┬─────────┘ ◀─────── └─────┬─────┘         │ delivered │
//!                     ▼                    └────────┘    pause ▼ │ stop       error found   ▼ fee           └───────────┘
//!                3 rejected                          5 supplement, 6 payment            6 payment
//!   7 withdrawn: from 1, 2, 4, 5, 6      8 stopped: from 2, 4, 5, 6      3, 7, 8, 10 are ends
//! ```
//!
//! Codes, Vietnamese names and groups are facts from public code of a provincial system and a ministry's integration
//! guide. The moves are this project's model of the decrees, not an official table. A status that isn't among the ten is
//! kept and shown as the text it came as ([`StatusText::Other`]).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One of the ten statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 1, Mới đăng ký: the portal has it, nobody has taken it in yet.
    Registered,
    /// 2, Được tiếp nhận: taken in, slip 01 given; the legal clock starts.
    Accepted,
    /// 3, Không được tiếp nhận: refused at intake with slip 03.
    Rejected,
    /// 4, Đang xử lý: a specialist works on it; the clock runs.
    Processing,
    /// 5, Yêu cầu bổ sung giấy tờ: slip 02 asks for something; the clock is paused.
    SupplementRequested,
    /// 6, Yêu cầu thực hiện nghĩa vụ tài chính: a payment is due; the clock is paused.
    PaymentRequested,
    /// 7, Công dân yêu cầu rút hồ sơ: literally a request; see [`super::Withdrawal`].
    Withdrawn,
    /// 8, Dừng xử lý: stopped with slip 05.
    Stopped,
    /// 9, Đã xử lý xong: the result is signed, not handed over yet.
    Completed,
    /// 10, Đã trả kết quả: the citizen has the result.
    ResultDelivered,
}

/// How reports count a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Handed in, not taken in.
    Submitted,
    /// With the office.
    InProcess,
    /// Waiting for the citizen; the clock stands still.
    Paused,
    /// The result exists.
    Done,
    /// Ended without a result.
    Closed,
}

/// What the legal clock does while a dossier is in a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockMode {
    /// Not started, or never will be.
    NotStarted,
    /// Counting working days.
    Runs,
    /// Standing still for the citizen.
    Paused,
    /// Over.
    Stopped,
}

struct Facts {
    status: Status,
    code: u8,
    id: &'static str,
    vi: &'static str,
    en: &'static str,
    group: Group,
    terminal: bool,
    clock: ClockMode,
    next: &'static [Status],
}

use ClockMode::{NotStarted, Paused, Runs, Stopped as ClockStopped};
use Status::*;

#[rustfmt::skip]
const FACTS: [Facts; 10] = [
    Facts { status: Registered, code: 1, id: "registered", vi: "Mới đăng ký", en: "Newly registered",
        group: Group::Submitted, terminal: false, clock: NotStarted,
        next: &[Accepted, Rejected, SupplementRequested, PaymentRequested, Withdrawn] },
    Facts { status: Accepted, code: 2, id: "accepted", vi: "Được tiếp nhận", en: "Accepted",
        group: Group::InProcess, terminal: false, clock: Runs,
        next: &[Processing, SupplementRequested, PaymentRequested, Withdrawn, Stopped, Completed] },
    Facts { status: Rejected, code: 3, id: "rejected", vi: "Không được tiếp nhận", en: "Not accepted",
        group: Group::Closed, terminal: true, clock: NotStarted, next: &[] },
    Facts { status: Processing, code: 4, id: "processing", vi: "Đang xử lý", en: "In processing",
        group: Group::InProcess, terminal: false, clock: Runs,
        next: &[Processing, SupplementRequested, PaymentRequested, Withdrawn, Stopped, Completed] },
    Facts { status: SupplementRequested, code: 5, id: "supplement_requested", vi: "Yêu cầu bổ sung giấy tờ", en: "Supplement requested",
        group: Group::Paused, terminal: false, clock: Paused,
        next: &[Registered, Accepted, Processing, Withdrawn, Stopped, Rejected] },
    Facts { status: PaymentRequested, code: 6, id: "payment_requested", vi: "Yêu cầu thực hiện nghĩa vụ tài chính", en: "Payment requested",
        group: Group::Paused, terminal: false, clock: Paused,
        next: &[Registered, Accepted, Processing, Withdrawn, Stopped, Completed] },
    Facts { status: Withdrawn, code: 7, id: "withdrawn", vi: "Công dân yêu cầu rút hồ sơ", en: "Withdrawn by the citizen",
        group: Group::Closed, terminal: true, clock: ClockStopped, next: &[] },
    Facts { status: Stopped, code: 8, id: "stopped", vi: "Dừng xử lý", en: "Processing stopped",
        group: Group::Closed, terminal: true, clock: ClockStopped, next: &[] },
    Facts { status: Completed, code: 9, id: "completed", vi: "Đã xử lý xong", en: "Processing completed",
        group: Group::Done, terminal: false, clock: ClockStopped,
        next: &[PaymentRequested, ResultDelivered, Processing] },
    Facts { status: ResultDelivered, code: 10, id: "result_delivered", vi: "Đã trả kết quả", en: "Result delivered",
        group: Group::Done, terminal: true, clock: ClockStopped, next: &[] },
];

impl Status {
    /// All ten, by code.
    pub const ALL: [Status; 10] = [
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
    ];

    fn facts(self) -> &'static Facts {
        &FACTS[self as usize]
    }

    /// The sync code, 1 to 10.
    pub fn code(self) -> u8 {
        self.facts().code
    }

    /// The id used on the wire (`status`).
    pub fn id(self) -> &'static str {
        self.facts().id
    }

    /// The official Vietnamese name.
    pub fn vi(self) -> &'static str {
        self.facts().vi
    }

    /// Our English name.
    pub fn en(self) -> &'static str {
        self.facts().en
    }

    /// How reports count it.
    pub fn group(self) -> Group {
        self.facts().group
    }

    /// True for the ends 3, 7, 8 and 10.
    pub fn is_terminal(self) -> bool {
        self.facts().terminal
    }

    /// What the legal clock does meanwhile.
    pub fn clock(self) -> ClockMode {
        self.facts().clock
    }

    /// The statuses that may follow at once.
    pub fn next(self) -> &'static [Status] {
        self.facts().next
    }

    /// Whether `self` → `to` is one legal move.
    pub fn may_move_to(self, to: Status) -> bool {
        self.next().contains(&to)
    }

    /// Whether some row of legal moves leads from `self` to `to`: then a message that skips steps only means that
    /// messages in between were missed.
    pub fn may_reach(self, to: Status) -> bool {
        let mut seen = vec![self];
        let mut i = 0;
        while i < seen.len() {
            for &next in seen[i].next() {
                if next == to {
                    return true;
                }
                if !seen.contains(&next) {
                    seen.push(next);
                }
            }
            i += 1;
        }
        false
    }

    /// The status with this sync code.
    pub fn from_code(code: u8) -> Option<Status> {
        FACTS
            .iter()
            .find(|facts| facts.code == code)
            .map(|facts| facts.status)
    }

    /// The status with this wire id.
    pub fn from_id(id: &str) -> Option<Status> {
        FACTS
            .iter()
            .find(|facts| facts.id == id)
            .map(|facts| facts.status)
    }
}

/// A status as text: one of the ten, or something a newer portal says, kept unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum StatusText {
    /// One of the ten.
    Known(Status),
    /// Anything else: show the text, change nothing by it.
    Other(String),
}

impl StatusText {
    /// Reads a wire id.
    pub fn from_id(id: &str) -> StatusText {
        Status::from_id(id).map_or_else(|| StatusText::Other(id.to_owned()), StatusText::Known)
    }

    /// The wire id, known or not.
    pub fn id(&self) -> &str {
        match self {
            StatusText::Known(status) => status.id(),
            StatusText::Other(text) => text,
        }
    }

    /// The status, when it is one of the ten.
    pub fn known(&self) -> Option<Status> {
        match self {
            StatusText::Known(status) => Some(*status),
            StatusText::Other(_) => None,
        }
    }
}

impl Serialize for StatusText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for StatusText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(StatusText::from_id(&String::deserialize(deserializer)?))
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Status::from_id(&id).ok_or_else(|| serde::de::Error::custom("not one of the ten statuses"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The moves as the domain notes list them, by code.
    const MOVES: [(u8, &[u8]); 10] = [
        (1, &[2, 3, 5, 6, 7]),
        (2, &[4, 5, 6, 7, 8, 9]),
        (3, &[]),
        (4, &[4, 5, 6, 7, 8, 9]),
        (5, &[1, 2, 4, 7, 8, 3]),
        (6, &[1, 2, 4, 7, 8, 9]),
        (7, &[]),
        (8, &[]),
        (9, &[6, 10, 4]),
        (10, &[]),
    ];

    #[test]
    fn every_pair_is_allowed_or_refused_as_listed() {
        for (from, allowed) in MOVES {
            for to in 1..=10 {
                let (a, b) = (Status::from_code(from).unwrap(), Status::from_code(to).unwrap());
                assert_eq!(a.may_move_to(b), allowed.contains(&to), "{from}→{to}");
            }
        }
    }

    #[test]
    fn the_table_is_in_order_and_ends_are_ends() {
        for (facts, status) in FACTS.iter().zip(Status::ALL) {
            assert_eq!(facts.status, status);
            assert_eq!(Status::from_code(status.code()), Some(status));
            assert_eq!(Status::from_id(status.id()), Some(status));
            assert_eq!(status.is_terminal(), status.next().is_empty());
            assert_eq!(status.clock() == Paused, status.group() == Group::Paused);
        }
    }

    #[test]
    fn steps_can_be_skipped_only_along_legal_ways() {
        assert!(Registered.may_reach(Completed));
        assert!(Completed.may_reach(Stopped));
        assert!(!Rejected.may_reach(Accepted));
        assert!(!ResultDelivered.may_reach(ResultDelivered));
    }

    #[test]
    fn unknown_statuses_come_back_unchanged() {
        let text: StatusText = serde_json::from_str("\"archived\"").unwrap();
        assert_eq!(text.known(), None);
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"archived\"");
    }
}
