//! Answers as a light tree between XML and cells: read once, matched to the model by name.

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
