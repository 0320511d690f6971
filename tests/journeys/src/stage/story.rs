//! The story file (`tests/fixtures/README.md`): the birth registration as data, and its player.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use motcua_client::{
    screen::text::Language,
    use_case::edit_draft::{EditOutcome, FormSession},
};
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::Value;

use super::phone::Phone;

/// The story.
#[derive(Deserialize)]
pub struct Story {
    /// The procedure.
    pub procedure_code: String,
    /// Its form's version.
    pub form_version: String,
    /// Personal ID of who signs in.
    pub person: String,
    /// The receiving ward.
    pub ward_code: String,
    /// The papers and photos, by id.
    pub files: BTreeMap<String, StoryFile>,
    /// What happens on the form.
    pub steps: Vec<Value>,
    /// What the officer asks for, and how the citizen answers.
    pub supplement: Supplement,
    /// The report to 1022.
    pub feedback: FeedbackStory,
}

/// A file of the story.
#[derive(Deserialize)]
pub struct StoryFile {
    path: String,
    /// What the citizen calls it.
    pub name: String,
    /// What it is.
    pub media_type: String,
    grow_to: Option<u64>,
    /// Its size as sent.
    pub size: u64,
    /// Its hash as sent.
    pub sha256: String,
}

/// The supplement part.
#[derive(Deserialize)]
pub struct Supplement {
    /// The officer's request, as the wire has it.
    pub ask: Value,
    /// The citizen's answer.
    pub steps: Vec<Value>,
}

/// The feedback part.
#[derive(Deserialize)]
pub struct FeedbackStory {
    /// The field of 1022.
    pub service_code: String,
    /// The words.
    pub description: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub long: f64,
    /// The photo's id.
    pub photo: String,
    /// The officer's answer.
    pub answer_note: String,
}

impl Story {
    /// Reads the birth story.
    pub fn birth() -> Self {
        serde_json::from_slice(&fs::read(fixtures().join("birth_story.json")).unwrap()).unwrap()
    }

    /// The birth story with papers that need no growing: for journeys about something else than large files.
    pub fn small() -> Self {
        let mut story = Self::birth();
        let clear = story.files.remove("birth_cert_clear").unwrap();
        story.files.insert("birth_cert".to_owned(), clear);
        story
    }

    /// What each question was answered with last, by reference; papers by their name.
    pub fn answers(&self, phone: &Phone) -> BTreeMap<String, String> {
        let mut answers = BTreeMap::new();
        for step in &self.steps {
            let value = match text(step, "step") {
                "answer" => dated(phone, text(step, "value")),
                "attach" => self.files[text(step, "file")].name.clone(),
                _ => continue,
            };
            answers.insert(text(step, "reference").to_owned(), value);
        }
        answers
    }

    /// Puts a file of the story into the phone's gallery, grown if the story says so; its path.
    pub fn file(&self, phone: &Phone, id: &str) -> PathBuf {
        let file = &self.files[id];
        let path = phone.gallery().join(&file.name);
        if !path.exists() {
            let bytes = grown(fs::read(fixtures().join(&file.path)).unwrap(), file.grow_to);
            assert_eq!(
                (bytes.len() as u64, sha256(&bytes)),
                (file.size, file.sha256.clone()),
                "{id}"
            );
            fs::write(&path, bytes).unwrap();
        }
        path
    }

    /// Answers every question of the story on this session, looks at nothing and stops for nothing.
    pub fn fill_in(&self, phone: &Phone, session: &FormSession) {
        let player = Player {
            story: self,
            phone,
            session,
        };
        for step in &self.steps {
            if matches!(text(step, "step"), "answer" | "attach") {
                player.play(step);
            }
        }
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// SHA-256 in hex.
fn sha256(bytes: &[u8]) -> String {
    let hash = digest(&SHA256, bytes);
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Grows a JPEG by comment segments; the rule stands in the fixtures' README.
fn grown(bytes: Vec<u8>, to: Option<u64>) -> Vec<u8> {
    let Some(to) = to else { return bytes };
    let at = 4 + usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    let (mut x, mut segments) = (1_u64, Vec::new());
    while ((bytes.len() + segments.len()) as u64) < to {
        segments.extend([0xFF, 0xFE, 0xFF, 0xFF]);
        segments.extend((0..65_533).map(|_| {
            x = (x * 1_103_515_245 + 12_345) % (1 << 31);
            u8::try_from((x >> 16) & 255).unwrap()
        }));
    }
    [&bytes[..at], &segments, &bytes[at..]].concat()
}

fn text<'a>(step: &'a Value, member: &str) -> &'a str {
    step[member]
        .as_str()
        .unwrap_or_else(|| panic!("{member} of {step}"))
}

/// `{today-12}` is twelve days ago.
fn dated(phone: &Phone, value: &str) -> String {
    let days = value
        .strip_prefix("{today-")
        .and_then(|rest| rest.strip_suffix('}'));
    let Some(days) = days else {
        return value.to_owned();
    };
    let date = phone.today() - chrono::Days::new(days.parse().unwrap());
    date.format("%Y-%m-%d").to_string()
}

/// Plays steps on a session. `restart` is the caller's: it owns phone and session.
pub struct Player<'a> {
    /// The story, for its files.
    pub story: &'a Story,
    /// The phone, for its clock, gallery and language.
    pub phone: &'a Phone,
    /// The open form.
    pub session: &'a FormSession,
}

