//! Who is signed in, and calls made in their name.
//!
//! The session's state lives in the store as the sign-in machine's state; tokens beside it. `authorized` hands a call a token that should work:
//! it renews one that is about to end, and one that wasn't taken, once. Several calls that find the token ended wait for one renewal. A renewal
//! whose answer got lost is repeated with the same refresh token; it never signs anybody out.

use std::{collections::BTreeMap, future::Future};

use motcua_domain::{
    failure::{Code, FailureKind},
    ids::{EntryId, Subject},
    outbox::{Entry, Session, What},
    sign_in::{self, Phase, SignInAction, SignInEvent, SignInState, TokenRefusal},
    time::{DAY, SECOND},
};

use super::Context;
use crate::{
    error::{Failure, Result},
    port::{
        identity::{Person, Tokens},
        portal_api::{AccessToken, PortalError, Result as PortalResult},
        store::{Change, Setting},
    },
};

/// A token this close to its end is renewed before it is used.
const RENEW_BEFORE_END: i64 = 30 * SECOND;
/// How long the e-ID renews without a person (domain notes, "VNeID sign-in"); the e-ID itself has the last word.
const SESSION_LASTS: i64 = 30 * DAY;

/// The sign-in machine's state.
pub fn state(context: &Context) -> Result<SignInState> {
    let stored = context.store.setting(Setting::SignIn)?;
    // A state that a newer app wrote, or none at all: signed out. Nothing kept depends on it.
    let state = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    Ok(state.unwrap_or_else(SignInState::signed_out))
}

/// What the outbox planner needs to know.
pub fn session(context: &Context) -> Session {
    state(context).map_or(Session::SignedOut, |state| state.session())
}

/// Who is signed in.
pub fn subject(context: &Context) -> Option<Subject> {
    match session(context) {
        Session::SignedIn { sub } => Some(sub),
        Session::SignedOut | Session::SignInNeeded => None,
    }
}

