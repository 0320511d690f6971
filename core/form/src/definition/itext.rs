//! Texts by language (ODK XForms, "Languages") and labels with outputs in them.
//!
//! A label is compiled where it is used: the same text with `<output value="../name"/>` means another node in each question.

use std::collections::HashMap;

use super::source::{Source, attribute, child, children};
use crate::error::{LoadCode, LoadError};
use crate::order::sort_numbers;
use crate::xpath::compile::{Dependency, Later};
use crate::xpath::program::Expr;

/// ODK XForms, "Supported media types".
const MEDIA: [&str; 4] = ["image", "big-image", "audio", "video"];

/// A piece of a text as written.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Plain(Box<str>),
    Output(Box<str>),
}

/// The plain value, the guidance and the media of a text, as written.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    pub(super) value: Option<Vec<Piece>>,
    pub(super) guidance: Option<Vec<Piece>>,
    /// `form` and address, e.g. `image` and `jr://images/a.png`.
    pub(super) media: Vec<(Box<str>, Box<str>)>,
}

/// All translations.
#[derive(Default)]
pub(crate) struct Itext {
    pub(crate) languages: Vec<String>,
    pub(crate) default: usize,
    pub(super) written: HashMap<Box<str>, Vec<Written>>,
    /// Where expressions ask for texts by their ids: the root, then scopes of rows.
    pub(super) scopes: Vec<u32>,
    /// The same texts for ids known only at run time: one for each language, compiled at the root, and where there are outputs as many more for each
    /// further scope, compiled at its row.
    pub(super) compiled: HashMap<Box<str>, Vec<Template>>,
}

/// What the outputs of a text read where it is asked for by its id.
pub(super) struct ReadText {
    pub(super) scope: u32,
    pub(super) id: Box<str>,
    /// The id stands in a list.
    pub(super) listed: bool,
    pub(super) reads: Vec<Dependency>,
}

/// A text with its outputs compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template(pub(crate) Vec<Part>);

/// A piece of a template.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Plain(Box<str>),
    /// The program, and the expression as the form writes it.
    Output(Expr, Box<str>),
}

/// Where a label comes from.
#[derive(Clone, Debug)]
pub(crate) enum Label {
    /// One text for all languages, or one for each.
    Templates(Vec<Template>),
    /// An expression, e.g. `jr:itext(name)`, and how the form writes it.
    Computed(Expr, Box<str>),
}

impl Label {
    /// Whether a value stands in it, in any language.
    pub(crate) fn has_outputs(&self) -> bool {
        let shows = |template: &Template| template.0.iter().any(|part| matches!(part, Part::Output(..)));
        matches!(self, Self::Templates(templates) if templates.iter().any(shows))
    }
}

/// A label with what it reads.
pub(crate) struct CompiledLabel {
    pub(crate) label: Label,
    pub(crate) guidance: Option<Label>,
    pub(crate) dependencies: Vec<Dependency>,
}

impl Itext {
    /// Reads `<itext>`.
    pub(crate) fn read(itext: Option<roxmltree::Node<'_, '_>>) -> Result<Self, LoadError> {
        let mut all = Self::default();
        let Some(itext) = itext else { return Ok(all) };
        for translation in children(itext, "translation") {
            let Some(language) = attribute(translation, "lang") else {
                return Err(LoadError::new(
                    LoadCode::Structure,
                    "itext",
                    "a translation has no lang",
                ));
            };
            if attribute(translation, "default").is_some_and(|value| value != "false()" && value != "false") {
                all.default = all.languages.len();
            }
            all.languages.push(language.to_owned());
            let at = all.languages.len() - 1;
            for text in children(translation, "text") {
                let id = attribute(text, "id").unwrap_or_default();
                let entry = all.written.entry(id.into()).or_default();
                entry.resize(at + 1, Written::default());
                entry[at] = written(text);
            }
        }
        let count = all.languages.len();
        all.written
            .values_mut()
            .for_each(|entry| entry.resize(count, Written::default()));
        Ok(all)
    }

