//! The catalogue as lists and pages: procedures with their level, time limit, fee and papers.

use motcua_domain::time::Millis;
use serde::{Deserialize, Serialize};

use super::{
    format,
    text::{Language, Texts, Var},
};

/// A procedure as the signed catalogue has it. Members that this app doesn't know are ignored here and kept in the stored document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Procedure {
    /// Code, `1.001193`.
    pub code: String,
    /// Official name.
    pub name_vi: String,
    /// Our English name.
    pub name_en: String,
    /// Group id, `civil_status`.
    pub group: String,
    /// Field (lĩnh vực).
    #[serde(default)]
    pub field_vi: String,
    /// The same in English; catalogues fetched by earlier apps don't have it.
    #[serde(default)]
    pub field_en: String,
    /// `ward`, `province`, `ministry`.
    #[serde(default)]
    pub level: String,
    /// `toan_trinh`, `mot_phan` or nothing.
    #[serde(default)]
    pub online_level: Option<String>,
    /// Time limit.
    #[serde(default)]
    pub deadline: Option<Deadline>,
    /// Ways to hand in, with fees.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// What the fee hangs on.
    #[serde(default)]
    pub fee_note_vi: Option<String>,
    /// The same in English. Catalogues fetched by earlier apps have this text alone, as `fee_note`.
    #[serde(default, alias = "fee_note")]
    pub fee_note_en: Option<String>,
    /// Papers, in short words.
    #[serde(default)]
    pub papers_vi: Vec<String>,
    /// The same in English. Catalogues fetched by earlier apps have these alone, as `papers`.
    #[serde(default, alias = "papers")]
    pub papers_en: Vec<String>,
    /// What one gets.
    #[serde(default)]
    pub result_vi: Option<String>,
    /// The same in English; catalogues fetched by earlier apps don't have it.
    #[serde(default)]
    pub result_en: Option<String>,
    /// Decrees and circulars.
    #[serde(default)]
    pub legal_refs: Vec<String>,
    /// The electronic form, if there is one.
    #[serde(default)]
    pub form: Option<FormRef>,
}

/// A procedure's time limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// How many units; the catalogue writes whole ones as `20.0` too.
    #[serde(default)]
    pub days: Option<f64>,
    /// `WORKING_DAY`, `DAY`, `HOUR`, `OTHER`.
    #[serde(default)]
    pub unit: String,
    /// Special rules, such as the 15:00 cut-off.
    #[serde(default)]
    pub note: Option<String>,
}

/// One way to hand in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// `ONLINE`, `POSTAL`, `DIRECT`.
    pub channel: String,
    /// Fees in VND; a list when there are several cases.
    #[serde(default)]
    pub fee_vnd: Vec<u64>,
}

/// Which form belongs to a procedure now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRef {
    /// Procedure code of the form.
    pub code: String,
    /// Its version.
    pub version: String,
    /// Hash of the form's XML.
    pub sha256: String,
}

/// The catalogue's list, as asked for. What somebody looks for is theirs: no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct CatalogueList {
    /// The heading.
    pub heading: String,
    /// What was searched for.
    pub query: String,
    /// Best first.
    pub items: Vec<ProcedureItem>,
    /// What to say when there is nothing to show.
    pub empty: Option<String>,
    /// How old this is: "Catalogue downloaded at …".
    pub as_of: Option<String>,
}

/// A procedure in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureItem {
    /// Code.
    pub code: String,
    /// Name in the chosen language.
    pub name: String,
    /// Field (lĩnh vực), Vietnamese.
    pub field: String,
    /// "Ward level".
    pub level: String,
    /// "1 working day".
    pub deadline: String,
    /// Whether a dossier can be started on this phone.
    pub can_start: bool,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// A procedure's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedurePage {
    /// What the list says of it.
    pub item: ProcedureItem,
    /// "Partly online".
    pub online: String,
    /// One line per way to hand in.
    pub fees: Vec<String>,
    /// What the fee hangs on.
    pub fee_note: Option<String>,
    /// Papers to bring.
    pub papers: Vec<String>,
    /// What one gets.
    pub result: Option<String>,
    /// Decrees and circulars.
    pub legal_refs: Vec<String>,
    /// Whether a dossier can be started here, in words.
    pub start: String,
    /// Whether its current form is on the phone, to be filled in without network.
    pub prepared: bool,
}

