//! Differences planted on our side, each of which the comparison must find: else it would find nothing else either.
//!
//! One small form has a rule of every kind and a file of every format. It is played as it is, which must show no difference, and then once for
//! each plant: JavaRosa plays the form as it is, our engine one whose rule or file says something else, or another answer.

use std::io;

use crate::compare::{What, compare};
use crate::javarosa::JavaRosa;
use crate::pair::{File, Pair, Step};

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
<instance><data id="t"><a/><b/><c/><d/><e/><f/><row><x/></row><total/><half/><day/><thrice/><fixed><y/></fixed><loaded/><clock>18:00:00.000+07:00</clock><part/><id/><begun/><today/><town/><post/><park/></data></instance>
<instance id="towns" src="jr://file-csv/towns.csv"/><instance id="posts" src="jr://file/posts.xml"/><instance id="parks" src="jr://file/parks.geojson"/>
<instance id="list"><root><item><name>m</name><group>1</group></item><item><name>n</name><group>2</group></item></root></instance>
<bind nodeset="/data/a" type="int" constraint=". &lt; 5"/><bind nodeset="/data/b" type="int" calculate="/data/a * 2" readonly="true()"/>
<bind nodeset="/data/c" relevant="/data/a &gt; 2"/><bind nodeset="/data/d" required="/data/a = 3"/><bind nodeset="/data/e" readonly="/data/a = 3"/>
<bind nodeset="/data/row/x" type="int"/><bind nodeset="/data/total" type="int" calculate="sum(/data/row/x[. != ''])"/>
<bind nodeset="/data/half" type="decimal" calculate="/data/a div 2"/><bind nodeset="/data/day" type="date" calculate="date('2026-11-23')"/>
<bind nodeset="/data/thrice" type="int" calculate="preceding-sibling::a * 3"/><bind nodeset="/data/clock" type="time"/><bind nodeset="/data/part" type="decimal" calculate="decimal-time(/data/clock)"/>
<bind nodeset="/data/id" jr:preload="uid"/><bind nodeset="/data/begun" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
<bind nodeset="/data/today" type="date" jr:preload="date" jr:preloadParams="today"/>
<bind nodeset="/data/town" calculate="instance('towns')/root/item[name = 'b']/label"/><bind nodeset="/data/post" calculate="string(instance('posts')/root/item[position() = 2]/@no)"/>
<bind nodeset="/data/park" calculate="instance('parks')/root/item[id = 'p']/geometry"/>
<setvalue event="odk-instance-load" ref="/data/loaded" value="'again'"/></model></h:head>
<h:body><input ref="/data/a"/><input ref="/data/b"><label ref="jr:itext('b')"/></input><input ref="/data/c"><hint>Only above two</hint></input><input ref="/data/d"/><input ref="/data/e"/>
<select1 ref="/data/f"><itemset nodeset="instance('list')/root/item[group &lt; /data/a]"><value ref="name"/><label ref="name"/></itemset></select1>
<repeat nodeset="/data/row"><input ref="/data/row/x"/></repeat><input ref="/data/loaded"/>
<repeat nodeset="/data/fixed" jr:noAddRemove="true()"><input ref="/data/fixed/y"/></repeat></h:body></h:html>"#;

/// Addresses and texts of the files that the form names.
const FILES: [(&str, &str); 3] = [
    (
        "jr://file-csv/towns.csv",
        "name,label\na,Huế\nb,\"Vinh, Nghệ An\"\n",
    ),
    (
        "jr://file/posts.xml",
        "<root><item no=\"4\"/><item no=\"5\"/></root>",
    ),
    (
        "jr://file/parks.geojson",
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "p", "properties": {}, "geometry": {"type": "Point", "coordinates": [106.5, 10.25]}}]}"#,
    ),
];

const PLANTS: [Plant; 30] = [
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
    plant("a cell of a CSV file", "Vinh, Nghệ An", "Vinh", What::Value),
    plant("an attribute in an XML file", "no=\"5\"", "no=\"6\"", What::Value),
    plant("a place in a GeoJSON file", "106.5", "106.25", What::Value),
    plant("an id", "jr:preload=\"uid\"", "", What::Value),
    plant("the time of opening", "jr:preload=\"timestamp\"", "", What::Value),
    plant("the day of opening", "jr:preload=\"date\"", "", What::Value),
    plant(
        "an axis",
        "preceding-sibling::a",
        "following-sibling::a",
        What::Value,
    ),
    plant(
        "a time of the day",
        "decimal-time(/data/clock)",
        "decimal-time(now())",
        What::Value,
    ),
    plant(
        "an event",
        "odk-instance-load",
        "odk-instance-first-load",
        What::Value,
    ),
    plant(
        "a row where none is added",
        " jr:noAddRemove=\"true()\"",
        "",
        What::Outcome,
    ),
    plant(
        "a row more there",
        "<fixed><y/></fixed>",
        "<fixed><y/></fixed><fixed><y/></fixed>",
        What::Rows,
    ),
];

const fn plant(name: &'static str, from: &'static str, to: &'static str, shows: What) -> Plant {
    Plant {
        name,
        from,
        to,
        shows,
    }
}

impl Plant {
    /// The pair with what is planted in its form or in its files; nothing when it has no place there.
    fn in_pair(&self, honest: &Pair) -> Option<Pair> {
        let mut ours = honest.clone();
        let texts = ours.resources.iter_mut().map(|file| &mut file.text);
        let mut planted = false;
        for text in texts.chain([&mut ours.form]) {
            planted |= text.contains(self.from);
            *text = text.replace(self.from, self.to);
        }
        planted.then_some(ours)
    }
}

fn file((uri, text): (&str, &str)) -> File {
    File {
        uri: uri.to_owned(),
        text: text.to_owned(),
    }
}

fn pair() -> Pair {
    let answer = |place: &str, value: &str| Step::Answer {
        r#ref: place.to_owned(),
        value: value.to_owned(),
    };
    Pair {
        form: FORM.to_owned(),
        plain: Some(FORM.replace("preceding-sibling::a", "../a")),
        resources: FILES.map(file).into(),
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
            answer("/data/loaded", "once"),
            Step::Add {
                r#ref: "/data/fixed".to_owned(),
            },
            Step::Reopen,
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
        let ours = plant.in_pair(&honest);
        if ours.is_none_or(|ours| !found(&ours, Some(plant.shows))) {
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
