//! The limit: the reference form written by hand as structs, with every rule in its place and nothing general about it. It keeps what was typed, computes and
//! writes the dependents, knows what is relevant and wrong, and says what changed.

use crate::forms::{PAGES, TYPED};

/// Bits of what a keystroke changed.
pub(crate) const VALUE: u8 = 1;
const TOTAL: u8 = 2;
const RELEVANCE: u8 = 4;
const PROBLEM: u8 = 8;

/// A number as typed, with what it means.
#[derive(Default, Clone)]
struct Number {
    text: String,
    value: Option<i32>,
    broken: bool,
}

impl Number {
    fn put(&mut self, text: &str, holds: impl Fn(i32) -> bool) -> u8 {
        if self.text == text {
            return 0;
        }
        text.clone_into(&mut self.text);
        self.value = text.parse().ok();
        let broken = !text.is_empty() && !self.value.is_some_and(holds);
        let changed = if broken == self.broken { 0 } else { PROBLEM };
        self.broken = broken;
        VALUE | changed
    }
}

/// A calculation's result.
#[derive(Default, Clone)]
struct Computed {
    text: String,
    value: Option<i64>,
}

impl Computed {
    fn put(&mut self, value: Option<i64>) -> bool {
        if self.value == value {
            return false;
        }
        self.value = value;
        self.text = value.map(|value| value.to_string()).unwrap_or_default();
        true
    }
}

fn product(left: &Number, right: &Number) -> Option<i64> {
    Some(i64::from(left.value?) * i64::from(right.value?))
}

/// One group of the form.
#[derive(Default, Clone)]
pub(crate) struct Page {
    name: String,
    count: Number,
    price: Number,
    detail_relevant: bool,
    reason_required: bool,
    agree: String,
    reason: String,
    day: String,
    day_broken: bool,
    phone: String,
    total: Computed,
}

/// One row.
#[derive(Default, Clone)]
pub(crate) struct Row {
    name: String,
    quantity: Number,
    price: Number,
    kind: String,
    amount: Computed,
    note_relevant: bool,
}

/// The whole form.
#[derive(Default)]
pub(crate) struct Form {
    pages: Vec<Page>,
    sums: [Computed; PAGES - 2],
    rows: Vec<Row>,
}

fn in_range(number: i32) -> bool {
    (0..=1000).contains(&number)
}

impl Form {
    /// The same answers as the engine's filled form.
    pub(crate) fn filled(rows: usize) -> Self {
        let mut form = Self {
            pages: vec![Page::default(); PAGES],
            ..Self::default()
        };
        for page in 0..PAGES {
            form.count(page, "12");
            form.price(page, if page == 1 { "-5" } else { "250" });
            let page_ = &mut form.pages[page];
            page_.agree = "yes".into();
            page_.day = "2026-11-02".into();
            page_.phone = "0912345678".into();
            if page > 0 {
                page_.name = "Trần Thị Ngọc Ánh".into();
            }
        }
        form.fill_rows(rows);
        if let Some(row) = form.rows.get_mut(2) {
            row.name.clear();
        }
        form
    }

    pub(crate) fn fill_rows(&mut self, rows: usize) {
        for _ in 0..rows {
            self.rows.push(Row::default());
            let at = self.rows.len() - 1;
            self.rows[at].name = "Bàn ghế".into();
            self.quantity(at, "12");
            let row = &mut self.rows[at];
            row.price.put("150", |price| price > 0);
            row.amount.put(product(&row.quantity, &row.price));
            row.kind = "usual".into();
        }
    }

    /// A keystroke in a group.
    #[inline(never)]
    pub(crate) fn count(&mut self, page: usize, text: &str) -> u8 {
        let this = &mut self.pages[page];
        let mut changed = this.count.put(text, in_range);
        let relevant = this.count.value.is_some_and(|count| count > 100);
        if relevant != this.detail_relevant {
            this.detail_relevant = relevant;
            changed |= RELEVANCE;
        }
        this.reason_required = this.count.value.is_some_and(|count| count > 10);
        changed | self.total(page)
    }

    fn price(&mut self, page: usize, text: &str) -> u8 {
        self.pages[page].price.put(text, |price| price > 0) | self.total(page)
    }

    fn total(&mut self, page: usize) -> u8 {
        let this = &mut self.pages[page];
        if !this.total.put(product(&this.count, &this.price)) {
            return 0;
        }
        let range = page.saturating_sub(1)..(page + 1).min(PAGES - 2);
        for sum in range {
            let total = |page: usize| self.pages[page].total.value;
            let value = total(sum).zip(total(sum + 1)).map(|(one, other)| one + other);
            self.sums[sum].put(value);
        }
        TOTAL
    }

    /// A keystroke in a row.
    #[inline(never)]
    pub(crate) fn quantity(&mut self, row: usize, text: &str) -> u8 {
        let row = &mut self.rows[row];
        let mut changed = row.quantity.put(text, in_range);
        let relevant = row.quantity.value.is_some_and(|quantity| quantity > 100) || row.kind == "other";
        if relevant != row.note_relevant {
            row.note_relevant = relevant;
            changed |= RELEVANCE;
        }
        if row.amount.put(product(&row.quantity, &row.price)) {
            changed |= TOTAL;
        }
        changed
    }

    /// Everything computed again from what was typed.
    pub(crate) fn check(&mut self) -> usize {
        for page in 0..PAGES {
            let text = std::mem::take(&mut self.pages[page].count.text);
            self.pages[page].total = Computed::default();
            self.count(page, &text);
            let text = std::mem::take(&mut self.pages[page].price.text);
            self.price(page, &text);
            let this = &mut self.pages[page];
            this.day_broken = this.day.as_str() > "2026-11-23";
        }
        for at in 0..self.rows.len() {
            let row = &mut self.rows[at];
            let (quantity, price) = (
                std::mem::take(&mut row.quantity.text),
                std::mem::take(&mut row.price.text),
            );
            row.amount = Computed::default();
            row.price.put(&price, |price| price > 0);
            self.quantity(at, &quantity);
        }
        self.problems().len()
    }

    /// References of what is wrong.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (at, page) in self.pages.iter().enumerate() {
            let mut add = |wrong: bool, name: &str| {
                problems.extend(wrong.then(|| format!("/data/p_{}/{name}", at + 1)))
            };
            add(page.name.is_empty(), "name");
            add(page.count.text.is_empty() || page.count.broken, "count");
            add(page.price.broken, "price");
            add(page.agree.is_empty(), "agree");
            add(
                page.agree == "no" && page.reason_required && page.reason.is_empty(),
                "reason",
            );
            add(page.day_broken, "day");
            add(!page.phone.starts_with('0') || page.phone.len() != 10, "phone");
        }
        for (at, row) in self.rows.iter().enumerate() {
            let mut add = |wrong: bool, name: &str| {
                problems.extend(wrong.then(|| format!("/data/item[{}]/{name}", at + 1)))
            };
            add(row.name.is_empty(), "name");
            add(row.quantity.text.is_empty() || row.quantity.broken, "quantity");
            add(row.price.broken, "price");
        }
        problems
    }
}

/// The text of a keystroke's number.
pub(crate) fn typed(number: usize) -> &'static str {
    TYPED[number % TYPED.len()]
}
