//! Differences planted on our side, each of which the comparison must find: else it would find nothing else either.
//!
//! One small form has a rule of every kind. It is played as it is, which must show no difference, and then once for each plant: JavaRosa
//! plays the form as it is, our engine one whose rule says something else, or another answer.

use std::io;

use crate::compare::{What, compare};
use crate::javarosa::JavaRosa;
use crate::pair::{Pair, Step};

/// What is changed on our side, and as what it must show.
struct Plant {
    name: &'static str,
    from: &'static str,
    to: &'static str,
    shows: What,
}

const FORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>t</h:title><model><itext><translation lang="en"><text id="b"><value>Twice <output value="/data/a"/></value></text></translation>
<translation lang="vi"><text id="b"><value>Hai lần <output value="/data/a"/></value></text></translation></itext>
<instance><data id="t"><a/><b/><c/><d/><e/><f/><row><x/></row><total/><half/><day/></data></instance>
<instance id="list"><root><item><name>m</name><group>1</group></item><item><name>n</name><group>2</group></item></root></instance>
<bind nodeset="/data/a" type="int" constraint=". &lt; 5"/><bind nodeset="/data/b" type="int" calculate="/data/a * 2" readonly="true()"/>
<bind nodeset="/data/c" relevant="/data/a &gt; 2"/><bind nodeset="/data/d" required="/data/a = 3"/><bind nodeset="/data/e" readonly="/data/a = 3"/>
<bind nodeset="/data/row/x" type="int"/><bind nodeset="/data/total" type="int" calculate="sum(/data/row/x[. != ''])"/>
<bind nodeset="/data/half" type="decimal" calculate="/data/a div 2"/><bind nodeset="/data/day" type="date" calculate="date('2026-11-23')"/></model></h:head>
<h:body><input ref="/data/a"/><input ref="/data/b"><label ref="jr:itext('b')"/></input><input ref="/data/c"><hint>Only above two</hint></input><input ref="/data/d"/><input ref="/data/e"/>
<select1 ref="/data/f"><itemset nodeset="instance('list')/root/item[group &lt; /data/a]"><value ref="name"/><label ref="name"/></itemset></select1>
<repeat nodeset="/data/row"><input ref="/data/row/x"/></repeat></h:body></h:html>"#;

const PLANTS: [Plant; 19] = [
    plant("a calculation", "/data/a * 2", "/data/a * 2 + 1", What::Value),
    plant(
        "a total",
        "sum(/data/row/x[. != ''])",
        "count(/data/row)",
        What::Value,
    ),
    plant("a condition", "/data/a &gt; 2", "/data/a &gt; 3", What::Relevant),
    plant("a constraint", ". &lt; 5", ". &lt; 3", What::Constraint),
    plant(
        "an obligation",
        "required=\"/data/a = 3\"",
        "required=\"/data/a = 4\"",
        What::Required,
    ),
    plant(
        "a lock",
        "readonly=\"/data/a = 3\"",
        "readonly=\"/data/a = 4\"",
        What::Writable,
    ),
    plant(
        "a filter",
        "[group &lt; /data/a]",
        "[group &lt; /data/a - 1]",
        What::Choices,
    ),
    plant("a decimal", "/data/a div 2", "/data/a div 2 + 0.01", What::Value),
    plant("a date", "2026-11-23", "2026-11-24", What::Value),
    plant("a hint", "Only above two", "Only above three", What::Hint),
    plant(
        "a choice's label",
        "<label ref=\"name\"/>",
        "<label ref=\"group\"/>",
        What::ChoiceLabels,
    ),
    plant("a question", "<input ref=\"/data/e\"/>", "", What::Asked),
    plant(
        "a type",
        "nodeset=\"/data/row/x\" type=\"int\"",
        "nodeset=\"/data/row/x\" type=\"string\"",
        What::Type,
    ),
    plant(
        "a refused row",
        "<repeat nodeset=\"/data/row\">",
        "<repeat nodeset=\"/data/row\" jr:noAddRemove=\"true()\">",
        What::Outcome,
    ),
    plant("a refused form", "/data/a * 2", "/data/a *", What::Load),
    plant("a text", "Twice", "Thrice", What::Label),
    plant("a translation", "Hai lần", "Ba lần", What::Label),
    plant(
        "a row",
        "<row><x/></row>",
        "<row><x/></row><row><x/></row>",
        What::Rows,
    ),
    plant("what is handed in", "<day/>", "<day/><more/>", What::Submission),
];

const fn plant(name: &'static str, from: &'static str, to: &'static str, shows: What) -> Plant {
    Plant {
        name,
        from,
        to,
        shows,
    }
}

fn pair() -> Pair {
    let answer = |place: &str, value: &str| Step::Answer {
        r#ref: place.to_owned(),
        value: value.to_owned(),
    };
    Pair {
        form: FORM.to_owned(),
        resources: Vec::new(),
        steps: vec![
            answer("/data/a", "3"),
            answer("/data/f", "n"),
            answer("/data/row[1]/x", "7"),
            answer("/data/row[1]/x", "seven"),
            answer("/data/row[1]/x", "7"),
            Step::Language {
                value: "vi".to_owned(),
            },
            Step::Add {
                r#ref: "/data/row".to_owned(),
            },
            answer("/data/a", "6"),
        ],
    }
}

/// Plays every plant; how many there were, and the names of those that the comparison didn't find. Without any plant nothing may be found.
///
/// # Errors
/// JavaRosa's program ended.
pub fn missed(javarosa: &mut JavaRosa) -> io::Result<(usize, Vec<String>)> {
    let honest = pair();
    let play = javarosa.play(&honest)?;
    let found = |ours: &Pair, what: Option<What>| {
        let findings = compare(&honest, ours, &play).findings;
        findings
            .iter()
            .any(|found| what.is_none_or(|what| what == found.what))
    };
    let mut missed = Vec::new();
    if found(&honest, None) {
        missed.push("that nothing differs where nothing was planted".to_owned());
    }
    for plant in PLANTS {
        let mut ours = honest.clone();
        ours.form = FORM.replace(plant.from, plant.to);
        if ours.form == FORM || !found(&ours, Some(plant.shows)) {
            missed.push(plant.name.to_owned());
        }
    }
    let mut ours = honest.clone();
    ours.steps[0] = Step::Answer {
        r#ref: "/data/a".to_owned(),
        value: "4".to_owned(),
    };
    if !found(&ours, Some(What::Value)) {
        missed.push("another answer".to_owned());
    }
    Ok((PLANTS.len() + 1, missed))
}
