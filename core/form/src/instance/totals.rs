//! Sums over a column of rows, kept up to date by taking a row's old share away and adding its new one.
//!
//! Only what any order of adding gives to the last bit is kept like this: whole numbers, as long as all of them together stay exact in a double. One text that
//! is no number makes the sum none. With any other number in the column there is no total, and whoever asks adds up the rows in document order.

use super::store::Store;
use crate::definition::model::Model;
use crate::xpath::value::{self, short_whole};

/// Up to here a double holds every whole number.
const EXACT: i64 = 1 << 53;
/// Digits of a whole number: twenty thousand rows of them can't overflow.
const DIGITS: usize = 14;

/// What one cell adds to its column's total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// Its row doesn't exist for the form.
    Nothing,
    Whole(i64),
    NotANumber,
    /// A number with a fraction, a date, or too many digits.
    Other,
}

impl Share {
    fn of(text: &str) -> Self {
        if let Some(whole) = short_whole(text.as_bytes()) {
            return Self::Whole(i64::from(whole));
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.len() <= DIGITS && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map_or(Self::Other, Self::Whole);
        }
        // No zone makes a text a date or none.
        if value::number(text, 0).is_nan() {
            Self::NotANumber
        } else {
            Self::Other
        }
    }
}

/// The sum of one column of one list of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Total {
    sum: i64,
    /// The sum without signs: no way of adding goes beyond it.
    size: i64,
    no_numbers: u32,
    others: u32,
}

impl Total {
    fn add(&mut self, share: Share) {
        match share {
            Share::Nothing => {}
            Share::Whole(number) => {
                self.sum += number;
                self.size += number.abs();
            }
            Share::NotANumber => self.no_numbers += 1,
            Share::Other => self.others += 1,
        }
    }

    fn take(&mut self, share: Share) {
        match share {
            Share::Nothing => {}
            Share::Whole(number) => {
                self.sum -= number;
                self.size -= number.abs();
            }
            Share::NotANumber => self.no_numbers -= 1,
            Share::Other => self.others -= 1,
        }
    }

    /// What adding the column up gives; nothing when only adding it up tells.
    pub(crate) fn value(&self) -> Option<f64> {
        if self.no_numbers > 0 {
            return Some(f64::NAN);
        }
        (self.others == 0 && self.size <= EXACT).then_some(self.sum as f64)
    }
}

impl Store {
    /// A cell has another text: if its column is summed, the total gets its new share.
    pub(crate) fn share(&mut self, model: &Model, cell: u32) {
        if let Some(column) = model.def(self.def(cell)).column {
            let row = self.scope_of(cell);
            if self.is_live(model, row) {
                let share = Share::of(self.text(cell));
                self.set_share(model, row, column as usize, share);
            }
        }
    }

    /// All shares of a row that exists now.
    pub(crate) fn share_row(&mut self, model: &Model, row: u32) {
        for offset in &model.scope(self.scope_def(row)).columns {
            self.share(model, self.base(row) + offset);
        }
    }

    /// Takes all shares of a row away.
    pub(crate) fn unshare_row(&mut self, model: &Model, row: u32) {
        for column in 0..model.scope(self.scope_def(row)).columns.len() {
            self.set_share(model, row, column, Share::Nothing);
        }
    }

    fn set_share(&mut self, model: &Model, row: u32, column: usize, share: Share) {
        let before = std::mem::replace(&mut self.scopes[row as usize].shares[column], share);
        if let Some((parent, list)) = self.list_of(model, row) {
            let total = &mut self.scopes[parent as usize].lists[list as usize].totals[column];
            total.take(before);
            total.add(share);
        }
    }

    /// The total of a column, if it is kept.
    pub(crate) fn total(&self, scope: u32, list: u32, column: u32) -> Option<f64> {
        self.scopes[scope as usize].lists[list as usize].totals[column as usize].value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(texts: &[&str]) -> Option<f64> {
        let mut total = Total::default();
        texts.iter().for_each(|text| total.add(Share::of(text)));
        total.value()
    }

    #[test]
    fn whole_numbers_are_kept() {
        assert_eq!(total(&["1", "-25", "99999999999999"]), Some(99_999_999_999_975.0));
        assert_eq!(total(&[]), Some(0.0));
    }

    #[test]
    fn what_is_no_number_makes_no_sum() {
        for text in ["", "a", "1e3", "-", "2026-02-30"] {
            assert!(total(&["1", text, "0.5"]).is_some_and(f64::is_nan), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_added_up_in_order() {
        for text in ["0.5", " 1 ", "2026-02-28", "123456789012345"] {
            assert_eq!(total(&["1", text]), None, "{text}");
        }
        assert_eq!(total(&["99999999999999"; 91]), None, "beyond what a double holds");
    }

    #[test]
    fn taking_back_leaves_no_trace() {
        let mut total = Total::default();
        let shares = ["7", "-3", "", "0.5"].map(Share::of);
        shares.iter().for_each(|share| total.add(*share));
        shares.iter().for_each(|share| total.take(*share));
        assert_eq!(total, Total::default());
    }
}
