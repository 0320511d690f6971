//! An open form: pages and questions to draw, edits that are kept before their call returns, and the way to a submission.
//!
//! ```text
//!   open_page: title, page ──▶ answer · add_row · attach · put_place · undo ──▶ EditOutcome: what to draw anew
//!                                     │
//!                              problems(): none ──▶ open_review ──the person looks──▶ submit(view, office) ──▶ dossier id
//! ```
//!
//! Each of these is one call for one thing that the person does: what its screen needs afterwards comes with its answer.
//!
//! A `reference` names a place in the form (`/data/child/name`, with row numbers inside lists). It comes from pages and outcomes; don't build one.

use std::{path::Path, sync::Arc};

use motcua_client::use_case::{Context, edit_draft, submit_draft};

use crate::{dossier::SupplementRequest, error::Result, home::HomeTarget};

pub use motcua_client::{
    screen::{
        form_page::{
            ChoiceItem, FileItem, FormItem, FormPage, ProblemItem, ProblemList, QuestionItem, RangeLimits,
            RowItem,
        },
        frozen::Frozen,
        review::{ReviewOffice, ReviewPaper, ReviewRow, ReviewSection, SubmitReview},
    },
    use_case::edit_draft::EditOutcome,
    vocabulary::{Millis, QuestionKind},
};

/// One open draft.
#[derive(uniffi::Object)]
pub struct FormSession {
    context: Arc<Context>,
    session: edit_draft::FormSession,
}

impl FormSession {
    pub(crate) fn new(context: Arc<Context>, session: edit_draft::FormSession) -> Self {
        Self { context, session }
    }

    pub(crate) fn opened_at(self: Arc<Self>, page: u32) -> OpenedPage {
        OpenedPage {
            title: self.title(),
            page: self.session.page_or_last(page as usize),
            undo_count: self.undo_count(),
            wanted_places: self.session.wanted_places(),
            form: self,
        }
    }
}

/// A draft opened at a page.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[derive(uniffi::Record)]
pub struct OpenedPage {
    /// The open draft.
    pub form: Arc<FormSession>,
    /// The form's title in the chosen language.
    pub title: String,
    /// The page asked for, or the last one where there are fewer; nothing when the form asks nothing at all.
    pub page: Option<FormPage>,
    /// How many steps can be taken back.
    pub undo_count: u32,
    /// As `EditOutcome.wanted_places`.
    pub wanted_places: Vec<String>,
}

/// A draft opened at its review.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[derive(uniffi::Record)]
pub struct OpenedReview {
    /// The open draft.
    pub form: Arc<FormSession>,
    /// Exactly what will be sent.
    pub review: SubmitReview,
}

#[uniffi::export]
impl FormSession {
    /// The draft's id.
    pub fn draft_id(&self) -> String {
        self.session.draft_id().to_string()
    }

    /// The form's title in the chosen language.
    pub fn title(&self) -> String {
        self.session.title()
    }

    /// Page `index`, from 0, as it stands now; nothing past the last.
    pub fn page(&self, index: u32) -> Option<FormPage> {
        self.session.page(index as usize)
    }

    /// How many pages there are now. Answers can make pages come and go.
    pub fn page_count(&self) -> u32 {
        count(self.session.page_count())
    }

    /// The page on which a question, a list, a row or a group stands now; nothing when it isn't asked.
    pub fn page_of(&self, reference: String) -> Option<FormPage> {
        self.session.page_of(&reference)
    }

    /// One question as it stands now, also one that isn't asked; nothing when the form has no such reference.
    pub fn question(&self, reference: String) -> Option<QuestionItem> {
        self.session.question(&reference)
    }

    /// Whether a question is asked now. One that isn't keeps its answer, but doesn't send it.
    pub fn is_asked(&self, reference: String) -> bool {
        self.session.is_asked(&reference)
    }

