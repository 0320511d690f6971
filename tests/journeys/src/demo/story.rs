//! The birth story as data (`tests/fixtures/README.md`), with its papers: embedded, so that the demo is one program.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{
    clock,
    failed::{Failed, Told, expect},
};

const STORY: &str = include_str!("../../../fixtures/birth_story.json");
const PAPERS: [(&str, &[u8]); 4] = [
    (
        "birth_cert.jpg",
        include_bytes!("../../../fixtures/birth_cert.jpg"),
    ),
    (
        "birth_cert_clear.jpg",
        include_bytes!("../../../fixtures/birth_cert_clear.jpg"),
    ),
    (
        "marriage_cert.pdf",
        include_bytes!("../../../fixtures/marriage_cert.pdf"),
    ),
    ("pothole.jpg", include_bytes!("../../../fixtures/pothole.jpg")),
];
/// A JPEG comment segment: marker, length of the rest in two bytes, the rest.
const SEGMENT: usize = 65_533;

/// The whole story.
#[derive(Debug, Deserialize)]
pub(super) struct Story {
    pub(super) title_vi: String,
    pub(super) title_en: String,
    pub(super) procedure_code: String,
    pub(super) form_version: String,
    pub(super) person: String,
    files: BTreeMap<String, Paper>,
    pub(super) steps: Vec<Step>,
    pub(super) supplement: Supplement,
    pub(super) feedback: Feedback,
}

/// A paper as it is sent.
#[derive(Debug, Deserialize)]
pub(super) struct Paper {
    path: String,
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) sha256: String,
    grow_to: Option<usize>,
}

/// What the citizen does next.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "step", rename_all = "lowercase")]
pub(super) enum Step {
    Page { title_vi: String, title_en: String },
    Answer { reference: String, value: String },
    Attach { reference: String, file: String },
    Expect(Box<Expected>),
    Restart,
    Check { problems: Vec<Problem> },
}

/// What a question must look like; a member that is absent isn't looked at.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Expected {
    pub(super) reference: String,
    pub(super) relevant: Option<bool>,
    pub(super) required: Option<bool>,
    pub(super) value: Option<String>,
    /// Outer: whether it is looked at; inner: which violation, or none.
    #[serde(default, deserialize_with = "present")]
    pub(super) violation: Option<Option<String>>,
    pub(super) message_vi: Option<String>,
    pub(super) message_en: Option<String>,
    pub(super) choices: Option<usize>,
    pub(super) label_vi: Option<String>,
    pub(super) label_en: Option<String>,
}

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) struct Problem {
    pub(super) reference: String,
    pub(super) violation: String,
}

/// What the office asks for, and how the citizen answers it.
#[derive(Debug, Deserialize)]
pub(super) struct Supplement {
    /// As the wire has it.
    pub(super) ask: serde_json::Value,
    pub(super) steps: Vec<Step>,
}

/// The pothole.
#[derive(Debug, Deserialize)]
pub(super) struct Feedback {
    pub(super) service_code: String,
    pub(super) description: String,
    pub(super) lat: f64,
    pub(super) long: f64,
    pub(super) photo: String,
    pub(super) answer_note: String,
}

fn present<'de, D: serde::Deserializer<'de>>(of: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(of).map(Some)
}

impl Story {
    /// Reads the embedded story.
    pub(super) fn read() -> Told<Self> {
        serde_json::from_str(STORY).map_err(|error| Failed::new("a story that can be read", error))
    }

    /// A paper by its id.
    pub(super) fn paper(&self, id: &str) -> Told<&Paper> {
        self.files
            .get(id)
            .ok_or_else(|| Failed::new("a paper of the story", id))
    }

    /// Writes every paper into `folder` as it is sent, checked against the story, and gives where each lies.
    pub(super) fn lay_out(&self, folder: &Path) -> Told<BTreeMap<String, PathBuf>> {
        let mut places = BTreeMap::new();
        for (id, paper) in &self.files {
            let place = folder.join(&paper.path);
            let bytes = paper.bytes()?;
            fs::write(&place, bytes).map_err(|error| Failed::new("room for the papers", error))?;
            places.insert(id.clone(), place);
        }
        Ok(places)
    }
}

impl Paper {
    fn bytes(&self) -> Told<Vec<u8>> {
        let drawn = PAPERS.iter().find(|(name, _)| *name == self.path);
        let (_, drawn) = drawn.ok_or_else(|| Failed::new("an embedded paper", &self.path))?;
        let bytes = self
            .grow_to
            .map_or_else(|| drawn.to_vec(), |least| grown(drawn, least));
        let sha256 = sha256(&bytes);
        expect(
            sha256 == self.sha256 && bytes.len() as u64 == self.size,
            format!("{} with {} bytes and hash {}", self.path, self.size, self.sha256),
            format!("{} bytes and hash {sha256}", bytes.len()),
        )?;
        Ok(bytes)
    }
}

/// SHA-256 in lower-case hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The value with its only placeholder filled in: `{today-12}`.
pub(super) fn value_today(value: &str) -> String {
    let days = value
        .strip_prefix("{today-")
        .and_then(|rest| rest.strip_suffix('}'))
        .and_then(|days| days.parse().ok());
    days.map_or_else(|| value.to_owned(), clock::days_ago)
}

/// The picture with comment segments behind its JFIF segment until it is at least so long (`tests/fixtures/README.md`).
fn grown(picture: &[u8], least: usize) -> Vec<u8> {
    let jfif = usize::from(u16::from_be_bytes([picture[4], picture[5]]));
    let (head, rest) = picture.split_at(4 + jfif);
    let mut bytes = head.to_vec();
    let mut x: u64 = 1;
    while bytes.len() + rest.len() < least {
        bytes.extend([0xFF, 0xFE, 0xFF, 0xFF]);
        bytes.extend((0..SEGMENT).map(|_| {
            x = (x * 1_103_515_245 + 12_345) % (1 << 31);
            u8::try_from((x >> 16) & 255).expect("eight bits")
        }));
    }
    bytes.extend(rest);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_story_is_whole_and_its_papers_are_what_it_says() {
        let story = Story::read().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let places = story.lay_out(folder.path()).unwrap();
        assert_eq!(places.len(), PAPERS.len());
        let attached = story
            .steps
            .iter()
            .filter(|step| matches!(step, Step::Attach { .. }));
        assert_eq!(attached.count(), 2);
    }

    #[test]
    fn a_violation_that_is_null_is_looked_at_and_an_absent_one_is_not() {
        let read = |text| serde_json::from_str::<Expected>(text).unwrap().violation;
        assert_eq!(read(r#"{"reference":"/a","violation":null}"#), Some(None));
        assert_eq!(read(r#"{"reference":"/a"}"#), None);
    }

    #[test]
    fn only_the_placeholder_is_filled_in() {
        assert_eq!(value_today("2021-01-02"), "2021-01-02");
        assert_eq!(value_today("{today-12}").len(), 10);
    }
}
