//! The sign-in machine: for each event, one exhaustive match over the phases.

use super::{
    Attempt, EndedSession, HOP_LASTS, NeedReason, Phase, RedirectResult, Secret, SessionFacts, SignInAction,
    SignInEvent, SignInRefused, SignInState, TokenRefusal,
};
use crate::failure::Code;
use crate::ids::Subject;
use crate::outbox::wait_before_retry;
use crate::time::Millis;

use Phase as P;
use SignInAction as A;

type Moved = Result<(SignInState, Vec<SignInAction>), SignInRefused>;

/// Applies one event.
///
/// # Errors
/// [`SignInRefused`] with a code: the state stays, nothing is redeemed. `SIGN_IN_OUT_OF_STEP` is a caller's mistake;
/// show the others.
pub fn apply(state: &SignInState, event: &SignInEvent, now: Millis) -> Moved {
    match event {
        SignInEvent::Begin(attempt) => begin(state, attempt, now),
        SignInEvent::Redirect {
            state: returned,
            iss,
            result,
        } => redirect(state, returned, iss.as_deref(), result, now),
        SignInEvent::TokensReceived {
            sub,
            access_expires_at,
            session_ends_at,
        } => tokens(state, sub, *access_expires_at, *session_ends_at),
        SignInEvent::TokenRefused(why) => token_refused(state, *why, now),
        SignInEvent::TokenUnreachable => again(state, now),
        SignInEvent::Restarted => restarted(state, now),
        SignInEvent::AccessExpiring => expiring(state, now),
        SignInEvent::RefreshRevoked => revoked(state),
        SignInEvent::SignOut => sign_out(state),
    }
}

fn begin(state: &SignInState, attempt: &Attempt, now: Millis) -> Moved {
    let ended = match &state.phase {
        P::SignedOut => None,
        P::SignInNeeded(ended) => Some(ended),
        // A lost browser page: the new attempt replaces the old one, whose redirect will find no match.
        P::Hopping { ended, .. } => ended.as_ref(),
        P::Redeeming { .. } | P::SignedIn(_) | P::Refreshing { .. } => return refuse(Code::SignInUnderWay),
    };
    let hop = P::Hopping {
        attempt: attempt.clone(),
        started_at: now,
        expires_at: now.plus(HOP_LASTS),
        ended: ended.cloned(),
    };
    moved(state, hop, vec![A::OpenBrowser(attempt.id)])
}

fn redirect(
    state: &SignInState,
    returned: &Secret,
    iss: Option<&str>,
    result: &RedirectResult,
    now: Millis,
) -> Moved {
    match &state.phase {
        P::Hopping {
            attempt,
            expires_at,
            ended,
            ..
        } if *returned == attempt.state => {
            if iss != Some(attempt.issuer.as_str()) {
                return refuse(Code::LoginIssuerMismatch);
            }
            if now > *expires_at {
                return refuse(Code::LoginExpired);
            }
            Ok(returned_well(attempt, ended.as_ref(), result))
        }
        P::SignedOut
        | P::Hopping { .. }
        | P::Redeeming { .. }
        | P::SignedIn(_)
        | P::Refreshing { .. }
        | P::SignInNeeded(_) => {
            let replayed = state.used.as_ref() == Some(returned);
            refuse(if replayed {
                Code::LoginReplayed
            } else {
                Code::LoginStateMismatch
            })
        }
    }
}

fn returned_well(
    attempt: &Attempt,
    ended: Option<&EndedSession>,
    result: &RedirectResult,
) -> (SignInState, Vec<SignInAction>) {
    let (attempt, ended) = (attempt.clone(), ended.cloned());
    let used = Some(attempt.state.clone());
    match result {
        RedirectResult::Code(code) => {
            let phase = P::Redeeming {
                attempt,
                code: code.clone(),
                failures: 0,
                ended,
            };
            (SignInState { phase, used }, vec![A::RedeemCode])
        }
        RedirectResult::Error(error) => {
            let code = if error == "access_denied" {
                Code::LoginDenied
            } else {
                Code::LoginRefused
            };
            (
                SignInState {
                    phase: back(ended.as_ref()),
                    used,
                },
                vec![A::TellFailed(code)],
            )
        }
    }
}

fn tokens(
    state: &SignInState,
    sub: &Subject,
    access_expires_at: Millis,
    session_ends_at: Option<Millis>,
) -> Moved {
    let session_ends_at = match &state.phase {
        P::Redeeming { .. } => session_ends_at.unwrap_or(access_expires_at),
        P::Refreshing { session, .. } if session.sub != *sub => return refuse(Code::IdTokenInvalid),
        P::Refreshing { session, .. } => session_ends_at.unwrap_or(session.session_ends_at),
        P::SignedOut | P::Hopping { .. } | P::SignedIn(_) | P::SignInNeeded(_) => {
            return refuse(Code::SignInOutOfStep);
        }
    };
    let session = SessionFacts {
        sub: sub.clone(),
        access_expires_at,
        session_ends_at,
    };
    moved(state, P::SignedIn(session), vec![A::StoreTokens, A::WakeOutbox])
}