    /// Answers a question; an empty value takes the answer away. How a value is written stands at `QuestionKind`. An answer that breaks a rule of the
    /// form is kept all the same, and its question says what is wrong.
    ///
    /// `Rejected` (`TEXT_INVALID`): over 64 KiB, or characters that can't be sent. `Rejected` (`FIELD_INVALID`): read-only.
    /// `Rejected` (`DRAFT_FROZEN`): it was submitted. `StorageFull`: nothing changed; the screen still shows what is kept.
    pub fn answer(&self, reference: String, value: String) -> Result<EditOutcome> {
        Ok(self.session.answer(&reference, &value)?)
    }

    /// Hands the phone's place over to what waits for it, `reference` one of the `wanted_places`: `latitude longitude altitude accuracy` as a
    /// `Geopoint`'s answer, or empty when the phone can't tell or the person doesn't want it. Either ends this request for good. It is kept like an
    /// answer; nothing can be taken back when nothing changed, so ask `undo_count`.
    ///
    /// `Rejected` (`NOT_ON_THIS_PHONE`): it doesn't wait, or not any more; drop the place. `Rejected` (`DRAFT_FROZEN`) and `StorageFull` as for `answer`.
    pub fn put_place(&self, reference: String, place: String) -> Result<EditOutcome> {
        Ok(self.session.put_place(&reference, &place)?)
    }

    /// Choices of a question that fit `text`, best first, at most 60: marks may be left out, a typed one ranks its own word first; Telex that stayed
    /// letters, initials (`hcm`) and words written together are found too. For long lists such as wards, as the person types. All choices for an empty text.
    pub fn choices(&self, reference: String, text: String) -> Vec<ChoiceItem> {
        self.session.choices(&reference, &text)
    }

    /// Adds an empty row at a list's end. `reference` is the list's.
    pub fn add_row(&self, reference: String) -> Result<EditOutcome> {
        Ok(self.session.add_row(&reference)?)
    }

    /// Removes a row; `undo` brings it back. `reference` is the row's. Rows behind it move up.
    pub fn remove_row(&self, reference: String) -> Result<EditOutcome> {
        Ok(self.session.remove_row(&reference)?)
    }

    /// Puts the file at `path` into a slot: checks its size and what it really is, keeps a sealed copy, and answers the question with `name`. The file
    /// itself may be deleted afterwards. Takes as long as copying.
    ///
    /// `Rejected` (`FILE_TOO_LARGE`, `FILE_TYPE_REFUSED`, `ATTACHMENT_REJECTED` for an empty one, `NOT_ON_THIS_PHONE` when it can't be read): the
    /// limits stand in the question's `limits`. `StorageFull`: nothing changed.
    pub fn attach(&self, reference: String, path: String, name: String) -> Result<EditOutcome> {
        Ok(self.session.attach(&reference, Path::new(&path), &name)?)
    }

    /// Empties a file slot; `undo` brings the file back.
    pub fn detach(&self, reference: String) -> Result<EditOutcome> {
        Ok(self.session.detach(&reference)?)
    }

    /// The picture in a file slot as it was attached (JPEG or PNG, as large as the slot's limit at most), also in a later process: to be drawn small.
    /// Ask for it where the question's `file` is a picture, and scale it while decoding. Nothing when the slot has no picture. Never keep it in a file.
    ///
    /// `TryLater` (`LOCKED`): the phone is locked. `Rejected` (`STORE_DAMAGED`): its sealed copy was altered; it has to be attached again.
    pub fn picture(&self, reference: String) -> Result<Option<Vec<u8>>> {
        Ok(self.session.picture(&reference)?)
    }

    /// Takes the last step back, also one made before the app's last start; nothing when there is none left.
    pub fn undo(&self) -> Result<Option<EditOutcome>> {
        Ok(self.session.undo()?)
    }

    /// How many steps can be taken back.
    pub fn undo_count(&self) -> u32 {
        count(self.session.undo_count())
    }

