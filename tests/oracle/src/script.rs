//! Answers to a form, chosen while our engine plays it: a question that is asked, a row that is there.

use motcua_form::{Definition, Edit, Entry, Env, Instance, Question, QuestionKind};

use crate::pair::Step;
use crate::random::Random;

/// What is done to a form: `count` steps, or fewer where nothing can be done.
pub fn write(random: &mut Random, definition: &Definition, env: &Env, count: usize) -> Vec<Step> {
    let mut instance = Instance::open(definition, env);
    let mut steps = Vec::new();
    let mut language = definition.default_language().to_owned();
    for _ in 0..count {
        let Some(step) = next(random, definition, &instance, &language) else {
            continue;
        };
        apply(definition, &mut instance, &step, env);
        match &step {
            Step::Language { value } => language.clone_from(value),
            Step::Reopen => definition.default_language().clone_into(&mut language),
            _ => {}
        }
        steps.push(step);
    }
    steps
}

/// Does a step; false when our engine refuses it.
pub fn apply(definition: &Definition, instance: &mut Instance, step: &Step, env: &Env) -> bool {
    let edit = match step {
        Step::Answer { r#ref, value } => Edit::Answer {
            reference: r#ref.clone(),
            value: value.clone(),
        },
        Step::Add { r#ref } => Edit::AddRow {
            repeat: r#ref.clone(),
        },
        Step::Remove { r#ref } => Edit::RemoveRow { row: r#ref.clone() },
        Step::Language { value } => {
            instance.set_language(value, env);
            return true;
        }
        Step::Reopen => return reopen(definition, instance, env),
    };
    instance.apply(&edit, env).is_ok()
}

fn reopen(definition: &Definition, instance: &mut Instance, env: &Env) -> bool {
    let opened = Instance::restore(definition, &instance.submission().xml, env);
    opened.map(|opened| *instance = opened).is_ok()
}

/// What is asked now.
#[derive(Debug, Default)]
pub struct Asked {
    /// References of the questions.
    pub questions: Vec<String>,
    /// Repeats: reference, the rows shown, and whether the person may change them.
    pub repeats: Vec<(String, Vec<String>, bool)>,
}

impl Asked {
    /// Everything that is asked in an instance now.
    #[must_use]
    pub fn of(instance: &Instance, language: &str) -> Self {
        let mut asked = Self::default();
        for page in instance.outline(language) {
            asked.add(&page.entries);
        }
        asked
    }

    fn add(&mut self, entries: &[Entry]) {
        for entry in entries {
            match entry {
                Entry::Question { reference } => self.questions.push(reference.clone()),
                Entry::Group { entries, .. } => self.add(entries),
                Entry::Repeat {
                    reference,
                    can_change_rows,
                    rows,
                    ..
                } => {
                    let shown = rows.iter().map(|row| row.reference.clone()).collect();
                    self.repeats.push((reference.clone(), shown, *can_change_rows));
                    rows.iter().for_each(|row| self.add(&row.entries));
                }
            }
        }
    }
}

fn next(random: &mut Random, definition: &Definition, instance: &Instance, language: &str) -> Option<Step> {
    let asked = Asked::of(instance, language);
    match random.below(40) {
        39 => Some(Step::Reopen),
        0 | 1 if definition.languages().len() > 1 => Some(Step::Language {
            value: random.pick(definition.languages()).clone(),
        }),
        2..=7 => add(random, &asked),
        8 | 9 => remove(random, &asked),
        _ => answer(random, instance, &asked, language),
    }
}

fn add(random: &mut Random, asked: &Asked) -> Option<Step> {
    let open: Vec<_> = asked
        .repeats
        .iter()
        .filter(|(_, rows, open)| *open && rows.len() < 4)
        .collect();
    (!open.is_empty()).then(|| Step::Add {
        r#ref: random.pick(&open).0.clone(),
    })
}

fn remove(random: &mut Random, asked: &Asked) -> Option<Step> {
    let rows: Vec<&String> = asked
        .repeats
        .iter()
        .filter(|(_, _, open)| *open)
        .flat_map(|(_, rows, _)| rows)
        .collect();
    (!rows.is_empty()).then(|| Step::Remove {
        r#ref: (*random.pick(&rows)).clone(),
    })
}

fn answer(random: &mut Random, instance: &Instance, asked: &Asked, language: &str) -> Option<Step> {
    let open: Vec<Question> = asked
        .questions
        .iter()
        .filter_map(|reference| instance.question(reference, language))
        .filter(|question| !question.readonly)
        .collect();
    if open.is_empty() {
        return None;
    }
    let question = random.pick(&open);
    let value = if random.percent(10) {
        String::new()
    } else {
        value(random, instance, question, language)
    };
    Some(Step::Answer {
        r#ref: question.reference.clone(),
        value,
    })
}

fn value(random: &mut Random, instance: &Instance, question: &Question, language: &str) -> String {
    let one = |random: &mut Random, of: &[&str]| (*random.pick(of)).to_owned();
    match question.kind {
        QuestionKind::Text | QuestionKind::Barcode => one(
            random,
            &["a", "b", "g1", "x y", "1", "10.5", "Hà Nội", "<&>", "abc", "0"],
        ),
        QuestionKind::Integer => one(random, &["0", "1", "2", "3", "4", "-3", "7", "2", "1", "x"]),
        QuestionKind::Decimal => one(random, &["0.5", "1.25", "2", "-3.75", "100", "0.1", "7", "x"]),
        QuestionKind::Boolean => one(random, &["1", "0"]),
        QuestionKind::Date => one(
            random,
            &[
                "2024-02-29",
                "2000-01-01",
                "1969-12-31",
                "2026-11-23",
                "2024-13-01",
            ],
        ),
        QuestionKind::Time => one(random, &["10:30:00.000+07:00", "00:00:00.000+07:00"]),
        QuestionKind::DateTime => one(
            random,
            &["2024-02-29T08:15:00.000+07:00", "1999-12-31T23:59:59.000+07:00"],
        ),
        QuestionKind::Geopoint => one(
            random,
            &[
                "10.5 106.75 0.0 0.0",
                "10.5008 106.7502 0.0 0.0",
                "-1.25 0.5 3.0 4.0",
            ],
        ),
        QuestionKind::Geotrace | QuestionKind::Geoshape => one(
            random,
            &["10.5 106.75 0.0 0.0;10.501 106.75 0.0 0.0;10.501 106.751 0.0 0.0;10.5 106.75 0.0 0.0"],
        ),
        QuestionKind::Range => one(random, &["0", "3", "10", "5"]),
        QuestionKind::Trigger => "OK".to_owned(),
        QuestionKind::Upload => "photo.jpg".to_owned(),
        QuestionKind::SelectOne | QuestionKind::SelectMultiple | QuestionKind::Rank => {
            chosen(random, instance, question, language)
        }
    }
}

/// Choices offered now: one, some or all.
fn chosen(random: &mut Random, instance: &Instance, question: &Question, language: &str) -> String {
    let mut offered: Vec<String> = instance
        .choices(&question.reference, language, 50)
        .into_iter()
        .map(|choice| choice.value)
        .collect();
    if offered.is_empty() {
        return String::new();
    }
    let count = match question.kind {
        QuestionKind::SelectOne => 1,
        QuestionKind::Rank => offered.len(),
        _ => 1 + random.below(offered.len()),
    };
    if question.kind == QuestionKind::Rank {
        let take = |_| offered.swap_remove(random.below(offered.len()));
        return (0..count).map(take).collect::<Vec<_>>().join(" ");
    }
    // As a person ticks them: in the order of the list.
    while offered.len() > count {
        offered.remove(random.below(offered.len()));
    }
    offered.join(" ")
}
