//! Paths by other ways than `..` and names: with their axes spelled out, which JavaRosa reads too, and over axes that it doesn't have, where it gets
//! the plain path to the same nodes.

use super::{Target, Writer};
use crate::form::expression::Expression;

impl Writer<'_> {
    /// The path to a target, now and then by another way.
    pub(super) fn reach(&mut self, start: &str, target: &Target, names: &[String]) -> Expression {
        let plain = self.path(start, target, names);
        if self.near || !self.random.percent(15) {
            return Expression::leaf(plain);
        }
        let ways = self.ways(start, target, names);
        if ways.is_empty() || self.random.percent(30) {
            return Expression::leaf(spelled(&plain));
        }
        Expression::two_ways(self.random.pick(&ways).clone(), plain)
    }

    /// The row that this node is in, by an axis.
    pub(super) fn row_around(&mut self, at: usize) -> Expression {
        let plain = vec![".."; self.here.len() - 1 - at].join("/");
        let way = format!("ancestor::{}", self.here[at].0);
        match self.random.below(6) {
            0 if !self.near => Expression::two_ways(way, plain),
            1 => Expression::leaf(spelled(&plain)),
            _ => Expression::leaf(plain),
        }
    }

    /// Every other way to the nodes of a path.
    fn ways(&self, start: &str, target: &Target, names: &[String]) -> Vec<String> {
        let common = self.common(target);
        let (up, rest) = (self.here.len() - common, &names[common..]);
        let below = rest.join("/");
        let mut ways = self.upwards(start, common, &below);
        if !rest[0].contains('[') {
            if up == 1 {
                ways.push(format!("{start}preceding-sibling::{below}"));
            }
            let first = self.sibling_before(&names[..common], &rest[0]);
            let up = "../".repeat(up);
            ways.extend(first.map(|first| format!("{start}{up}{first}/following-sibling::{below}")));
        }
        let in_rows = self.here[..common].iter().any(|(_, repeat)| *repeat);
        if !in_rows {
            ways.extend(self.by_root(start, names));
        }
        ways
    }

    /// By the last element that this node and the target share.
    fn upwards(&self, start: &str, common: usize, below: &str) -> Vec<String> {
        let Some((shared, _)) = common.checked_sub(1).and_then(|at| self.here.get(at)) else {
            return vec![format!("{start}ancestor::data/{below}")];
        };
        vec![
            format!("{start}ancestor::{shared}/{below}"),
            format!("{start}ancestor-or-self::{shared}/child::{below}"),
        ]
    }

    /// From the root, for names are unique; a path of which rows are chosen keeps the steps that choose.
    fn by_root(&self, start: &str, names: &[String]) -> Vec<String> {
        let chosen = names.iter().position(|name| name.contains('['));
        let steps = names[chosen.unwrap_or(names.len() - 1)..].join("/");
        let mut ways = vec![format!("{start}ancestor::*[last()]/{}", names.join("/"))];
        if start.is_empty() {
            ways.push(format!("//{steps}"));
        }
        if chosen.is_none() {
            ways.push(format!("{start}preceding::{steps}"));
            ways.push(format!("/data/descendant::{steps}"));
        }
        ways
    }

    /// The name of a leaf or group that stands before another child of the same element.
    fn sibling_before(&self, around: &[String], name: &str) -> Option<String> {
        let place =
            |target: &Target, name: &str| target.path.get(around.len()).is_some_and(|step| step.0 == name);
        let inside = |target: &&Target| {
            let mut steps = target.path.iter().zip(around);
            target.path.len() > around.len() && steps.all(|(step, name)| step.0 == *name)
        };
        let siblings: Vec<&Target> = self.targets.iter().filter(inside).collect();
        let end = siblings.iter().position(|target| place(target, name))?;
        let before = siblings[..end].iter().map(|target| &target.path[around.len()]);
        before
            .filter(|(_, repeat)| !repeat)
            .map(|(name, _)| name.clone())
            .next_back()
    }
}

/// A path with its axes.
fn spelled(path: &str) -> String {
    let step = |step: &str| match step {
        "" | "current()" => step.to_owned(),
        ".." => "parent::node()".to_owned(),
        name => format!("child::{name}"),
    };
    path.split('/').map(step).collect::<Vec<_>>().join("/")
}