    /// Everything that must be mended before submitting, in the form's order, with a heading that says how much it is.
    pub fn problems(&self) -> ProblemList {
        self.session.problems()
    }

    /// Exactly what will be sent, to be shown whole before submitting. `Rejected` (`ATTACHMENT_LOST`): attach the paper at `reference` again.
    pub fn review(&self) -> Result<SubmitReview> {
        Ok(submit_draft::review(&self.context, &self.session)?)
    }

    /// Freezes the draft as it was reviewed and queues it; works without network and before sign-in. `view_sha256` is the shown review's, `office` the
    /// one that receives it. The answer is the dossier's id. It is safe on this phone when this returns; it is submitted when there is a receipt.
    ///
    /// `Rejected` (`FIELD_INVALID`, with the first place): problems remain. `Conflict` (`SUBMISSION_CHANGED`): something changed after the review; show
    /// it again. `Rejected` (`DRAFT_FROZEN`, `ALREADY_SUBMITTED`): it is on its way already.
    pub fn submit(&self, view_sha256: String, office: ReviewOffice) -> Result<String> {
        let dossier = submit_draft::submit(&self.context, &self.session, &view_sha256, &office)?;
        Ok(dossier.to_string())
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

// A moment: milliseconds since 1970-01-01T00:00:00Z.
uniffi::custom_type!(Millis, i64, {
    remote,
    lower: |moment| moment.0,
    try_lift: |millis| Ok(Millis(millis)),
});

/// One page of a form.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct FormPage {
    /// Which page, from 0.
    pub index: u32,
    /// How many there are now.
    pub count: u32,
    /// "Page 2 of 5".
    pub position: String,
    /// The page's heading.
    pub heading: String,
    /// Headings, questions and lists in reading order.
    pub items: Vec<FormItem>,
    /// "12 of 40 required questions answered": of the whole form, not of this page.
    pub progress: String,
    /// The same as a share, 0 to 1, for a bar. Don't let it stand alone: `progress` is what is spoken.
    pub progress_share: f32,
    /// "Saved safely on this phone at 10:32"; empty before the first answer.
    pub kept: String,
    /// Why nothing here can be changed: the draft waits to be sent or was sent, and every question is read-only. Nothing there while it can.
    pub frozen: Option<Frozen>,
    /// The office's request that it answers, where it is a supplement: what is asked stands on every page, with the way to it.
    pub supplement: Option<SupplementRequest>,
}

/// What stands over a form or a review that takes no edit.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct Frozen {
    /// Why, in a sentence or two.
    pub text: String,
    /// Where it can be taken back or followed.
    pub target: HomeTarget,
}

/// Something on a page, in reading order.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Enum)]
pub enum FormItem {
    /// A heading inside the page.
    Heading {
        /// The group's reference; empty when it has none.
        reference: String,
        /// Its words.
        text: String,
        /// 2 for a heading right under the page's, 3 for one inside that.
        level: u8,
    },
    /// A question.
    Question {
        /// With everything to draw it.
        question: QuestionItem,
    },
    /// A list of rows begins; its rows follow as headings and questions.
    Rows {
        /// The list's reference, for `add_row`.
        reference: String,
        /// Its words.
        text: String,
        /// Its rows, first to last. What belongs to one follows as headings and questions whose references begin with the row's.
        rows: Vec<RowItem>,
        /// Whether the person may add and remove rows.
        can_change: bool,
    },
}

/// A row of a list.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct RowItem {
    /// Its reference, for `remove_row`.
    pub reference: String,
    /// What to call it: "Child 2".
    pub name: String,
}

