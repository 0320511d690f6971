//! The forms that people fill in: `form.xml` of each folder in `mock-server/forms`, with the lists beside it, and `story.json`, which
//! fills it in to its end.

use std::path::Path;
use std::{fs, io};

use chrono::{DateTime, Days};
use serde_json::Value;

use crate::pair::{File, Pair, Step};

/// From the folder of the lists.
const BIRTH_STORY: &str = "../../../tests/fixtures/birth_story.json";

/// A form of our own.
#[derive(Clone, Debug)]
pub struct Own {
    /// Its folder.
    pub name: String,
    form: String,
    files: Vec<File>,
    story: Value,
}

impl Own {
    /// Every form in a folder, by name.
    ///
    /// # Errors
    /// The folder, a form or a list that a form names can't be read.
    pub fn all(folder: &Path) -> io::Result<Vec<Self>> {
        let mut forms: Vec<_> = fs::read_dir(folder)?
            .map(|entry| Ok(entry?.path()))
            .collect::<io::Result<_>>()?;
        forms.sort();
        forms.retain(|path| path.join("form.xml").is_file());
        forms
            .iter()
            .map(|path| Self::read(path, &folder.join("lists")))
            .collect()
    }

    fn read(folder: &Path, lists: &Path) -> io::Result<Self> {
        let form = fs::read_to_string(folder.join("form.xml"))?;
        let mut files = Vec::new();
        for uri in form
            .split("src=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let name = uri.rsplit('/').next().unwrap_or_default();
            let beside = folder.join(name);
            let path = if beside.is_file() {
                beside
            } else {
                lists.join(name)
            };
            files.push(File {
                uri: uri.to_owned(),
                text: fs::read_to_string(path)?,
            });
        }
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut story = folder.join("story.json");
        if !story.is_file() {
            // Birth's is played by every client, and stands with what they share.
            story = lists.join(BIRTH_STORY);
        }
        let story = serde_json::from_str(&fs::read_to_string(story)?)?;
        Ok(Self {
            name,
            form,
            files,
            story,
        })
    }

    /// The form with everything that its story does; then, one after the other, each wrong answer of the story and what stood there before.
    #[must_use]
    pub fn told(&self) -> Pair {
        let list = |member: &str| self.story[member].as_array().into_iter().flatten();
        let mut steps: Vec<Step> = list("steps").filter_map(|step| self.step(step)).collect();
        for wrong in list("wrong") {
            let (place, value) = (text(wrong, "reference"), text(wrong, "value"));
            let before = steps.iter().rev().find_map(|step| match step {
                Step::Answer { r#ref, value } if *r#ref == place => Some(value.clone()),
                _ => None,
            });
            steps.push(answer(place, value));
            steps.push(answer(place, before.as_deref().unwrap_or_default()));
        }
        Pair { steps, ..self.pair() }
    }

    /// What a step of the story does to the form; nothing where it only looks.
    fn step(&self, step: &Value) -> Option<Step> {
        let place = text(step, "reference");
        match text(step, "step") {
            "answer" => Some(answer(place, &self.dated(text(step, "value")))),
            "attach" => Some(answer(
                place,
                text(&self.story["files"][text(step, "file")], "name"),
            )),
            "add_row" => Some(Step::Add {
                r#ref: place.to_owned(),
            }),
            _ => None,
        }
    }

    /// `{today-12}` is the only placeholder of stories.
    fn dated(&self, value: &str) -> String {
        let now = DateTime::parse_from_rfc3339(text(&self.story, "now")).ok();
        let day = now.and_then(|now| now.date_naive().checked_sub_days(Days::new(12)));
        value.replace("{today-12}", &day.map_or(String::new(), |day| day.to_string()))
    }

    /// The form without anything done to it.
    #[must_use]
    pub fn pair(&self) -> Pair {
        Pair {
            form: self.form.clone(),
            plain: None,
            resources: self.files.clone(),
            steps: Vec::new(),
        }
    }
}

fn text<'a>(of: &'a Value, member: &str) -> &'a str {
    of[member].as_str().unwrap_or_default()
}

fn answer(place: &str, value: &str) -> Step {
    Step::Answer {
        r#ref: place.to_owned(),
        value: value.to_owned(),
    }
}
