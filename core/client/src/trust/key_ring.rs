//! Whose signature is whose: key statements, and the facts and catalogues verified with them.
//!
//! ```text
//! profile.evidence_root ──signs──▶ statement (kid, owner, key, time) ──▶ KeyRing ──▶ evidence, catalogue
//! ```
//! `GET /v1/keys` gives statements that the evidence root signed. Those that verify make the [`KeyRing`]; the others are left out and
//! logged, so one bad statement never takes the good ones along. A fact signed under a `kid` without a statement isn't verified
//! ([`JwsError::UnknownKey`]): the caller fetches the statements again once, as an office may be new.
//!
//! What verification says is *who signed this text*. Whether that signer may say such a thing (an office fact under the portal's key) and
//! whether it fits the chain is the domain's to decide ([`check_chain`](motcua_domain::evidence::check_chain)).

use std::collections::BTreeMap;

use motcua_domain::time::{DAY, Millis, rfc3339};
use serde::Deserialize;
use serde_json::Value;

use super::{
    jwk::PublicJwk,
    jws::{JwsError, Unverified},
};

/// The most statements that are looked at.
const MAX_STATEMENTS: usize = 2_000;

/// A key that somebody vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TrustedKey {
    kid: String,
    /// Whose key it is: `portal`, or `office:<agency_code>`.
    pub owner: String,
    /// The owner's name, for people.
    pub owner_name: String,
    jwk: PublicJwk,
    #[serde(with = "rfc3339")]
    not_before: Millis,
    #[serde(with = "rfc3339")]
    not_after: Millis,
}

impl TrustedKey {
    /// Whether the key was valid at some moment from `earliest` to `latest`.
    fn valid_between(&self, earliest: Millis, latest: Millis) -> Result<(), JwsError> {
        if self.not_before <= latest && earliest <= self.not_after {
            Ok(())
        } else {
            Err(JwsError::OutsideKeyTime)
        }
    }
}

/// The keys that the evidence root vouches for, by `kid`.
#[derive(Debug, Clone, Default)]
pub struct KeyRing {
    keys: BTreeMap<String, TrustedKey>,
}

/// A fact whose signature is right. It holds personal data: no `Debug`.
pub struct VerifiedFact {
    /// The fact, as JSON.
    pub payload: Value,
    /// Who signed it, by the key statement and not by the fact's own words: `portal` or `office:<agency_code>`.
    pub owner: String,
    /// Under which key.
    pub kid: String,
}

#[derive(Deserialize)]
struct Statements {
    statements: Vec<String>,
}

impl KeyRing {
    /// Reads the body of `GET /v1/keys`. Statements that `root` didn't sign, or that name a `kid` a second time, are left out.
    ///
    /// # Errors
    /// [`JwsError::NotReadable`] when the body isn't a list of statements at all.
    pub fn from_statements(body: &[u8], root: &PublicJwk) -> Result<Self, JwsError> {
        let list: Statements = serde_json::from_slice(body).map_err(|_| JwsError::NotReadable("key list"))?;
        let mut ring = Self::default();
        for text in list.statements.iter().take(MAX_STATEMENTS) {
            match read_statement(text, root) {
                Ok(key) if !ring.keys.contains_key(&key.kid) => {
                    ring.keys.insert(key.kid.clone(), key);
                }
                Ok(_) => tracing::warn!("a key statement names a kid a second time: left out"),
                Err(reason) => tracing::warn!(%reason, "a key statement is left out"),
            }
        }
        Ok(ring)
    }

    /// The key called `kid`, if somebody vouches for it.
    pub fn get(&self, kid: &str) -> Option<&TrustedKey> {
        self.keys.get(kid)
    }

    /// How many keys are known.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no key is known.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn key_of(&self, signed: &Unverified) -> Result<&TrustedKey, JwsError> {
        let kid = signed
            .header()
            .kid
            .as_deref()
            .ok_or(JwsError::NotReadable("kid"))?;
        self.get(kid).ok_or(JwsError::UnknownKey)
    }
}

fn read_statement(text: &str, root: &PublicJwk) -> Result<TrustedKey, JwsError> {
    let payload = Unverified::parse(text)?.of_type("key+jwt")?.verify(root)?;
    serde_json::from_slice(&payload).map_err(|_| JwsError::NotReadable("key statement"))
}

/// Verifies one fact of a dossier's chain (`typ: "evidence+jwt"`). The key must have been valid when the fact was sealed (`sealed_at`): a
/// receipt stays good after its key's time.
///
/// # Errors
/// [`JwsError::UnknownKey`]: fetch the key list again, then try once more. Everything else: the fact isn't believed.
pub fn verify_evidence(jws: &str, ring: &KeyRing) -> Result<VerifiedFact, JwsError> {
    let signed = Unverified::parse(jws)?.of_type("evidence+jwt")?;
    let key = ring.key_of(&signed)?;
    let payload = signed.verify(&key.jwk)?;
    let sealed_at = sealed_at(&payload)?;
    key.valid_between(sealed_at, sealed_at)?;
    let payload = serde_json::from_slice(&payload).map_err(|_| JwsError::NotReadable("fact"))?;
    Ok(VerifiedFact {
        payload,
        owner: key.owner.clone(),
        kid: key.kid.clone(),
    })
}

fn sealed_at(payload: &[u8]) -> Result<Millis, JwsError> {
    #[derive(Deserialize)]
    struct Sealed {
        #[serde(with = "rfc3339")]
        sealed_at: Millis,
    }
    serde_json::from_slice::<Sealed>(payload)
        .map(|fact| fact.sealed_at)
        .map_err(|_| JwsError::NotReadable("sealed_at"))
}

/// Verifies a catalogue's bytes, as they came, against the `Catalogue-Signature` header; the key must be the portal's and valid `now`, give or
/// take a day, as phones' clocks are wrong.
///
/// # Errors
/// [`JwsError::UnknownKey`]: fetch the key list again, then try once more. Everything else: keep the catalogue that the phone has.
pub fn verify_catalogue(body: &[u8], signature: &str, ring: &KeyRing, now: Millis) -> Result<(), JwsError> {
    let signed = Unverified::parse_detached(signature, body)?;
    let key = ring.key_of(&signed)?;
    if key.owner != "portal" {
        return Err(JwsError::UnknownKey);
    }
    signed.verify(&key.jwk)?;
    key.valid_between(now.plus(-DAY), now.plus(DAY))
}
