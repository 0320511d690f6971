use proptest::prelude::*;

use super::*;

const ISSUER: &str = "https://127.0.0.1:8443/eid";
const NOW: Millis = Millis(1_000_000);

fn attempt(n: u8) -> Attempt {
    Attempt {
        id: AttemptId::new(NOW, [n; 10]),
        issuer: ISSUER.into(),
        redirect_uri: "vn.motcua.app:/sign-in/return".into(),
        state: Secret::new(format!("state-{n}")),
        nonce: Secret::new(format!("nonce-{n}")),
        verifier: Secret::new(format!("verifier-{n}")),
    }
}

fn redirect(state: &str, iss: Option<&str>) -> SignInEvent {
    SignInEvent::Redirect {
        state: Secret::new(state),
        iss: iss.map(str::to_owned),
        result: RedirectResult::Code(Secret::new("code-1")),
    }
}

fn tokens(sub: &str) -> SignInEvent {
    SignInEvent::TokensReceived {
        sub: Subject::new(sub),
        access_expires_at: NOW.plus(10 * MINUTE),
        session_ends_at: Some(NOW.plus(100 * MINUTE)),
    }
}

fn go(state: &SignInState, event: SignInEvent, now: Millis) -> (SignInState, Vec<SignInAction>) {
    apply(state, &event, now).unwrap()
}

fn hopping() -> SignInState {
    go(&SignInState::signed_out(), SignInEvent::Begin(attempt(1)), NOW).0
}

fn redeeming() -> SignInState {
    go(&hopping(), redirect("state-1", Some(ISSUER)), NOW).0
}

fn signed_in() -> SignInState {
    go(&redeeming(), tokens("an"), NOW).0
}

fn refreshing() -> SignInState {
    go(&signed_in(), SignInEvent::AccessExpiring, NOW).0
}

fn needed() -> SignInState {
    go(&signed_in(), SignInEvent::RefreshRevoked, NOW).0
}

#[test]
fn the_whole_way_in_wakes_the_outbox() {
    assert_eq!(
        go(&hopping(), redirect("state-1", Some(ISSUER)), NOW).1,
        [SignInAction::RedeemCode]
    );
    let (state, actions) = go(&redeeming(), tokens("an"), NOW);
    assert_eq!(actions, [SignInAction::StoreTokens, SignInAction::WakeOutbox]);
    assert_eq!(
        state.session(),
        Session::SignedIn {
            sub: Subject::new("an")
        }
    );
}

#[test]
fn foreign_redirects_are_refused_by_code() {
    let late = NOW.plus(HOP_LASTS + 1);
    let cases = [
        (
            hopping(),
            redirect("state-2", Some(ISSUER)),
            NOW,
            Code::LoginStateMismatch,
        ),
        (
            SignInState::signed_out(),
            redirect("state-1", Some(ISSUER)),
            NOW,
            Code::LoginStateMismatch,
        ),
        (
            hopping(),
            redirect("state-1", None),
            NOW,
            Code::LoginIssuerMismatch,
        ),
        (
            hopping(),
            redirect("state-1", Some("https://evil.example")),
            NOW,
            Code::LoginIssuerMismatch,
        ),
        (
            hopping(),
            redirect("state-1", Some(ISSUER)),
            late,
            Code::LoginExpired,
        ),
        (
            redeeming(),
            redirect("state-1", Some(ISSUER)),
            NOW,
            Code::LoginReplayed,
        ),
        (
            signed_in(),
            redirect("state-1", Some(ISSUER)),
            NOW,
            Code::LoginReplayed,
        ),
    ];
    for (state, event, now, code) in cases {
        assert_eq!(apply(&state, &event, now), Err(SignInRefused { code }));
    }
}

#[test]
fn a_redirect_at_the_last_moment_still_counts() {
    assert!(
        apply(
            &hopping(),
            &redirect("state-1", Some(ISSUER)),
            NOW.plus(HOP_LASTS)
        )
        .is_ok()
    );
}

#[test]
fn a_new_attempt_makes_the_old_redirect_a_stranger() {
    let (second, _) = go(&hopping(), SignInEvent::Begin(attempt(2)), NOW);
    let refused = apply(&second, &redirect("state-1", Some(ISSUER)), NOW);
    assert_eq!(
        refused,
        Err(SignInRefused {
            code: Code::LoginStateMismatch
        })
    );
    assert!(apply(&second, &redirect("state-2", Some(ISSUER)), NOW).is_ok());
}

#[test]
fn saying_no_goes_back_to_where_it_began() {
    let no = SignInEvent::Redirect {
        state: Secret::new("state-1"),
        iss: Some(ISSUER.into()),
        result: RedirectResult::Error("access_denied".into()),
    };
    let (state, actions) = go(&hopping(), no.clone(), NOW);
    assert_eq!(
        (state.phase, actions),
        (
            Phase::SignedOut,
            vec![SignInAction::TellFailed(Code::LoginDenied)]
        )
    );
    let (again, _) = go(&needed(), SignInEvent::Begin(attempt(1)), NOW);
    assert_eq!(go(&again, no, NOW).0.phase, needed().phase);
}

