//! Checking an ID token: all of OpenID Connect Core §3.1.3.7 that a public client with one provider has to, as one pure function.
//!
//! The token is the e-ID's only word on who signed in, so it is never taken on TLS alone: its signature must be one of the provider's
//! keys', by ES256 (other algorithms never reach this code, see [`crate::trust`]), and every claim must fit the sign-in that asked for it.

use motcua_domain::time::{MINUTE, Millis};
use serde::Deserialize;

use crate::{
    port::identity::Person,
    trust::{PublicJwk, Unverified},
};

/// How far the provider's clock and ours may differ, in milliseconds.
const SKEW: i64 = MINUTE;
/// How old a token may be when it arrives, in milliseconds: it was asked for a moment ago.
const OLDEST: i64 = 10 * MINUTE;
/// The longest `sub` (OpenID Connect Core §2).
const LONGEST_SUB: usize = 255;

/// Which rule the token breaks. It names the claim, never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the ID token's {0} is wrong")]
pub(crate) struct Refused(pub &'static str);

/// What the token must say to be about this sign-in.
pub(crate) struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    /// The portal's time.
    pub now: Millis,
    pub about: About<'a>,
}

/// Which sign-in it is about.
pub(crate) enum About<'a> {
    /// A new one: the token carries its nonce.
    NewSignIn { nonce: &'a str },
    /// One under way, refreshed: the token names the same person (§12.2). It need not carry a nonce.
    Session { sub: &'a str },
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    #[serde(default)]
    azp: Option<String>,
    exp: f64,
    iat: f64,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    /// Us, and nobody whom we don't know (§3.1.3.7 point 3).
    fn is_only(&self, client_id: &str) -> bool {
        match self {
            Self::One(aud) => aud == client_id,
            Self::Many(all) => !all.is_empty() && all.iter().all(|aud| aud == client_id),
        }
    }
}

/// The person whom a token names, once its signature is `key`'s and every claim is as expected.
///
/// # Errors
/// [`Refused`]: no session may come of it.
pub(crate) fn verify(token: Unverified, key: &PublicJwk, expected: &Expected<'_>) -> Result<Person, Refused> {
    let payload = token.verify(key).map_err(|_| Refused("signature"))?;
    let claims: Claims = serde_json::from_slice(&payload).map_err(|_| Refused("shape"))?;
    check_parties(&claims, expected)?;
    check_times(&claims, expected.now)?;
    match expected.about {
        About::NewSignIn { nonce } if claims.nonce.as_deref() != Some(nonce) => return Err(Refused("nonce")),
        About::Session { sub } if claims.sub != sub => return Err(Refused("sub")),
        _ => {}
    }
    serde_json::from_slice(&payload).map_err(|_| Refused("person"))
}

fn check_parties(claims: &Claims, expected: &Expected<'_>) -> Result<(), Refused> {
    let rules = [
        ("iss", claims.iss == expected.issuer),
        ("aud", claims.aud.is_only(expected.client_id)),
        (
            "azp",
            claims.azp.as_deref().is_none_or(|azp| azp == expected.client_id),
        ),
        (
            "sub",
            (1..=LONGEST_SUB).contains(&claims.sub.len()) && claims.sub.is_ascii(),
        ),
    ];
    first_broken(&rules)
}

fn check_times(claims: &Claims, now: Millis) -> Result<(), Refused> {
    let ms = |seconds: f64| (seconds * 1_000.0) as i64;
    let iat = ms(claims.iat);
    let rules = [
        ("exp", now.0 < ms(claims.exp).saturating_add(SKEW)),
        (
            "iat",
            now.0.saturating_sub(OLDEST) <= iat && iat <= now.0.saturating_add(SKEW),
        ),
        (
            "nbf",
            claims.nbf.is_none_or(|nbf| ms(nbf) <= now.0.saturating_add(SKEW)),
        ),
    ];
    first_broken(&rules)
}

fn first_broken(rules: &[(&'static str, bool)]) -> Result<(), Refused> {
    match rules.iter().find(|(_, kept)| !kept) {
        Some((claim, _)) => Err(Refused(claim)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
    use serde_json::{Value, json};

    use super::*;

    const NOW: i64 = 1_795_000_000;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_slice(&[seed; 32]).unwrap()
    }

    fn public(key: &SigningKey) -> PublicJwk {
        PublicJwk::from_sec1(key.verifying_key().to_encoded_point(false).as_bytes()).unwrap()
    }

    fn signed(claims: &Value) -> Unverified {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = format!(
            "{}.{}",
            encode(&json!({"alg": "ES256", "kid": "1"})),
            encode(claims)
        );
        let signature: Signature = key(7).sign(input.as_bytes());
        Unverified::parse(&format!(
            "{input}.{}",
            URL_SAFE_NO_PAD.encode(signature.to_bytes())
        ))
        .unwrap()
    }

    fn claims() -> Value {
        json!({
            "iss": "https://portal.example/eid", "sub": "s-1", "aud": "motcua-app", "exp": NOW + 300, "iat": NOW,
            "nonce": "n-1", "auth_time": NOW, "name": "Nguyễn Thị Thử", "level": 2,
            "address": {"province_code": "79", "ward_code": "26734", "text": "1 Đường Thử"},
        })
    }

    fn with(changes: &Value) -> Value {
        let mut claims = claims();
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims
    }

    fn expected(about: About<'_>) -> Expected<'_> {
        let now = Millis(NOW * 1_000);
        Expected {
            issuer: "https://portal.example/eid",
            client_id: "motcua-app",
            now,
            about,
        }
    }

    fn check(claims: &Value, about: About<'_>) -> Result<Person, Refused> {
        verify(signed(claims), &public(&key(7)), &expected(about))
    }

    #[test]
    fn a_right_token_names_the_person() {
        let person =
            check(&claims(), About::NewSignIn { nonce: "n-1" }).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(person.sub, "s-1");
        assert_eq!(person.name.as_deref(), Some("Nguyễn Thị Thử"));
        assert_eq!(person.address.unwrap().ward_code.as_deref(), Some("26734"));
        for fine in [
            json!({"aud": ["motcua-app"]}),
            json!({"azp": "motcua-app"}),
            json!({"exp": NOW - 59}),
        ] {
            assert!(
                check(&with(&fine), About::NewSignIn { nonce: "n-1" }).is_ok(),
                "{fine}"
            );
        }
    }

    #[test]
    fn each_wrong_claim_is_found() {
        for (change, claim) in [
            (json!({"iss": "https://portal.example/eid/"}), "iss"),
            (json!({"aud": "other-app"}), "aud"),
            (json!({"aud": ["motcua-app", "other-app"]}), "aud"),
            (json!({"aud": []}), "aud"),
            (json!({"azp": "other-app"}), "azp"),
            (json!({"sub": ""}), "sub"),
            (json!({"sub": "x".repeat(256)}), "sub"),
            (json!({"exp": NOW - 61}), "exp"),
            (json!({"iat": NOW + 61}), "iat"),
            (json!({"iat": NOW - 601}), "iat"),
            (json!({"nbf": NOW + 61}), "nbf"),
            (json!({"nonce": "n-2"}), "nonce"),
            (json!({"nonce": null}), "nonce"),
            (json!({"exp": "later"}), "shape"),
            (json!({"name": 7}), "person"),
        ] {
            let refused = check(&with(&change), About::NewSignIn { nonce: "n-1" }).err();
            assert_eq!(refused, Some(Refused(claim)), "{change}");
        }
    }

    #[test]
    fn another_key_is_refused() {
        let about = About::NewSignIn { nonce: "n-1" };
        let refused = verify(signed(&claims()), &public(&key(8)), &expected(about)).err();
        assert_eq!(refused, Some(Refused("signature")));
    }

    #[test]
    fn a_refreshed_token_names_the_same_person_and_needs_no_nonce() {
        let later = with(&json!({"nonce": null}));
        assert!(check(&later, About::Session { sub: "s-1" }).is_ok());
        assert_eq!(
            check(&later, About::Session { sub: "s-2" }).err(),
            Some(Refused("sub"))
        );
        let other = with(&json!({"iss": "https://other.example"}));
        assert_eq!(
            check(&other, About::Session { sub: "s-1" }).err(),
            Some(Refused("iss"))
        );
    }
}
