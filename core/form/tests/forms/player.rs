//! A person at one of the portal's forms, who does what a story says: answers, looks, and starts again.
//!
//! Forms and lists are the ones that the portal serves; `tests/fixtures/README.md` has the story's format. The clock stands
//! still at the story's `now`. What differs from the story ends the test with the reference of the question.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, FixedOffset};
use motcua_form::{Definition, Edit, Env, Instance, ProblemKind, Question, Resource};
use serde_json::Value;

pub(crate) const VI: &str = "Tiếng Việt (vi)";
pub(crate) const EN: &str = "English (en)";
/// Asia/Ho_Chi_Minh has no summer time.
const ZONE_SECONDS: i32 = 7 * 3600;

pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(project(path)).expect("a file of the project")
}

/// A procedure's form with the lists that all forms share.
pub(crate) fn definition(code: &str) -> Definition {
    let form = read(&format!("mock-server/forms/{code}/form.xml"));
    let lists = ["provinces.csv", "wards.csv", "procedures.csv"]
        .map(|uri| (uri, read(&format!("mock-server/forms/lists/{uri}"))));
    let resources = lists.each_ref().map(|(uri, text)| Resource { uri, text });
    Definition::load(&form, &resources).unwrap_or_else(|error| panic!("{code}: {error}"))
}

/// A person at the form: answers, looks, and starts again.
pub(crate) struct Player {
    pub(crate) definition: Definition,
    pub(crate) instance: Instance,
    pub(crate) env: Env,
    /// Answers in order, as a client's journal keeps them.
    journal: Vec<Edit>,
}

impl Player {
    pub(crate) fn open(story: &Value) -> Self {
        let now = DateTime::parse_from_rfc3339(text(story, "now")).expect("RFC 3339");
        let zone = FixedOffset::east_opt(ZONE_SECONDS).expect("a zone");
        let env = Env {
            now: now.with_timezone(&zone),
            random: [7; 32],
        };
        let definition = definition(text(story, "procedure_code"));
        let instance = Instance::open(&definition, &env);
        Self {
            definition,
            instance,
            env,
            journal: Vec::new(),
        }
    }

    pub(crate) fn play(&mut self, story: &Value) {
        for step in story["steps"].as_array().expect("steps") {
            self.step(step, story);
        }
    }

    pub(crate) fn step(&mut self, step: &Value, story: &Value) {
        match text(step, "step") {
            "page" => self.expect_page(step),
            "answer" => self.answer(text(step, "reference"), &self.filled_in(text(step, "value"))),
            "attach" => {
                let file = &story["files"][text(step, "file")];
                self.answer(text(step, "reference"), text(file, "name"));
            }
            "expect" => self.expect(step),
            "add_row" => self.apply(Edit::AddRow {
                repeat: text(step, "reference").to_owned(),
            }),
            "restart" => self.restart(),
            "check" => self.expect_problems(step),
            other => panic!("no such step: {other}"),
        }
    }

    /// `{today-12}` is the only placeholder of the story.
    fn filled_in(&self, value: &str) -> String {
        let birth = self
            .env
            .now
            .date_naive()
            .checked_sub_days(Days::new(12))
            .expect("a date");
        value.replace("{today-12}", &birth.to_string())
    }

    pub(crate) fn answer(&mut self, reference: &str, value: &str) {
        self.apply(Edit::Answer {
            reference: reference.to_owned(),
            value: value.to_owned(),
        });
    }

    fn apply(&mut self, edit: Edit) {
        self.instance
            .apply(&edit, &self.env)
            .unwrap_or_else(|error| panic!("{edit:?}: {error}"));
        self.journal.push(edit);
    }

    /// What a killed app does: an empty form, and every edit of the journal again.
    fn restart(&mut self) {
        self.instance = Instance::open(&self.definition, &self.env);
        for edit in &self.journal {
            self.instance
                .apply(edit, &self.env)
                .expect("a kept edit applies again");
        }
    }

    pub(crate) fn question(&self, reference: &str, language: &str) -> Question {
        self.instance
            .question(reference, language)
            .unwrap_or_else(|| panic!("no question {reference}"))
    }

    pub(crate) fn value(&self, reference: &str) -> String {
        self.question(reference, VI).value
    }

    pub(crate) fn is_asked(&self, reference: &str) -> bool {
        self.question(reference, VI).relevant
    }

    pub(crate) fn problem(&self, reference: &str) -> Option<ProblemKind> {
        self.question(reference, VI).problem.map(|problem| problem.kind)
    }

    fn expect_page(&self, step: &Value) {
        for (language, title) in [(VI, "title_vi"), (EN, "title_en")] {
            let pages = self.instance.outline(language);
            let page = pages
                .iter()
                .find(|page| page.reference == text(step, "reference"));
            assert_eq!(page.map(|page| page.title.as_str()), Some(text(step, title)));
        }
    }

    fn expect(&self, step: &Value) {
        let reference = text(step, "reference");
        let (vi, en) = (self.question(reference, VI), self.question(reference, EN));
        for (member, found) in [("relevant", vi.relevant), ("required", vi.required)] {
            assert!(
                step.get(member).is_none_or(|wanted| wanted == found),
                "{reference}: {member} is {found}"
            );
        }
        if let Some(wanted) = step.get("violation") {
            assert_eq!(
                vi.problem.as_ref().map(|problem| word(problem.kind)),
                wanted.as_str(),
                "{reference}"
            );
        }
        let message = |question: &Question| {
            question
                .problem
                .as_ref()
                .map_or(String::new(), |problem| problem.text.clone())
        };
        let texts = [
            ("value", vi.value.clone()),
            ("message_vi", message(&vi)),
            ("message_en", message(&en)),
            ("label_vi", vi.label),
            ("label_en", en.label),
        ];
        for (member, found) in texts {
            assert!(
                step.get(member).is_none_or(|wanted| wanted == found.trim()),
                "{reference}: {member} is {found:?}"
            );
        }
        if let Some(wanted) = step.get("choices") {
            let choices = self.instance.choices(reference, VI, usize::MAX);
            assert_eq!(
                choices.len() as u64,
                wanted.as_u64().expect("a number"),
                "{reference}"
            );
        }
    }

    fn expect_problems(&self, step: &Value) {
        let mut wanted: Vec<(String, String)> = step["problems"]
            .as_array()
            .expect("problems")
            .iter()
            .map(|problem| {
                (
                    text(problem, "reference").to_owned(),
                    text(problem, "violation").to_owned(),
                )
            })
            .collect();
        wanted.sort();
        assert_eq!(self.problems(), wanted);
    }

    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        let problems = self.instance.problems(VI);
        let mut found: Vec<_> = problems
            .into_iter()
            .map(|it| (it.reference, word(it.kind).to_owned()))
            .collect();
        found.sort();
        found
    }
}

pub(crate) fn text<'a>(object: &'a Value, member: &str) -> &'a str {
    object[member]
        .as_str()
        .unwrap_or_else(|| panic!("{member} is text"))
}

fn word(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Required => "required",
        ProblemKind::Constraint => "constraint",
        ProblemKind::Type => "type",
        ProblemKind::UnknownNode => "unknown",
    }
}
