//! Every form's own story (`story.json` beside the form): it opens, speaks both languages, tells wrong answers, and what is
//! submitted holds what was asked and nothing else.
//!
//! One table over all folders: a new form is tested as soon as its story is there. The birth form's story is the one that
//! all shells tell, see `birth_registration`.

use std::fs;

use motcua_form::check_submission;
use serde_json::Value;

use super::player::{EN, Player, VI, project, read, text};

/// Stories by procedure code.
fn stories() -> Vec<(String, Value)> {
    let folders = fs::read_dir(project("mock-server/forms")).expect("the forms");
    let mut codes: Vec<String> = folders
        .map(|folder| folder.expect("a folder"))
        .filter(|folder| folder.path().join("story.json").exists())
        .map(|folder| folder.file_name().into_string().expect("a code"))
        .collect();
    codes.sort();
    let story = |code: &String| {
        let text = read(&format!("mock-server/forms/{code}/story.json"));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{code}: {error}"))
    };
    codes.iter().map(|code| (code.clone(), story(code))).collect()
}

fn at_the_end(story: &Value) -> Player {
    let mut player = Player::open(story);
    player.play(story);
    player
}

fn manifest(code: &str) -> Value {
    let text = read(&format!("mock-server/forms/{code}/manifest.json"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{code}: {error}"))
}

fn strings(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|one| one.as_str().expect("text")).collect()
}

#[test]
fn every_form_but_the_one_of_the_shells_has_a_story_about_itself() {
    let folders = fs::read_dir(project("mock-server/forms")).expect("the forms");
    let with_form = folders
        .map(|folder| folder.expect("a folder").path())
        .filter(|folder| folder.join("form.xml").exists());
    assert_eq!(stories().len() + 1, with_form.count());
    for (code, story) in stories() {
        assert_eq!(text(&story, "procedure_code"), code);
        assert_eq!(story["form_version"], manifest(&code)["version"], "{code}");
    }
}

#[test]
fn every_form_opens_and_asks_in_both_languages() {
    for (code, story) in stories() {
        let player = Player::open(&story);
        let (vi, en) = (player.instance.outline(VI), player.instance.outline(EN));
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

#[test]
fn every_story_plays_to_a_submission_with_what_was_asked_and_nothing_else() {
    for (code, story) in stories() {
        let player = at_the_end(&story);
        assert_eq!(player.problems(), [], "{code}");
        let submission = player.instance.submission();
        let problems = check_submission(&player.definition, &submission.xml, &player.env);
        assert_eq!(problems.expect("it is this form's"), [], "{code}");
        for part in strings(&story["submission"]["has"]) {
            assert!(submission.xml.contains(part), "{code}: {part} isn't submitted");
        }
        for part in strings(&story["submission"]["lacks"]) {
            assert!(!submission.xml.contains(part), "{code}: {part} is submitted");
        }
        let files: Vec<_> = submission
            .files
            .iter()
            .map(|file| file.reference.as_str())
            .collect();
        assert_eq!(files, strings(&story["submission"]["files"]), "{code}");
    }
}

#[test]
fn every_story_meets_a_rule_a_condition_a_missing_answer_and_a_paper() {
    for (code, story) in stories() {
        let steps = story["steps"].as_array().expect("steps");
        let told = |step: &Value| step["violation"] == "constraint" && step["message_vi"].is_string();
        let looks = |step: &Value| step["step"] == "check" && step["problems"] != Value::Array(Vec::new());
        assert!(steps.iter().any(told), "{code}: no rule");
        assert!(
            steps.iter().any(|step| step["relevant"] == false),
            "{code}: no condition"
        );
        assert!(steps.iter().any(looks), "{code}: no look at what is missing");
        let manifest = manifest(&code);
        let slots = manifest["slots"].as_array().expect("slots");
        let paper = |step: &Value| {
            step["required"] == true && slots.iter().any(|slot| slot["reference"] == step["reference"])
        };
        assert!(steps.iter().any(paper), "{code}: no paper that is required");
        for step in steps.iter().filter(|step| step["message_vi"].is_string()) {
            assert!(step["message_en"].is_string(), "{code}: {step}");
        }
    }
}

#[test]
fn wrong_answers_from_each_story_are_found_in_its_submission_too() {
    for (code, story) in stories() {
        for wrong in story["wrong"].as_array().expect("wrong answers") {
            let mut player = at_the_end(&story);
            player.answer(text(wrong, "reference"), text(wrong, "value"));
            let problem = player.question(text(wrong, "reference"), VI).problem;
            assert!(problem.is_some_and(|it| !it.text.is_empty()), "{code}: {wrong}");
            let xml = player.instance.submission().xml;
            let found = check_submission(&player.definition, &xml, &player.env).expect("it is this form's");
            let wanted = text(wrong, "reference");
            assert!(found.iter().any(|it| it.reference == wanted), "{code}: {wanted}");
        }
    }
}
