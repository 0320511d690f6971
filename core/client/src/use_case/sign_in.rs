//! Signing in: begin, come back from the browser hop, finish after a restart, sign out.
//!
//! Everything the way back needs is in the store before the browser opens: the app may be killed behind it and a new process finishes. A redirect that
//! doesn't belong to the attempt changes nothing. No line here touches a draft.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use motcua_domain::{
    failure::{Code, FailureKind},
    ids::AttemptId,
    sign_in::{Attempt, Phase, RedirectResult, Secret, SignInAction, SignInEvent},
};
use url::Url;

use super::{Context, session, wake_up};
use crate::{
    error::{Failure, Result},
    port::{identity, portal_api::PortalError, random::random_bytes},
    screen::session::{self as screen, SessionModel},
};

/// Starts an attempt and gives the page to open in the browser. An attempt that was under way is replaced, one whose code couldn't be redeemed too.
/// `SIGN_IN_UNDER_WAY` when somebody is signed in.
pub async fn begin_sign_in(context: &Context) -> Result<String> {
    let attempt = Attempt {
        id: AttemptId::new(context.now(), context.id_bytes()),
        issuer: context.identity.issuer(),
        redirect_uri: context.identity.redirect_uri(),
        state: secret(context),
        nonce: secret(context),
        verifier: secret(context),
    };
    // The page first: without network there is no attempt to remember.
    context.online()?;
    let url = context.identity.authorization_url(&wire(&attempt)).await?;
    if matches!(session::state(context)?.phase, Phase::Redeeming { .. }) {
        session::apply(context, &SignInEvent::SignOut, Vec::new())?;
    }
    session::apply(context, &SignInEvent::Begin(attempt), Vec::new())?;
    Ok(url)
}

/// Takes the redirect that the browser came back with, also in a new process, and redeems its code.
///
/// `LOGIN_STATE_MISMATCH`, `LOGIN_REPLAYED`, `LOGIN_EXPIRED`, `LOGIN_ISSUER_MISMATCH`: refused, nothing changed. `LOGIN_DENIED`: the person said no.
/// When the e-ID can't be reached the code is kept, and [`redeem`] goes on with it (the sign-in worker calls it).
pub async fn complete_sign_in(context: &Context, redirect: &str) -> Result<()> {
    let event = read_redirect(redirect)?;
    let actions = session::apply(context, &event, Vec::new())?;
    for action in &actions {
        if let SignInAction::TellFailed(code) = action {
            return Err(Failure::new(*code));
        }
    }
    redeem(context).await
}

/// Goes on after the app's start: a code that was being redeemed, a session that ended meanwhile.
pub async fn resume_sign_in(context: &Context) -> Result<()> {
    let actions = session::apply(context, &SignInEvent::Restarted, Vec::new())?;
    if actions.contains(&SignInAction::RedeemCode) {
        return redeem(context).await;
    }
    Ok(())
}

/// Ends the session here at once; the e-ID hears of it through the outbox, also much later. Drafts and waiting dossiers stay.
pub fn sign_out(context: &Context) -> Result<()> {
    match session::apply(context, &SignInEvent::SignOut, Vec::new()) {
        Err(failure) if failure.code == Code::SignInOutOfStep.as_str() => Ok(()),
        done => done.map(drop),
    }
}

/// The session as screens show it.
pub fn session_model(context: &Context) -> Result<SessionModel> {
    let person = session::person(context)?;
    let state = session::state(context)?;
    Ok(screen::session(&state, person.as_ref(), &context.texts()))
}

/// Redeems the code of the attempt under way; does nothing when there is none. A code works once, so one caller at a time spends it.
pub async fn redeem(context: &Context) -> Result<()> {
    let _one_at_a_time = context.renewing.lock().await;
    let Phase::Redeeming { attempt, code, .. } = session::state(context)?.phase else {
        return Ok(());
    };
    let redeemed = match context.online() {
        Ok(()) => context.identity.redeem(&wire(&attempt), code.expose()).await,
        Err(code) => Err(PortalError::of(code)),
    };
    match redeemed {
        Ok((tokens, person)) => {
            let (event, mut changes) = session::received(context, &tokens, &person.sub, Some(&person));
            // Wake-ups are a person's: whoever signs in here is woken here.
            changes.extend(wake_up::registration_entry(context));
            session::apply(context, &event, changes).map(drop)
        }
        Err(error) => {
            session::apply(context, &session::refusal(&error), Vec::new())?;
            // Whoever goes on with it later, and whoever waits for it, should know.
            context.topics.session.touch();
            Err(error.into())
        }
    }
}

/// Whether a code came back that hasn't been redeemed yet.
pub fn is_redeeming(context: &Context) -> bool {
    session::state(context).is_ok_and(|it| matches!(it.phase, Phase::Redeeming { .. }))
}

fn read_redirect(redirect: &str) -> Result<SignInEvent> {
    let url = Url::parse(redirect).map_err(|_| Code::LoginStateMismatch)?;
    let value = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let state = Secret::new(value("state").ok_or(Code::LoginStateMismatch)?);
    let result = match (value("code"), value("error")) {
        (Some(code), None) => RedirectResult::Code(Secret::new(code)),
        (_, Some(error)) => RedirectResult::Error(error),
        (None, None) => {
            return Err(Failure {
                kind: FailureKind::Rejected,
                ..Failure::new(Code::LoginStateMismatch)
            });
        }
    };
    Ok(SignInEvent::Redirect {
        state,
        iss: value("iss"),
        result,
    })
}

/// 32 random bytes as 43 characters: a PKCE verifier's least length (RFC 7636 §4.1), and plenty for `state` and `nonce`.
fn secret(context: &Context) -> Secret {
    Secret::new(URL_SAFE_NO_PAD.encode(random_bytes::<32>(&*context.random)))
}

fn wire(attempt: &Attempt) -> identity::Attempt {
    identity::Attempt {
        state: attempt.state.expose().to_owned(),
        nonce: attempt.nonce.expose().to_owned(),
        verifier: attempt.verifier.expose().to_owned(),
    }
}
