//! The e-ID provider: what is asked of it between the sign-in machine's decisions. One provider profile, plain OpenID Connect.

use async_trait::async_trait;
use motcua_domain::time::Millis;
use serde::{Deserialize, Serialize};

use super::portal_api::{AccessToken, Result};

/// What one sign-in attempt must remember across the browser hop, even when the app is killed behind the browser.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The `state` that the redirect must carry.
    pub state: String,
    /// The `nonce` that the ID token must carry.
    pub nonce: String,
    /// The PKCE verifier, 43 characters from 32 random bytes (RFC 7636 §4.1).
    pub verifier: String,
}

/// Tokens of a session, bound to the device key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// For calls to the portal.
    pub access: AccessToken,
    /// When the access token ends.
    pub access_expires_at: Millis,
    /// For new access tokens; not rotated (RFC 9700 §2.2.2: sender-constrained).
    pub refresh: Option<String>,
}

/// Who signed in: the claims that screens and prefilling use. Personal data: never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The provider's subject: what receipts bind.
    pub sub: String,
    /// Full name.
    #[serde(default)]
    pub name: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub birthdate: Option<String>,
    /// `male` or `female`.
    #[serde(default)]
    pub gender: Option<String>,
    /// 12 digits.
    #[serde(default)]
    pub personal_id: Option<String>,
    /// E.164.
    #[serde(default)]
    pub phone_number: Option<String>,
    /// Permanent address with unit codes.
    #[serde(default)]
    pub address: Option<PersonAddress>,
}

/// An address claim.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAddress {
    /// Province code, two digits.
    #[serde(default)]
    pub province_code: Option<String>,
    /// Ward code, five digits, list of 01/07/2025.
    #[serde(default)]
    pub ward_code: Option<String>,
    /// House number and street.
    #[serde(default)]
    pub text: Option<String>,
}

/// The e-ID provider's interface.
#[async_trait]
pub trait Identity: Send + Sync {
    /// The issuer that `iss` in a redirect and in an ID token must equal, character by character (RFC 9207 §2.4).
    fn issuer(&self) -> String;
    /// Where the browser comes back to; the shell claims it.
    fn redirect_uri(&self) -> String;
    /// The page to open in the browser. Reads the provider's discovery document first.
    async fn authorization_url(&self, attempt: &Attempt) -> Result<String>;
    /// Redeems the code and verifies the ID token (OpenID Connect Core §3.1.3.7).
    async fn redeem(&self, attempt: &Attempt, code: &str) -> Result<(Tokens, Person)>;
    /// A new access token. A lost answer is repeated with the same refresh token. An ID token that comes along must name `sub`, the person
    /// of the session, again (OpenID Connect Core §12.2); otherwise nothing is given.
    async fn refresh(&self, refresh_token: &str, sub: &str) -> Result<Tokens>;
    /// Ends the session at the provider (RFC 7009).
    async fn revoke(&self, refresh_token: &str) -> Result<()>;
}
