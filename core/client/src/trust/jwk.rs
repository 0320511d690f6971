//! A P-256 public key as JSON (RFC 7517, RFC 7518 §6.2.1): the only kind of key that this protocol knows.
//!
//! Keys arrive in the profile (the evidence root), in key statements, in the e-ID's key set and from the device key. Each is checked
//! once, when it is read: right kind, no private part, a point on the curve. After that it can verify ES256 and be written again.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

/// The JSON isn't a P-256 public key. What carried it can't be used; there is no fall-back to another kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a P-256 public key")]
pub struct JwkRefused;

/// A P-256 public key, known to lie on the curve.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub struct PublicJwk {
    sec1: [u8; 65],
}

impl PublicJwk {
    /// Takes an uncompressed SEC1 point: 65 bytes, `04 ‖ x ‖ y`.
    ///
    /// # Errors
    /// [`JwkRefused`] for another length, a compressed point or a point off the curve.
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, JwkRefused> {
        let sec1: [u8; 65] = bytes.try_into().map_err(|_| JwkRefused)?;
        p256::PublicKey::from_sec1_bytes(&sec1).map_err(|_| JwkRefused)?;
        Ok(Self { sec1 })
    }

    /// The uncompressed SEC1 point, 65 bytes.
    pub fn sec1(&self) -> &[u8; 65] {
        &self.sec1
    }

    /// The public members and nothing else: `crv`, `kty`, `x`, `y`.
    pub fn to_json(&self) -> Value {
        serde_json::json!({ "crv": "P-256", "kty": "EC", "x": self.x(), "y": self.y() })
    }

    /// The thumbprint by which others name this key: base64url of SHA-256 over the required members in alphabetical order (RFC 7638 §3).
    pub fn thumbprint(&self) -> String {
        let canonical = format!(
            r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#,
            self.x(),
            self.y()
        );
        URL_SAFE_NO_PAD.encode(ring::digest::digest(&ring::digest::SHA256, canonical.as_bytes()))
    }

    /// Whether `signature` (64 bytes, `r ‖ s`) is this key's ES256 signature over `message`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &self.sec1)
            .verify(message, signature)
            .is_ok()
    }

    fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.sec1[1..33])
    }

    fn y(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.sec1[33..])
    }
}

impl TryFrom<Value> for PublicJwk {
    type Error = JwkRefused;

    fn try_from(jwk: Value) -> Result<Self, JwkRefused> {
        let member = |name: &str| jwk.get(name).and_then(Value::as_str);
        let fits = member("kty") == Some("EC")
            && member("crv") == Some("P-256")
            && member("alg").is_none_or(|alg| alg == "ES256")
            && member("use").is_none_or(|use_| use_ == "sig")
            // A private part in a public place means that the key is no secret any more.
            && jwk.get("d").is_none();
        if !fits {
            return Err(JwkRefused);
        }
        let mut sec1 = vec![4];
        for name in ["x", "y"] {
            let text = member(name).ok_or(JwkRefused)?;
            let coordinate = URL_SAFE_NO_PAD.decode(text).map_err(|_| JwkRefused)?;
            if coordinate.len() != 32 {
                return Err(JwkRefused);
            }
            sec1.extend(coordinate);
        }
        Self::from_sec1(&sec1)
    }
}

impl Serialize for PublicJwk {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl std::fmt::Debug for PublicJwk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PublicJwk(P-256)")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// RFC 7517 appendix A.1's EC key.
    fn example() -> Value {
        json!({"kty": "EC", "crv": "P-256", "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"})
    }

    fn altered(name: &str, value: Value) -> Value {
        let mut jwk = example();
        jwk[name] = value;
        jwk
    }

    #[test]
    fn a_key_is_written_as_it_was_read() {
        let key = PublicJwk::try_from(example()).unwrap();
        assert_eq!(key.to_json(), example());
        assert_eq!(PublicJwk::from_sec1(key.sec1()).unwrap(), key);
        assert!(PublicJwk::try_from(altered("use", json!("sig"))).is_ok());
    }

    #[test]
    fn the_thumbprint_does_not_depend_on_member_order_or_extras() {
        let key = PublicJwk::try_from(altered("kid", json!("1"))).unwrap();
        // SHA-256 of {"crv":"P-256","kty":"EC","x":"MKBC…","y":"4Etl…"}, worked out by openssl.
        assert_eq!(key.thumbprint(), "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
    }

    #[test]
    fn other_keys_are_refused() {
        let twisted = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyI";
        for jwk in [
            altered("kty", json!("RSA")),
            altered("crv", json!("P-384")),
            altered("alg", json!("ES384")),
            altered("use", json!("enc")),
            altered("d", json!("c2VjcmV0")),
            altered("x", json!("MKBC")),
            altered("x", json!("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4=")),
            altered("y", json!(twisted)),
            altered("y", Value::Null),
            json!("EC"),
        ] {
            assert_eq!(PublicJwk::try_from(jwk.clone()), Err(JwkRefused), "{jwk}");
        }
        assert_eq!(PublicJwk::from_sec1(&[4; 64]), Err(JwkRefused));
    }
}
