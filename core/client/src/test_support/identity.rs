//! An e-ID that says what a test wants, and counts how often it was asked.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use motcua_client::port::{
    Clock,
    identity::{Attempt, Identity, Person, Tokens},
    portal_api::{AccessToken, PortalError, Result},
};
use motcua_domain::{failure::Code, time::MINUTE};

use super::TestClock;

pub const ISSUER: &str = "https://eid.test/eid";
pub const REDIRECT: &str = "vn.motcua.app:/sign-in/return";

#[derive(Default)]
struct State {
    person: String,
    issued: u32,
    calls: Vec<String>,
    failures: VecDeque<Code>,
}

/// The e-ID.
pub struct ScriptedIdentity {
    clock: Arc<TestClock>,
    state: Mutex<State>,
}

impl ScriptedIdentity {
    pub fn new(clock: Arc<TestClock>) -> Self {
        Self {
            clock,
            state: Mutex::default(),
        }
    }

    /// Who signs in next.
    pub fn expect(&self, person: &str) {
        person.clone_into(&mut self.state.lock().unwrap().person);
    }

    /// The next token request fails with this code.
    pub fn fail_next(&self, code: Code) {
        self.state.lock().unwrap().failures.push_back(code);
    }

    /// Every call so far, as `refresh refresh-1`.
    pub fn calls(&self) -> Vec<String> {
        self.state.lock().unwrap().calls.clone()
    }

    /// How many calls of this name there were.
    pub fn count(&self, name: &str) -> usize {
        self.calls()
            .iter()
            .filter(|call| call.split(' ').next() == Some(name))
            .count()
    }

    fn asked(&self, call: String) -> Result<u32> {
        let mut state = self.state.lock().unwrap();
        state.calls.push(call);
        if let Some(code) = state.failures.pop_front() {
            return Err(PortalError::of(code));
        }
        state.issued += 1;
        Ok(state.issued)
    }

    fn tokens(&self, number: u32, refresh: Option<String>) -> Tokens {
        let person = self.state.lock().unwrap().person.clone();
        Tokens {
            access: AccessToken(format!("{person}/{number}")),
            access_expires_at: self.clock.now().plus(10 * MINUTE),
            refresh,
        }
    }
}

/// What the browser comes back with from `page`.
pub fn redirect(page: &str, result: &str) -> String {
    let state = page.rsplit('=').next().unwrap();
    format!(
        "{REDIRECT}?{result}&state={state}&iss={}",
        ISSUER.replace(':', "%3A").replace('/', "%2F")
    )
}

#[async_trait]
impl Identity for ScriptedIdentity {
    fn issuer(&self) -> String {
        ISSUER.to_owned()
    }

    fn redirect_uri(&self) -> String {
        REDIRECT.to_owned()
    }

    async fn authorization_url(&self, attempt: &Attempt) -> Result<String> {
        Ok(format!("{ISSUER}/authorize?state={}", attempt.state))
    }

    async fn redeem(&self, _: &Attempt, code: &str) -> Result<(Tokens, Person)> {
        let number = self.asked(format!("redeem {code}"))?;
        let sub = self.state.lock().unwrap().person.clone();
        let person = Person {
            name: Some(format!("Họ tên của {sub}")),
            birthdate: Some("1995-04-03".to_owned()),
            gender: Some("male".to_owned()),
            personal_id: Some("079095001234".to_owned()),
            phone_number: Some("+84901234567".to_owned()),
            address: None,
            sub,
        };
        Ok((self.tokens(number, Some(format!("refresh-{number}"))), person))
    }

    async fn refresh(&self, refresh_token: &str, _: &str) -> Result<Tokens> {
        // Whoever else needs a token gets the chance to ask for one too.
        tokio::task::yield_now().await;
        let number = self.asked(format!("refresh {refresh_token}"))?;
        Ok(self.tokens(number, None))
    }

    async fn revoke(&self, refresh_token: &str) -> Result<()> {
        self.asked(format!("revoke {refresh_token}")).map(drop)
    }
}