    /// Compiles every text at the root and those with outputs at each row that asks for one; says what the outputs read where they read something, sorted by id.
    pub(super) fn compile_all(&mut self, source: &mut Source) -> Result<Vec<ReadText>, LoadError> {
        let (mut compiled, mut read) = (HashMap::new(), Vec::new());
        let warnings = source.warnings.len();
        self.scopes = asking(&source.later);
        let ids: Vec<&Box<str>> = self.written.keys().collect();
        let mut places: Vec<u32> = (0..ids.len() as u32).collect();
        sort_numbers(&mut places, &|one, other| {
            ids[one as usize].cmp(ids[other as usize])
        });
        for id in places.iter().map(|place| ids[*place as usize]) {
            let written = &self.written[id];
            let has_outputs = written.iter().any(Written::has_outputs);
            let scopes = if has_outputs { &self.scopes[..] } else { &[0] };
            let mut templates = Vec::new();
            for scope in scopes {
                let (row, mut reads) = (source.model.scope(*scope).root, Vec::new());
                for written in written {
                    let pieces = written.value.as_deref().unwrap_or_default();
                    // Outputs that are relative to a question mean nothing here; the question compiles its own.
                    templates.push(compile_pieces(pieces, source, row, id, &mut reads).unwrap_or_default());
                }
                if !reads.is_empty() {
                    read.push(ReadText {
                        scope: *scope,
                        id: id.clone(),
                        listed: false,
                        reads,
                    });
                }
            }
            compiled.insert(id.clone(), templates);
        }
        // What is relative to a question leads nowhere from here; the question's own look told what there was to tell.
        source.warnings.truncate(warnings);
        self.compiled = compiled;
        self.forget_written();
        Ok(read)
    }

    /// The text of an id in a language, for a row of a scope; the default language's when it has none.
    pub(crate) fn text(&self, id: &str, language: usize, scope: u32) -> Option<&Template> {
        let languages = self.languages.len();
        let all = self.compiled.get(id)?;
        let place = self.scopes.iter().position(|known| *known == scope)?;
        let templates = all
            .get(place * languages..)
            .filter(|own| !own.is_empty())
            .unwrap_or(all);
        templates
            .get(language)
            .filter(|t| !t.0.is_empty())
            .or_else(|| templates.get(self.default))
    }

    /// What is shown or played beside the text of an id (ODK XForms, "Media"): kind and address; the default language's when the
    /// language has no such text.
    pub(crate) fn media(&self, id: &str, language: usize) -> &[(Box<str>, Box<str>)] {
        let Some(entry) = self.written.get(id) else {
            return &[];
        };
        let is_there = |written: &&Written| written.value.is_some() || !written.media.is_empty();
        let own = entry.get(language).filter(is_there);
        own.or_else(|| entry.get(self.default))
            .map_or(&[], |written| &written.media)
    }

    /// Everything is compiled: of what was written only the media are asked for from now on, and whether there was a text beside them.
    fn forget_written(&mut self) {
        let has_media = |texts: &mut Vec<Written>| texts.iter().any(|written| !written.media.is_empty());
        self.written.retain(|_, texts| has_media(texts));
        for written in self.written.values_mut().flatten() {
            written.value = written.value.take().map(|_| Vec::new());
            written.guidance = None;
        }
    }

    /// The number of a language by its whole name or by the code in its parentheses (`Tiếng Việt (vi)`), else the default.
    pub(crate) fn language(&self, name: &str) -> usize {
        let exact = self.languages.iter().position(|known| known == name);
        let by_code = || {
            let code = |known: &String| {
                known
                    .rsplit_once('(')
                    .and_then(|(_, rest)| rest.strip_suffix(')'))
                    == Some(name)
            };
            self.languages.iter().position(code)
        };
        exact.or_else(by_code).unwrap_or(self.default)
    }

    /// Compiles `<label>`, `<hint>`, `<value>` … of a question or choice.
    pub(crate) fn label(
        &self,
        xml: roxmltree::Node<'_, '_>,
        source: &mut Source,
        origin: u32,
        place: &str,
    ) -> Result<CompiledLabel, LoadError> {
        match attribute(xml, "ref") {
            Some(reference) => self.reference(reference, source, origin, place),
            None => {
                let mut dependencies = Vec::new();
                let template = compile_pieces(&pieces(xml), source, origin, place, &mut dependencies)?;
                Ok(CompiledLabel {
                    label: Label::Templates(vec![template]),
                    guidance: None,
                    dependencies,
                })
            }
        }
    }