#[test]
fn a_lost_refresh_reply_is_retried_and_signs_nobody_out() {
    let mut state = refreshing();
    for n in 1..50 {
        let (next, actions) = go(&state, SignInEvent::TokenUnreachable, NOW);
        assert!(
            matches!(actions[..], [SignInAction::RefreshAt(at)] if at > NOW),
            "{n}"
        );
        assert_eq!(next.session(), signed_in().session());
        state = next;
    }
    assert_eq!(go(&state, tokens("an"), NOW).0.phase, signed_in().phase);
    let fault = go(&state, SignInEvent::TokenRefused(TokenRefusal::Other), NOW).0;
    assert_eq!(fault.session(), signed_in().session());
}

#[test]
fn revocation_asks_for_a_new_sign_in_and_erases_tokens_only() {
    let expected = [
        SignInAction::EraseTokens,
        SignInAction::TellSignInNeeded(NeedReason::Revoked),
    ];
    let refused = SignInEvent::TokenRefused(TokenRefusal::InvalidGrant);
    assert_eq!(go(&refreshing(), refused, NOW).1, expected);
    assert_eq!(go(&signed_in(), SignInEvent::RefreshRevoked, NOW).1, expected);
    assert_eq!(needed().session(), Session::SignInNeeded);
}

#[test]
fn a_refresh_for_another_person_is_refused() {
    let refused = apply(&refreshing(), &tokens("binh"), NOW);
    assert_eq!(
        refused,
        Err(SignInRefused {
            code: Code::IdTokenInvalid
        })
    );
}

#[test]
fn every_phase_survives_a_restart() {
    let later = NOW.plus(20 * MINUTE);
    assert_eq!(go(&hopping(), SignInEvent::Restarted, NOW), (hopping(), vec![]));
    let expired = go(&hopping(), SignInEvent::Restarted, later);
    assert_eq!(expired.1, [SignInAction::TellFailed(Code::LoginExpired)]);
    assert_eq!(
        go(&redeeming(), SignInEvent::Restarted, later),
        (redeeming(), vec![SignInAction::RedeemCode])
    );
    assert_eq!(
        go(&signed_in(), SignInEvent::Restarted, NOW).1,
        [SignInAction::WakeOutbox]
    );
    assert_eq!(
        go(&signed_in(), SignInEvent::Restarted, later),
        (refreshing(), vec![SignInAction::Refresh])
    );
    let end = NOW.plus(100 * MINUTE);
    let reason = NeedReason::SessionEnded;
    assert!(
        go(&signed_in(), SignInEvent::Restarted, end)
            .1
            .contains(&SignInAction::TellSignInNeeded(reason))
    );
}

#[test]
fn the_state_survives_the_store_and_shows_no_secret() {
    for state in [hopping(), redeeming(), signed_in(), refreshing(), needed()] {
        let stored = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<SignInState>(&stored).unwrap(), state);
        let shown = format!("{state:?}");
        for secret in ["state-1", "nonce-1", "verifier-1", "code-1", "\"an\""] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn signing_out_queues_the_revocation_before_erasing() {
    let expected = [SignInAction::QueueRevocation, SignInAction::EraseTokens];
    assert_eq!(go(&signed_in(), SignInEvent::SignOut, NOW).1, expected);
    assert_eq!(go(&refreshing(), SignInEvent::SignOut, NOW).1, expected);
}

fn event() -> impl Strategy<Value = SignInEvent> {
    prop_oneof![
        (1u8..4).prop_map(|n| SignInEvent::Begin(attempt(n))),
        (1u8..4).prop_map(|n| redirect(&format!("state-{n}"), Some(ISSUER))),
        Just(redirect("state-1", Some("https://evil.example"))),
        Just(tokens("an")),
        Just(tokens("binh")),
        Just(SignInEvent::TokenRefused(TokenRefusal::InvalidGrant)),
        Just(SignInEvent::TokenRefused(TokenRefusal::IdTokenInvalid)),
        Just(SignInEvent::TokenRefused(TokenRefusal::Other)),
        Just(SignInEvent::TokenUnreachable),
        Just(SignInEvent::Restarted),
        Just(SignInEvent::AccessExpiring),
        Just(SignInEvent::RefreshRevoked),
        Just(SignInEvent::SignOut),
    ]
}

proptest! {
    /// A code is redeemed only after a redirect that matched the attempt under way, and tokens are stored only while
    /// a redemption or refresh was waiting for them.
    #[test]
    fn nothing_is_redeemed_or_stored_out_of_step(events in proptest::collection::vec((event(), 0i64..3), 0..40)) {
        let mut state = SignInState::signed_out();
        let mut now = NOW;
        for (event, minutes) in events {
            now = now.plus(minutes * MINUTE);
            let Ok((next, actions)) = apply(&state, &event, now) else { continue };
            if actions.contains(&SignInAction::RedeemCode) && event != SignInEvent::Restarted {
                let Phase::Hopping { attempt, expires_at, .. } = &state.phase else {
                    return Err(TestCaseError::fail("redeemed without a hop"));
                };
                let SignInEvent::Redirect { state: returned, iss, .. } = &event else {
                    return Err(TestCaseError::fail("redeemed without a redirect"));
                };
                prop_assert_eq!(returned, &attempt.state);
                prop_assert_eq!(iss.as_deref(), Some(ISSUER));
                prop_assert!(now <= *expires_at);
            }
            if actions.contains(&SignInAction::StoreTokens) {
                let waiting = matches!(state.phase, Phase::Redeeming { .. } | Phase::Refreshing { .. });
                prop_assert!(waiting);
            }
            state = next;
        }
    }
}
