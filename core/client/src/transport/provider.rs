//! What the e-ID says of itself: its discovery document (OpenID Connect Discovery §4) and its keys.
//!
//! The document is read once an app's life and must name exactly the issuer that the profile implies (§4.3), on the profile's own host. Keys are
//! read once too, and once more for each token whose `kid` isn't among them, as the provider may have changed its key meanwhile.

use std::sync::{Arc, Mutex, PoisonError};

use motcua_domain::failure::Code;
use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::OnceCell;
use url::Url;

use super::http::{Call, Http};
use crate::{
    port::portal_api::{PortalError, Result},
    trust::{PublicJwk, Unverified},
};

const DISCOVERY: Call = Call {
    name: "eid_discovery",
    limit: 64 << 10,
};
const KEYS: Call = Call {
    name: "eid_keys",
    limit: 64 << 10,
};

/// Where the provider's endpoints are.
#[derive(Debug, Clone)]
pub(super) struct Endpoints {
    pub authorization: Url,
    pub token: Url,
    pub revocation: Url,
    keys: Url,
}

/// The provider, asked as little as possible.
pub(super) struct Provider {
    http: Arc<Http>,
    issuer: String,
    endpoints: OnceCell<Endpoints>,
    keys: Mutex<Vec<Key>>,
}

#[derive(Debug, Clone)]
struct Key {
    kid: Option<String>,
    jwk: PublicJwk,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    revocation_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
}

impl Provider {
    pub(super) fn new(http: Arc<Http>, issuer: String) -> Self {
        Self {
            http,
            issuer,
            endpoints: OnceCell::new(),
            keys: Mutex::default(),
        }
    }

    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The endpoints; reads the discovery document the first time.
    pub(super) async fn endpoints(&self) -> Result<&Endpoints> {
        self.endpoints.get_or_try_init(|| self.discover()).await
    }

    async fn discover(&self) -> Result<Endpoints> {
        let url = self.http.url(&["eid", ".well-known", "openid-configuration"]);
        let document: Discovery = self
            .http
            .ask(DISCOVERY, self.http.request(Method::GET, url))
            .await?
            .json()?;
        if document.issuer != self.issuer {
            return Err(PortalError::of(Code::LoginIssuerMismatch));
        }
        // Without S256 a stolen code could be redeemed; there is no fall-back to `plain` (RFC 7636 §7.2).
        if !document
            .code_challenge_methods_supported
            .iter()
            .any(|method| method == "S256")
        {
            return Err(PortalError::of(Code::ConnectionNotSecure));
        }
        let own = |address: &str| {
            self.http
                .own_url(address)
                .ok_or_else(|| PortalError::of(Code::ConnectionNotSecure))
        };
        Ok(Endpoints {
            authorization: own(&document.authorization_endpoint)?,
            token: own(&document.token_endpoint)?,
            revocation: own(&document.revocation_endpoint)?,
            keys: own(&document.jwks_uri)?,
        })
    }

    /// Reads the keys if none are known yet: done before a code is spent, so that a network gone afterwards doesn't waste it.
    pub(super) async fn prepare_keys(&self) -> Result<()> {
        if self.known_keys().is_empty() {
            self.fetch_keys().await
        } else {
            Ok(())
        }
    }

    /// The key that signed `token`, by its `kid`; a token without one is only taken when there is one key.
    ///
    /// # Errors
    /// `ID_TOKEN_INVALID` when the provider doesn't know the key, also not after a second look.
    pub(super) async fn key_of(&self, token: &Unverified) -> Result<PublicJwk> {
        let kid = token.header().kid.as_deref();
        if let Some(key) = pick(&self.known_keys(), kid) {
            return Ok(key);
        }
        self.fetch_keys().await?;
        pick(&self.known_keys(), kid).ok_or_else(|| PortalError::of(Code::IdTokenInvalid))
    }

    fn known_keys(&self) -> Vec<Key> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn fetch_keys(&self) -> Result<()> {
        #[derive(Deserialize)]
        struct KeySet {
            keys: Vec<Value>,
        }
        let url = self.endpoints().await?.keys.clone();
        let set: KeySet = self
            .http
            .ask(KEYS, self.http.request(Method::GET, url))
            .await?
            .json()?;
        // Keys of other kinds may stand in the set (RFC 7517 §5); they are not for us.
        let keys = set.keys.into_iter().filter_map(|jwk| {
            let kid = jwk.get("kid").and_then(Value::as_str).map(str::to_owned);
            Some(Key {
                kid,
                jwk: jwk.try_into().ok()?,
            })
        });
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = keys.collect();
        Ok(())
    }
}

fn pick(keys: &[Key], kid: Option<&str>) -> Option<PublicJwk> {
    match (kid, keys) {
        (Some(kid), _) => keys
            .iter()
            .find(|key| key.kid.as_deref() == Some(kid))
            .map(|key| key.jwk.clone()),
        (None, [only]) => Some(only.jwk.clone()),
        (None, _) => None,
    }
}
