//! What an expression reads through something that the form gives elsewhere: a text that it asks for by its id, a choice's name. Where the
//! expression is compiled neither is known, so it notes what it asks for ([`Later`]); when the whole form is read, the notes are replaced
//! by what the texts' outputs and the choices read.
//!
//! Which text an id means is only known at run time: every text that it may mean is followed. So that no form is refused for a cycle that
//! isn't one, what is followed here doesn't order the rules; those that read each other are computed until nothing changes.

use super::itext::ReadText;
use super::rule::{Rule, Target};
use super::source::Source;
use crate::error::LoadError;
use crate::tree::Doc;
use crate::xpath::compile::{Asked, Dependency, Later, Reads};

/// Replaces what the rules noted. `texts` are those that read something, sorted by id.
///
/// # Errors
/// They read too much in all.
pub(super) fn settle(
    rules: &mut Vec<Rule>,
    source: &mut Source,
    texts: &mut [ReadText],
    docs: &[Doc],
) -> Result<(), LoadError> {
    if source.later.is_empty() {
        return Ok(());
    }
    note_listed(texts, docs);
    for rule in &mut *rules {
        if rule.dependencies.iter().all(|it| it.what != Reads::Later) {
            continue;
        }
        let mut settling = Settling {
            source,
            texts,
            followed: vec![false; source.later.len()],
            found: Vec::new(),
        };
        settling.add(&rule.dependencies, false);
        rule.dependencies = settling.found;
        source.count(rule.dependencies.len(), "itext", "jr:itext()")?;
        rule.dependencies.sort_unstable_by_key(Dependency::number);
        rule.dependencies.dedup();
    }
    rules.retain(|rule| rule.target != Target::Label || !rule.dependencies.is_empty());
    Ok(())
}

/// Notes which texts' ids stand in a list.
fn note_listed(texts: &mut [ReadText], docs: &[Doc]) {
    for entry in docs.iter().flat_map(|doc| &doc.entries) {
        let first = texts.partition_point(|text| text.id < entry.text);
        let same = texts[first..].iter_mut();
        same.take_while(|text| text.id == entry.text)
            .for_each(|text| text.listed = true);
    }
}

struct Settling<'a> {
    source: &'a Source,
    texts: &'a [ReadText],
    /// Notes that were followed: texts may ask for each other.
    followed: Vec<bool>,
    found: Vec<Dependency>,
}

impl Settling<'_> {
    fn add(&mut self, dependencies: &[Dependency], elsewhere: bool) {
        for dependency in dependencies {
            let mut dependency = *dependency;
            if dependency.what == Reads::Later {
                self.follow(dependency.def as usize);
                continue;
            }
            dependency.other_rows |= elsewhere;
            self.found.push(dependency);
        }
    }

    fn follow(&mut self, note: usize) {
        if std::mem::replace(&mut self.followed[note], true) {
            return;
        }
        match &self.source.later[note] {
            Later::Text { scope, asked } => {
                for text in self.texts {
                    if text.scope == *scope && may_mean(asked, text) {
                        self.add(&text.reads, true);
                    }
                }
            }
            Later::ChoiceName { def, own_row } => {
                let known = self.found.len();
                for (_, reads) in self.source.choice_reads.iter().filter(|(of, _)| of == def) {
                    self.add(reads, true);
                }
                if !own_row {
                    self.found[known..].iter_mut().for_each(|it| it.anchor = 0);
                }
            }
        }
    }
}

/// Whether the text is one that is asked for, as far as loading can tell.
fn may_mean(asked: &Asked, text: &ReadText) -> bool {
    match asked {
        Asked::One(id) => *id == text.id,
        Asked::Listed => text.listed,
        Asked::Any => true,
    }
}
