//! Signing in by the e-ID, in the system's browser.
//!
//! ```text
//!   sign_in(hop) ──▶ browser ──▶ redirect ──▶ complete_sign_in(redirect) ──▶ session: signed in
//!                      the app may be killed here: a new process takes the redirect, or goes on by itself at `start`
//! ```
//!
//! Drafting and queueing need no sign-in; sending does. Trouble with signing in never touches a draft.

use std::sync::Arc;

use motcua_client::{error::Failure, use_case::sign_in, vocabulary::Code};

use crate::{
    error::Result,
    mot_cua::MotCua,
    platform::BrowserHop,
    runtime::{carry_out, runtime},
};

pub use motcua_client::screen::session::{SessionModel, SessionState};

#[uniffi::export]
impl MotCua {
    /// Begins to sign in and opens the e-ID's page by `hop`. Returns when the browser is open; the redirect comes to the app, which passes it to
    /// `complete_sign_in`. Calling it again begins anew.
    ///
    /// `Offline`, `TryLater`, `NetworkLogin`: the e-ID can't be reached now. `Bug` (`APP_FAILED`): the browser didn't open.
    pub async fn sign_in(&self, hop: Arc<dyn BrowserHop>) -> Result<()> {
        let context = self.context();
        carry_out(async move {
            let url = sign_in::begin_sign_in(&context).await?;
            // Foreign code may take its time: not on the threads that serve transfers.
            let opened = runtime().spawn_blocking(move || hop.open_url(url)).await;
            match opened {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) | Err(_) => Err(Failure::new(Code::AppFailed)),
            }
        })
        .await
    }

    /// As `sign_in`, for a shell that opens the browser itself: the answer is the page's address. It holds this attempt's secrets: open it, don't log it.
    pub async fn begin_sign_in(&self) -> Result<String> {
        let context = self.context();
        carry_out(async move { sign_in::begin_sign_in(&context).await }).await
    }

    /// Takes the redirect that the browser came back with, whole, and finishes signing in; also in a new process.
    ///
    /// `NotSecure` (`LOGIN_STATE_MISMATCH`, `LOGIN_REPLAYED`, `LOGIN_ISSUER_MISMATCH`, `ID_TOKEN_INVALID`): refused, nothing changed.
    /// `SignInNeeded` (`LOGIN_EXPIRED`): begin anew. `Rejected` (`LOGIN_DENIED`): the person said no. `Offline`, `TryLater`: the answer is kept; it goes
    /// on by `resume_sign_in` or at the next `start`.
    pub async fn complete_sign_in(&self, redirect: String) -> Result<()> {
        let context = self.context();
        carry_out(async move { sign_in::complete_sign_in(&context, &redirect).await }).await
    }

    /// Goes on with a sign-in that was under way when the app was killed or the network went. Does nothing when there is none. `start` does this too.
    pub async fn resume_sign_in(&self) -> Result<()> {
        let context = self.context();
        carry_out(async move { sign_in::resume_sign_in(&context).await }).await
    }

    /// Ends the session on this phone at once; the e-ID hears of it through the outbox. Drafts and waiting dossiers stay. Does nothing when nobody is
    /// signed in.
    pub fn sign_out(&self) -> Result<()> {
        Ok(sign_in::sign_out(&self.context())?)
    }

    /// Where signing in stands.
    pub fn session(&self) -> Result<SessionModel> {
        Ok(sign_in::session_model(&self.context())?)
    }
}

/// Where signing in stands, for screens.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct SessionModel {
    /// What to offer.
    pub state: SessionState,
    /// In words.
    pub text: String,
    /// The person's name, when somebody is signed in.
    pub name: Option<String>,
    /// The person as receipts bind them, when somebody is signed in. An opaque id; personal all the same.
    pub sub: Option<String>,
}

/// What a screen offers.
#[uniffi::remote(Enum)]
pub enum SessionState {
    /// Offer to sign in.
    SignedOut,
    /// Say that the e-ID's answer is awaited; offer to begin anew.
    SigningIn,
    /// Show who; offer to sign out.
    SignedIn,
    /// Offer to sign in again; drafts are untouched.
    SignInNeeded,
}
