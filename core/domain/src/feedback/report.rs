//! A report as the person writes it, and what it lacks.
//!
//! It needs a field, a place and words; a photo helps but isn't demanded. Name and phone are the person's to give.
//! Nothing is refused while writing: [`ReportForm::problems`] lists everything at once when it is to be sent.

use serde::{Deserialize, Serialize};

use super::category::category;
use crate::failure::Code;
use crate::ids::{ReportId, Sha256};
use crate::time::{MINUTE, Millis};
use crate::vietnam::phone::Phone;

/// Longest description, in characters.
pub const MAX_DESCRIPTION: usize = 4_000;
/// Longest address or name, in characters.
pub const MAX_SHORT_TEXT: usize = 300;
/// A position older than this when the report is sent is doubtful.
pub const POSITION_LASTS: i64 = 5 * MINUTE;
/// A position less exact than this, in metres, is doubtful.
pub const ACCURATE_ENOUGH: f64 = 100.0;

/// Vietnam with its islands, in degrees: south, north, west, east.
const VIETNAM: (f64, f64, f64, f64) = (6.0, 23.5, 102.0, 118.0);

/// Where it is.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A position from the phone.
    Measured {
        /// Degrees north.
        lat: f64,
        /// Degrees east.
        long: f64,
        /// How exact, in metres.
        accuracy: f64,
        /// When it was measured.
        at: Millis,
        /// The phone says that an app made it up.
        mocked: bool,
    },
    /// A pin set by hand.
    Pinned {
        /// Degrees north.
        lat: f64,
        /// Degrees east.
        long: f64,
    },
    /// In words.
    Address(String),
}

/// A report being written. All of it is personal: `Debug` shows only its id and field.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportForm {
    /// Made on the phone; sent as `attribute[client_id]`, so that a repetition makes no second report.
    pub id: ReportId,
    /// The field's code.
    pub category: Option<String>,
    /// Where it is.
    pub place: Option<Place>,
    /// What it is.
    pub description: String,
    /// A photo, by content.
    pub photo: Option<Sha256>,
    /// The person's name.
    pub name: Option<String>,
    /// The person's phone.
    pub phone: Option<Phone>,
}

impl std::fmt::Debug for ReportForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReportForm")
            .field("id", &self.id)
            .field("category", &self.category)
            .finish_non_exhaustive()
    }
}

/// What a report lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportProblem {
    /// No field, or one that there isn't.
    Category,
    /// No words.
    DescriptionMissing,
    /// Over [`MAX_DESCRIPTION`].
    DescriptionTooLong,
    /// No place.
    PlaceMissing,
    /// The position is 0/0, outside Vietnam, made up, old or inexact: let the person set a pin.
    PlaceUncertain,
    /// The address or name is over [`MAX_SHORT_TEXT`].
    TextTooLong,
}

impl ReportProblem {
    /// The stable code.
    pub fn code(self) -> Code {
        match self {
            ReportProblem::PlaceUncertain => Code::LocationUncertain,
            ReportProblem::DescriptionTooLong | ReportProblem::TextTooLong => Code::TextInvalid,
            ReportProblem::Category | ReportProblem::DescriptionMissing | ReportProblem::PlaceMissing => {
                Code::FeedbackIncomplete
            }
        }
    }
}

impl ReportForm {
    /// An empty report.
    pub fn new(id: ReportId) -> ReportForm {
        ReportForm {
            id,
            category: None,
            place: None,
            description: String::new(),
            photo: None,
            name: None,
            phone: None,
        }
    }

    /// Everything that keeps it from being sent at `now`, all at once.
    pub fn problems(&self, now: Millis) -> Vec<ReportProblem> {
        let over = |text: &str, most: usize| text.chars().count() > most;
        let address_too_long =
            matches!(&self.place, Some(Place::Address(text)) if over(text, MAX_SHORT_TEXT));
        let name_too_long = self
            .name
            .as_deref()
            .is_some_and(|name| over(name, MAX_SHORT_TEXT));
        let checks = [
            (
                self.category.as_deref().and_then(category).is_none(),
                ReportProblem::Category,
            ),
            (
                self.description.trim().is_empty(),
                ReportProblem::DescriptionMissing,
            ),
            (
                over(&self.description, MAX_DESCRIPTION),
                ReportProblem::DescriptionTooLong,
            ),
            (address_too_long || name_too_long, ReportProblem::TextTooLong),
        ];
        let found = checks
            .into_iter()
            .filter(|(wrong, _)| *wrong)
            .map(|(_, problem)| problem);
        found.chain(self.place_problem(now)).collect()
    }

