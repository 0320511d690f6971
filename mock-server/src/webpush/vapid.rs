//! Who is sending: the application server's signature that a push service checks (RFC 8292, "VAPID").
//!
//! A short ES256 JWT names the push service's origin, an end and a contact. It travels with the public key, which the phone
//! already knows from `/v1/push-key`, so a stolen endpoint is of no use to anybody else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use p256::SecretKey;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use url::Url;

/// How long one signature is good for. RFC 8292 §2 allows 24 hours; half of it leaves room for clocks that disagree.
const GOOD_FOR: TimeDelta = TimeDelta::hours(12);
/// Whom a push service may write to about our messages (RFC 8292 §2.1).
const CONTACT: &str = "mailto:push@motcua.invalid";

/// The endpoint has no origin to sign for (it is not an `https` or `http` address): drop the subscription.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the push endpoint is not an http(s) address")]
pub struct EndpointInvalid;

/// The portal's VAPID key. One for the life of a data folder: a new one would orphan every subscription.
pub struct VapidKey {
    key: SigningKey,
}

impl VapidKey {
    /// Wraps the portal's P-256 key.
    pub fn new(secret: &SecretKey) -> Self {
        Self {
            key: SigningKey::from(secret),
        }
    }

    /// The public key as phones and push services get it: the uncompressed point, base64url.
    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// The `Authorization` header for one message to this endpoint, sent at `now`.
    ///
    /// # Errors
    /// [`EndpointInvalid`]: nothing can be sent there, ever.
    pub fn authorization(&self, endpoint: &Url, now: DateTime<Utc>) -> Result<String, EndpointInvalid> {
        let origin = endpoint.origin();
        if !origin.is_tuple() || !matches!(endpoint.scheme(), "https" | "http") {
            return Err(EndpointInvalid);
        }
        let claims = serde_json::json!({
            "aud": origin.ascii_serialization(),
            "exp": (now + GOOD_FOR).timestamp(),
            "sub": CONTACT,
        });
        let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!(
            "{}.{}",
            encode(&serde_json::json!({"typ": "JWT", "alg": "ES256"})),
            encode(&claims)
        );
        let signature: Signature = self.key.sign(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public_key()))
    }
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;

    use super::*;

    fn key() -> VapidKey {
        VapidKey::new(&SecretKey::from_slice(&[7; 32]).unwrap())
    }

    fn now() -> DateTime<Utc> {
        "2026-11-22T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_token_names_the_origin_and_ends_within_a_day_and_its_signature_holds() {
        let endpoint = Url::parse("https://push.example:8443/push/abc?x=1").unwrap();
        let header = key().authorization(&endpoint, now()).unwrap();
        let (token, public) = header
            .strip_prefix("vapid t=")
            .unwrap()
            .split_once(", k=")
            .unwrap();

        let (signed, signature) = token.rsplit_once('.').unwrap();
        let point = URL_SAFE_NO_PAD.decode(public).unwrap();
        assert_eq!(point.len(), 65);
        let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        VerifyingKey::from_sec1_bytes(&point)
            .unwrap()
            .verify(signed.as_bytes(), &signature)
            .unwrap();

        let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["aud"], "https://push.example:8443");
        assert!(claims["sub"].as_str().unwrap().starts_with("mailto:"));
        let left = claims["exp"].as_i64().unwrap() - now().timestamp();
        assert!(left > 0 && left <= 86_400, "{left}");
    }

    #[test]
    fn an_endpoint_without_an_origin_is_refused() {
        for address in ["data:text/plain,x", "file:///etc/hosts", "ftp://push.example/x"] {
            let endpoint = Url::parse(address).unwrap();
            assert_eq!(
                key().authorization(&endpoint, now()),
                Err(EndpointInvalid),
                "{address}"
            );
        }
    }
}
