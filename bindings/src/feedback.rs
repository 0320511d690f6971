//! Reports to 1022: send one with its place and a photo, and follow the answer.

use std::path::Path;

use motcua_client::use_case::send_feedback;

use crate::{
    error::Result,
    form::Millis,
    mot_cua::{MotCua, id, page},
};

pub use motcua_client::{
    screen::feedback::{FeedbackCategory, FeedbackList, FeedbackPage, NewFeedback},
    vocabulary::Place,
};

#[uniffi::export]
impl MotCua {
    /// The kinds of report that 1022 takes, in its order and in the chosen language; also before anything was fetched.
    pub fn feedback_categories(&self) -> Result<Vec<FeedbackCategory>> {
        Ok(send_feedback::categories(&self.context())?)
    }

    /// Checks a report and queues it, with the photo (JPEG or PNG) at `photo_path` if there is one; works without network and without signing in. The
    /// answer is the report's id.
    ///
    /// `Rejected`: `FEEDBACK_INCOMPLETE` (category, words or place missing), `LOCATION_UNCERTAIN` (ask for a pin on the map), `TEXT_INVALID`,
    /// `FILE_TOO_LARGE`, `FILE_TYPE_REFUSED`. `StorageFull`: nothing was queued.
    pub fn send_feedback(&self, feedback: NewFeedback, photo_path: Option<String>) -> Result<String> {
        let photo = photo_path.as_deref().map(Path::new);
        let report = send_feedback::send_feedback(&self.context(), feedback, photo)?;
        Ok(report.to_string())
    }

    /// Corrects a report that 1022 refused, or that was never sent, and queues it again: nothing of it is lost on the way. What was written stands in its
    /// [`FeedbackPage::correctable`]. Without a `photo_path` the photo it has stays.
    ///
    /// `Rejected` (`ALREADY_SUBMITTED`): 1022 has it. `TryLater` (`PORTAL_MUST_ANSWER_FIRST`): 1022 may have it; wait for its answer. Otherwise as
    /// `send_feedback`; the report stays as it was.
    pub fn edit_feedback(
        &self,
        report_id: String,
        feedback: NewFeedback,
        photo_path: Option<String>,
    ) -> Result<()> {
        let photo = photo_path.as_deref().map(Path::new);
        Ok(send_feedback::edit_feedback(
            &self.context(),
            &id(&report_id)?,
            feedback,
            photo,
        )?)
    }

    /// A page of at most `limit` reports, newest first. `after` is the page before's `next`; nothing for the first page.
    pub fn feedback_list(&self, after: Option<u64>, limit: u32) -> Result<FeedbackList> {
        Ok(send_feedback::feedback_list(&self.context(), page(after, limit))?)
    }

    /// One report with what 1022 said of it. `Rejected` (`NOT_ON_THIS_PHONE`): no such report.
    pub fn feedback(&self, report_id: String) -> Result<FeedbackPage> {
        Ok(send_feedback::feedback_page(&self.context(), &id(&report_id)?)?)
    }
}

/// A kind of report.
#[uniffi::remote(Record)]
pub struct FeedbackCategory {
    /// Its code, for [`NewFeedback::service_code`].
    pub code: String,
    /// Its name in the chosen language.
    pub name: String,
}

/// What a person reports.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct NewFeedback {
    /// Category code of the 1022 list.
    pub service_code: String,
    /// What is wrong, in the person's words.
    pub description: String,
    /// Where it is.
    pub place: Place,
}

/// Where a report is about.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Enum)]
pub enum Place {
    /// A position that the phone measured.
    Measured {
        /// Degrees north, WGS 84.
        lat: f64,
        /// Degrees east, WGS 84.
        long: f64,
        /// How exact, in metres (68 %).
        accuracy: f64,
        /// When it was measured.
        at: Millis,
        /// Whether the system says that an app made it up.
        mocked: bool,
    },
    /// A pin that the person set on a map.
    Pinned {
        /// Degrees north, WGS 84.
        lat: f64,
        /// Degrees east, WGS 84.
        long: f64,
    },
    /// An address in words.
    Address(String),
}

/// A page of reports, newest first.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct FeedbackList {
    /// The reports.
    pub items: Vec<FeedbackPage>,
    /// To ask for the next page; nothing at the end.
    pub next: Option<u64>,
}

/// One report.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct FeedbackPage {
    /// Its id.
    pub id: String,
    /// The category's name.
    pub category: String,
    /// The person's words.
    pub description: String,
    /// Whether there is a photo.
    pub has_photo: bool,
    /// Where it is: the address as it was written, or the position in degrees.
    pub place: Option<String>,
    /// The 1022 number, once received.
    pub number: Option<String>,
    /// The status' id: `queued`, `received`, `forwarded`, `answered` …
    pub status: String,
    /// The status in words.
    pub status_text: String,
    /// Until when an answer is expected, in words.
    pub expected: Option<String>,
    /// The office's answer.
    pub answer: Option<String>,
    /// When it was queued, in words.
    pub queued_at: String,
    /// What was written, while `edit_feedback` can correct it; nothing once 1022 may have it.
    pub correctable: Option<NewFeedback>,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}