/// Builds the list from procedures that were already chosen and ordered.
pub fn list(found: &[&Procedure], query: &str, fetched_at: Option<Millis>, texts: &Texts) -> CatalogueList {
    let empty = match (found.is_empty(), fetched_at) {
        (false, _) => None,
        (true, None) => Some(texts.get("catalogue-none")),
        (true, Some(_)) => Some(texts.with("catalogue-empty", &[("query", Var::Text(query))])),
    };
    let as_of =
        fetched_at.map(|at| texts.with("catalogue-as-of", &[("at", Var::Text(&format::date_time(at)))]));
    CatalogueList {
        heading: texts.get("catalogue-heading"),
        query: query.to_owned(),
        items: found.iter().map(|procedure| item(procedure, texts)).collect(),
        empty,
        as_of,
    }
}

fn item(procedure: &Procedure, texts: &Texts) -> ProcedureItem {
    let name = texts
        .language()
        .pick(&procedure.name_vi, &procedure.name_en)
        .to_owned();
    let level = named(texts, "level", &procedure.level);
    let deadline = deadline(procedure.deadline.as_ref(), texts);
    let spoken = [
        ("name", Var::Text(&name)),
        ("level", Var::Text(&level)),
        ("deadline", Var::Text(&deadline)),
    ];
    ProcedureItem {
        label: texts.with("procedure-item-label", &spoken),
        code: procedure.code.clone(),
        field: field(procedure, texts.language()),
        can_start: procedure.form.is_some(),
        name,
        level,
        deadline,
    }
}

/// Builds a procedure's page; `prepared` says whether its current form is on the phone.
pub fn page(procedure: &Procedure, prepared: bool, texts: &Texts) -> ProcedurePage {
    let start = if procedure.form.is_some() {
        "procedure-can-start"
    } else {
        "procedure-no-form"
    };
    ProcedurePage {
        item: item(procedure, texts),
        online: named(
            texts,
            "online",
            procedure.online_level.as_deref().unwrap_or("none"),
        ),
        fees: fees(&procedure.channels, texts),
        fee_note: told(&procedure.fee_note_vi, &procedure.fee_note_en, texts.language()),
        papers: papers(procedure, texts.language()).to_vec(),
        result: told(&procedure.result_vi, &procedure.result_en, texts.language()),
        legal_refs: procedure.legal_refs.clone(),
        start: texts.get(start),
        prepared,
    }
}

fn field(procedure: &Procedure, language: Language) -> String {
    let (vi, en) = (&procedure.field_vi, &procedure.field_en);
    let wanted = language.pick(vi, en);
    if wanted.is_empty() { vi } else { wanted }.to_owned()
}

/// The text in this language; in the other one where this is missing: better foreign words than none on what it costs and what comes of it.
fn told(vi: &Option<String>, en: &Option<String>, language: Language) -> Option<String> {
    match language {
        Language::Vi => vi.as_ref().or(en.as_ref()),
        Language::En => en.as_ref().or(vi.as_ref()),
    }
    .cloned()
}

/// The papers in this language; in the other one where this is missing: an empty list would say that none are needed.
fn papers(procedure: &Procedure, language: Language) -> &[String] {
    let (vi, en) = (&procedure.papers_vi, &procedure.papers_en);
    let (wanted, other) = match language {
        Language::Vi => (vi, en),
        Language::En => (en, vi),
    };
    if wanted.is_empty() { other } else { wanted }
}

/// The message `prefix-value`, or the value itself for one that this app doesn't know.
fn named(texts: &Texts, prefix: &str, value: &str) -> String {
    let name = format!("{prefix}-{value}");
    if texts.has(&name) {
        texts.get(&name)
    } else {
        value.to_owned()
    }
}

fn deadline(deadline: Option<&Deadline>, texts: &Texts) -> String {
    let Some(Deadline {
        days: Some(days),
        unit,
        note,
    }) = deadline
    else {
        return texts.get("deadline-unknown");
    };
    if note.as_deref().is_some_and(|note| note.starts_with("same_day")) {
        return texts.get("deadline-same-day");
    }
    let count = Var::Count(whole(*days));
    match unit.as_str() {
        "WORKING_DAY" => texts.with("deadline-working-days", &[("days", count)]),
        "DAY" => texts.with("deadline-days", &[("days", count)]),
        "HOUR" => texts.with("deadline-hours", &[("hours", count)]),
        _ => texts.get("deadline-unknown"),
    }
}

/// Whole units: a limit is never shortened by rounding.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a range that u64 holds exactly"
)]
fn whole(units: f64) -> u64 {
    units.clamp(0.0, 1e6).ceil() as u64
}