/// A question with everything to draw it and to speak it.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct QuestionItem {
    /// Its reference, to answer it.
    pub reference: String,
    /// How to ask.
    pub kind: QuestionKind,
    /// The label.
    pub label: String,
    /// The hint under the label.
    pub hint: Option<String>,
    /// Longer guidance, to be shown on demand.
    pub guidance: Option<String>,
    /// The answer as stored; empty when there is none.
    pub value: String,
    /// The answer for people.
    pub display: String,
    /// Whether an answer is required now.
    pub required: bool,
    /// Shown, not editable.
    pub readonly: bool,
    /// The form's appearance words, separated by spaces (XLSForm `appearance`).
    pub appearance: String,
    /// The first 60 choices; search the others with `choices`.
    pub choices: Vec<ChoiceItem>,
    /// Whether there are more choices than these.
    pub more_choices: bool,
    /// What is wrong with the answer given, in words.
    pub problem: Option<String>,
    /// Where the question stands, in a phrase for a screen reader ("Required, not answered yet", "Needs correcting"): the state description of its
    /// control. Empty when there is nothing to say.
    pub status: String,
    /// What a file slot takes, in words, to be shown before the choice: "Takes PDF, JPEG or PNG, 20 MB at most".
    pub limits: Option<String>,
    /// The media types that a file slot takes, for the system's file chooser; empty for every other question.
    pub accept: Vec<String>,
    /// The most bytes that a file slot takes: shrink a photo below it before `attach`.
    pub max_bytes: Option<u64>,
    /// What is in a file slot; nothing when it is empty. Where there is an answer without it, the paper was lost: the review says so.
    pub file: Option<FileItem>,
    /// Ends and step of a `Range`.
    pub range: Option<RangeLimits>,
}

/// The file in a slot.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct FileItem {
    /// Its name, as the person knows it. Another file in the same slot has another name, so a drawn picture can be kept by it.
    pub name: String,
    /// Its kind and size: "JPEG, 5,0 MB".
    pub detail: String,
    /// Whether `picture` has it to draw.
    pub is_picture: bool,
    /// All of it as a screen reader speaks it; also the description of its picture.
    pub label: String,
}

/// Ends and step of a range, as decimal numbers with a point. Values are `start`, `start + step` … up to `end`.
#[uniffi::remote(Record)]
pub struct RangeLimits {
    /// The first end.
    pub start: String,
    /// The other end; may be smaller than the first.
    pub end: String,
    /// The distance between two values.
    pub step: String,
}

/// A choice of a question.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ChoiceItem {
    /// What to answer with.
    pub value: String,
    /// What to show.
    pub label: String,
    /// Whether it is chosen now.
    pub selected: bool,
}

/// How a question is asked, and how its answer is written.
#[uniffi::remote(Enum)]
pub enum QuestionKind {
    /// Free text.
    Text,
    /// A whole number, `42`.
    Integer,
    /// A decimal number with a point, `3.5`.
    Decimal,
    /// Yes or no, `1` or `0`.
    Boolean,
    /// A calendar date, `2026-11-22`.
    Date,
    /// A time of day, `09:30:00.000+07:00`.
    Time,
    /// A date and time with zone, `2026-11-22T09:30:00.000+07:00`.
    DateTime,
    /// One place: `latitude longitude altitude accuracy`, degrees and metres.
    Geopoint,
    /// A line of places separated by `;`.
    Geotrace,
    /// A closed shape of places separated by `;`.
    Geoshape,
    /// A scanned code, as text.
    Barcode,
    /// One choice's value.
    SelectOne,
    /// Any number of choices' values, separated by spaces.
    SelectMultiple,
    /// All choices' values in the person's order, separated by spaces.
    Rank,
    /// A number between two ends.
    Range,
    /// An acknowledgement: `OK` or empty.
    Trigger,
    /// A file: filled by `attach`, emptied by `detach`; the value is its name.
    Upload,
}