fn token_refused(state: &SignInState, why: TokenRefusal, now: Millis) -> Moved {
    match (&state.phase, why) {
        (P::Redeeming { ended, .. }, TokenRefusal::IdTokenInvalid) => moved(
            state,
            back(ended.as_ref()),
            vec![A::TellFailed(Code::IdTokenInvalid)],
        ),
        (P::Redeeming { ended, .. }, TokenRefusal::InvalidGrant | TokenRefusal::Other) => moved(
            state,
            back(ended.as_ref()),
            vec![A::TellFailed(Code::LoginRefused)],
        ),
        (P::Refreshing { session, .. }, TokenRefusal::InvalidGrant) => {
            needed(state, session, NeedReason::Revoked)
        }
        // An endpoint's fault is no verdict about the session: try again with the same token.
        (P::Refreshing { .. }, TokenRefusal::IdTokenInvalid | TokenRefusal::Other) => again(state, now),
        (P::SignedOut | P::Hopping { .. } | P::SignedIn(_) | P::SignInNeeded(_), _) => {
            refuse(Code::SignInOutOfStep)
        }
    }
}

/// The same request again, later each time. Whether the lost one was carried out doesn't matter: the refresh token
/// isn't rotated, and a code that was used up is refused.
fn again(state: &SignInState, now: Millis) -> Moved {
    let mut next = state.clone();
    let action = match &mut next.phase {
        P::Redeeming { failures, .. } => A::RedeemAt(one_more(failures, now)),
        P::Refreshing { failures, .. } => A::RefreshAt(one_more(failures, now)),
        P::SignedOut | P::Hopping { .. } | P::SignedIn(_) | P::SignInNeeded(_) => {
            return refuse(Code::SignInOutOfStep);
        }
    };
    Ok((next, vec![action]))
}

fn one_more(failures: &mut u32, now: Millis) -> Millis {
    *failures = failures.saturating_add(1);
    now.plus(wait_before_retry(*failures, None, 0))
}

fn restarted(state: &SignInState, now: Millis) -> Moved {
    match &state.phase {
        P::SignedOut | P::SignInNeeded(_) => Ok((state.clone(), vec![])),
        P::Hopping {
            expires_at, ended, ..
        } if *expires_at < now => moved(
            state,
            back(ended.as_ref()),
            vec![A::TellFailed(Code::LoginExpired)],
        ),
        P::Hopping { .. } => Ok((state.clone(), vec![])),
        P::Redeeming { .. } => Ok((state.clone(), vec![A::RedeemCode])),
        P::SignedIn(session) | P::Refreshing { session, .. } if session.session_ends_at <= now => {
            needed(state, session, NeedReason::SessionEnded)
        }
        P::SignedIn(session) if session.access_expires_at > now => Ok((state.clone(), vec![A::WakeOutbox])),
        P::SignedIn(session) | P::Refreshing { session, .. } => refresh(state, session),
    }
}

fn expiring(state: &SignInState, now: Millis) -> Moved {
    match &state.phase {
        P::SignedIn(session) if session.session_ends_at <= now => {
            needed(state, session, NeedReason::SessionEnded)
        }
        P::SignedIn(session) => refresh(state, session),
        // Several requests find the token expired at once; one refresh serves all.
        P::Refreshing { .. } => Ok((state.clone(), vec![])),
        P::SignedOut | P::Hopping { .. } | P::Redeeming { .. } | P::SignInNeeded(_) => {
            refuse(Code::SignInOutOfStep)
        }
    }
}

fn revoked(state: &SignInState) -> Moved {
    match &state.phase {
        P::SignedIn(session) | P::Refreshing { session, .. } => needed(state, session, NeedReason::Revoked),
        P::SignedOut | P::Hopping { .. } | P::Redeeming { .. } | P::SignInNeeded(_) => {
            refuse(Code::SignInOutOfStep)
        }
    }
}

fn sign_out(state: &SignInState) -> Moved {
    match &state.phase {
        P::SignedIn(_) | P::Refreshing { .. } => {
            moved(state, P::SignedOut, vec![A::QueueRevocation, A::EraseTokens])
        }
        P::Hopping { .. } | P::Redeeming { .. } | P::SignInNeeded(_) => {
            moved(state, P::SignedOut, vec![A::EraseTokens])
        }
        P::SignedOut => refuse(Code::SignInOutOfStep),
    }
}

fn refuse(code: Code) -> Moved {
    Err(SignInRefused { code })
}

fn moved(state: &SignInState, phase: Phase, actions: Vec<SignInAction>) -> Moved {
    Ok((
        SignInState {
            phase,
            used: state.used.clone(),
        },
        actions,
    ))
}

/// The state a failed attempt goes back to.
fn back(ended: Option<&EndedSession>) -> Phase {
    ended.map_or(P::SignedOut, |ended| P::SignInNeeded(ended.clone()))
}

fn refresh(state: &SignInState, session: &SessionFacts) -> Moved {
    moved(
        state,
        P::Refreshing {
            session: session.clone(),
            failures: 0,
        },
        vec![A::Refresh],
    )
}

fn needed(state: &SignInState, session: &SessionFacts, reason: NeedReason) -> Moved {
    let phase = P::SignInNeeded(EndedSession {
        sub: session.sub.clone(),
        reason,
    });
    moved(state, phase, vec![A::EraseTokens, A::TellSignInNeeded(reason)])
}
