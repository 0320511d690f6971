//! Compiled forms read back from bytes: the same form, or nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use motcua_form::{Definition, Edit, Env, Instance, Resource};

fn forms() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../mock-server/forms")
}

/// A form of the project with the lists that it may name.
fn load(folder: &Path) -> Definition {
    let read = |path: PathBuf| fs::read_to_string(path).expect("a file of the project");
    let lists: Vec<(String, String)> = fs::read_dir(forms().join("lists"))
        .expect("the lists")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                read(entry.path()),
            )
        })
        .collect();
    let resources: Vec<Resource<'_>> = lists.iter().map(|(uri, text)| Resource { uri, text }).collect();
    Definition::load(&read(folder.join("form.xml")), &resources).expect("the form loads")
}

fn birth() -> Definition {
    load(&forms().join("1.001193"))
}

#[test]
fn every_form_of_the_project_reads_back_as_it_was() {
    let mut seen = 0;
    for entry in fs::read_dir(forms()).expect("the forms") {
        let folder = entry.expect("an entry").path();
        if folder.join("form.xml").exists() {
            let form = load(&folder);
            let bytes = form.compiled("files");
            let read = Definition::from_compiled(&bytes, "files").expect("just written");
            let sorted = |mut bytes: Vec<u8>| {
                bytes.sort_unstable();
                bytes
            };
            // Maps are written in an order of their own, the checksum in front differs with it.
            assert_eq!(
                sorted(read.compiled("files").split_off(8)),
                sorted(bytes.clone().split_off(8)),
                "{}",
                folder.display()
            );
            assert_eq!(read.diff(&form), motcua_form::FormDiff::default());
            seen += 1;
        }
    }
    assert!(seen >= 21, "{seen} forms");
}

/// Names are found, rules run, choices are filtered and looked up, rows come and go.
#[test]
fn answers_to_a_form_read_back_are_those_to_the_loaded_one() {
    let form = birth();
    let read = Definition::from_compiled(&form.compiled(""), "").expect("just written");
    let filled = |definition: &Definition| {
        let env = crate::common::env();
        let mut instance = Instance::open(definition, &env);
        let answered = fill(&mut instance, &env);
        (answered, instance.save(), format!("{:?}", instance.problems("")))
    };
    let (ours, theirs) = (filled(&read), filled(&form));
    assert!(ours.0 > 10, "{} answers were taken", ours.0);
    assert_eq!(ours, theirs);
}

/// Answers what is asked for, with the first choice or a number, until nothing new is asked; how many answers were taken.
fn fill(instance: &mut Instance, env: &Env) -> usize {
    let mut answered = BTreeSet::new();
    loop {
        let before = answered.len();
        for problem in instance.problems("") {
            let choices = instance.choices(&problem.reference, "", 1);
            let edit = Edit::Answer {
                reference: problem.reference,
                value: choices.first().map_or("12", |choice| &choice.value).to_owned(),
            };
            if instance.apply(&edit, env).is_ok()
                && let Edit::Answer { reference, .. } = edit
            {
                answered.insert(reference);
            }
        }
        if answered.len() == before {
            return before;
        }
    }
}

#[test]
fn bytes_of_other_files_are_nothing() {
    let bytes = birth().compiled("one");
    assert!(Definition::from_compiled(&bytes, "one").is_some());
    assert!(Definition::from_compiled(&bytes, "two").is_none());
    assert!(Definition::from_compiled(&[], "").is_none());
}

#[test]
fn damaged_bytes_are_nothing() {
    let bytes = crate::common::definition_of(&crate::common::form("<a/>", "", "")).compiled("");
    for at in (0..bytes.len()).step_by(13) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(Definition::from_compiled(&damaged, "").is_none(), "byte {at}");
        assert!(
            Definition::from_compiled(&bytes[..at], "").is_none(),
            "cut at {at}"
        );
    }
}
