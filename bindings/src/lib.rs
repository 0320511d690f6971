//! The core for Kotlin and Swift: one object for the app, one for an open form, records for what screens draw, and errors named by the caller's
//! next move.
//!
//! ```text
//!   Kotlin · Swift · the virtual phone
//!        │  MotCua (one per process), FormSession (one per open draft), Subscription
//!        ▼
//!   this crate: carries calls and records, runs the async ones on its own threads, names failures
//!        ▼                                                      ▲
//!   motcua-client: decides and acts                             │ KeyVault · DeviceKey · Connectivity · BrowserHop,
//!                                                               │ implemented by the shell
//! ```
//!
//! **Threads.** A call that isn't async may read or write the disk for some milliseconds: make it off the main thread. An async call runs on the
//! core's own threads; dropping or cancelling it ends the waiting, never the work. Observers and the shell's own objects are called on threads of
//! the core, one call at a time for each observer.
//!
//! **Failures.** Every call that can fail gives [`MotCuaError`]; its variant says what to do next, its code which words to show
//! ([`explain_failure`]). Nothing that was shown as kept is lost by a failure.
//!
//! **Records** carry finished words in the person's language, lists as whole pages, ids as text and moments as milliseconds since 1970 ([`Millis`])
//! where they aren't words already. They hold personal data: don't log them, also not by the `toString` that Kotlin gives its data classes.

mod catalogue;
mod desktop;
mod dossier;
mod draft;
mod error;
mod feedback;
mod form;
mod home;
mod inbox;
mod mot_cua;
mod my_data;
mod observer;
mod outbox;
mod platform;
mod runtime;
mod session;
mod words;

pub use catalogue::{CatalogueList, ProcedureItem, ProcedurePage};
pub use desktop::{desktop_device_key, desktop_key_vault};
pub use dossier::{
    AskedFor, DossierItem, DossierList, ReceiptModel, ResultItem, Standing, SupplementRequest, Timeline,
    TimelineItem,
};
pub use draft::{DraftItem, DraftList};
pub use error::{FailureWords, MotCuaError, Result, explain_failure};
pub use feedback::{FeedbackCategory, FeedbackList, FeedbackPage, NewFeedback, Place};
pub use form::{
    ChoiceItem, EditOutcome, FileItem, FormItem, FormPage, FormSession, Frozen, Millis, OpenedPage,
    OpenedReview, ProblemItem, ProblemList, QuestionItem, QuestionKind, RangeLimits, ReviewOffice,
    ReviewPaper, ReviewRow, ReviewSection, RowItem, SubmitReview,
};
pub use home::{Home, HomeItem, HomeKind, HomeSection, HomeTarget};
pub use inbox::{Inbox, InboxItem};
pub use mot_cua::{AppConfig, MotCua};
pub use my_data::{ConsentPage, SettingChoice, SettingsPage};
pub use observer::{
    DraftsObserver, FeedbackObserver, HomeObserver, InboxObserver, OutboxObserver, SessionObserver,
    Subscription, TimelineObserver,
};
pub use outbox::{NetworkPolicy, OutboxItem, OutboxList, OutboxRemedy};
pub use platform::{BrowserHop, Connectivity, DeviceKey, KeyVault, NetworkState, PlatformError};
pub use session::{SessionModel, SessionState};
pub use words::{Word, words};

uniffi::setup_scaffolding!();
