//! DPoP proofs (RFC 9449): that whoever sends a token also holds the key it was bound to.
//!
//! Pure: the caller passes what it expects and remembers the `jti`. A proof is good from 60 seconds after its `iat` down
//! to 8 seconds before it, by the portal's clock; a phone whose clock is off learns the difference from our `Date` header.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use url::Url;

use crate::digest::{sha256_base64url, sha256_hex};
use crate::key::{PublicJwk, jws};

/// How old a proof may be.
const MAX_AGE: TimeDelta = TimeDelta::seconds(60);
/// How far a phone's clock may be ahead.
const MAX_AHEAD: TimeDelta = TimeDelta::seconds(8);

/// What a proof must be about.
pub(crate) struct Expected<'a> {
    /// The request's method.
    pub(crate) method: &'a str,
    /// The origins under which the portal answers.
    pub(crate) origins: &'a [&'a str],
    /// The request's path.
    pub(crate) path: &'a str,
    /// The token that comes with it; none at the token endpoint.
    pub(crate) access_token: Option<&'a str>,
    /// The portal's now.
    pub(crate) now: DateTime<Utc>,
}

/// A proof that holds, but for its being new: the store knows that.
pub(crate) struct Proof {
    /// The thumbprint of the key that made it.
    pub(crate) thumbprint: String,
    /// What to remember so that the proof is taken once.
    pub(crate) replay_id: String,
    /// Until when to remember it.
    pub(crate) forget_after: DateTime<Utc>,
}

/// Checks a proof (RFC 9449 §4.3); the error says in words what is wrong with it.
pub(crate) fn check(proof: &str, expected: &Expected<'_>) -> Result<Proof, &'static str> {
    let parsed = jws::parse(proof).ok_or("the proof is no ES256 JWS")?;
    if parsed.header["typ"] != "dpop+jwt" {
        return Err("typ is not dpop+jwt");
    }
    let jwk = &parsed.header["jwk"];
    if jwk.get("d").is_some() {
        return Err("the proof carries a private key");
    }
    let key: PublicJwk = serde_json::from_value(jwk.clone()).map_err(|_| "jwk is no P-256 public key")?;
    if !parsed.verify(&key) {
        return Err("the signature is wrong");
    }
    check_claims(&parsed.payload, expected)?;
    let issued = issued_at(&parsed.payload).ok_or("iat is missing")?;
    let jti = parsed.payload["jti"]
        .as_str()
        .filter(|jti| !jti.is_empty())
        .ok_or("jti is missing")?;
    let thumbprint = key.thumbprint();
    Ok(Proof {
        replay_id: sha256_hex(format!("{thumbprint}:{jti}").as_bytes()),
        forget_after: issued + MAX_AGE + MAX_AHEAD,
        thumbprint,
    })
}

fn check_claims(claims: &Value, expected: &Expected<'_>) -> Result<(), &'static str> {
    if claims["htm"] != expected.method {
        return Err("htm is another method");
    }
    let htu = claims["htu"].as_str().unwrap_or_default();
    if !names_this_request(htu, expected) {
        return Err("htu is another address");
    }
    let issued = issued_at(claims).ok_or("iat is missing")?;
    if issued < expected.now - MAX_AGE || issued > expected.now + MAX_AHEAD {
        return Err("iat is too far from the portal's time; see the Date header");
    }
    match expected.access_token {
        Some(token) if claims["ath"] != sha256_base64url(token.as_bytes()) => Err("ath is another token's"),
        _ => Ok(()),
    }
}

fn names_this_request(htu: &str, expected: &Expected<'_>) -> bool {
    let Ok(htu) = Url::parse(htu) else { return false };
    if htu.query().is_some() || htu.fragment().is_some() {
        return false;
    }
    expected
        .origins
        .iter()
        .any(|origin| Url::parse(&format!("{origin}{}", expected.path)).is_ok_and(|ours| ours == htu))
}

fn issued_at(claims: &Value) -> Option<DateTime<Utc>> {
    let seconds = &claims["iat"];
    // NumericDate may carry a fraction; years beyond any clock come out as None below.
    let millis = (seconds.as_f64()? * 1_000.0) as i64;
    DateTime::from_timestamp_millis(millis)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use p256::ecdsa::signature::Signer;
    use p256::ecdsa::{Signature, SigningKey};
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_795_334_400;

    fn expected() -> Expected<'static> {
        Expected {
            method: "PUT",
            origins: &["https://127.0.0.1:8443", "http://127.0.0.1:8080"],
            path: "/v1/dossiers/1",
            access_token: Some("token"),
            now: DateTime::from_timestamp(NOW, 0).unwrap(),
        }
    }

    fn proof(change: impl FnOnce(&mut Value, &mut Value)) -> String {
        let key = SigningKey::from_slice(&[9; 32]).unwrap();
        let jwk = PublicJwk::from_point(key.verifying_key().to_encoded_point(false).as_bytes()).unwrap();
        let mut header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk});
        let mut claims = json!({"htm": "PUT", "htu": "https://127.0.0.1:8443/v1/dossiers/1", "iat": NOW,
            "jti": "one", "ath": sha256_base64url(b"token")});
        change(&mut header, &mut claims);
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(&claims));
        let signature: Signature = key.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    fn refusal(change: impl FnOnce(&mut Value, &mut Value)) -> Option<&'static str> {
        check(&proof(change), &expected()).err()
    }

    #[test]
    fn a_good_proof_holds_on_either_origin() {
        assert_eq!(refusal(|_, _| ()), None);
        assert_eq!(
            refusal(|_, claims| claims["htu"] = json!("http://127.0.0.1:8080/v1/dossiers/1")),
            None
        );
    }

    #[test]
    fn each_wrong_part_is_refused_with_its_own_words() {
        assert_eq!(
            refusal(|header, _| header["typ"] = json!("JWT")),
            Some("typ is not dpop+jwt")
        );
        assert_eq!(
            refusal(|header, _| header["jwk"]["d"] = json!("x")),
            Some("the proof carries a private key")
        );
        assert_eq!(
            refusal(|_, claims| claims["htm"] = json!("GET")),
            Some("htm is another method")
        );
        let other = json!("https://127.0.0.1:8443/v1/dossiers/2");
        assert_eq!(
            refusal(|_, claims| claims["htu"] = other),
            Some("htu is another address")
        );
        assert_eq!(
            refusal(|_, claims| claims["ath"] = json!("x")),
            Some("ath is another token's")
        );
        assert_eq!(
            refusal(|_, claims| claims["jti"] = json!("")),
            Some("jti is missing")
        );
    }

    #[test]
    fn the_window_is_60_seconds_back_and_8_ahead() {
        for (shift, taken) in [(-60, true), (-61, false), (8, true), (9, false)] {
            assert_eq!(
                refusal(|_, claims| claims["iat"] = json!(NOW + shift)).is_none(),
                taken,
                "{shift}"
            );
        }
    }
}
