//! What people do with a form: open it, look at everything, answer, add and remove rows, take back, save, restore, hand in.

use chrono::DateTime;
use motcua_form::{
    Changes, Definition, Edit, Entry, Env, Instance, MAX_SUBMISSION, Resource, check_submission,
};
use motcua_oracle::pair::File;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::words;

/// Questions and rows looked at: enough to see every kind, few enough for forms that make thousands.
const LOOKED_AT: usize = 40;

/// One thing done; its place is a share of what there is.
#[derive(Clone, Debug)]
pub enum Move {
    /// A question is answered.
    Answer(Index, String),
    /// A row is added.
    Add(Index),
    /// A row is removed.
    Remove(Index),
    /// A row takes another place.
    Shift(Index, usize),
    /// The last edit is taken back.
    Undo,
    /// Another language is spoken.
    Language(Index),
    /// The device says where it is.
    Place(String),
}

/// A few things done.
pub fn moves() -> impl Strategy<Value = Vec<Move>> {
    let at = any::<Index>;
    let one = prop_oneof![
        8 => (at(), words::answer()).prop_map(|(at, text)| Move::Answer(at, text)),
        3 => at().prop_map(Move::Add),
        1 => at().prop_map(Move::Remove),
        1 => (at(), 0..5usize).prop_map(|(at, to)| Move::Shift(at, to)),
        1 => Just(Move::Undo),
        1 => at().prop_map(Move::Language),
        1 => words::answer().prop_map(Move::Place),
    ];
    prop::collection::vec(one, 0..12)
}

/// A fixed time in Việt Nam and fixed bytes: the same input does the same.
#[must_use]
pub fn env() -> Env {
    let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default();
    let zone = chrono::FixedOffset::east_opt(7 * 3600).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc));
    Env {
        now: now.with_timezone(&zone),
        random: [42; 32],
    }
}

/// Loads a form; nothing when it is refused.
#[must_use]
pub fn load(form: &str, files: &[File]) -> Option<Definition> {
    let resources: Vec<Resource<'_>> = files
        .iter()
        .map(|file| Resource {
            uri: &file.uri,
            text: &file.text,
        })
        .collect();
    match Definition::load(form, &resources) {
        Ok(definition) => Some(definition),
        Err(error) => {
            let _ = error.to_string();
            None
        }
    }
}

/// Opens a form and does everything with it.
///
/// # Panics
/// What the form saves or hands in can't be read back, or the engine panics: that is what is looked for.
pub fn play(definition: &Definition, moves: &[Move]) {
    let mut instance = Instance::open(definition, &env());
    read_compiled(definition, &instance);
    look(definition, &instance);
    let mut undo = None;
    for one in moves {
        if let Some(changes) = step(definition, &mut instance, one, undo.as_ref()) {
            undo = changes.undo;
        }
    }
    look(definition, &instance);
    read_back(definition, &instance);
}

/// The form is the same when it comes from the cache; a cache that is cut short is none.
fn read_compiled(definition: &Definition, opened: &Instance) {
    let mut bytes = definition.compiled("files");
    let again = Definition::from_compiled(&bytes, "files").expect("what was compiled is read back");
    assert!(
        Instance::open(&again, &env()).save() == opened.save(),
        "a form from the cache is another one"
    );
    bytes.pop();
    assert!(
        Definition::from_compiled(&bytes, "files").is_none(),
        "a damaged cache is read"
    );
}

fn read_back(definition: &Definition, instance: &Instance) {
    let restored =
        Instance::restore(definition, &instance.save(), &env()).expect("what was saved is read back");
    look(definition, &restored);
    let submitted = instance.submission().xml;
    let checked = check_submission(definition, &submitted, &env());
    // What a limit kept from being computed isn't handed in, nor what is too long.
    assert!(
        checked.is_ok() || !instance.is_complete() || submitted.len() > MAX_SUBMISSION,
        "what was handed in is read: {checked:?}"
    );
}

/// Restores a draft that may be anything, and plays on where it is one; whether it is.
#[must_use]
pub fn restore(definition: &Definition, saved: &str) -> bool {
    let _ = check_submission(definition, saved, &env()).map_err(|error| error.to_string());
    let restored = Instance::restore(definition, saved, &env());
    restored
        .inspect(|instance| read_back(definition, instance))
        .is_ok()
}

fn step(
    definition: &Definition,
    instance: &mut Instance,
    one: &Move,
    undo: Option<&Edit>,
) -> Option<Changes> {
    let places = Places::of(instance);
    let edit = match one {
        Move::Answer(at, value) => Edit::Answer {
            reference: pick(&places.questions, at)?,
            value: value.clone(),
        },
        Move::Add(at) => Edit::AddRow {
            repeat: pick(&places.repeats, at)?,
        },
        Move::Remove(at) => Edit::RemoveRow {
            row: pick(&places.rows, at)?,
        },
        Move::Shift(at, to) => Edit::MoveRow {
            row: pick(&places.rows, at)?,
            to: *to,
        },
        Move::Undo => {
            if let Some(edit) = undo {
                let _ = instance.apply(edit, &env());
            }
            return None;
        }
        Move::Language(at) => return Some(instance.set_language(&pick(definition.languages(), at)?, &env())),
        Move::Place(text) => Edit::Place {
            reference: instance.wanted_places().into_iter().next()?,
            place: text.clone(),
        },
    };
    instance.apply(&edit, &env()).ok()
}

fn pick(of: &[String], at: &Index) -> Option<String> {
    (!of.is_empty()).then(|| at.get(of).clone())
}

/// Everything that a shell may ask for.
fn look(definition: &Definition, instance: &Instance) {
    let places = Places::of(instance);
    for language in definition.languages().iter().map(String::as_str).chain([""]) {
        let _ = (
            instance.outline(language),
            instance.problems(language),
            instance.progress(),
        );
        for reference in places.questions.iter().take(LOOKED_AT) {
            let question = instance.question(reference, language);
            assert!(
                question.is_some(),
                "{reference} is on a page and can't be asked for"
            );
            for choice in instance.choices(reference, language, 20) {
                let _ = instance.media(reference, Some(&choice.value), language);
            }
            let _ = (
                instance.media(reference, None, language),
                instance.state(reference),
            );
        }
    }
    for reference in places.questions.iter().chain(&places.rows).take(LOOKED_AT) {
        let _ = instance.explain(reference);
    }
}

/// What can be edited now.
#[derive(Default)]
struct Places {
    questions: Vec<String>,
    repeats: Vec<String>,
    rows: Vec<String>,
}

impl Places {
    fn of(instance: &Instance) -> Self {
        let mut places = Self::default();
        for page in instance.outline("") {
            places.add(page.entries);
        }
        places
    }

    fn add(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            match entry {
                Entry::Question { reference } => self.questions.push(reference),
                Entry::Group { entries, .. } => self.add(entries),
                Entry::Repeat { reference, rows, .. } => {
                    self.repeats.push(reference);
                    for row in rows {
                        self.rows.push(row.reference);
                        self.add(row.entries);
                    }
                }
            }
        }
    }
}
