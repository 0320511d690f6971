//! What will be sent, and what was.

use motcua_ffi::{ReviewOffice, ReviewPaper, ReviewRow, ReviewSection, SubmitReview};
use serde_json::{Value, json};

use super::{Show, dossier::supplement, lines};

impl Show for SubmitReview {
    fn object(&self) -> Value {
        json!({
            "kind": "review",
            "heading": self.heading,
            "view_sha256": self.view_sha256,
            "sections": self.sections.iter().map(section).collect::<Vec<_>>(),
            "papers": self.papers.iter().map(paper).collect::<Vec<_>>(),
            "office": self.office.as_ref().map(office),
            "problems": self.to_mend.as_ref().map_or(0, |it| it.items.len()),
            "frozen": self.frozen.as_ref().map(|it| &it.text),
            "supplement": self.supplement.as_ref().map(supplement),
        })
    }

    fn words(&self) -> String {
        let sections = self.sections.iter().map(section_words);
        let papers = self.papers.iter().map(|it| format!("  {}  {}", it.name, it.size));
        let office = self.office.iter().map(|it| it.name.clone());
        let head = [self.heading.clone()].into_iter();
        lines(
            head.chain(sections)
                .chain(papers)
                .chain(office)
                .chain([self.view_sha256.clone()]),
        )
    }
}

fn section(section: &ReviewSection) -> Value {
    json!({"heading": section.heading, "rows": section.rows.iter().map(row).collect::<Vec<_>>()})
}

fn section_words(section: &ReviewSection) -> String {
    let rows = section.rows.iter().flat_map(|row| {
        let heading = row.heading.iter().map(|it| format!(" {it}"));
        let answer = match row.label.as_str() {
            "" => format!("  {}", row.answer),
            label => format!("  {label}: {}", row.answer),
        };
        heading.chain([answer])
    });
    lines([section.heading.clone()].into_iter().chain(rows))
        .trim_end()
        .to_owned()
}

fn row(row: &ReviewRow) -> Value {
    json!({"reference": row.reference, "heading": row.heading, "label": row.label, "answer": row.answer})
}

fn paper(paper: &ReviewPaper) -> Value {
    json!({"reference": paper.reference, "name": paper.name, "size": paper.size, "sha256": paper.sha256})
}

fn office(office: &ReviewOffice) -> Value {
    json!({"agency_code": office.agency_code, "ward_code": office.ward_code, "name": office.name})
}

/// A draft that is queued: safe on this phone, not yet submitted.
pub(crate) struct Queued {
    pub(crate) dossier_id: String,
}

impl Show for Queued {
    fn object(&self) -> Value {
        json!({"kind": "queued", "dossier_id": self.dossier_id})
    }

    fn words(&self) -> String {
        self.dossier_id.clone()
    }
}
