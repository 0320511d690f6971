//! What rules may know of a form: types and expressions of its nodes, and which nodes speak of which.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, ParsingOptions};

/// Types and expressions by the path of the node.
#[derive(Debug, Default)]
pub struct Facts {
    types: BTreeMap<String, String>,
    expressions: BTreeMap<String, String>,
    /// By node and attribute.
    binds: BTreeMap<(String, String), String>,
}

/// A reference without row numbers.
#[must_use]
pub fn generic(reference: &str) -> String {
    let mut inside = false;
    let keep = |letter: &char| {
        inside = *letter == '[' || inside;
        let keep = !inside;
        inside = inside && *letter != ']';
        keep
    };
    reference.chars().filter(keep).collect()
}

impl Facts {
    /// Reads a form.
    #[must_use]
    pub fn of(form: &str) -> Self {
        let mut facts = Self::default();
        let Ok(document) = Document::parse_with_options(form, ParsingOptions::default()) else {
            return facts;
        };
        for node in document.descendants() {
            let place = node
                .attribute("nodeset")
                .or(node.attribute("ref"))
                .unwrap_or_default();
            let place = place
                .strip_prefix("/")
                .map(|place| format!("/{place}"))
                .unwrap_or_default();
            if node.tag_name().name() == "bind" {
                facts.types.insert(
                    place.clone(),
                    node.attribute("type").unwrap_or("string").to_owned(),
                );
                for rule in node.attributes() {
                    let key = (place.clone(), rule.name().to_owned());
                    facts.binds.insert(key, rule.value().to_owned());
                }
            }
            let spoken = facts.expressions.entry(place).or_default();
            for inner in node
                .attributes()
                .filter(|attribute| !matches!(attribute.name(), "type" | "id"))
            {
                spoken.push_str(inner.value());
                spoken.push('\n');
            }
            if matches!(node.tag_name().name(), "select1" | "select" | "rank") {
                for itemset in node.children().filter_map(|child| child.attribute("nodeset")) {
                    spoken.push_str(itemset);
                }
            }
        }
        facts
    }

    /// The bind's type of a node; `string` when it has none.
    #[must_use]
    pub fn data_type(&self, reference: &str) -> &str {
        self.types
            .get(&generic(reference))
            .map_or("string", String::as_str)
    }

    /// Everything that is written about a node: its bind, its control and its choices.
    #[must_use]
    pub fn expressions(&self, reference: &str) -> &str {
        self.expressions
            .get(&generic(reference))
            .map_or("", String::as_str)
    }

    /// One rule of a node's bind, e.g. `constraint`; empty when it has none.
    #[must_use]
    pub fn rule(&self, reference: &str, rule: &str) -> &str {
        let key = (generic(reference), rule.to_owned());
        self.binds.get(&key).map_or("", String::as_str)
    }

    /// The node, or something around it, may be hidden.
    #[must_use]
    pub fn may_hide(&self, reference: &str) -> bool {
        let path = generic(reference);
        let ends = path.match_indices('/').map(|(at, _)| at).skip(1);
        let mut around = ends.chain([path.len()]).map(|end| &path[..end]);
        around.any(|place| !self.rule(place, "relevant").is_empty())
    }

    /// The nodes whose expressions speak of one of these, directly or over others, by generic path.
    #[must_use]
    pub fn dependents(&self, of: &BTreeSet<String>) -> BTreeSet<String> {
        let mut all = of.clone();
        loop {
            let speaks = |text: &str| {
                all.iter()
                    .any(|place| mentions(text, place.rsplit('/').next().unwrap_or_default()))
            };
            let inside = |place: &str| all.iter().any(|outer| place.starts_with(&format!("{outer}/")));
            let more: Vec<String> = self
                .expressions
                .iter()
                .filter(|(place, text)| !all.contains(*place) && (inside(place) || speaks(text)))
                .map(|(place, _)| place.clone())
                .collect();
            if more.is_empty() {
                return all;
            }
            all.extend(more);
        }
    }
}

/// A name stands in an expression as a whole word.
fn mentions(text: &str, name: &str) -> bool {
    let part = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() || "_-.".contains(letter))
    };
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            !part(text[..at].chars().next_back()) && !part(text[at + name.len()..].chars().next())
        })
}
