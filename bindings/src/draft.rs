//! Drafts: begin one, list them, open one, throw one away, take a queued one back.

use std::sync::Arc;

use motcua_client::{
    use_case::{edit_draft, submit_draft},
    vocabulary::{Code, ProcedureCode},
};

use crate::{
    error::Result,
    form::{FormSession, OpenedPage, OpenedReview},
    mot_cua::{MotCua, id, page},
};

pub use motcua_client::screen::draft_list::{DraftItem, DraftList};

#[uniffi::export]
impl MotCua {
    /// Makes an empty draft of a procedure's current form, or of the one that `prepare_procedure` fetched last while the current one isn't on the phone.
    /// Needs neither network nor sign-in.
    /// The answer is the draft's id, for `open_draft`.
    ///
    /// `Rejected` (`PROCEDURE_UNKNOWN`): no such procedure, or without an electronic form. `Rejected` (`NOT_ON_THIS_PHONE`): fetch the form first.
    pub fn new_draft(&self, code: String) -> Result<String> {
        let code: ProcedureCode = code.parse().map_err(|_| Code::ProcedureUnknown)?;
        Ok(edit_draft::new_draft(&self.context(), &code)?.to_string())
    }

    /// Opens a draft as it was left, answer by answer. Keep one session per draft: two of the same draft would not see each other's edits.
    ///
    /// `Rejected` (`NOT_ON_THIS_PHONE`): no such draft. `UpdateApp`: a newer app wrote it.
    pub fn open_draft(&self, draft_id: String) -> Result<Arc<FormSession>> {
        let session = edit_draft::open_draft(&self.context(), &id(&draft_id)?)?;
        Ok(Arc::new(FormSession::new(self.context(), session)))
    }

    /// Opens a draft at page `page`, from 0: `open_draft` with all that its screen begins with, in one call.
    pub fn open_page(&self, draft_id: String, page: u32) -> Result<OpenedPage> {
        let form = self.open_draft(draft_id)?;
        Ok(form.opened_at(page))
    }

    /// Opens a draft at its review: `open_draft` and `review` in one call.
    pub fn open_review(&self, draft_id: String) -> Result<OpenedReview> {
        let form = self.open_draft(draft_id)?;
        let review = form.review()?;
        Ok(OpenedReview { form, review })
    }

    /// Removes a draft with its answers and papers, for good: ask the person first. `Rejected` (`DRAFT_FROZEN`) while it waits to be sent or was sent.
    pub fn delete_draft(&self, draft_id: String) -> Result<()> {
        Ok(edit_draft::delete_draft(&self.context(), &id(&draft_id)?)?)
    }

    /// A page of at most `limit` drafts, newest first. `after` is the page before's `next`; nothing for the first page.
    pub fn drafts(&self, after: Option<u64>, limit: u32) -> Result<DraftList> {
        Ok(self.client().drafts(page(after, limit))?)
    }

    /// Wants a queued or refused draft back for editing. One that was never sent is editable at once. One that may have reached the portal comes back
    /// when the portal says that it doesn't have it: watch the drafts.
    ///
    /// `Rejected` (`ALREADY_SUBMITTED`): it has arrived; supplement or withdraw it instead.
    pub fn take_back(&self, draft_id: String) -> Result<()> {
        Ok(submit_draft::take_back(&self.context(), &id(&draft_id)?)?)
    }
}

/// A page of drafts, newest first.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct DraftList {
    /// The drafts.
    pub items: Vec<DraftItem>,
    /// How many there are in all.
    pub total: u64,
    /// To ask for the next page; nothing at the end.
    pub next: Option<u64>,
    /// What to say when there are none.
    pub empty: Option<String>,
}

/// One draft.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct DraftItem {
    /// Its id.
    pub id: String,
    /// The procedure's name.
    pub title: String,
    /// The procedure's code.
    pub procedure_code: String,
    /// `editing`, `queued`, `refused`, `sent` or `superseded`.
    pub state: String,
    /// The state in words.
    pub state_text: String,
    /// "12 of 40 required questions answered".
    pub progress: String,
    /// When it was last changed, in words.
    pub changed_at: String,
    /// The dossier made of it, if any.
    pub dossier_id: Option<String>,
    /// Whether it can be edited now.
    pub editable: bool,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}