/// What the e-ID said of the person signed in.
pub fn person(context: &Context) -> Result<Option<Person>> {
    let stored = context.store.setting(Setting::Person)?;
    Ok(stored.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Applies an event to the stored state and keeps the new one with `more` in one commit; the answer is what to do next.
pub(super) fn apply(context: &Context, event: &SignInEvent, more: Vec<Change>) -> Result<Vec<SignInAction>> {
    let _one_at_a_time = context.changing();
    let before = state(context)?;
    let (next, actions) =
        sign_in::apply(&before, event, context.now()).map_err(|it| Failure::new(it.code))?;
    let mut changes = more;
    if actions.contains(&SignInAction::QueueRevocation) {
        changes.extend(queue_revocation(context)?);
    }
    if actions.contains(&SignInAction::EraseTokens) {
        changes.extend([
            Change::DeleteSetting(Setting::Tokens),
            Change::DeleteSetting(Setting::Person),
        ]);
    }
    changes.push(Change::PutSetting(Setting::SignIn, to_json(&next)));
    context.store.commit(&changes)?;
    // Renewing a token changes nothing that anybody watches, and must not: who pulls at each change would renew, fail, and pull again at once.
    if shown(&before) != shown(&next) {
        context.topics.session.touch();
    }
    if actions
        .iter()
        .any(|action| matches!(action, SignInAction::WakeOutbox | SignInAction::QueueRevocation))
    {
        context.topics.outbox.touch();
    }
    Ok(actions)
}

/// What screens and workers see of a state. A token that is being renewed is somebody signed in.
fn shown(state: &SignInState) -> (Session, bool, bool) {
    let hopping = matches!(state.phase, Phase::Hopping { .. });
    let redeeming = matches!(state.phase, Phase::Redeeming { .. });
    (state.session(), hopping, redeeming)
}

/// The event and changes for tokens that came.
pub(super) fn received(
    context: &Context,
    tokens: &Tokens,
    sub: &str,
    person: Option<&Person>,
) -> (SignInEvent, Vec<Change>) {
    let mut changes = vec![Change::PutSetting(Setting::Tokens, to_json(tokens))];
    changes.extend(person.map(|person| Change::PutSetting(Setting::Person, to_json(person))));
    let event = SignInEvent::TokensReceived {
        sub: Subject::new(sub),
        access_expires_at: tokens.access_expires_at,
        session_ends_at: person
            .and(tokens.refresh.as_ref())
            .map(|_| context.now().plus(SESSION_LASTS)),
    };
    (event, changes)
}

/// Makes a call with a token that should work; renews it once when it wasn't taken.
pub(super) async fn authorized<T, F>(
    context: &Context,
    call: impl Fn(AccessToken) -> F + Send + Sync,
) -> PortalResult<T>
where
    F: Future<Output = PortalResult<T>> + Send,
{
    context.online().map_err(PortalError::of)?;
    let token = usable_token(context).await?;
    match call(token.clone()).await {
        Err(error) if error.kind == FailureKind::SignInRequired => {
            let renewed = renew(context, &token).await?;
            call(renewed).await
        }
        answer => answer,
    }
}

/// As [`authorized`] when somebody is signed in, without a token otherwise (feedback may be anonymous).
pub(super) async fn authorized_if_signed_in<T, F>(
    context: &Context,
    call: impl Fn(Option<AccessToken>) -> F + Send + Sync,
) -> PortalResult<T>
where
    F: Future<Output = PortalResult<T>> + Send,
{
    if subject(context).is_none() {
        context.online().map_err(PortalError::of)?;
        return call(None).await;
    }
    authorized(context, |token| call(Some(token))).await
}

async fn usable_token(context: &Context) -> PortalResult<AccessToken> {
    let tokens = tokens(context)?;
    if tokens.access_expires_at.since(context.now()) > RENEW_BEFORE_END {
        return Ok(tokens.access);
    }
    renew(context, &tokens.access).await
}

/// A new token in place of `used`. When another call has renewed it meanwhile, that one is taken.
async fn renew(context: &Context, used: &AccessToken) -> PortalResult<AccessToken> {
    let _one_at_a_time = context.renewing.lock().await;
    let held = tokens(context)?;
    if held.access != *used {
        return Ok(held.access);
    }
    let (Some(refresh), Some(sub)) = (held.refresh.clone(), subject(context)) else {
        return Err(ended(context, SignInEvent::RefreshRevoked));
    };
    // A refresh that was under way when the app died is in this state already; a session that is over ends here, and nothing is asked for it.
    apply(context, &SignInEvent::AccessExpiring, Vec::new()).map_err(|failure| portal_error(&failure))?;
    if subject(context).is_none() {
        return Err(PortalError::of(Code::SignInAgain));
    }
    match context.identity.refresh(&refresh, sub.as_str()).await {
        Ok(tokens) => {
            let tokens = Tokens {
                refresh: tokens.refresh.or(Some(refresh)),
                ..tokens
            };
            let (event, changes) = received(context, &tokens, sub.as_str(), None);
            apply(context, &event, changes).map_err(|failure| portal_error(&failure))?;
            Ok(tokens.access)
        }
        Err(error) => {
            let event = refusal(&error);
            if matches!(event, SignInEvent::TokenRefused(TokenRefusal::InvalidGrant)) {
                return Err(ended(context, event));
            }
            let _ = apply(context, &event, Vec::new());
            Err(error)
        }
    }
}

/// What a token endpoint's failure means for the machine.
pub(super) fn refusal(error: &PortalError) -> SignInEvent {
    match (Code::from_text(&error.code), error.kind) {
        (Some(Code::SignInAgain | Code::LoginRefused | Code::SignInRequired), _) => {
            SignInEvent::TokenRefused(TokenRefusal::InvalidGrant)
        }
        (Some(Code::IdTokenInvalid), _) => SignInEvent::TokenRefused(TokenRefusal::IdTokenInvalid),
        (
            _,
            FailureKind::Offline
            | FailureKind::Transient { .. }
            | FailureKind::CaptivePortal
            | FailureKind::NotSecure,
        ) => SignInEvent::TokenUnreachable,
        _ => SignInEvent::TokenRefused(TokenRefusal::Other),
    }
}

fn ended(context: &Context, event: SignInEvent) -> PortalError {
    // The machine refuses the event when the session has ended already: the caller hears the same either way.
    let _ = apply(context, &event, Vec::new());
    PortalError::of(Code::SignInAgain)
}

fn tokens(context: &Context) -> PortalResult<Tokens> {
    let stored = context
        .store
        .setting(Setting::Tokens)
        .map_err(|error| portal_error(&Failure::from(error)))?;
    stored
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or_else(|| PortalError::of(Code::SignInRequired))
}

fn portal_error(failure: &Failure) -> PortalError {
    PortalError::of(Code::from_text(&failure.code).unwrap_or(Code::AppFailed))
}

/// The refresh token is kept beside an outbox entry until the e-ID has revoked it, while the session itself is gone at once.
fn queue_revocation(context: &Context) -> Result<Vec<Change>> {
    let Some(refresh) = tokens(context).ok().and_then(|it| it.refresh) else {
        return Ok(Vec::new());
    };
    let id = EntryId::new(context.now(), context.id_bytes());
    let mut waiting = revocations(context);
    waiting.insert(id.to_string(), refresh);
    let entry = Entry::new(id, subject(context), What::Revocation, context.now());
    Ok(vec![
        Change::PutSetting(Setting::Revocations, to_json(&waiting)),
        Change::PutEntry(entry),
    ])
}

fn revocations(context: &Context) -> BTreeMap<String, String> {
    let stored = context.store.setting(Setting::Revocations).ok().flatten();
    stored
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// The refresh token that this entry is to revoke.
pub(super) fn revocation(context: &Context, entry: &EntryId) -> Option<String> {
    revocations(context).remove(&entry.to_string())
}

/// The e-ID has revoked it: forget it here too.
pub(super) fn forget_revocation(context: &Context, entry: &EntryId) {
    let _one_at_a_time = context.changing();
    let mut waiting = revocations(context);
    waiting.remove(&entry.to_string());
    // Revoking twice is harmless: a failure here only means that it may be asked again.
    let _ = context
        .store
        .commit(&[Change::PutSetting(Setting::Revocations, to_json(&waiting))]);
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("our own values always serialise")
}

#[cfg(test)]
mod tests;
