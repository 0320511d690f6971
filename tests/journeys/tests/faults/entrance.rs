//! The way back from the browser: what doesn't belong to the attempt changes nothing, and no draft is touched.

use motcua_client::{screen::session::SessionState, use_case::sign_in};
use motcua_domain::{failure::Code, ids::DraftId};
use motcua_journeys::stage::{Decision, KHOI, Phone, PhoneOptions, Story, World, assert_explained, consent};
use serde_json::json;
use url::Url;

use super::answers;

/// A phone with a draft, and the page of an attempt to sign in.
struct AtTheDoor {
    world: World,
    phone: Phone,
    draft: DraftId,
    answers: String,
    page: String,
}

impl AtTheDoor {
    async fn new() -> Self {
        Self::with(PhoneOptions::default()).await
    }

    async fn with(options: PhoneOptions) -> Self {
        let (world, story) = (World::start().await, Story::small());
        let phone = Phone::with(&world, options);
        phone.prepare(&story.procedure_code).await.unwrap();
        let draft = phone.new_draft(&story.procedure_code).unwrap();
        let session = phone.open_draft(&draft).unwrap();
        session
            .answer("/data/requester/full_name", "Nguyễn Minh Khôi")
            .unwrap();
        let page = sign_in::begin_sign_in(phone.context()).await.unwrap();
        let answers = answers(&phone, &draft);
        Self {
            world,
            phone,
            draft,
            answers,
            page,
        }
    }

    async fn back(&self, decision: Decision) -> String {
        consent(&self.world, &self.page, KHOI, decision).await
    }

    /// Comes back with this redirect, and it is refused like this.
    async fn refused(&self, redirect: &str, code: Code) {
        let failure = sign_in::complete_sign_in(self.phone.context(), redirect).await;
        assert_explained(&failure.unwrap_err(), code);
        self.draft_is_untouched();
    }

    fn draft_is_untouched(&self) {
        assert_eq!(self.phone.draft_state(&self.draft), "editing");
        assert_eq!(answers(&self.phone, &self.draft), self.answers);
    }

    async fn gets_in(&self, redirect: &str) {
        sign_in::complete_sign_in(self.phone.context(), redirect)
            .await
            .unwrap();
        assert_eq!(self.state(), SessionState::SignedIn);
    }

    fn state(&self) -> SessionState {
        sign_in::session_model(self.phone.context()).unwrap().state
    }
}

/// The redirect with another value of one parameter.
fn with(redirect: &str, name: &str, value: &str) -> String {
    let mut url = Url::parse(redirect).unwrap();
    let pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(key, old)| {
            let new = if key == name { value.into() } else { old };
            (key.into_owned(), new.into_owned())
        })
        .collect();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url.into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_with_another_state() {
    let it = AtTheDoor::new().await;
    let back = it.back(Decision::Allow).await;
    let other = with(&back, "state", "somebody-elses-state-of-about-the-same-length");
    it.refused(&other, Code::LoginStateMismatch).await;
    it.refused("vn.motcua.app:/sign-in/return?code=x", Code::LoginStateMismatch)
        .await;
    it.gets_in(&back).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_a_second_time() {
    let it = AtTheDoor::new().await;
    let back = it.back(Decision::Allow).await;
    it.gets_in(&back).await;
    it.refused(&back, Code::LoginReplayed).await;
    assert_eq!(it.state(), SessionState::SignedIn);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_from_another_issuer() {
    let it = AtTheDoor::new().await;
    let back = it.back(Decision::Allow).await;
    let other = with(&back, "iss", "https://elsewhere.example/eid");
    it.refused(&other, Code::LoginIssuerMismatch).await;
    it.gets_in(&back).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_says_no() {
    let it = AtTheDoor::new().await;
    let back = it.back(Decision::Deny).await;
    it.refused(&back, Code::LoginDenied).await;
    assert_eq!(it.state(), SessionState::SignedOut);
    it.phone.sign_in(&it.world, KHOI).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_redirect_comes_too_late() {
    let it = AtTheDoor::new().await;
    let back = it.back(Decision::Allow).await;
    it.phone.clock().advance(24 * 3_600_000);
    it.refused(&back, Code::LoginExpired).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_doesnt_answer_the_code_and_the_next_start_goes_on() {
    let options = PhoneOptions {
        workers: true,
        ..PhoneOptions::default()
    };
    let mut it = AtTheDoor::with(options).await;
    let back = it.back(Decision::Allow).await;
    it.world
        .fault(json!({"kind": "connection_closed", "path_prefix": "/eid/token", "times": 1}))
        .await;
    it.refused(&back, Code::NetworkUnreachable).await;
    assert_eq!(it.state(), SessionState::SigningIn);
    it.phone.restart().await;
    let topic = it.phone.context().topics.session.clone();
    let signed_in = || (it.state() == SessionState::SignedIn).then_some(());
    it.phone.until(&topic, "the code is redeemed", signed_in).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_couldnt_be_redeemed_is_when_the_network_is_back() {
    let options = PhoneOptions {
        workers: true,
        ..PhoneOptions::default()
    };
    let it = AtTheDoor::with(options).await;
    let back = it.back(Decision::Allow).await;
    it.phone.network(motcua_domain::outbox::Connectivity::Offline);
    it.refused(&back, Code::NetworkOffline).await;
    assert_eq!(it.state(), SessionState::SigningIn);
    it.phone.network(motcua_domain::outbox::Connectivity::Metered);
    let topic = &it.phone.context().topics.session;
    let signed_in = || (it.state() == SessionState::SignedIn).then_some(());
    it.phone.until(topic, "the code is redeemed", signed_in).await;
}