/// What an edit did: what to draw anew.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct EditOutcome {
    /// The questions that changed, in the form's order; one that isn't asked any more is missing here and named in `gone`.
    pub changed: Vec<QuestionItem>,
    /// References of questions that aren't asked any more.
    pub gone: Vec<String>,
    /// What stands on pages changed: questions, notes or rows came or went, or a heading reads otherwise. Draw `page` instead of the page that was shown.
    pub page_changed: bool,
    /// The page of the edit's place as it stands now: where the page changed, and after each `undo`, whose place may be on another page than the shown
    /// one. Nothing there too when the place is gone from all pages: read one with `page`.
    pub page: Option<FormPage>,
    /// When it was kept.
    pub kept_at: Millis,
    /// How many of the required questions have an answer.
    pub answered: u32,
    /// How many questions must be answered now. Optional ones don't count: without their answers a form is as ready.
    pub questions: u32,
    /// "12 of 40 required questions answered".
    pub progress: String,
    /// The same as a share, 0 to 1.
    pub progress_share: f32,
    /// "Saved safely on this phone at 10:32".
    pub kept: String,
    /// What a screen reader should say now, politely: the problem of the answer just given, how many questions came or went. Nothing when the edit did
    /// just what was typed.
    pub announcement: Option<String>,
    /// References of what waits for the phone's place, to be handed over by `put_place`: the form records where somebody was, often without a question.
    /// Ask the phone once for all of them, without keeping the person from filling in. Empty but for forms that ask.
    pub wanted_places: Vec<String>,
}

/// Everything that must be mended before submitting.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ProblemList {
    /// "2 things to correct", or that the dossier is complete.
    pub heading: String,
    /// In the form's order.
    pub items: Vec<ProblemItem>,
}

/// One thing to mend, with the place to jump to.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ProblemItem {
    /// The question.
    pub reference: String,
    /// The page it is on, from 0.
    pub page: u32,
    /// The question's label.
    pub label: String,
    /// Where it stands: the page's heading and those inside it.
    pub place: String,
    /// What is wrong, in words.
    pub text: String,
    /// `REQUIRED`, `CONSTRAINT`, `TYPE` or `UNKNOWN_NODE`: stable, for tests and tools.
    pub code: String,
}

/// What will be sent, page by page.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct SubmitReview {
    /// "This is everything that will be sent".
    pub heading: String,
    /// Hash of the answers and papers shown; hand it back to `submit`.
    pub view_sha256: String,
    /// One section for each page with answers.
    pub sections: Vec<ReviewSection>,
    /// The papers.
    pub papers: Vec<ReviewPaper>,
    /// The office that receives it; nothing until a ward was chosen.
    pub office: Option<ReviewOffice>,
    /// What must be mended first, with its places; nothing there when there is nothing.
    pub to_mend: Option<ProblemList>,
    /// Why it can't be changed or submitted any more: offer neither. Nothing there while it can.
    pub frozen: Option<Frozen>,
    /// The office's request that it answers, where it is a supplement.
    pub supplement: Option<SupplementRequest>,
}

/// One page's answers.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ReviewSection {
    /// The page's heading.
    pub heading: String,
    /// Label and answer of each question that is asked, and what the form worked out from the answers.
    pub rows: Vec<ReviewRow>,
}

/// One answer.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ReviewRow {
    /// To jump back to it.
    pub reference: String,
    /// The heading inside the page that begins with this row, if one does: draw it one level under the section's.
    pub heading: Option<String>,
    /// The question; empty for words of the form's own, which are read and not edited.
    pub label: String,
    /// The answer for people, or those words.
    pub answer: String,
}

/// One paper.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ReviewPaper {
    /// The slot.
    pub reference: String,
    /// The file's name.
    pub name: String,
    /// Its size in words, "5,0 MB".
    pub size: String,
    /// Its SHA-256 in hex, as the receipt will name it.
    pub sha256: String,
}

/// The receiving office.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct ReviewOffice {
    /// Its agency id.
    pub agency_code: String,
    /// Its ward's code.
    pub ward_code: String,
    /// Its name in the chosen language.
    pub name: String,
}