    fn place_problem(&self, now: Millis) -> Option<ReportProblem> {
        match &self.place {
            None => Some(ReportProblem::PlaceMissing),
            Some(Place::Address(text)) => text.trim().is_empty().then_some(ReportProblem::PlaceMissing),
            Some(Place::Pinned { lat, long }) => {
                (!in_vietnam(*lat, *long)).then_some(ReportProblem::PlaceUncertain)
            }
            Some(Place::Measured {
                lat,
                long,
                accuracy,
                at,
                mocked,
            }) => {
                let good = in_vietnam(*lat, *long)
                    && !mocked
                    && *accuracy <= ACCURATE_ENOUGH
                    && now.since(*at) <= POSITION_LASTS;
                (!good).then_some(ReportProblem::PlaceUncertain)
            }
        }
    }
}

fn in_vietnam(lat: f64, long: f64) -> bool {
    let (south, north, west, east) = VIETNAM;
    (south..=north).contains(&lat) && (west..=east).contains(&long)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(10_000_000);

    fn whole() -> ReportForm {
        ReportForm {
            category: Some("HT".into()),
            place: Some(Place::Pinned {
                lat: 10.776,
                long: 106.701,
            }),
            description: "Ổ gà sâu trước chợ Bến Thành".into(),
            ..ReportForm::new(ReportId::new(NOW, [1; 10]))
        }
    }

    fn measured(lat: f64, long: f64, accuracy: f64, age: i64, mocked: bool) -> ReportForm {
        let place = Place::Measured {
            lat,
            long,
            accuracy,
            at: NOW.plus(-age),
            mocked,
        };
        ReportForm {
            place: Some(place),
            ..whole()
        }
    }

    #[test]
    fn an_empty_report_lists_everything_at_once() {
        let problems = ReportForm::new(ReportId::new(NOW, [1; 10])).problems(NOW);
        use ReportProblem as P;
        assert_eq!(problems, [P::Category, P::DescriptionMissing, P::PlaceMissing]);
        assert_eq!(whole().problems(NOW), []);
    }

    #[test]
    fn doubtful_positions_are_told() {
        assert_eq!(measured(10.776, 106.701, 12.0, 1_000, false).problems(NOW), []);
        let doubtful = [
            measured(0.0, 0.0, 5.0, 0, false),
            measured(48.85, 2.35, 5.0, 0, false),
            measured(10.776, 106.701, 900.0, 0, false),
            measured(10.776, 106.701, 5.0, POSITION_LASTS + 1, false),
            measured(10.776, 106.701, 5.0, 0, true),
            measured(f64::NAN, 106.701, 5.0, 0, false),
        ];
        for form in doubtful {
            assert_eq!(form.problems(NOW), [ReportProblem::PlaceUncertain]);
        }
    }

    #[test]
    fn long_texts_and_unknown_fields_are_told() {
        let long = ReportForm {
            description: "ô".repeat(MAX_DESCRIPTION + 1),
            ..whole()
        };
        assert_eq!(long.problems(NOW), [ReportProblem::DescriptionTooLong]);
        let name = ReportForm {
            name: Some("a".repeat(301)),
            category: Some("??".into()),
            ..whole()
        };
        assert_eq!(
            name.problems(NOW),
            [ReportProblem::Category, ReportProblem::TextTooLong]
        );
        let blank = ReportForm {
            place: Some(Place::Address("  ".into())),
            ..whole()
        };
        assert_eq!(blank.problems(NOW), [ReportProblem::PlaceMissing]);
    }

    #[test]
    fn debug_shows_neither_words_nor_place() {
        let shown = format!("{:?}", whole());
        assert!(!shown.contains("Bến Thành") && !shown.contains("106"), "{shown}");
    }
}
