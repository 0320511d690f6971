//! The session as screens show it.

use motcua_domain::sign_in::{Phase, SignInState};

use super::text::{Texts, Var};
use crate::port::identity::Person;

/// Where signing in stands, for screens.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionModel {
    /// What to offer.
    pub state: SessionState,
    /// In words.
    pub text: String,
    /// The person's name, when somebody is signed in.
    pub name: Option<String>,
    /// The person as receipts bind them, when somebody is signed in.
    pub sub: Option<String>,
}

/// What a screen offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// Offer to sign in.
    SignedOut,
    /// Show that the e-ID's answer is awaited; offer to start again.
    SigningIn,
    /// Show who; offer to sign out.
    SignedIn,
    /// Offer to sign in again; drafts are untouched.
    SignInNeeded,
}

/// What a screen offers in this state.
const fn shown(state: &SignInState) -> SessionState {
    match state.phase {
        Phase::SignedOut => SessionState::SignedOut,
        Phase::Hopping { .. } | Phase::Redeeming { .. } => SessionState::SigningIn,
        Phase::SignedIn(_) | Phase::Refreshing { .. } => SessionState::SignedIn,
        Phase::SignInNeeded(_) => SessionState::SignInNeeded,
    }
}

/// Builds the model.
pub fn session(state: &SignInState, person: Option<&Person>, texts: &Texts) -> SessionModel {
    let shown = shown(state);
    let message = match shown {
        SessionState::SignedOut => "session-signed-out",
        SessionState::SigningIn => "session-signing-in",
        SessionState::SignedIn => "session-signed-in",
        SessionState::SignInNeeded => "session-needed",
    };
    let person = person.filter(|_| shown == SessionState::SignedIn);
    let name = person.and_then(|it| it.name.clone());
    SessionModel {
        state: shown,
        text: texts.with(
            message,
            &[("name", Var::Text(name.as_deref().unwrap_or_default()))],
        ),
        sub: person.map(|it| it.sub.clone()),
        name,
    }
}
