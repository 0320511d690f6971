//! What became of values between two versions of a form, given as data by who knows: `26737 → 26740 or 26737` when a ward was split.

use std::collections::{BTreeMap, HashSet};

/// Old value → the values that took its place: one is taken, several are asked for, none means that nothing did.
pub type NewValues = BTreeMap<String, Vec<String>>;

/// Values of the older form with what took their place in the newer one. Values that aren't listed stay as they are.
///
/// It belongs to one step from one version to the next: codes are used again (`00004` was Phường Trúc Bạch in Hà Nội and is Phường
/// Ba Đình since 01/07/2025), so that a mapping applied twice leads astray. `Debug` counts only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ValueMapping {
    /// By question: its reference in the older form without row numbers. Goes before the list.
    pub questions: BTreeMap<String, NewValues>,
    /// By choice list: the id of the secondary instance that the older form's question takes its choices from.
    pub lists: BTreeMap<String, NewValues>,
}

impl std::fmt::Debug for ValueMapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (questions, lists) = (self.questions.len(), self.lists.len());
        write!(f, "ValueMapping({questions} questions, {lists} lists)")
    }
}

/// An answer after the mapping.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Mapped {
    /// What is answered now.
    pub(super) text: String,
    /// What the person must choose from, in the mapping's order.
    pub(super) candidates: Vec<String>,
    /// Something chosen has nothing in its place.
    pub(super) gone: bool,
}

/// Takes the chosen values of an answer through a mapping, each new value once.
pub(super) fn map(values: &NewValues, chosen: &[&str]) -> Mapped {
    let mut mapped = Mapped::default();
    let (mut texts, mut seen) = (Vec::new(), HashSet::new());
    for word in chosen {
        let text = match values.get(*word).map(Vec::as_slice) {
            None => word,
            Some([one]) => one.as_str(),
            Some([]) => {
                mapped.gone = true;
                continue;
            }
            Some(several) => {
                mapped.candidates.extend(several.iter().cloned());
                continue;
            }
        };
        if seen.insert(text) {
            texts.push(text);
        }
    }
    mapped.text = texts.join(" ");
    mapped
}
