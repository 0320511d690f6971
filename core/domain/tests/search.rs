//! Searching held against every ward of the country: each name is found by what people type for it, before all others.

use motcua_domain::vietnam::{search::Query, text::search_key};

const WARDS: &str = include_str!("../../../mock-server/data/admin_wards.csv");

fn names() -> Vec<&'static str> {
    let names: Vec<&str> = WARDS
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(4))
        .collect();
    assert_eq!(names.len(), 3_321);
    names
}

/// Names that are looked for: all of them in a deep run, else each sixteenth, as every one is held against all.
fn sought(names: &[&'static str]) -> Vec<&'static str> {
    let every = if std::env::var_os("MOTCUA_DEEP").is_some() {
        1
    } else {
        16
    };
    names.iter().copied().step_by(every).collect()
}

/// What is found first for `typed`, with all that are just as good.
fn best<'a>(typed: &str, names: &[&'a str]) -> Vec<&'a str> {
    let query = Query::read(typed);
    let ranked = || {
        names
            .iter()
            .filter_map(|name| query.rank(name).map(|rank| (rank, *name)))
    };
    let first = ranked().map(|(rank, _)| rank).min();
    ranked()
        .filter(|(rank, _)| Some(*rank) == first)
        .map(|(_, name)| name)
        .collect()
}

/// The keys that write `name` in Telex, tone last.
fn telex(name: &str) -> String {
    let decomposed = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(name);
    let word = |word: &str| {
        let (mut keys, mut tone) = (String::new(), None);
        for c in word.to_lowercase().chars() {
            match c {
                '\u{300}' => tone = Some('f'),
                '\u{301}' => tone = Some('s'),
                '\u{303}' => tone = Some('x'),
                '\u{309}' => tone = Some('r'),
                '\u{323}' => tone = Some('j'),
                '\u{302}' => keys.push(keys.chars().last().expect("a letter before its mark")),
                '\u{306}' | '\u{31b}' => keys.push('w'),
                'đ' => keys.push_str("dd"),
                'o' if keys.ends_with('o') => keys.push_str("oo"),
                other => keys.push(other),
            }
        }
        keys.extend(tone);
        keys
    };
    decomposed.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_ward_is_found_first_by_its_own_name() {
    let names = names();
    for name in sought(&names) {
        let first = best(name, &names);
        assert!(first.iter().all(|other| *other == name), "{name}: {first:?}");
    }
}

/// Names of other tongues: in them a key that stands for a tone is a letter after a vowel, which Telex can't write.
const OTHER_TONGUES: [&str; 1] = ["Xã Đakrông"];

#[test]
fn every_ward_is_found_first_by_its_name_in_telex() {
    let names = names();
    let found = |name: &str| best(&telex(name), &names).contains(&name);
    for name in sought(&names) {
        assert_eq!(found(name), !OTHER_TONGUES.contains(&name), "{name}");
    }
}

#[test]
fn every_ward_is_found_without_marks_and_nothing_else_is_as_good() {
    let names = names();
    for name in sought(&names) {
        let key = search_key(name);
        let query = Query::read(&key);
        assert!(query.rank(name).is_some(), "{name}");
        let first = best(&key, &names);
        assert!(
            first.iter().all(|other| search_key(other) == key),
            "{name}: {first:?}"
        );
    }
}
