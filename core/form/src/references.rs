//! References in one piece of memory: an answer may change many questions, and telling them shouldn't allocate for each.

/// References, first to last.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Each with [`END`] behind it, which no reference holds.
    text: String,
}

const END: char = '\n';

impl References {
    /// The references in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.text.split_terminator(END)
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// It is one of them.
    #[must_use]
    pub fn contains(&self, reference: &str) -> bool {
        self.iter().any(|it| it == reference)
    }

    /// Adds those that aren't there yet, at the end.
    pub fn merge(&mut self, more: &Self) {
        for reference in more.iter() {
            if !self.contains(reference) {
                self.add(|text| text.push_str(reference));
            }
        }
    }

    /// With room for so many of the usual length.
    pub(crate) fn with_capacity(count: usize) -> Self {
        const USUAL: usize = 40;
        Self {
            text: String::with_capacity(count * USUAL),
        }
    }

    /// Adds what `write` appends.
    pub(crate) fn add(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.text.push(END);
    }
}

impl std::fmt::Debug for References {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<const N: usize> PartialEq<[&str; N]> for References {
    fn eq(&self, other: &[&str; N]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}
