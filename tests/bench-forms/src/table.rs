//! The table: each work once by us and once by hand, in turns.

use std::{fmt::Write as _, hint::black_box, time::Duration};

use motcua_form::{Definition, Instance, Resource};

use crate::{
    bytes,
    clock::{self, Figure, words},
    count::{self, Work},
    forms::{self, ROWS, Sums},
    javarosa::JavaRosa,
    limit, machine, ours,
};

/// Keystrokes of one run.
const KEYSTROKES: usize = 20_000;

/// All lines, as the page shows them.
pub(crate) fn markdown(runs: usize, javarosa: &JavaRosa) -> String {
    let mut text = format!(
        "{}; medians of {runs} runs after one that isn't counted\n\n| work | target | ours | by hand | JavaRosa 6.0.0 |\n|---|---|--:|--:|--:|\n",
        machine::description()
    );
    keystrokes(runs, javarosa, &mut text);
    whole(runs, javarosa, &mut text);
    filling(runs, javarosa, &mut text);
    loading(runs, javarosa, &mut text);
    let bytes = bytes::of_a_row().to_string();
    line(
        &mut text,
        "bytes of a filled repeat row of 6",
        "≤ 1,024",
        [&bytes, "", ""],
    );
    cascade(runs, &mut text);
    counts(&mut text);
    text
}

fn both(figure: &Figure) -> String {
    format!("{} · {}", words(figure.p50), words(figure.p99))
}

fn line(text: &mut String, work: &str, target: &str, [ours, by_hand, javarosa]: [&str; 3]) {
    println!("  {work}: {ours} ({by_hand}; {javarosa})");
    let _ = writeln!(text, "| {work} | {target} | {ours} | {by_hand} | {javarosa} |");
}

fn keystrokes(runs: usize, javarosa: &JavaRosa, text: &mut String) {
    let nothing = clock::runs(runs, || clock::each(KEYSTROKES, |number| number));
    line(
        text,
        "the clock alone, in every line of single steps, p50 · p99",
        "",
        [&both(&nothing), "", ""],
    );
    let target = "≤ 0.5 µs · 2 µs";
    let mut instance = ours::filled(Sums::None, ROWS);
    let mut form = limit::Form::filled(ROWS);
    let mut typing_ = typing(&mut instance, "/data/p_3/count");
    let (ours_, hand) = clock::runs_in_turns(runs, &mut typing_, || {
        clock::each(KEYSTROKES, |number| form.count(2, limit::typed(number)))
    });
    line(
        text,
        "keystroke in a group, p50 · p99",
        target,
        [
            &both(&ours_),
            &both(&hand),
            &javarosa.both("keystroke in a group"),
        ],
    );
    for rows in [ROWS, 1_000, 10_000] {
        let target = if rows == ROWS {
            target
        } else {
            "≤ 1.2 × that of 20 rows"
        };
        let mut instance = ours::filled(Sums::None, rows);
        let mut form = limit::Form::filled(rows);
        let reference = format!("/data/item[{}]/quantity", rows / 2);
        let mut typing_ = typing(&mut instance, &reference);
        let (ours_, hand) = clock::runs_in_turns(runs, &mut typing_, || {
            clock::each(KEYSTROKES, |number| form.quantity(rows / 2, limit::typed(number)))
        });
        let work = format!("keystroke in a row of {rows}, p50 · p99");
        let theirs = javarosa.both(&format!("keystroke in a row of {rows}"));
        line(text, &work, target, [&both(&ours_), &both(&hand), &theirs]);
    }
    for rows in [ROWS, 1_000, 10_000] {
        let mut instance = ours::filled(Sums::OverRows, rows);
        let reference = format!("/data/item[{}]/quantity", rows / 2);
        let ours_ = clock::runs(runs, typing(&mut instance, &reference));
        let work = format!("the same with two sums over {rows} rows");
        line(text, &work, "shown apart", [&both(&ours_), "", ""]);
    }
}

/// One run of keystrokes in a question.
fn typing(instance: &mut Instance, reference: &str) -> impl FnMut() -> Figure {
    let (edits, env) = (ours::typed(reference), ours::env());
    move || {
        clock::each(KEYSTROKES, |number| {
            ours::keystroke(instance, &edits, number, &env)
        })
    }
}

fn whole(runs: usize, javarosa: &JavaRosa, text: &mut String) {
    let env = ours::env();
    let mut instance = ours::filled(Sums::None, ROWS);
    let mut form = limit::Form::filled(ROWS);
    let check = || {
        clock::each(2_000, |_| {
            black_box(instance.recompute(&env));
            black_box(instance.problems(""));
        })
    };
    let (check, by_hand) = clock::runs_in_turns(runs, check, || clock::each(2_000, |_| form.check()));
    line(
        text,
        "whole check from scratch, p50 · p99",
        "≤ 30 µs",
        [&both(&check), &both(&by_hand), &javarosa.both("check")],
    );
    let found = instance.problems("").len();
    assert_eq!(found, form.problems().len(), "both find the same problems");
    let listing = || clock::each(KEYSTROKES, |_| instance.problems(""));
    let (listing, by_hand) =
        clock::runs_in_turns(runs, listing, || clock::each(KEYSTROKES, |_| form.problems()));
    let work = format!("listing the {found} problems of an instance, p50 · p99");
    line(text, &work, "≤ 1.2 µs", [&both(&listing), &both(&by_hand), ""]);
}