/// A line for each way to hand in; ways beside each other that cost the same share one.
fn fees(channels: &[Channel], texts: &Texts) -> Vec<String> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for channel in channels {
        let (name, fee) = (named(texts, "channel", &channel.channel), fee(channel, texts));
        match lines.last_mut() {
            Some((names, same)) if *same == fee => *names = format!("{names}, {name}"),
            _ => lines.push((name, fee)),
        }
    }
    let lines = lines.into_iter();
    lines.map(|(names, fee)| format!("{names}: {fee}")).collect()
}

fn fee(channel: &Channel, texts: &Texts) -> String {
    let amounts: Vec<String> = channel
        .fee_vnd
        .iter()
        .filter(|amount| **amount > 0)
        .map(|amount| format::money(*amount, texts.language()))
        .collect();
    if amounts.is_empty() {
        texts.get("fee-free")
    } else {
        texts.with("fee-amount", &[("amount", Var::Text(&amounts.join(" / ")))])
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The page of a procedure with these members, in this language.
    fn shown(members: Value, language: Language) -> ProcedurePage {
        let mut procedure = json!({"code": "1.001193", "name_vi": "Thủ tục thử", "name_en": "Trial", "group": "civil_status"});
        let all = procedure.as_object_mut().unwrap();
        all.extend(members.as_object().unwrap().clone());
        let procedure: Procedure = serde_json::from_value(procedure).unwrap();
        page(&procedure, false, &Texts::new(language))
    }

    /// Its fee note and papers.
    fn told(members: Value, language: Language) -> (Option<String>, Vec<String>) {
        let page = shown(members, language);
        (page.fee_note, page.papers)
    }

    fn words(fee_note: &str, paper: &str) -> (Option<String>, Vec<String>) {
        (Some(fee_note.to_owned()), vec![paper.to_owned()])
    }

    #[test]
    fn papers_and_fee_note_come_in_the_chosen_language() {
        let both = json!({"fee_note_vi": "Miễn phí", "fee_note_en": "Free",
            "papers_vi": ["Giấy chứng sinh"], "papers_en": ["Birth notification"]});
        assert_eq!(
            told(both.clone(), Language::Vi),
            words("Miễn phí", "Giấy chứng sinh")
        );
        assert_eq!(told(both, Language::En), words("Free", "Birth notification"));
    }

    #[test]
    fn field_and_result_come_in_the_chosen_language_or_in_vietnamese() {
        let of = |members: &Value, language| {
            let page = shown(members.clone(), language);
            (page.item.field, page.result.unwrap())
        };
        let both = json!({"field_vi": "Hộ tịch", "field_en": "Civil status", "result_vi": "Giấy khai sinh", "result_en": "Birth certificate"});
        let pair = |field: &str, result: &str| (field.to_owned(), result.to_owned());
        assert_eq!(of(&both, Language::En), pair("Civil status", "Birth certificate"));
        assert_eq!(of(&both, Language::Vi), pair("Hộ tịch", "Giấy khai sinh"));
        let earlier = json!({"field_vi": "Hộ tịch", "result_vi": "Giấy khai sinh"});
        assert_eq!(of(&earlier, Language::En), pair("Hộ tịch", "Giấy khai sinh"));
    }

    #[test]
    fn ways_that_cost_the_same_share_a_line() {
        let ways = json!({"channels": [{"channel": "ONLINE", "fee_vnd": [8_000]}, {"channel": "POSTAL"}, {"channel": "DIRECT", "fee_vnd": [0]}]});
        assert_eq!(
            shown(ways, Language::En).fees,
            [
                "Online: 8,000\u{a0}VND",
                "By public post, At the one-stop counter: No fee, or set by the provincial People's Council",
            ]
        );
    }

    #[test]
    fn a_missing_language_is_told_in_the_other() {
        let vietnamese = json!({"fee_note_vi": "Miễn phí", "papers_vi": ["Giấy chứng sinh"]});
        assert_eq!(
            told(vietnamese, Language::En),
            words("Miễn phí", "Giấy chứng sinh")
        );
        for language in [Language::Vi, Language::En] {
            assert_eq!(told(json!({}), language), (None, vec![]));
        }
    }

    #[test]
    fn a_catalogue_kept_by_an_earlier_app_still_tells_what_it_has() {
        let earlier = json!({"fee_note": "free", "papers": ["Giấy chứng sinh; else witness statement"]});
        for language in [Language::Vi, Language::En] {
            let expected = words("free", "Giấy chứng sinh; else witness statement");
            assert_eq!(told(earlier.clone(), language), expected);
        }
    }
}
