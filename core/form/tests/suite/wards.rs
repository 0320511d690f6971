//! The wards of 1 July 2025: drafts begun in a form with the old list, taken into one with the new list. Old units with one successor
//! are mapped, those that were split ask the citizen, and nothing is lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{ask, definition_of, env, form};
use motcua_form::{AnswerEffect, Definition, Effect, Instance, Misfit, NewValues, ValueMapping};

/// Hà Nội, Hồ Chí Minh, Bình Dương and Bà Rịa - Vũng Tàu before 01/07/2025, and what took the place of each unit.
const MAPPING: &str = include_str!("../../../../mock-server/data/ward_mapping.csv");
/// The list that the forms offer since.
const WARDS: &str = include_str!("../../../../mock-server/forms/lists/wards.csv");

fn state(instance: &Instance, reference: &str) -> String {
    instance.state(reference).expect("a node").value
}

/// The successors of each old value of a list.
fn successors(list: &str) -> NewValues {
    let mut values = NewValues::new();
    for line in MAPPING.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        if columns[0] == list {
            values
                .entry(columns[1].to_owned())
                .or_default()
                .push(columns[2].to_owned());
        }
    }
    values
}

/// Codes of today's wards with their provinces'.
fn today() -> Vec<(String, String)> {
    let columns = |line: &str| {
        let columns: Vec<&str> = line.split(',').collect();
        (columns[0].to_owned(), columns[2].to_owned())
    };
    WARDS.lines().skip(1).map(columns).collect()
}

fn mapping() -> ValueMapping {
    ValueMapping {
        lists: ["wards", "provinces"]
            .map(|list| (list.to_owned(), successors(list)))
            .into(),
        ..ValueMapping::default()
    }
}

