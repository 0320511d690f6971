//! The engine at work on the measured forms, through its public API alone.

use chrono::DateTime;
use motcua_form::{Definition, Edit, Env, Instance};

use crate::forms::{self, PAGES, Sums, TYPED};

/// A fixed time in Việt Nam and fixed bytes: the same work in every run.
pub(crate) fn env() -> Env {
    Env {
        now: DateTime::parse_from_rfc3339("2026-11-23T08:30:00.000+07:00").expect("a valid time"),
        random: [42; 32],
    }
}

pub(crate) fn load(xml: &str) -> Definition {
    Definition::load(xml, &[]).expect("a form made by rule")
}

/// The reference form with everything answered but a name, one constraint and one required answer in a row.
pub(crate) fn filled(sums: Sums, rows: usize) -> Instance {
    let env = env();
    let mut instance = Instance::open(&load(&forms::reference(sums)), &env);
    for page in 1..=PAGES {
        for (name, value) in [
            ("count", "12"),
            ("price", "250"),
            ("agree", "yes"),
            ("day", "2026-11-02"),
            ("remark", "Nothing to remark"),
            ("phone", "0912345678"),
        ] {
            answer(&mut instance, &format!("/data/p_{page}/{name}"), value, &env);
        }
        if page > 1 {
            answer(
                &mut instance,
                &format!("/data/p_{page}/name"),
                "Trần Thị Ngọc Ánh",
                &env,
            );
        }
    }
    answer(&mut instance, "/data/p_2/price", "-5", &env);
    fill_rows(&mut instance, rows);
    answer(&mut instance, "/data/item[3]/name", "", &env);
    instance
}

/// Rows added and answered one question after the other, as a person does.
pub(crate) fn fill_rows(instance: &mut Instance, rows: usize) {
    let env = env();
    let add = Edit::AddRow {
        repeat: "/data/item".into(),
    };
    let before = instance.row_count("/data/item").unwrap_or(0);
    for row in before + 1..=before + rows {
        instance.apply(&add, &env).expect("a row");
        for (name, value) in [
            ("name", "Bàn ghế"),
            ("quantity", "12"),
            ("price", "150"),
            ("kind", "usual"),
        ] {
            answer(instance, &format!("/data/item[{row}]/{name}"), value, &env);
        }
    }
}

pub(crate) fn answer(instance: &mut Instance, reference: &str, value: &str, env: &Env) {
    instance.apply(&edit(reference, value), env).expect("a question");
}

fn edit(reference: &str, value: &str) -> Edit {
    Edit::Answer {
        reference: reference.into(),
        value: value.into(),
    }
}

/// The edits of one question, value after value.
pub(crate) fn typed(reference: &str) -> Vec<Edit> {
    TYPED.map(|value| edit(reference, value)).into()
}

/// One keystroke: the answer is kept and everything that depends on it computed; what changed is told and dropped.
pub(crate) fn keystroke(instance: &mut Instance, edits: &[Edit], number: usize, env: &Env) {
    let changes = instance
        .apply(&edits[number % edits.len()], env)
        .expect("a question");
    std::hint::black_box(changes);
}