    /// Compiles `jr:itext('id')` or any other expression.
    pub(crate) fn reference(
        &self,
        reference: &str,
        source: &mut Source,
        origin: u32,
        place: &str,
    ) -> Result<CompiledLabel, LoadError> {
        let Some(id) = literal_id(reference) else {
            let compiled = source.compile(reference, origin, place)?;
            let label = Label::Computed(compiled.expr, reference.trim().into());
            return Ok(CompiledLabel {
                label,
                guidance: None,
                dependencies: compiled.dependencies,
            });
        };
        let Some(entry) = self.written.get(id) else {
            return Err(LoadError::new(
                LoadCode::Structure,
                place,
                format!("no translation has the text {id}"),
            ));
        };
        let mut dependencies = Vec::new();
        let (mut values, mut guidance) = (Vec::new(), Vec::new());
        for written in entry {
            let value = written.value.as_deref().unwrap_or_default();
            values.push(compile_pieces(value, source, origin, place, &mut dependencies)?);
            let text = written.guidance.as_deref().unwrap_or_default();
            guidance.push(compile_pieces(text, source, origin, place, &mut dependencies)?);
        }
        let has_guidance = entry.iter().any(|written| written.guidance.is_some());
        Ok(CompiledLabel {
            label: Label::Templates(values),
            guidance: has_guidance.then_some(Label::Templates(guidance)),
            dependencies,
        })
    }
}

impl Written {
    fn has_outputs(&self) -> bool {
        let pieces = self.value.as_deref().unwrap_or_default();
        pieces.iter().any(|piece| matches!(piece, Piece::Output(_)))
    }
}

/// The scopes in which expressions ask for texts, the root's first.
fn asking(later: &[Later]) -> Vec<u32> {
    let mut scopes = vec![0];
    for asked in later {
        match asked {
            Later::Text { scope, .. } if !scopes.contains(scope) => scopes.push(*scope),
            _ => {}
        }
    }
    scopes
}

/// The id in `jr:itext('id')`.
pub(crate) fn literal_id(reference: &str) -> Option<&str> {
    let inner = reference
        .trim()
        .strip_prefix("jr:itext(")?
        .strip_suffix(')')?
        .trim();
    let quoted = |mark: char| {
        inner
            .strip_prefix(mark)?
            .strip_suffix(mark)
            .filter(|id| !id.contains(mark))
    };
    quoted('\'').or_else(|| quoted('"'))
}

fn written(text: roxmltree::Node<'_, '_>) -> Written {
    let mut written = Written::default();
    let mut long = None;
    for value in children(text, "value") {
        match attribute(value, "form") {
            None if written.value.is_none() => written.value = Some(pieces(value)),
            Some("long") => long = Some(pieces(value)),
            Some("guidance") => written.guidance = Some(pieces(value)),
            Some(kind) if MEDIA.contains(&kind) => {
                let uri = value.text().unwrap_or_default().trim();
                written.media.push((kind.into(), uri.into()));
            }
            _ => {}
        }
    }
    written.value = written.value.or(long);
    written
}

/// Text and outputs; white space at line ends is the XML author's, not the reader's.
fn pieces(xml: roxmltree::Node<'_, '_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for node in xml.children() {
        if node.is_text() {
            pieces.push(Piece::Plain(node.text().unwrap_or_default().into()));
        } else if node.is_element() && node.tag_name().name() == "output" {
            let value = attribute(node, "value")
                .or_else(|| attribute(node, "ref"))
                .unwrap_or_default();
            pieces.push(Piece::Output(value.into()));
        }
    }
    trim_ends(&mut pieces);
    pieces
}

fn trim_ends(pieces: &mut [Piece]) {
    if let Some(Piece::Plain(text)) = pieces.first_mut() {
        *text = text.trim_start().into();
    }
    if let Some(Piece::Plain(text)) = pieces.last_mut() {
        *text = text.trim_end().into();
    }
}

fn compile_pieces(
    pieces: &[Piece],
    source: &mut Source,
    origin: u32,
    place: &str,
    dependencies: &mut Vec<Dependency>,
) -> Result<Template, LoadError> {
    let mut parts = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Plain(text) => parts.push(Part::Plain(text.clone())),
            Piece::Output(text) => {
                let compiled = source.compile(text, origin, place)?;
                dependencies.extend(compiled.dependencies);
                parts.push(Part::Output(compiled.expr, text.trim().into()));
            }
        }
    }
    Ok(Template(parts))
}

/// `<itext>` of a model.
pub(crate) fn of_model<'a, 'i>(model: roxmltree::Node<'a, 'i>) -> Option<roxmltree::Node<'a, 'i>> {
    child(model, "itext")
}
