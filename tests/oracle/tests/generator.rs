//! What the generator makes, without JavaRosa: the same each time, forms that load, answers that are taken, and rules that have an entry.

use std::collections::BTreeSet;
use std::path::Path;

use motcua_form::Instance;
use motcua_oracle::compare::{env, load};
use motcua_oracle::facts::{Facts, generic};
use motcua_oracle::game::Game;
use motcua_oracle::own::Own;
use motcua_oracle::pair::Step;
use motcua_oracle::rules::RULES;
use motcua_oracle::script;

fn own() -> Vec<Own> {
    let forms = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../mock-server/forms");
    Own::all(&forms).expect("our forms")
}

#[test]
fn a_seed_makes_the_same_pair_each_time() {
    let own = own();
    for seed in 0..60 {
        let (one, other) = (Game::of(seed, &own).pair, Game::of(seed, &own).pair);
        assert_eq!(one.form, other.form, "form of seed {seed}");
        assert_eq!(one.steps, other.steps, "steps of seed {seed}");
    }
}

#[test]
fn every_form_loads_and_takes_most_of_its_steps() {
    let own = own();
    let (mut taken, mut all) = (0, 0);
    for seed in 0..300 {
        let pair = Game::of(seed, &own).pair;
        let definition = load(&pair).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let mut instance = Instance::open(&definition, &env(0));
        let mut done = |step: &&Step| script::apply(&definition, &mut instance, step, &env(0));
        taken += pair.steps.iter().filter(|step| done(step)).count();
        all += pair.steps.len();
    }
    assert!(taken * 100 > all * 98, "{taken} of {all}");
}

#[test]
fn every_own_form_has_a_story_that_is_played_to_its_end() {
    for own in own() {
        let pair = own.told();
        let definition = load(&pair).unwrap_or_else(|error| panic!("{}: {error}", own.name));
        let mut instance = Instance::open(&definition, &env(1_795_410_000_000));
        assert!(pair.steps.len() > 8, "{}", own.name);
        for step in &pair.steps {
            let done = script::apply(&definition, &mut instance, step, &env(1_795_410_000_000));
            assert!(done, "{}: {step:?}", own.name);
        }
    }
}

/// What the generator is for: each of these in some of the first forms.
#[test]
fn the_forms_have_every_kind_of_rule_and_question() {
    let mut all = String::new();
    for pair in (1..1500).map(|seed| Game::of(seed, &[]).pair) {
        all.extend([pair.form, format!("{:?}", pair.steps)]);
        all.extend(pair.resources.into_iter().map(|file| file.text));
    }
    for wanted in [
        "relevant=",
        "required=",
        "constraint=",
        "calculate=",
        "readonly=",
        "jr:count=",
        "jr:template=",
        "<itemset",
        "current()/",
        "<select ",
        "<select1 ",
        "<odk:rank ",
        "<range ",
        "<trigger ",
        "<upload ",
        "<setvalue ",
        "<output ",
        "sum(",
        "count(",
        "min(",
        "max(",
        "join(",
        "position(",
        "if(",
        "once(",
        "coalesce(",
        "regex(",
        "format-date(",
        "selected(",
        "selected-at(",
        "checklist(",
        "sqrt(",
        "log10(",
        "exp10(",
        "sin(",
        "acos(",
        "atan2(",
        "pi(",
        "base64-decode(",
        "version(",
        "format-date-time(",
        "geotrace",
        "dateTime",
        "jr://file-csv/",
        "name;itextId",
        "\"\"b\"\"",
        "jr://file/l0.xml",
        "/@no",
        "jr://file/l0.geojson",
        "Polygon",
        "geometry)",
        "jr:preload=\"uid\"",
        "jr:preload=\"property\"",
        "jr:preload=\"date\"",
        "jr:preloadParams=\"start\"",
        "jr:preloadParams=\"end\"",
        "jr:noAddRemove=",
        "event=\"odk-instance-load\"",
        "event=\"odk-instance-first-load odk-new-repeat\"",
        "Reopen",
        "parent::node()",
        "child::",
        "ancestor::",
        "ancestor-or-self::",
        "preceding-sibling::",
        "following-sibling::",
        "preceding::",
        "descendant::",
        "\"//n",
        "decimal-time(",
        "decimal-date-time(",
        "date(1",
        "%H:%M:%S",
        "%a %e %b %Y",
        "&lt;= now()",
    ] {
        assert!(all.contains(wanted), "no {wanted}");
    }
}

#[test]
fn every_rule_has_an_entry() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/xforms-differences.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let entries: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    for rule in RULES {
        assert!(entries.contains(rule.name), "{} has no entry", rule.name);
    }
}

#[test]
fn facts_follow_names_as_whole_words() {
    let facts = Facts::of(
        r#"<m><bind nodeset="/data/n1"/><bind nodeset="/data/n10" relevant="/data/n1 = 1" type="int"/><bind nodeset="/data/n2" calculate="../n10"/><bind nodeset="/data/g" relevant="/data/n2"/><bind nodeset="/data/g/n3"/><bind nodeset="/data/n4" calculate="/data/n11"/></m>"#,
    );
    assert_eq!(facts.data_type("/data/n10"), "int");
    assert_eq!(generic("/data/kid[2]/toy[10]/name"), "/data/kid/toy/name");
    let follow = facts.dependents(&BTreeSet::from(["/data/n10".to_owned()]));
    let follow: Vec<&str> = follow.iter().map(String::as_str).collect();
    assert_eq!(follow, ["/data/g", "/data/g/n3", "/data/n10", "/data/n2"]);
}
