//! Changes of a text: of its characters, and where it is XML of its tags, attributes and elements too.
//!
//! A change names its place as a share of the text ([`Index`]), so that it fits any text and can be made small on its own. What doesn't find
//! its place (an attribute in a CSV file) changes nothing.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::Index;

use crate::words;

/// One change.
#[derive(Clone, Debug)]
pub enum Mutation {
    /// So many characters from a place on become another text.
    Characters(Index, usize, String),
    /// An attribute's value becomes another text.
    Value(Index, String),
    /// An attribute's value becomes another attribute's.
    Values(Index, Index),
    /// An attribute is left out.
    NoAttribute(Index),
    /// A tag is left out, so that nothing matches any more.
    NoTag(Index),
    /// A tag becomes a copy of another one.
    Tags(Index, Index),
    /// An element is left out with everything in it.
    NoElement(Index),
    /// An element is put before another one once more.
    Element(Index, Index),
    /// An element changes places with another one that lies outside it.
    Elements(Index, Index),
    /// An element is put into so many elements of its own name.
    Nest(Index, usize),
}

/// Any change; deep nesting seldom.
pub fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), 0..6usize, words::anything()).prop_map(|(at, length, text)| Mutation::Characters(at, length, text)),
        6 => (at(), words::anything()).prop_map(|(at, text)| Mutation::Value(at, text)),
        6 => (at(), at()).prop_map(|(at, from)| Mutation::Values(at, from)),
        2 => at().prop_map(Mutation::NoAttribute),
        1 => at().prop_map(Mutation::NoTag),
        1 => (at(), at()).prop_map(|(at, from)| Mutation::Tags(at, from)),
        3 => at().prop_map(Mutation::NoElement),
        4 => (at(), at()).prop_map(|(at, from)| Mutation::Element(at, from)),
        3 => (at(), at()).prop_map(|(at, from)| Mutation::Elements(at, from)),
        1 => (at(), prop_oneof![3 => 1..8usize, 1 => 8..2000usize]).prop_map(|(at, depth)| Mutation::Nest(at, depth)),
    ]
}

/// A few changes.
pub fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    prop::collection::vec(mutation(), 0..5)
}

/// The text with all changes, in order.
#[must_use]
pub fn changed(text: &str, mutations: &[Mutation]) -> String {
    let change = |text: String, mutation: &Mutation| mutation.apply(&text).unwrap_or(text);
    mutations.iter().fold(text.to_owned(), change)
}

impl Mutation {
    fn apply(&self, text: &str) -> Option<String> {
        match self {
            Self::Characters(at, length, with) => {
                let start = boundary(text, at.index(text.len() + 1));
                let end = boundary(text, (start + length).min(text.len()));
                Some(replaced(text, start..end, with))
            }
            Self::Value(at, with) => Some(replaced(text, pick(&values(text), at)?, with)),
            Self::Values(at, from) => {
                let values = values(text);
                Some(replaced(text, pick(&values, at)?, &text[pick(&values, from)?]))
            }
            Self::NoAttribute(at) => {
                let value = pick(&values(text), at)?;
                let name = text[..value.start]
                    .rfind([' ', '\n', '\t'])
                    .unwrap_or(value.start);
                Some(replaced(text, name..value.end + 1, ""))
            }
            Self::NoTag(at) => Some(replaced(text, pick(&tags(text), at)?, "")),
            Self::Tags(at, from) => {
                let tags = tags(text);
                Some(replaced(text, pick(&tags, at)?, &text[pick(&tags, from)?]))
            }
            Self::NoElement(at) => Some(replaced(text, element(text, at)?, "")),
            Self::Element(at, from) => {
                let place = element(text, at)?.start;
                Some(replaced(text, place..place, &text[element(text, from)?]))
            }
            Self::Elements(one, other) => swapped(text, element(text, one)?, element(text, other)?),
            Self::Nest(at, depth) => {
                let (range, name) = (element(text, at)?, name_of(text, element(text, at)?.start));
                let nested = format!(
                    "{}{}{}",
                    format!("<{name}>").repeat(*depth),
                    &text[range.clone()],
                    format!("</{name}>").repeat(*depth)
                );
                Some(replaced(text, range, &nested))
            }
        }
    }
}

fn pick(of: &[Range<usize>], at: &Index) -> Option<Range<usize>> {
    (!of.is_empty()).then(|| at.get(of).clone())
}

fn replaced(text: &str, range: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start], &text[range.end..])
}

fn swapped(text: &str, one: Range<usize>, other: Range<usize>) -> Option<String> {
    let (first, second) = if one.start < other.start {
        (one, other)
    } else {
        (other, one)
    };
    (first.end <= second.start).then(|| {
        let without = replaced(text, second.clone(), &text[first.clone()]);
        replaced(&without, first, &text[second])
    })
}

/// The last place up to this one that stands between two characters.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|place| text.is_char_boundary(*place))
        .unwrap_or(0)
}

/// Where tags stand, from `<` to `>`.
fn tags(text: &str) -> Vec<Range<usize>> {
    let end = |start: usize| text[start..].find('>').map(|length| start..start + length + 1);
    text.match_indices('<')
        .filter_map(|(start, _)| end(start))
        .collect()
}

/// Where values of attributes stand, without their quotes.
fn values(text: &str) -> Vec<Range<usize>> {
    let value = |start: usize| text[start..].find('"').map(|length| start..start + length);
    text.match_indices("=\"")
        .filter_map(|(at, _)| value(at + 2))
        .collect()
}

fn name_of(text: &str, tag: usize) -> &str {
    let name = &text[tag + 1..];
    &name[..name.find([' ', '>', '/', '\n', '\t']).unwrap_or(name.len())]
}

/// An element from its first tag to its last, counting what begins and ends between; comments and the like pass for elements.
fn element(text: &str, at: &Index) -> Option<Range<usize>> {
    let tags = tags(text);
    let begins = |tag: &Range<usize>| !text[tag.clone()].starts_with("</");
    let openings: Vec<Range<usize>> = tags.iter().filter(|tag| begins(tag)).cloned().collect();
    let start = pick(&openings, at)?.start;
    let mut open = 0usize;
    for tag in tags.iter().skip_while(|tag| tag.start < start) {
        let own = &text[tag.clone()];
        if own.starts_with("</") {
            open = open.saturating_sub(1);
        } else if !own.ends_with("/>") && !own.starts_with("<!") && !own.starts_with("<?") {
            open += 1;
        }
        if open == 0 {
            return Some(start..tag.end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"<a x="1"><b y="ờ"/><c>t</c></a>"#;

    #[test]
    fn finds_tags_values_and_elements() {
        assert_eq!(tags(TEXT).len(), 5);
        let found: Vec<&str> = values(TEXT).into_iter().map(|value| &TEXT[value]).collect();
        assert_eq!(found, ["1", "ờ"]);
    }

    proptest! {
        #[test]
        fn an_element_ends_where_its_own_tag_does(at in any::<Index>()) {
            let found = &TEXT[element(TEXT, &at).expect("an element")];
            prop_assert!([TEXT, r#"<b y="ờ"/>"#, "<c>t</c>"].contains(&found), "{}", found);
        }

        #[test]
        fn any_text_can_be_changed(text in "\\PC{0,40}", changes in mutations()) {
            let _ = changed(&text, &changes);
            let _ = changed(TEXT, &changes);
        }
    }
}
