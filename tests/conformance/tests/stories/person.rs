//! A person at one of the portal's forms, for tests: whatever the story doesn't expect ends the test.

use std::fs;
use std::path::{Path, PathBuf};

use motcua_conformance::FormFile;
use motcua_conformance::story::{Player, Step, Story};
use motcua_form::{Definition, ProblemKind, Question};

pub(crate) const VI: &str = "Tiếng Việt (vi)";
pub(crate) const EN: &str = "English (en)";

pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(project(path)).expect("a file of the project")
}

pub(crate) fn story(path: &str) -> Story {
    Story::read(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A procedure's form with the lists that all forms share.
pub(crate) fn definition(code: &str) -> Definition {
    let form = FormFile::open(&project(&format!("mock-server/forms/{code}/form.xml")));
    form.unwrap_or_else(|error| panic!("{code}: {error}")).definition
}

/// A person at the form.
pub(crate) struct Person<'a> {
    pub(crate) player: Player<'a>,
    pub(crate) definition: Definition,
}

impl<'a> Person<'a> {
    /// Before the story's first step.
    pub(crate) fn at_the_beginning(story: &'a Story) -> Self {
        let definition = definition(&story.procedure_code);
        let player = Player::open(story, &definition);
        Self { player, definition }
    }

    /// After the story's last step.
    pub(crate) fn at_the_end(story: &'a Story) -> Self {
        let mut person = Self::at_the_beginning(story);
        person.play(&story.steps);
        person
    }

    #[track_caller]
    pub(crate) fn play(&mut self, steps: &[(usize, Step)]) {
        self.player.play(steps);
        assert_eq!(self.player.otherwise, []);
    }

    #[track_caller]
    pub(crate) fn answer(&mut self, reference: &str, value: &str) {
        self.player.answer(reference, value);
        assert_eq!(self.player.otherwise, []);
    }

    #[track_caller]
    pub(crate) fn question(&self, reference: &str, language: &str) -> Question {
        let question = self.player.instance.question(reference, language);
        question.unwrap_or_else(|| panic!("no question {reference}"))
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

    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        self.player.problems()
    }
}
