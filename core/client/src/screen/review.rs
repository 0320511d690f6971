//! The review before submitting: exactly what will be sent, and the hash that binds the submission to what was seen.
//!
//! A submission carries the hash of the reviewed view. When an answer or paper changes after the review, the hash no longer fits and the submission is
//! stopped: nobody submits what they haven't seen.

use motcua_form::Page;
use ring::digest::{Context as Hash, SHA256};

use super::{
    form_page::{FormItem, FormPage, ProblemList, QuestionItem},
    format,
    frozen::Frozen,
    place::headings_over,
    text::Texts,
    timeline::SupplementRequest,
};

/// What will be sent, page by page.
#[derive(Clone, PartialEq, Eq)]
pub struct SubmitReview {
    /// "This is everything that will be sent".
    pub heading: String,
    /// Hash of the answers and papers shown; hand it back when submitting.
    pub view_sha256: String,
    /// One section a page with answers.
    pub sections: Vec<ReviewSection>,
    /// The papers.
    pub papers: Vec<ReviewPaper>,
    /// The office that receives it; `None` until a ward was chosen.
    pub office: Option<ReviewOffice>,
    /// What must be mended first, with its places; `None` when there is nothing.
    pub to_mend: Option<ProblemList>,
    /// Why it can't be changed or submitted any more; `None` while it can.
    pub frozen: Option<Frozen>,
    /// The office's request that it answers, where it is a supplement.
    pub supplement: Option<SupplementRequest>,
}

/// One page's answers.
#[derive(Clone, PartialEq, Eq)]
pub struct ReviewSection {
    /// The page's heading.
    pub heading: String,
    /// Label and answer of each question that is asked, and what the form worked out from the answers.
    pub rows: Vec<ReviewRow>,
}

/// One answer.
#[derive(Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// To jump back to it.
    pub reference: String,
    /// The heading inside the page that begins with this row, if one does.
    pub heading: Option<String>,
    /// The question; empty for words of the form's own, which are read and not edited.
    pub label: String,
    /// The answer for people, or those words.
    pub answer: String,
}

/// One paper.
#[derive(Clone, PartialEq, Eq)]
pub struct ReviewPaper {
    /// The slot.
    pub reference: String,
    /// The file's name.
    pub name: String,
    /// "5,0 MB".
    pub size: String,
    /// Its hash, as the receipt will name it.
    pub sha256: String,
}

/// The receiving office.
#[derive(Clone, PartialEq, Eq)]
pub struct ReviewOffice {
    /// Agency id.
    pub agency_code: String,
    /// Its ward.
    pub ward_code: String,
    /// Its name in the chosen language.
    pub name: String,
}

/// A paper as it will be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct PaperToSend {
    /// The slot.
    pub reference: String,
    /// The file's name.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its hash.
    pub sha256: String,
}

/// What a review is built from.
pub struct ReviewParts<'a> {
    /// The form's pages with their answers, without the notes that only say how to fill in.
    pub pages: &'a [(Page, FormPage)],
    /// The papers.
    pub papers: &'a [PaperToSend],
    /// The office that receives it.
    pub office: Option<ReviewOffice>,
    /// What will be sent.
    pub submission_xml: &'a str,
    /// What must be mended first.
    pub problems: ProblemList,
    /// Why it can't be changed any more.
    pub frozen: Option<Frozen>,
    /// The request that it answers.
    pub supplement: Option<SupplementRequest>,
}

/// Builds the review.
pub fn review(parts: ReviewParts<'_>, texts: &Texts) -> SubmitReview {
    let sections = parts.pages.iter().map(|page| section(page, texts));
    SubmitReview {
        heading: texts.get("review-heading"),
        view_sha256: view_sha256(parts.submission_xml, parts.papers),
        sections: sections.filter(|it| !it.rows.is_empty()).collect(),
        papers: parts.papers.iter().map(|it| paper(it, texts)).collect(),
        office: parts.office,
        to_mend: Some(parts.problems).filter(|it| !it.items.is_empty()),
        frozen: parts.frozen,
        supplement: parts.supplement,
    }
}

/// Hash of what is seen: the answers' XML and each paper's slot, name and content. The office is chosen beside it and stands in the manifest.
pub fn view_sha256(submission_xml: &str, papers: &[PaperToSend]) -> String {
    let mut hash = Hash::new(&SHA256);
    let mut part = |text: &str| {
        // A length before each part: no two lists of parts make the same bytes.
        hash.update(&(text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    part(submission_xml);
    for paper in papers {
        part(&paper.reference);
        part(&paper.name);
        part(&paper.sha256);
    }
    hash.finish()
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn section((page, shown): &(Page, FormPage), texts: &Texts) -> ReviewSection {
    let mut rows = Vec::new();
    let mut over = String::new();
    for item in &shown.items {
        let FormItem::Question { question } = item else {
            continue;
        };
        let heading = headings_over(page, &question.reference, texts);
        let begins = heading != over && !heading.is_empty();
        rows.push(row(question, begins.then(|| heading.clone()), texts));
        over = heading;
    }
    ReviewSection {
        heading: shown.heading.clone(),
        rows,
    }
}

fn row(question: &QuestionItem, heading: Option<String>, texts: &Texts) -> ReviewRow {
    let (label, answer) = match (question.is_note(), question.value.is_empty()) {
        (true, _) => (String::new(), question.label.clone()),
        (false, true) => (question.label.clone(), texts.get("review-empty-answer")),
        (false, false) => (question.label.clone(), question.display.clone()),
    };
    ReviewRow {
        reference: question.reference.clone(),
        heading,
        label,
        answer,
    }
}

fn paper(paper: &PaperToSend, texts: &Texts) -> ReviewPaper {
    ReviewPaper {
        reference: paper.reference.clone(),
        name: paper.name.clone(),
        size: format::size(paper.size, texts.language()),
        sha256: paper.sha256.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(name: &str, sha256: &str) -> PaperToSend {
        PaperToSend {
            reference: "/data/p".to_owned(),
            name: name.to_owned(),
            size: 1,
            sha256: sha256.to_owned(),
        }
    }

    #[test]
    fn any_change_of_what_is_seen_changes_the_hash() {
        let seen = view_sha256("<data/>", &[paper("a", "1")]);
        assert_eq!(seen.len(), 64);
        assert_eq!(seen, view_sha256("<data/>", &[paper("a", "1")]));
        for other in [
            view_sha256("<data> </data>", &[paper("a", "1")]),
            view_sha256("<data/>", &[paper("a", "2")]),
            view_sha256("<data/>", &[paper("a1", "")]),
            view_sha256("<data/>", &[]),
        ] {
            assert_ne!(seen, other);
        }
    }
}
