//! The JSON of every command, over a dossier's whole life: which members each kind has and of which types.
//!
//! A golden of shapes rather than of values: ids, times and hashes differ each time, the shapes that tools rely on don't.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::{
    portal::{Office, ask_for_supplement},
    shell::Phone,
};

const CODE: &str = "1.001193";
const PERSON: &str = "079093000101";

/// Types seen at each path.
#[derive(Default)]
struct Shapes(BTreeMap<String, BTreeSet<&'static str>>);

impl Shapes {
    fn add(&mut self, object: &Value) {
        let kind = object["kind"].as_str().unwrap().to_owned();
        self.merge(&kind, object);
    }

    fn merge(&mut self, path: &str, value: &Value) {
        let name = match value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        self.0.entry(path.to_owned()).or_default().insert(name);
        for element in value.as_array().into_iter().flatten() {
            // What stands on a form's page says itself which shape it has.
            let variant = element["item"].as_str().unwrap_or_default();
            self.merge(&format!("{path}[{variant}]"), element);
        }
        for (member, value) in value.as_object().into_iter().flatten() {
            self.merge(&format!("{path}.{member}"), value);
        }
    }

    fn text(&self) -> String {
        let line = |(path, types): (&String, &BTreeSet<&str>)| {
            format!(
                "{path}: {}\n",
                types.iter().copied().collect::<Vec<_>>().join(" | ")
            )
        };
        self.0.iter().map(line).collect()
    }
}

struct Life {
    office: Office,
    phone: Phone,
    shapes: Shapes,
}

impl Life {
    fn ask(&mut self, words: &[&str]) -> Value {
        let object = self.phone.ask(words);
        self.shapes.add(&object);
        object
    }

    fn refused(&mut self, words: &[&str]) {
        let done = self.phone.try_with(words, b"");
        assert_eq!(done.status, 1, "{words:?}: {}", done.said);
        done.objects.iter().for_each(|object| self.shapes.add(object));
    }

    /// Fills in the story's answers and papers in one process, as an app does.
    fn fill(&mut self, draft: &str) {
        let (fixtures, today) = (fixtures(), self.office.today());
        let story = fs::read_to_string(fixtures.join("birth_story.json")).unwrap();
        let story: Value = serde_json::from_str(&story).unwrap();
        let mut app = self.phone.up();
        for step in story["steps"].as_array().unwrap() {
            let text = |name: &str| step[name].as_str().unwrap_or_default();
            let line = match text("step") {
                "answer" => {
                    let value = if text("value").starts_with('{') {
                        &today
                    } else {
                        text("value")
                    };
                    format!("draft answer {draft} {} \"{value}\"", text("reference"))
                }
                "attach" => {
                    let path = story["files"][text("file")]["path"].as_str().unwrap();
                    let path = fixtures.join(path).display().to_string();
                    format!("draft attach {draft} {} \"{path}\"", text("reference"))
                }
                _ => continue,
            };
            let (status, objects) = app.tell(&line);
            assert_eq!(status, 0, "{line}: {objects:?}");
            objects.iter().for_each(|object| self.shapes.add(object));
        }
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object[name].as_str().unwrap()
}

/// Needed until today's text is agreed to, and no other's.
fn consent(life: &mut Life) {
    let shown = life.ask(&["consent", "show"]);
    assert_eq!(shown["needed"], true);
    life.refused(&["consent", "accept", "another"]);
    let agreed = life.ask(&["consent", "accept", text(&shown, "version")]);
    assert_eq!(agreed["needed"], false);
}

/// Everything before submitting, looked at from every side.
fn drafting(life: &mut Life) -> String {
    life.ask(&["whoami"]);
    life.ask(&["home"]);
    life.ask(&["settings"]);
    consent(life);
    life.ask(&["draft", "list"]);
    life.ask(&["catalogue", "refresh"]);
    life.ask(&["catalogue", "search", "khai sinh"]);
    life.ask(&["catalogue", "search", "không có gì như thế"]);
    life.ask(&["procedure", "show", CODE]);
    life.ask(&["procedure", "prepare", CODE]);
    let draft = text(&life.ask(&["draft", "new", CODE]), "id").to_owned();
    life.ask(&["draft", "undo", &draft]);
    life.ask(&["draft", "check", &draft]);
    life.refused(&["submit", &draft]);
    life.refused(&[
        "draft",
        "place",
        &draft,
        "/data/requester/full_name",
        "10.78 106.7 0 5",
    ]);
    life.fill(&draft);
    life.ask(&["draft", "show", &draft]);
    life.ask(&["draft", "page", &draft, "0"]);
    life.ask(&["draft", "question", &draft, "/data/requester/residence/ward"]);
    life.ask(&[
        "draft",
        "choices",
        &draft,
        "/data/requester/residence/ward",
        "sai gon",
    ]);
    life.ask(&["draft", "check", &draft]);
    life.ask(&["draft", "list"]);
    draft
}

/// Queued, signed in, sent, proved.
fn sending(life: &mut Life, draft: &str) -> String {
    let review = life.ask(&["review", draft]);
    let queued = life.ask(&["submit", draft, "--view", text(&review, "view_sha256")]);
    let dossier = text(&queued, "dossier_id").to_owned();
    life.refused(&["submit", draft]);
    life.refused(&["receipt", "show", &dossier]);
    life.ask(&["track", &dossier]);
    life.ask(&["outbox", "why", &dossier]);
    life.ask(&["outbox", "list"]);
    let home = life.ask(&["home"]);
    assert_eq!(home["sections"][0]["items"][0]["target"], "sign_in");
    life.ask(&["sign-in", "--begin"]);
    life.ask(&["whoami"]);
    life.ask(&["sign-in", "--person", PERSON]);
    life.ask(&["outbox", "run"]);
    life.ask(&["receipt", "show", &dossier]);
    life.ask(&["dossiers"]);
    dossier
}

/// What the office does, and what the phone makes of it.
fn following(life: &mut Life, dossier: &str) {
    life.ask(&["inbox"]);
    life.office.act(dossier, "ask-supplement", &ask_for_supplement());
    life.ask(&["sync"]);
    life.ask(&["track", dossier]);
    let home = life.ask(&["home"]);
    assert_eq!(home["sections"][0]["items"][0]["target"], "supplement");
    let draft = text(&life.ask(&["supplement", dossier]), "id").to_owned();
    let clear = fixtures().join("birth_cert_clear.jpg").display().to_string();
    life.ask(&["draft", "attach", &draft, "/data/papers/birth_cert", &clear]);
    life.ask(&["submit", &draft]);
    life.ask(&["outbox", "run"]);
    life.office.act(dossier, "accept", &json!({}));
    life.ask(&["sync"]);
    life.ask(&["track", dossier]);
    for action in ["process", "complete", "deliver"] {
        life.office.act(dossier, action, &json!({}));
    }
    life.ask(&["sync"]);
    life.ask(&["track", dossier]);
    let place = life.office.folder.path().join("result.pdf").display().to_string();
    life.ask(&["result", dossier, "--to", &place]);
    assert!(fs::read(&place).unwrap().starts_with(b"%PDF"));
    life.ask(&["inbox"]);
}

/// The pothole, the rest.
fn leaving(life: &mut Life) {
    let photo = fixtures().join("pothole.jpg").display().to_string();
    let words = [
        "--service",
        "HT",
        "--description",
        "Ổ gà lớn",
        "--lat",
        "10.7769",
        "--long",
        "106.7009",
    ];
    let new = [&["feedback", "new"], &words[..], &["--photo", &photo]].concat();
    let report = text(&life.ask(&new), "id").to_owned();
    life.ask(&["feedback", "list"]);
    life.ask(&[&["feedback", "edit", &report], &words[..]].concat());
    life.ask(&["outbox", "run"]);
    life.ask(&["feedback", "show", &report]);
    let draft = text(&life.ask(&["draft", "new", CODE]), "id").to_owned();
    life.ask(&["draft", "delete", &draft]);
    life.ask(&["network", "off"]);
    life.ask(&["home"]);
    life.ask(&["network", "on"]);
    let copy = life
        .office
        .folder
        .path()
        .join("my-data.zip")
        .display()
        .to_string();
    life.ask(&["my-data", "export", &copy]);
    assert!(fs::read(&copy).unwrap().starts_with(b"PK"));
    life.ask(&["sign-out"]);
    life.ask(&["my-data", "erase"]);
    assert_eq!(life.ask(&["draft", "list"])["total"], 0);
}

#[test]
fn every_command_gives_the_documented_shapes_over_a_dossiers_whole_life() {
    let office = Office::open();
    let phone = office.phone("phone");
    let mut life = Life {
        office,
        phone,
        shapes: Shapes::default(),
    };
    let draft = drafting(&mut life);
    let dossier = sending(&mut life, &draft);
    following(&mut life, &dossier);
    leaving(&mut life);
    super::golden::compare("shapes.txt", &life.shapes.text());
}

#[test]
fn a_value_from_standard_input_is_kept_without_its_line_end_and_undone_again() {
    let office = Office::open();
    let phone = office.phone("phone");
    phone.ask(&["catalogue", "refresh"]);
    phone.ask(&["procedure", "prepare", CODE]);
    let draft = text(&phone.ask(&["draft", "new", CODE]), "id").to_owned();
    let place = "/data/requester/full_name";
    let done = phone.try_with(
        &["draft", "answer", &draft, place, "-"],
        "Nguyễn Minh Khôi\n".as_bytes(),
    );
    assert_eq!(done.status, 0, "{}", done.said);
    let value = |phone: &Phone| phone.ask(&["draft", "question", &draft, place])["value"].clone();
    assert_eq!(value(&phone), json!("Nguyễn Minh Khôi"));
    phone.ask(&["draft", "undo", &draft]);
    assert_eq!(value(&phone), json!(""));
}

#[test]
fn the_running_app_frames_answers_hears_of_airplane_mode_and_goes_on_after_wrong_lines() {
    let office = Office::open();
    let phone = office.phone("phone");
    let mut app = phone.up();
    assert_eq!(app.next(), json!({"kind": "ready"}));
    let first = app.until(|it| it["topic"] == json!("session"));
    assert_eq!(first["now"]["state"], json!("signed_out"));
    assert_eq!(app.tell("catalogue refresh").0, 0);
    let (status, objects) = app.tell("procedure show 9.999999");
    assert_eq!((status, &objects[0]["code"]), (1, &json!("PROCEDURE_UNKNOWN")));
    assert_eq!(app.tell("no such \"command").0, 2);
    let new = "feedback new --service HT --description \"Ổ gà lớn\" --lat 10.7769 --long 106.7009";
    assert_eq!(app.tell("network off").0, 0);
    assert_eq!(app.tell(new).0, 0);
    // Another process switches the network back on; the report then goes out by itself.
    phone.ask(&["network", "on"]);
    let sent =
        app.until(|it| it["topic"] == json!("feedback") && it["now"]["items"][0]["number"].is_string());
    assert_eq!(sent["kind"], json!("changed"));
}
