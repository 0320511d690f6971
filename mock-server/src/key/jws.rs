//! Compact JWS with ES256, the only signature the portal makes or takes.
//!
//! `alg` is never chosen by a message: anything but ES256 is refused before a key is looked at.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use serde_json::{Value, json};

use super::PublicJwk;
use crate::random::signature_nonces;

/// A private key that signs. Its name (`kid`) is its thumbprint.
pub(crate) struct SigningKey {
    pair: EcdsaKeyPair,
    nonces: SystemRandom,
    jwk: PublicJwk,
    kid: String,
}

impl SigningKey {
    /// Reads a PKCS #8 document; `None` if it isn't a P-256 key.
    pub(crate) fn from_pkcs8(document: &[u8]) -> Option<Self> {
        let nonces = signature_nonces();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document, &nonces).ok()?;
        let jwk = PublicJwk::from_point(pair.public_key().as_ref())?;
        let kid = jwk.thumbprint();
        Some(Self {
            pair,
            nonces,
            jwk,
            kid,
        })
    }

    /// The public half.
    pub(crate) fn jwk(&self) -> &PublicJwk {
        &self.jwk
    }

    /// The key's name on the wire.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// Signs a JSON payload: `header.payload.signature`.
    pub(crate) fn sign(&self, typ: &str, payload: &Value) -> String {
        let header = self.header(typ);
        let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload.to_string()));
        let signature = self.signature(signed.as_bytes());
        format!("{signed}.{signature}")
    }

    /// Signs bytes that travel on their own: `header..signature` (RFC 7515 appendix F).
    pub(crate) fn sign_detached(&self, typ: &str, bytes: &[u8]) -> String {
        let header = self.header(typ);
        let signature = self.signature(format!("{header}.{}", URL_SAFE_NO_PAD.encode(bytes)).as_bytes());
        format!("{header}..{signature}")
    }

    fn header(&self, typ: &str) -> String {
        URL_SAFE_NO_PAD.encode(json!({"alg": "ES256", "kid": self.kid, "typ": typ}).to_string())
    }

    fn signature(&self, message: &[u8]) -> String {
        let signature = self
            .pair
            .sign(&self.nonces, message)
            .expect("signing with a key that was read can't fail");
        URL_SAFE_NO_PAD.encode(signature)
    }
}

/// A JWS taken apart, not yet checked.
pub(crate) struct Unverified<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    /// The protected header; `alg` is ES256.
    pub(crate) header: Value,
    /// The payload; trust it only after [`Unverified::verify`].
    pub(crate) payload: Value,
}

/// Takes a compact JWS apart; `None` if it is malformed or not ES256.
pub(crate) fn parse(jws: &str) -> Option<Unverified<'_>> {
    let (signed, signature) = jws.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    let header: Value = serde_json::from_slice(&decode(header)?).ok()?;
    if header["alg"] != "ES256" || header.get("crit").is_some() {
        return None;
    }
    let payload = serde_json::from_slice(&decode(payload)?).ok()?;
    Some(Unverified {
        signed,
        signature: decode(signature)?,
        header,
        payload,
    })
}

impl Unverified<'_> {
    /// Whether this key made the signature.
    pub(crate) fn verify(&self, key: &PublicJwk) -> bool {
        let Some(point) = key.point() else { return false };
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
            .verify(self.signed.as_bytes(), &self.signature)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::secret_file::new_pkcs8;
    use super::*;
    use crate::random::{Random, SystemSource};

    fn key() -> SigningKey {
        let random: &dyn Random = &SystemSource::default();
        SigningKey::from_pkcs8(&new_pkcs8(random).unwrap()).unwrap()
    }

    #[test]
    fn what_is_signed_verifies_and_only_with_its_key() {
        let (ours, other) = (key(), key());
        let jws = ours.sign("evidence+jwt", &json!({"seq": 0}));
        let parsed = parse(&jws).unwrap();
        assert_eq!(parsed.header["kid"], ours.kid());
        assert!(parsed.verify(ours.jwk()));
        assert!(!parsed.verify(other.jwk()));
    }

    #[test]
    fn a_changed_payload_and_another_alg_are_refused() {
        let ours = key();
        let jws = ours.sign("evidence+jwt", &json!({"seq": 0}));
        let mut parts: Vec<&str> = jws.split('.').collect();
        let changed = URL_SAFE_NO_PAD.encode(r#"{"seq":1}"#);
        parts[1] = &changed;
        assert!(!parse(&parts.join(".")).unwrap().verify(ours.jwk()));
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        parts[0] = &none;
        assert!(parse(&parts.join(".")).is_none());
    }
}
