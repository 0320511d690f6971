//! Who is signed in, the hop to the browser, airplane mode, and a core's refusal among observed models.

use motcua_ffi::{FailureWords, SessionModel, SessionState};
use serde_json::{Value, json};

use super::{Show, lines};

impl Show for SessionModel {
    fn object(&self) -> Value {
        let state = match self.state {
            SessionState::SignedOut => "signed_out",
            SessionState::SigningIn => "signing_in",
            SessionState::SignedIn => "signed_in",
            SessionState::SignInNeeded => "sign_in_needed",
        };
        json!({"kind": "session", "state": state, "text": self.text, "name": self.name, "sub": self.sub})
    }

    fn words(&self) -> String {
        self.text.clone()
    }
}

/// The page to open in a browser. Its address holds the attempt's secrets.
pub(crate) struct Hop {
    pub(crate) url: String,
}

impl Show for Hop {
    fn object(&self) -> Value {
        json!({"kind": "browser_hop", "url": self.url})
    }

    fn words(&self) -> String {
        self.url.clone()
    }
}

/// Airplane mode as it was switched.
pub(crate) struct NetworkSwitch {
    pub(crate) on: bool,
}

impl Show for NetworkSwitch {
    fn object(&self) -> Value {
        json!({"kind": "network", "on": self.on})
    }

    fn words(&self) -> String {
        if self.on { "on" } else { "off" }.to_owned()
    }
}

impl Show for FailureWords {
    fn object(&self) -> Value {
        json!({"kind": "failure", "code": self.code, "cause": self.cause, "remedy": self.remedy})
    }

    fn words(&self) -> String {
        lines([&self.code, &self.cause, &self.remedy])
    }
}