fn filling(runs: usize, javarosa: &JavaRosa, text: &mut String) {
    for (sums, name) in [(Sums::None, ""), (Sums::OverRows, ", with two sums over them")] {
        let definition = ours::load(&forms::reference(sums));
        let fill = |rows| clock::whole(runs, || fill(&definition, rows));
        let (thousand, more) = (fill(1_000), fill(10_000));
        let (by_hand, theirs) = match sums {
            Sums::None => (
                words(clock::whole(runs, fill_by_hand)),
                javarosa.median("fill 1000"),
            ),
            Sums::OverRows => Default::default(),
        };
        let slope = (more.as_secs_f64() / thousand.as_secs_f64()).log10();
        line(
            text,
            &format!("fill and validate 1,000 rows{name}"),
            "≤ 5 ms",
            [&words(thousand), &by_hand, &theirs],
        );
        line(
            text,
            &format!("10,000 rows{name}: time, and slope against 1,000"),
            "1.0 ± 0.1",
            [&format!("{}, {slope:.2}", words(more)), "", ""],
        );
    }
}

fn fill_by_hand() -> Duration {
    let mut form = limit::Form::default();
    let (time, _) = clock::once(|| {
        form.fill_rows(1_000);
        form.problems().len()
    });
    time
}

fn fill(definition: &Definition, rows: usize) -> Duration {
    let mut instance = Instance::open(definition, &ours::env());
    let (time, problems) = clock::once(|| {
        ours::fill_rows(&mut instance, rows);
        instance.problems("").len()
    });
    assert!(problems > 0 && instance.row_count("/data/item") == Some(rows));
    time
}

fn loading(runs: usize, javarosa: &JavaRosa, text: &mut String) {
    for (xml, key, name, targets) in [
        (
            forms::reference(Sums::None),
            "reference",
            "the reference form",
            ["≤ 1 ms", "≤ 0.2 ms"],
        ),
        (forms::large(), "large", "a form with 566 nodes", ["≤ 30 ms", ""]),
    ] {
        let (loaded, read) = both_loads(runs, || ours::load(&xml));
        let kept = ours::load(&xml).compiled("").len() / 1000;
        let work = format!("load {name}, {} kB", xml.len() / 1000);
        line(text, &work, targets[0], [&words(loaded), "", &javarosa.load(key)]);
        let work = format!("the same from its compiled bytes, {kept} kB");
        line(text, &work, targets[1], [&words(read), "", ""]);
    }
}

/// What loading a form takes, and reading it from its compiled bytes, in turns.
fn both_loads(runs: usize, load: impl Fn() -> Definition) -> (Duration, Duration) {
    let bytes = load().compiled("");
    let timed = |made: &dyn Fn() -> Definition| {
        let (time, definition) = clock::once(made);
        black_box(definition);
        time
    };
    clock::in_turns(
        10 * runs,
        || timed(&load),
        || timed(&|| Definition::from_compiled(&bytes, "").expect("just written")),
    )
}

fn cascade(runs: usize, text: &mut String) {
    let wards = [Resource {
        uri: "wards.csv",
        text: forms::WARDS,
    }];
    let load = || Definition::load(&forms::cascade(), &wards).expect("a form made by rule");
    let definition = load();
    let (loaded, read) = both_loads(runs, load);
    line(
        text,
        "load the cascade with its 3,321 units, 87 kB",
        "",
        [&words(loaded), "", ""],
    );
    line(
        text,
        "the same from its compiled bytes",
        "",
        [&words(read), "", ""],
    );
    let (env, provinces) = (ours::env(), forms::provinces());
    let mut instance = Instance::open(&definition, &env);
    let figure = clock::runs(runs, || {
        clock::each(2_000, |number| {
            let province = provinces[number % provinces.len()];
            ours::answer(&mut instance, "/data/province", province, &env);
            let wards = instance.choices("/data/ward", "", usize::MAX);
            assert!(!wards.is_empty());
        })
    });
    line(
        text,
        "province answered, its wards listed (3,321 units), p50 · p99",
        "< 50 µs",
        [&both(&figure), "", ""],
    );
}

fn counts(text: &mut String) {
    for (work, by_hand, name) in [
        (Work::Group, Some(Work::GroupByHand), "keystroke in a group"),
        (Work::Row, Some(Work::RowByHand), "keystroke in a row"),
        (Work::Check, Some(Work::CheckByHand), "whole check"),
        (Work::Problems, None, "listing the problems"),
        (Work::Fill, None, "filling one more row"),
        (Work::Load, None, "loading the reference form"),
        (Work::Read, None, "reading it from its compiled bytes"),
    ] {
        let words = |work: Option<Work>| {
            work.and_then(count::instructions)
                .map_or_else(String::new, |count| count.to_string())
        };
        line(
            text,
            &format!("{name}: instructions"),
            "",
            [&words(Some(work)), &words(by_hand), ""],
        );
    }
}
