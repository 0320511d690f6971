//! A person at a form who does what a story says, and notes what went otherwise.

use chrono::Days;
use motcua_form::{Definition, Edit, Env, Instance, Problem, ProblemKind, Question, check_submission};

use super::wanted::{Missing, Submitted};
use super::{Expected, Otherwise, Step, Story, Wrong};

/// A person at the form.
pub struct Player<'a> {
    /// The answers so far.
    pub instance: Instance,
    /// The story's time, the same throughout.
    pub env: Env,
    /// What went otherwise so far.
    pub otherwise: Vec<Otherwise>,
    story: &'a Story,
    definition: Definition,
    /// Edits in order, as a client's journal keeps them.
    journal: Vec<Edit>,
    line: Option<usize>,
}

impl<'a> Player<'a> {
    /// Opens the form, empty.
    #[must_use]
    pub fn open(story: &'a Story, definition: &Definition) -> Self {
        let env = Env {
            now: story.now,
            random: [7; 32],
        };
        Self {
            instance: Instance::open(definition, &env),
            env,
            otherwise: Vec::new(),
            story,
            definition: definition.clone(),
            journal: Vec::new(),
            line: None,
        }
    }

    /// Does all steps in order.
    pub fn play(&mut self, steps: &[(usize, Step)]) {
        for (line, step) in steps {
            self.line = Some(*line);
            self.step(step);
        }
        self.line = None;
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Page {
                reference,
                title_vi,
                title_en,
            } => {
                self.check_page(reference, "vi", title_vi.as_deref());
                self.check_page(reference, "en", title_en.as_deref());
            }
            Step::Answer { reference, value } => self.answer(reference, &self.filled_in(value)),
            Step::Place { reference, value } => self.apply(Edit::Place {
                reference: reference.clone(),
                place: value.clone(),
            }),
            Step::Attach { reference, file } => match self.story.files.get(file) {
                Some(file) => self.answer(reference, &file.name),
                None => self.note(format!("the story has no file «{file}»")),
            },
            Step::AddRow { reference } => self.apply(Edit::AddRow {
                repeat: reference.clone(),
            }),
            Step::Expect(expected) => self.check(expected),
            Step::Restart => self.restart(),
            Step::Check { problems } => self.check_problems(problems),
        }
    }

    fn note(&mut self, what: String) {
        self.otherwise.push(Otherwise {
            line: self.line,
            what,
        });
    }

    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, wanted: Option<T>, found: T) {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != found) {
            self.note(format!("{what} is {found:?}, expected {wanted:?}"));
        }
    }

    /// `{today-12}` is the only placeholder of stories.
    fn filled_in(&self, value: &str) -> String {
        let birth = self.env.now.date_naive().checked_sub_days(Days::new(12));
        value.replace("{today-12}", &birth.map_or(String::new(), |day| day.to_string()))
    }

    /// Answers a question; a refusal is noted.
    pub fn answer(&mut self, reference: &str, value: &str) {
        self.apply(Edit::Answer {
            reference: reference.to_owned(),
            value: value.to_owned(),
        });
    }

    fn apply(&mut self, edit: Edit) {
        match self.instance.apply(&edit, &self.env) {
            Ok(_) => self.journal.push(edit),
            Err(error) => self.note(format!("{edit:?} is refused: {error}")),
        }
    }

    /// What a killed app does: an empty form, and every edit of the journal again.
    fn restart(&mut self) {
        self.instance = Instance::open(&self.definition, &self.env);
        for edit in std::mem::take(&mut self.journal) {
            self.apply(edit);
        }
    }

    /// A question in one of the story's languages, `vi` or `en`.
    #[must_use]
    pub fn question(&self, reference: &str, language: &str) -> Option<Question> {
        self.instance.question(reference, language)
    }

    fn check_page(&mut self, reference: &str, language: &str, title: Option<&str>) {
        let pages = self.instance.outline(language);
        let page = pages.into_iter().find(|page| page.reference == reference);
        match page {
            Some(page) => self.compare(
                &format!("the title of {reference} ({language})"),
                title,
                &page.title,
            ),
            None => self.note(format!("there is no page {reference} now")),
        }
    }

    fn check(&mut self, wanted: &Expected) {
        let place = wanted.reference.as_str();
        let (Some(vi), Some(en)) = (self.question(place, "vi"), self.question(place, "en")) else {
            return self.note(format!("there is no question {place}"));
        };
        let about = |what: &str| format!("{place}: {what}");
        self.compare(&about("relevant"), wanted.relevant, vi.relevant);
        self.compare(&about("required"), wanted.required, vi.required);
        let violation = vi.problem.as_ref().map(|problem| word(problem.kind).to_owned());
        self.compare(&about("violation"), wanted.violation.clone(), violation);
        let texts = [
            ("value", &wanted.value, vi.value.as_str()),
            ("message_vi", &wanted.message_vi, message(&vi)),
            ("message_en", &wanted.message_en, message(&en)),
            ("label_vi", &wanted.label_vi, vi.label.as_str()),
            ("label_en", &wanted.label_en, en.label.as_str()),
        ];
        for (what, wanted, found) in texts {
            self.compare(&about(what), wanted.as_deref(), found.trim());
        }
        if wanted.choices.is_some() {
            let found = self.instance.choices(place, "", usize::MAX).len();
            self.compare(&about("the number of choices"), wanted.choices, found);
        }
    }

    fn check_problems(&mut self, wanted: &[Missing]) {
        let mut wanted: Vec<(String, String)> = wanted
            .iter()
            .map(|it| (it.reference.clone(), it.violation.clone()))
            .collect();
        wanted.sort();
        let found = self.problems();
        for (place, kind) in wanted.iter().filter(|one| !found.contains(one)) {
            self.note(format!("{place}: {kind} isn't told"));
        }
        for (place, kind) in found.iter().filter(|one| !wanted.contains(one)) {
            self.note(format!("{place}: {kind} is told, and not expected"));
        }
    }

    /// All problems now: reference and violation, sorted.
    #[must_use]
    pub fn problems(&self) -> Vec<(String, String)> {
        let problems = self.instance.problems(self.definition.default_language());
        named(&problems)
    }

    /// What the story says of the submission: nothing is wrong in it, neither here nor at the portal, and these pieces and files
    /// are in it.
    pub(super) fn check_submission(&mut self, wanted: &Submitted) {
        for (place, kind) in self.problems() {
            self.note(format!("at the end, {place}: {kind}"));
        }
        let submission = self.instance.submission();
        match check_submission(&self.definition, &submission.xml, &self.env) {
            Ok(checked) => {
                for (place, kind) in named(&checked.problems) {
                    self.note(format!("the portal finds in the submission, {place}: {kind}"));
                }
            }
            Err(error) => self.note(format!("the portal refuses the submission: {error}")),
        }
        for piece in wanted.has.iter().filter(|piece| !submission.xml.contains(*piece)) {
            self.note(format!("{piece} isn't submitted"));
        }
        for piece in wanted
            .lacks
            .iter()
            .filter(|piece| submission.xml.contains(*piece))
        {
            self.note(format!("{piece} is submitted"));
        }
        let files = submission.files.into_iter().map(|file| file.reference).collect();
        self.compare("the submission's files", Some(wanted.files.clone()), files);
    }

    /// A wrong answer to the finished story: the question tells it with a text, and the portal finds it in the submission. What is wrong is
    /// the answer, or that it was taken away: nothing else that is told there counts.
    pub(super) fn check_wrong(&self, line: usize, wrong: &Wrong) -> Vec<Otherwise> {
        let mut other = Self::open(self.story, &self.definition);
        for edit in &self.journal {
            other.apply(edit.clone());
        }
        other.line = Some(line);
        let place = wrong.reference.as_str();
        other.answer(place, &wrong.value);
        let told = other.question(place, "vi").and_then(|question| question.problem);
        let is_meant = |problem: &Problem| (problem.kind == ProblemKind::Required) == wrong.value.is_empty();
        if told.is_none_or(|problem| problem.text.is_empty() || !is_meant(&problem)) {
            other.note(format!("{place}: the wrong answer isn't told with a message"));
        }
        let xml = other.instance.submission().xml;
        let checked = check_submission(&self.definition, &xml, &self.env);
        let finds = |problem: &Problem| problem.reference == place && is_meant(problem);
        if !checked.is_ok_and(|checked| checked.problems.iter().any(finds)) {
            other.note(format!("{place}: the portal doesn't find the wrong answer"));
        }
        other.otherwise
    }
}

fn message(question: &Question) -> &str {
    question.problem.as_ref().map_or("", |problem| &problem.text)
}

fn named(problems: &[Problem]) -> Vec<(String, String)> {
    let mut named: Vec<_> = problems
        .iter()
        .map(|it| (it.reference.clone(), word(it.kind).to_owned()))
        .collect();
    named.sort();
    named
}

fn word(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Required => "required",
        ProblemKind::Constraint => "constraint",
        ProblemKind::Type => "type",
        ProblemKind::UnknownNode => "unknown",
    }
}