/// A form that asks for province and ward in every row, the wards filtered by the province.
fn cascade(wards: &[(String, String)]) -> Definition {
    let provinces: BTreeSet<&str> = wards.iter().map(|(_, province)| province.as_str()).collect();
    let provinces: String = provinces
        .iter()
        .map(|code| format!("<item><name>{code}</name></item>"))
        .collect();
    let item =
        |(code, province): &(String, String)| format!("<item><name>{code}</name><in>{province}</in></item>");
    let wards: String = wards.iter().map(item).collect();
    let list = |id: &str, items: &str| format!(r#"<instance id="{id}"><root>{items}</root></instance>"#);
    definition_of(&form(
        r#"<row jr:template=""><province/><ward/></row>"#,
        &(list("provinces", &provinces) + &list("wards", &wards)),
        r#"<repeat nodeset="/data/row">
           <select1 ref="/data/row/province"><itemset nodeset="instance('provinces')/root/item"><value ref="name"/></itemset></select1>
           <select1 ref="/data/row/ward"><itemset nodeset="instance('wards')/root/item[in = current()/../province]"><value ref="name"/></itemset></select1></repeat>"#,
    ))
}

/// Old codes with the old province's.
fn old_wards() -> Vec<(String, String)> {
    let provinces: BTreeMap<&str, &str> = [
        ("Hà Nội", "01"),
        ("Bình Dương", "74"),
        ("Bà Rịa - Vũng Tàu", "77"),
        ("Hồ Chí Minh", "79"),
    ]
    .into();
    let wards = MAPPING.lines().filter(|line| line.starts_with("wards,"));
    let columns = wards.map(|line| line.split(',').collect::<Vec<_>>());
    let mut old: Vec<_> = columns
        .map(|columns| (columns[1].to_owned(), provinces[columns[5]].to_owned()))
        .collect();
    old.dedup();
    old
}

/// One draft with every old ward in it, a row each.
#[test]
fn every_old_ward_finds_its_new_one_or_asks_the_citizen() {
    let (old, new) = (old_wards(), today());
    assert_eq!((old.len(), new.len()), (968, 3321));
    let row = |(ward, province): &(String, String)| {
        format!("<row><province>{province}</province><ward>{ward}</ward></row>")
    };
    let saved = format!("<data>{}</data>", old.iter().map(row).collect::<String>());
    let draft = Instance::restore(&cascade(&old), &saved, &env()).expect("a draft");
    assert!(draft.problems("").is_empty(), "each was a choice of its province");
    let rebased = draft.rebase(&cascade(&new), &mapping(), &env());
    let effects: BTreeMap<&str, &AnswerEffect> = rebased
        .effects
        .iter()
        .map(|effect| (effect.from.as_str(), effect))
        .collect();
    assert_eq!(effects.len(), 2 * old.len(), "every answer is accounted for");
    let (wards, provinces) = (successors("wards"), successors("provinces"));
    let (mut same, mut replaced, mut asked) = (0, 0, 0);
    for (number, (code, province)) in (1..).zip(&old) {
        let [in_province, in_ward] = ["province", "ward"].map(|name| format!("/data/row[{number}]/{name}"));
        assert_eq!(state(&rebased.instance, &in_province), provinces[province][0]);
        let effect = effects[in_ward.as_str()];
        let now = state(&rebased.instance, &in_ward);
        assert_eq!(&effect.value, code, "the old answer can be shown");
        match (&wards[code][..], &effect.effect) {
            ([one], Effect::Kept) if one == code && now == *one => same += 1,
            ([one], Effect::Replaced { value }) if one == value && now == *one && one != code => {
                replaced += 1
            }
            // A code that is used again must not stand for another ward meanwhile.
            (several @ [_, _, ..], Effect::ToChoose { candidates })
                if several == candidates && now.is_empty() =>
            {
                let place = provinces[province][0].as_str();
                let offered = |code: &String| new.contains(&(code.clone(), place.to_owned()));
                assert!(
                    candidates.iter().all(offered),
                    "{code}: a candidate is no ward of the province"
                );
                asked += 1;
            }
            (successors, effect) => panic!("{code} with {} successors: {effect:?}", successors.len()),
        }
    }
    assert_eq!((same, replaced, asked), (221, 501, 246));
    assert!(
        rebased.instance.problems("").is_empty(),
        "what was taken is a choice of the new province"
    );
}

fn ward_form<'a>(wards: impl Iterator<Item = &'a String>) -> String {
    let items: String = wards
        .map(|code| format!("<item><name>{code}</name></item>"))
        .collect();
    let itemset = r#"<itemset nodeset="instance('wards')/root/item"><value ref="name"/></itemset>"#;
    form(
        "<all/><note/>",
        &format!(r#"<instance id="wards"><root>{items}</root></instance>"#),
        &format!(r#"<select ref="/data/all">{itemset}</select><input ref="/data/note"/>"#),
    )
}

#[test]
fn several_wards_at_once_and_texts_that_are_no_wards() {
    let values = successors("wards");
    let mut draft = crate::common::open(&ward_form(values.keys()));
    ask(&mut draft, "/data/all", "26734 26755 26758 26737");
    ask(&mut draft, "/data/note", "26734");
    let new = today();
    let newer = definition_of(&ward_form(new.iter().map(|(code, _)| code)));
    let rebased = draft.rebase(&newer, &mapping(), &env());
    let candidates = vec!["26740".to_owned(), "26737".to_owned()];
    assert_eq!(rebased.effects[0].effect, Effect::ToChoose { candidates });
    assert_eq!(
        state(&rebased.instance, "/data/all"),
        "26737 26758",
        "two old wards are one new one"
    );
    assert_eq!(
        rebased.effects[1].effect,
        Effect::Kept,
        "a text is no choice of the list"
    );

    let mut by_question = mapping();
    let own = NewValues::from([
        ("26734".into(), vec!["26743".into()]),
        ("26755".into(), Vec::new()),
    ]);
    by_question.questions.insert("/data/all".into(), own);
    ask(&mut draft, "/data/all", "26734");
    let rebased = draft.rebase(&newer, &by_question, &env());
    let value_now = "26743".to_owned();
    assert_eq!(rebased.effects[0].effect, Effect::Replaced { value: value_now });
    ask(&mut draft, "/data/all", "26755");
    let rebased = draft.rebase(&newer, &by_question, &env());
    assert_eq!(rebased.effects[0].effect, Effect::NoLongerFits(Misfit::Choice));
    assert_eq!(
        state(&rebased.instance, "/data/all"),
        "",
        "nothing took its place"
    );
}
