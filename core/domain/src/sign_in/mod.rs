//! Signing in: the hop to the e-ID, redeeming its code, and keeping the session.
//!
//! The whole state is stored (sealed) before every action, so each arrow survives the app's death: the redirect may
//! come back in a new process. No variant here can name a draft or an outbox entry: trouble with signing in can't touch
//! them. The outbox simply waits, and [`SignInAction::WakeOutbox`] tells it when to look again.
//!
//! ```text
//!               Begin             Redirect(state ✓ iss ✓ code)            TokensReceived
//!  SignedOut ─────────▶ Hopping ─────────────────────────────▶ Redeeming ────────────────▶ SignedIn ◀──────────┐
//!      ▲   ▲               │ error=…                              │ TokenRefused              │ AccessExpiring    │ TokensReceived
//!      │   └───────────────┴──────────────────────────────────────┘                           ▼                  │
//!      │ SignOut                                                              Unreachable: ↻ Refreshing ──────────┘
//!      │                                                                                       │ TokenRefused(grant)
//!      └───────────────────────────────────────── SignInNeeded ◀───────────────────────────────┘ RefreshRevoked, session end
//! ```
//!
//! A redirect that doesn't belong to the attempt under way (another `state`, a replay, too late, another issuer) is
//! refused with its code, nothing is redeemed, and the state stays. A lost reply to a refresh is retried with the same
//! token, which isn't rotated; it never signs anybody out.

mod machine;
mod secret;

pub use machine::apply;
pub use secret::Secret;

use serde::{Deserialize, Serialize};

use crate::failure::Code;
use crate::ids::{AttemptId, Subject};
use crate::outbox::Session;
use crate::time::{MINUTE, Millis};

/// How long a person may stay in the e-ID's pages.
pub const HOP_LASTS: i64 = 10 * MINUTE;

/// One hop to the e-ID. Made before the hop, with everything needed to finish it in another process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its name, for logs.
    pub id: AttemptId,
    /// The issuer that the redirect must name.
    pub issuer: String,
    /// The redirect URI that was asked for; the code is redeemed with the same.
    pub redirect_uri: String,
    /// The `state` that the redirect must carry.
    pub state: Secret,
    /// The `nonce` that the ID token must carry.
    pub nonce: Secret,
    /// The PKCE verifier.
    pub verifier: Secret,
}

/// Why somebody must sign in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedReason {
    /// The session's time is over.
    SessionEnded,
    /// It was revoked, or its token isn't taken any more.
    Revoked,
}

impl NeedReason {
    /// The stable code.
    pub fn code(self) -> Code {
        match self {
            NeedReason::SessionEnded | NeedReason::Revoked => Code::SignInAgain,
        }
    }
}

/// A session that works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionFacts {
    /// The person.
    pub sub: Subject,
    /// When the access token stops working.
    pub access_expires_at: Millis,
    /// When the session ends for good, unless it is revoked earlier.
    pub session_ends_at: Millis,
}

/// A session that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedSession {
    /// Whose it was.
    pub sub: Subject,
    /// Why it ended.
    pub reason: NeedReason,
}

/// Where signing in stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody is signed in.
    SignedOut,
    /// The person is in the e-ID's pages.
    Hopping {
        /// The attempt.
        attempt: Attempt,
        /// When it began.
        started_at: Millis,
        /// When a redirect is too late.
        expires_at: Millis,
        /// The session that had ended before, to which a failed attempt returns.
        ended: Option<EndedSession>,
    },
    /// The code is being redeemed.
    Redeeming {
        /// The attempt.
        attempt: Attempt,
        /// The code; it works once.
        code: Secret,
        /// Tries without an answer.
        failures: u32,
        /// The session that had ended before.
        ended: Option<EndedSession>,
    },
    /// Somebody is signed in.
    SignedIn(SessionFacts),
    /// The access token is being renewed.
    Refreshing {
        /// The session.
        session: SessionFacts,
        /// Tries without an answer.
        failures: u32,
    },
    /// A session ended: only the person can start another. Everything kept stays.
    SignInNeeded(EndedSession),
}