impl Player<'_> {
    /// Plays one step; panics when something isn't as the story says.
    pub fn play(&self, step: &Value) {
        match text(step, "step") {
            "page" => self.page(step),
            "answer" => drop(self.answer(step)),
            "attach" => drop(self.attach(step)),
            "expect" => self.expect(step),
            "check" => self.check(step),
            other => panic!("no player for the step {other}"),
        }
    }

    fn answer(&self, step: &Value) -> EditOutcome {
        let value = dated(self.phone, text(step, "value"));
        let reference = text(step, "reference");
        let done = self.session.answer(reference, &value);
        done.unwrap_or_else(|failure| panic!("{reference}: {failure}"))
    }

    fn attach(&self, step: &Value) -> EditOutcome {
        let id = text(step, "file");
        let (path, name) = (self.story.file(self.phone, id), &self.story.files[id].name);
        let done = self.session.attach(text(step, "reference"), &path, name);
        done.unwrap_or_else(|failure| panic!("{id}: {failure}"))
    }

    fn page(&self, step: &Value) {
        self.in_both(|language| {
            let title = text(step, &format!("title_{language}"));
            let headings: Vec<String> = (0..self.session.page_count())
                .filter_map(|index| self.session.page(index))
                .map(|page| page.heading)
                .collect();
            assert!(headings.iter().any(|it| it == title), "{title} in {headings:?}");
        });
    }

    fn expect(&self, step: &Value) {
        let reference = text(step, "reference");
        if let Some(relevant) = step["relevant"].as_bool() {
            assert_eq!(
                self.session.is_asked(reference),
                relevant,
                "{reference}: relevant"
            );
        }
        let question = self.session.question(reference).expect(reference);
        if let Some(required) = step["required"].as_bool() {
            assert_eq!(question.required, required, "{reference}: required");
        }
        if let Some(value) = step["value"].as_str() {
            assert_eq!(question.value, dated(self.phone, value), "{reference}: value");
        }
        if let Some(choices) = step["choices"].as_u64() {
            let offered = self.session.choices(reference, "").len() as u64;
            assert_eq!(offered, choices, "{reference}: choices");
        }
        if let Some(violation) = step.get("violation") {
            let found = self.problem(reference).map(|(code, _)| code);
            let wanted = violation.as_str().map(str::to_uppercase);
            assert_eq!(found, wanted, "{reference}: violation");
        }
        self.expect_words(step, reference);
    }

    fn expect_words(&self, step: &Value, reference: &str) {
        self.in_both(|language| {
            if let Some(message) = step[format!("message_{language}")].as_str() {
                let shown = self.session.question(reference).unwrap().problem;
                assert_eq!(shown.as_deref(), Some(message), "{reference}: message");
            }
            if let Some(label) = step[format!("label_{language}")].as_str() {
                let shown = self.session.question(reference).unwrap().label;
                assert_eq!(shown, label, "{reference}: label");
            }
        });
    }

    fn check(&self, step: &Value) {
        let mut found: Vec<(String, String)> = self
            .session
            .problems()
            .items
            .into_iter()
            .map(|it| (it.reference, it.code.to_lowercase()))
            .collect();
        let wanted = step["problems"].as_array().unwrap().iter();
        let mut wanted: Vec<(String, String)> = wanted
            .map(|it| (text(it, "reference").to_owned(), text(it, "violation").to_owned()))
            .collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted);
    }

    fn problem(&self, reference: &str) -> Option<(String, String)> {
        let problems = self.session.problems();
        let found = problems.items.into_iter().find(|it| it.reference == reference)?;
        Some((found.code, found.text))
    }

    fn in_both(&self, look: impl Fn(&str)) {
        let context = self.phone.context();
        context.set_language(Language::En);
        look("en");
        context.set_language(Language::Vi);
        look("vi");
    }
}
