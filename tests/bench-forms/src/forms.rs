//! The forms that are measured, made by rule: same program, same form, byte by byte.
//!
//! The reference form has 60 questions in six groups of ten, ten calculations and a repeat whose rows have six nodes; [`Sums`] adds three sums over all
//! rows. The large form is 566 nodes with texts in four languages, about 1.5 MB. The cascade asks for a province, then for one of its wards.

use std::fmt::Write as _;

/// Groups of the reference form, ten questions each.
pub(crate) const PAGES: usize = 6;
/// Rows of the reference form as it is named in the targets.
pub(crate) const ROWS: usize = 20;

/// Whether the reference form adds up all its rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sums {
    None,
    OverRows,
}

const HEAD: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head>"#;

/// The reference form.
pub(crate) fn reference(sums: Sums) -> String {
    let (mut data, mut binds, mut body) = (String::new(), String::new(), String::new());
    for page in 1..=PAGES {
        add_page(page, &mut data, &mut binds, &mut body);
    }
    for number in 1..=4 {
        let (node, above) = (format!("k_{number}"), number + 1);
        let _ = write!(data, "<{node}/>");
        let _ = write!(
            binds,
            r#"<bind nodeset="/data/{node}" type="int" calculate="/data/p_{number}/total + /data/p_{above}/total"/>"#
        );
    }
    data.push_str(r#"<item jr:template=""><name/><quantity/><price/><kind/><amount/><note/></item>"#);
    binds.push_str(ROW_BINDS);
    body.push_str(ROW_BODY);
    if sums == Sums::OverRows {
        data.push_str("<sum_quantity/><sum_amount/><filled/>");
        binds.push_str(SUM_BINDS);
    }
    document("reference", &data, "", &binds, &body)
}

const ROW_BINDS: &str = r#"<bind nodeset="/data/item/name" type="string" required="true()"/>
<bind nodeset="/data/item/quantity" type="int" required="true()" constraint=". &gt;= 0 and . &lt;= 1000" jr:constraintMsg="From 0 to 1000"/>
<bind nodeset="/data/item/price" type="int" constraint=". &gt; 0" jr:constraintMsg="More than 0"/>
<bind nodeset="/data/item/kind" type="string"/>
<bind nodeset="/data/item/amount" type="int" calculate="../quantity * ../price"/>
<bind nodeset="/data/item/note" type="string" relevant="../quantity &gt; 100 or ../kind = 'other'"/>"#;

const ROW_BODY: &str = r#"<group ref="/data/item"><label>Items</label><repeat nodeset="/data/item">
<input ref="/data/item/name"><label>Name</label></input><input ref="/data/item/quantity"><label>Quantity</label></input>
<input ref="/data/item/price"><label>Price</label></input>
<select1 ref="/data/item/kind"><label>Kind</label><item><label>Usual</label><value>usual</value></item><item><label>Other</label><value>other</value></item></select1>
<input ref="/data/item/note"><label>Note</label></input></repeat></group>"#;

const SUM_BINDS: &str = r#"<bind nodeset="/data/sum_quantity" type="int" calculate="sum(/data/item/quantity)"/>
<bind nodeset="/data/sum_amount" type="int" calculate="sum(/data/item/amount)"/>
<bind nodeset="/data/filled" type="int" calculate="count(/data/item)"/>"#;

/// Ten questions and one calculation.
fn add_page(page: usize, data: &mut String, binds: &mut String, body: &mut String) {
    let path = format!("/data/p_{page}");
    let _ = write!(
        data,
        "<p_{page}><name/><count/><price/><detail/><agree/><reason/><day/><remark/><phone/><extra/><total/></p_{page}>"
    );
    let _ = write!(
        binds,
        r#"<bind nodeset="{path}/name" type="string" required="true()" jr:requiredMsg="A name is needed"/>
<bind nodeset="{path}/count" type="int" required="true()" constraint=". &gt;= 0 and . &lt;= 1000" jr:constraintMsg="From 0 to 1000"/>
<bind nodeset="{path}/price" type="int" constraint=". &gt; 0"/>
<bind nodeset="{path}/detail" type="string" relevant="../count &gt; 100"/>
<bind nodeset="{path}/agree" type="string" required="true()"/>
<bind nodeset="{path}/reason" type="string" relevant="selected(../agree, 'no')" required="../count &gt; 10"/>
<bind nodeset="{path}/day" type="date" constraint=". &lt;= today()" jr:constraintMsg="Not after today"/>
<bind nodeset="{path}/phone" type="string" constraint="regex(., '^0[0-9]{{9}}$')"/>
<bind nodeset="{path}/extra" type="string" readonly="../agree = 'no'"/>
<bind nodeset="{path}/total" type="int" calculate="../count * ../price"/>"#
    );
    let _ = write!(body, r#"<group ref="{path}"><label>Page {page}</label>"#);
    for name in [
        "name", "count", "price", "detail", "reason", "day", "remark", "phone", "extra",
    ] {
        let _ = write!(
            body,
            r#"<input ref="{path}/{name}"><label>Question {name}</label><hint>What is meant by {name}</hint></input>"#
        );
    }
    let _ = write!(
        body,
        r#"<select1 ref="{path}/agree"><label>Agreed?</label><item><label>Yes</label><value>yes</value></item><item><label>No</label><value>no</value></item></select1></group>"#
    );
}

fn document(id: &str, data: &str, model: &str, binds: &str, body: &str) -> String {
    format!(
        r#"{HEAD}<h:title>{id}</h:title><model>{model}<instance><data id="{id}" version="1">{data}<meta><instanceID/></meta></data></instance>{binds}<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/></model></h:head><h:body>{body}</h:body></h:html>"#
    )
}

/// Answers of a question of the reference form, typed one after the other: they show and hide another question, and one is too large.
pub(crate) const TYPED: [&str; 8] = ["1", "12", "120", "1200", "7", "75", "750", "99"];

/// Nodes of the large form, the root counted, its meta block not.
const LARGE_NODES: usize = 566;

/// About 1.5 MB: 565 nodes below the root, four languages, hints, and a list of choices in the form.
pub(crate) fn large() -> String {
    let (mut data, mut binds, mut body) = (String::new(), String::new(), String::new());
    for node in 1..LARGE_NODES {
        let _ = write!(data, "<q_{node}/>");
        let before = node.saturating_sub(1);
        let rules = match node % 5 {
            0 => format!(r#" relevant="/data/q_{before} != '' and /data/q_1 &gt; 3""#),
            1 => r#" constraint=". &gt;= 0 and . &lt;= 1000""#.to_owned(),
            2 if node > 5 => format!(r#" calculate="concat(/data/q_{before}, ' ', /data/q_3)""#),
            3 => " required=\"true()\"".to_owned(),
            _ => String::new(),
        };
        let kind = if node % 5 == 1 { "int" } else { "string" };
        let _ = write!(binds, r#"<bind nodeset="/data/q_{node}" type="{kind}"{rules}/>"#);
        let _ = write!(
            body,
            r#"<input ref="/data/q_{node}"><label ref="jr:itext('/data/q_{node}:label')"/><hint ref="jr:itext('/data/q_{node}:hint')"/></input>"#
        );
    }
    document("large", &data, &large_texts(), &binds, &body)
}

fn large_texts() -> String {
    let mut texts = String::from("<itext>");
    for language in ["Tiếng Việt (vi)", "English (en)", "Français (fr)", "ไทย (th)"] {
        let _ = write!(texts, r#"<translation lang="{language}">"#);
        for node in 1..LARGE_NODES {
            for part in ["label", "hint"] {
                let _ = write!(
                    texts,
                    r#"<text id="/data/q_{node}:{part}"><value>{}{node}</value></text>"#,
                    "Câu hỏi dài như trong các mẫu đơn thật, kèm lời giải thích để người khai hiểu phải ghi gì. ".repeat(2)
                );
            }
        }
        texts.push_str("</translation>");
    }
    texts.push_str("</itext>");
    texts
}

/// Province, then ward: the list of wards is a CSV of its own.
pub(crate) fn cascade() -> String {
    document(
        "cascade",
        "<province/><ward/>",
        "",
        r#"<instance id="wards" src="jr://file-csv/wards.csv"/><bind nodeset="/data/province" type="string"/><bind nodeset="/data/ward" type="string"/>"#,
        r#"<input ref="/data/province"><label>Province</label></input><select1 ref="/data/ward"><label>Ward</label>
<itemset nodeset="instance('wards')/root/item[province_code = /data/province]"><value ref="name"/><label ref="label"/></itemset></select1>"#,
    )
}

/// All communes and wards of the country, as the portal's forms choose from them: province by province, the largest of 168.
pub(crate) const WARDS: &str = include_str!("../../../mock-server/forms/lists/wards.csv");

/// The provinces of [`WARDS`], as that list names them.
pub(crate) fn provinces() -> Vec<&'static str> {
    let mut all: Vec<&str> = WARDS
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit(',').next())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