/// The whole state. Store it sealed, before carrying out actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInState {
    /// Where it stands.
    pub phase: Phase,
    /// The `state` of the redirect taken last: the same again is a replay.
    pub used: Option<Secret>,
}

impl SignInState {
    /// Before anybody ever signed in.
    pub fn signed_out() -> SignInState {
        SignInState {
            phase: Phase::SignedOut,
            used: None,
        }
    }

    /// What the outbox needs to know. During a refresh the person is still signed in.
    pub fn session(&self) -> Session {
        match &self.phase {
            Phase::SignedIn(session) | Phase::Refreshing { session, .. } => Session::SignedIn {
                sub: session.sub.clone(),
            },
            Phase::SignInNeeded(_) => Session::SignInNeeded,
            Phase::Hopping { ended, .. } | Phase::Redeeming { ended, .. } if ended.is_some() => {
                Session::SignInNeeded
            }
            Phase::SignedOut | Phase::Hopping { .. } | Phase::Redeeming { .. } => Session::SignedOut,
        }
    }
}

/// What the redirect brought beside `state` and `iss`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectResult {
    /// A code to redeem.
    Code(Secret),
    /// An error; `access_denied` means that the person said no.
    Error(String),
}

/// Why the token endpoint said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenRefusal {
    /// `invalid_grant`: the code or refresh token doesn't work (any more).
    InvalidGrant,
    /// The ID token isn't provably the e-ID's word for this attempt.
    IdTokenInvalid,
    /// Any other error of the endpoint: a proof it didn't like, a fault of its own.
    Other,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInEvent {
    /// The person wants to sign in.
    Begin(Attempt),
    /// The e-ID sent the browser back.
    Redirect {
        /// Its `state`.
        state: Secret,
        /// Its `iss`, when it had one.
        iss: Option<String>,
        /// A code or an error.
        result: RedirectResult,
    },
    /// Tokens came and were checked; the caller holds them until [`SignInAction::StoreTokens`].
    TokensReceived {
        /// Whose.
        sub: Subject,
        /// When the access token stops working.
        access_expires_at: Millis,
        /// When the session ends; `None` when a refresh says nothing new about it.
        session_ends_at: Option<Millis>,
    },
    /// The token endpoint said no.
    TokenRefused(TokenRefusal),
    /// The token endpoint didn't answer; its work may have been done or not.
    TokenUnreachable,
    /// The app started, with this state from the store.
    Restarted,
    /// The access token stops working soon, or wasn't taken.
    AccessExpiring,
    /// The portal or the e-ID said that the session was revoked.
    RefreshRevoked,
    /// The person signs out.
    SignOut,
}

/// What the caller must do, in order, after storing the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInAction {
    /// Open the authorization page of this attempt.
    OpenBrowser(AttemptId),
    /// Redeem the code held in [`Phase::Redeeming`].
    RedeemCode,
    /// Try that again at this time.
    RedeemAt(Millis),
    /// Store the tokens just received, in the same transaction as the state.
    StoreTokens,
    /// Renew the access token with the refresh token.
    Refresh,
    /// Try that again at this time, with the same token.
    RefreshAt(Millis),
    /// Put the tokens' revocation into the outbox, before they are erased.
    QueueRevocation,
    /// Erase the tokens.
    EraseTokens,
    /// The outbox may go on.
    WakeOutbox,
    /// Show that this attempt failed, with its code.
    TellFailed(Code),
    /// Show that somebody must sign in again.
    TellSignInNeeded(NeedReason),
}

/// The event was refused; nothing changed and nothing was redeemed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sign-in refused: {code}")]
pub struct SignInRefused {
    /// The stable code.
    pub code: Code,
}

#[cfg(test)]
mod tests;
