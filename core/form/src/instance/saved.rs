//! Answers as a light tree between XML and cells: read once, matched to the model by name.

use crate::order::sort_numbers;

/// An element as read.
#[derive(Clone, Default)]
pub(crate) struct Saved {
    pub(crate) name: Box<str>,
    pub(crate) text: Box<str>,
    pub(crate) attributes: Vec<(Box<str>, Box<str>)>,
    pub(crate) children: Vec<Saved>,
    /// A row that only shows what new rows look like (`jr:template`).
    pub(crate) template: bool,
}

impl Saved {
    /// Copies an element; depth was limited when the XML was parsed.
    pub(crate) fn read(xml: roxmltree::Node<'_, '_>) -> Self {
        let children: Vec<Self> = xml
            .children()
            .filter(|child| child.is_element())
            .map(Self::read)
            .collect();
        let texts = || {
            xml.children()
                .filter(|child| child.is_text())
                .filter_map(|child| child.text())
        };
        let text = if children.is_empty() {
            texts().collect::<String>()
        } else {
            String::new()
        };
        let attributes = xml
            .attributes()
            .map(|a| (a.name().into(), a.value().into()))
            .collect();
        let template = xml
            .attributes()
            .any(|a| a.name() == "template" && a.namespace() == Some(JAVAROSA));
        Self {
            name: xml.tag_name().name().into(),
            text: text.into(),
            attributes,
            children,
            template,
        }
    }

    /// Numbers of the children, sorted by their names and then as they stand.
    pub(crate) fn by_name(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.children.len() as u32).collect();
        sort_numbers(&mut order, &|one, other| {
            (self.name_of(one), one).cmp(&(self.name_of(other), other))
        });
        order
    }

    /// Those of one name, as they stand; `order` is [`Saved::by_name`].
    pub(crate) fn named<'o>(&self, order: &'o [u32], name: &str) -> &'o [u32] {
        let from = order.partition_point(|child| self.name_of(*child) < name);
        let to = order.partition_point(|child| self.name_of(*child) <= name);
        &order[from..to]
    }

    fn name_of(&self, child: u32) -> &str {
        &self.children[child as usize].name
    }

    /// The same elements without what stands in them.
    pub(crate) fn without_texts(self) -> Self {
        Self {
            text: Box::default(),
            children: self.children.into_iter().map(Self::without_texts).collect(),
            ..self
        }
    }
}

/// The namespace of JavaRosa's attributes.
pub(crate) const JAVAROSA: &str = "http://openrosa.org/javarosa";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_found_by_name_in_their_order() {
        let document = roxmltree::Document::parse("<r><b/><a/><c/><a/><b/></r>").expect("XML");
        let saved = Saved::read(document.root_element());
        let order = saved.by_name();
        for (name, children) in [
            ("a", &[1, 3][..]),
            ("b", &[0, 4]),
            ("c", &[2]),
            ("", &[]),
            ("d", &[]),
        ] {
            assert_eq!(saved.named(&order, name), children, "{name}");
        }
    }
}
