//! Every form's own story (`story.json` beside the form): it opens, speaks both languages, tells wrong answers, and what is
//! submitted holds what was asked and nothing else.
//!
//! One table over all folders: a new form is tested as soon as its story is there. The birth form's story is the one that
//! all shells tell, see `birth_registration`.

use std::fs;

use motcua_conformance::Story;
use motcua_conformance::story::Step;
use serde_json::Value;

use super::person::{EN, Person, VI, project, read, story};

/// Stories by the folder's name, which is the procedure's code.
fn stories() -> Vec<(String, Story)> {
    let folders = fs::read_dir(project("mock-server/forms")).expect("the forms");
    let mut codes: Vec<String> = folders
        .map(|folder| folder.expect("a folder"))
        .filter(|folder| folder.path().join("story.json").exists())
        .map(|folder| folder.file_name().into_string().expect("a code"))
        .collect();
    codes.sort();
    let with_story = codes.into_iter().map(|code| {
        let story = story(&format!("mock-server/forms/{code}/story.json"));
        (code, story)
    });
    with_story.collect()
}

fn manifest(code: &str) -> Value {
    let text = read(&format!("mock-server/forms/{code}/manifest.json"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{code}: {error}"))
}

#[test]
fn every_form_but_the_one_of_the_shells_has_a_story_about_itself() {
    let folders = fs::read_dir(project("mock-server/forms")).expect("the forms");
    let with_form = folders
        .map(|folder| folder.expect("a folder").path())
        .filter(|folder| folder.join("form.xml").exists());
    assert_eq!(stories().len() + 1, with_form.count());
    for (code, story) in stories() {
        assert_eq!(story.procedure_code, code);
        assert_eq!(manifest(&code)["version"], story.form_version.as_str(), "{code}");
    }
}

#[test]
fn every_form_opens_and_asks_in_both_languages() {
    for (code, story) in stories() {
        let form = Person::at_the_beginning(&story).player.instance;
        let (vi, en) = (form.outline(VI), form.outline(EN));
        assert!(vi.len() > 2, "{code} has pages");
        for (page, page_en) in vi.iter().zip(&en) {
            assert!(
                !page.title.is_empty() && !page_en.title.is_empty(),
                "{code}: {}",
                page.reference
            );
            assert_ne!(page.title, page_en.title, "{code}: {}", page.reference);
        }
    }
}

/// The steps, what is submitted after them, and each wrong answer alone.
#[test]
fn every_story_goes_as_it_is_written() {
    for (code, story) in stories() {
        let definition = Person::at_the_beginning(&story).definition;
        assert_eq!(story.tell(&definition), [], "{code}");
    }
}

#[test]
fn every_story_meets_a_rule_a_condition_a_missing_answer_a_paper_and_wrong_answers() {
    for (code, story) in stories() {
        let looks: Vec<_> = story
            .steps
            .iter()
            .filter_map(|(_, step)| match step {
                Step::Expect(expected) => Some(expected),
                _ => None,
            })
            .collect();
        let rule = looks
            .iter()
            .any(|look| look.violation == Some(Some("constraint".to_owned())) && look.message_vi.is_some());
        assert!(rule, "{code}: no rule");
        assert!(
            looks.iter().any(|look| look.relevant == Some(false)),
            "{code}: no condition"
        );
        let missing =
            |(_, step): &(usize, Step)| matches!(step, Step::Check { problems } if !problems.is_empty());
        assert!(
            story.steps.iter().any(missing),
            "{code}: no look at what is missing"
        );
        let slots = manifest(&code)["slots"].clone();
        let is_slot = |reference: &str| {
            let mut slots = slots.as_array().expect("slots").iter();
            slots.any(|slot| slot["reference"] == reference)
        };
        let paper = looks
            .iter()
            .any(|look| look.required == Some(true) && is_slot(&look.reference));
        assert!(paper, "{code}: no paper that is required");
        for look in &looks {
            assert_eq!(
                look.message_vi.is_some(),
                look.message_en.is_some(),
                "{code}: {} is told in both languages",
                look.reference
            );
        }
        assert!(!story.wrong.is_empty(), "{code}: no wrong answers");
    }
}
