//! What expressions ask of lists: how many items there are, what stands in a cell, which items are choices.

use super::{Value, Writer};
use crate::form::expression::{Expression, Sort};
use crate::form::list::{Shape, Source};

impl Writer<'_> {
    /// A list and the path of its items.
    fn list(&mut self) -> (usize, String) {
        let list = self.random.below(self.lists.len());
        let step = *self.random.pick(&["item", "item", "child::item", "*"]);
        (list, format!("instance('l{list}')/root/{step}"))
    }

    /// An answer that an item may speak of.
    fn asked(&mut self) -> Option<Expression> {
        self.single_from("current()/", |value| matches!(value, Value::One(_) | Value::Text))
    }

    /// How many items of a list there are, or what their numbers come to.
    pub(super) fn of_items(&mut self) -> Expression {
        let (list, items) = self.list();
        match self.random.below(7) {
            0 | 1 => match self.asked() {
                Some(path) => Expression::of(&format!("count({items}[group = {{}}])"), vec![path]),
                None => Expression::leaf(format!("count({items})")),
            },
            2 => Expression::leaf(format!("sum({items}[size != '']/size)")),
            3 => Expression::leaf(format!("count({items}[size > 1 and note != ''])")),
            4 => Expression::leaf(format!("max({items}[size > 0]/size)")),
            5 => Expression::leaf(format!("count({items}[starts-with(note, 'a')]/name)")),
            _ => Expression::leaf(self.measured(list, &items)),
        }
    }

    /// What only the list's own kind of file has.
    fn measured(&self, list: usize, items: &str) -> String {
        match self.lists[list].source {
            Source::Form | Source::Xml => format!("sum({items}/@no)"),
            Source::Csv { .. } => format!("count({items}[contains(note, ',')])"),
            Source::GeoJson(Shape::Point) => format!("round(distance({items}/geometry), 0)"),
            Source::GeoJson(Shape::Line) => format!("round(distance({items}[position() = 1]/geometry), 0)"),
            Source::GeoJson(Shape::Polygon) => format!("round(area({items}[position() = 2]/geometry), 0)"),
        }
    }

    /// A cell of an item, found by its name or its place.
    pub(super) fn looked_up(&mut self) -> Expression {
        let (list, items) = self.list();
        let cell = *self.random.pick(self.lists[list].cells());
        let place = 1 + self.random.below(3);
        match self.asked() {
            Some(path) if self.random.percent(75) => {
                Expression::of(&format!("string({items}[name = {{}}]/{cell})"), vec![path])
            }
            _ => Expression::two_ways(
                format!("string({items}[{place}]/{cell})"),
                format!("string({items}[position() = {place}]/{cell})"),
            ),
        }
    }

    /// A condition on an item of a list, from which the question's own place is `current()`.
    pub fn filter(&mut self, list: usize) -> Expression {
        let value = self.asked();
        let number = self.single_from("current()/", |value| value == Value::Number);
        match (value, number) {
            (Some(path), _) if self.random.percent(70) => {
                let pattern = *self.random.pick(&[
                    "group = {}",
                    "group != {}",
                    "name != {}",
                    "group = 'g1' or name = {}",
                    "contains(note, {})",
                ]);
                Expression::of(pattern, vec![path])
            }
            (_, Some(path)) => {
                let pattern = *self.random.pick(&[
                    "position() <= {}",
                    "group = 'g1' or {} > 2",
                    "size > {}",
                    "size != {}",
                ]);
                Expression::of(pattern, vec![path])
            }
            _ => Expression::leaf(self.plain_filter(list)),
        }
        .as_a(Sort::Truth)
    }

    fn plain_filter(&mut self, list: usize) -> &'static str {
        let has_attribute = matches!(self.lists[list].source, Source::Form | Source::Xml);
        match self.random.below(6) {
            0 if has_attribute => "@no != 2",
            0 | 1 => "group = 'g1'",
            2 => "name != 'a'",
            3 => "size > 1",
            4 => "note != 'a'",
            _ => "group != 'g2' and name != 'c'",
        }
    }
}
