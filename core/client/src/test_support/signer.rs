//! The portal's and the office's keys, and facts signed with them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use motcua_client::trust::PublicJwk;
use motcua_domain::{
    ids::{DossierId, Sha256},
    manifest::Manifest,
    time::Millis,
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use ring::digest;
use serde_json::{Value, json};

use super::form::AGENCY;

const ROOT: u8 = 1;
const PORTAL: u8 = 2;
const OFFICE: u8 = 3;

fn secret(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn public(seed: u8) -> PublicJwk {
    PublicJwk::from_sec1(secret(seed).verifying_key().to_encoded_point(false).as_bytes()).unwrap()
}

/// The key that vouches for the others.
pub fn root() -> PublicJwk {
    public(ROOT)
}

fn signed(seed: u8, header: &Value, payload: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let input = format!("{}.{}", encode(header), encode(payload));
    let signature: Signature = secret(seed).sign(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

/// The body of `GET /v1/keys`, with the statements about the portal's and the office's key.
pub fn key_list() -> Vec<u8> {
    key_list_of(&[
        ("p1", "portal", PORTAL),
        ("o1", &format!("office:{AGENCY}"), OFFICE),
    ])
}

/// The same while nobody vouches for the office's key yet.
pub fn key_list_without_office() -> Vec<u8> {
    key_list_of(&[("p1", "portal", PORTAL)])
}

fn key_list_of(keys: &[(&str, &str, u8)]) -> Vec<u8> {
    let statement = |(kid, owner, of): &(&str, &str, u8)| {
        let payload = json!({
            "kid": kid, "owner": owner, "owner_name": "Thử", "jwk": public(*of).to_json(),
            "not_before": "2026-01-01T00:00:00.000Z", "not_after": "2027-12-31T23:59:59.999Z",
        });
        signed(ROOT, &json!({"alg": "ES256", "typ": "key+jwt"}), &payload)
    };
    let statements: Vec<String> = keys.iter().map(statement).collect();
    json!({ "statements": statements }).to_string().into_bytes()
}

pub fn sha256(bytes: &[u8]) -> Sha256 {
    let digest = digest::digest(&digest::SHA256, bytes);
    Sha256::from_bytes(digest.as_ref().try_into().unwrap())
}

/// One fact over a manifest, in its place in the chain.
pub struct FactOf<'a> {
    pub event: &'a str,
    pub dossier: DossierId,
    pub code: &'a str,
    pub manifest: &'a [u8],
    pub sub: &'a str,
    pub before: &'a [String],
    pub at: Millis,
    pub data: Value,
}

impl FactOf<'_> {
    /// Signed by whoever has to sign this event.
    pub fn sign(&self) -> String {
        let by_portal = matches!(
            self.event,
            "submitted" | "supplement_received" | "delivered" | "withdrawn"
        );
        let (seed, kid, issuer) = if by_portal {
            (PORTAL, "p1", "portal".to_owned())
        } else {
            (OFFICE, "o1", format!("office:{AGENCY}"))
        };
        let manifest: Manifest = serde_json::from_slice(self.manifest).unwrap();
        let files: Vec<Value> = manifest
            .files
            .iter()
            .map(|it| json!({"sha256": it.sha256, "size": it.size}))
            .collect();
        let payload = json!({
            "v": 1, "evidence_id": format!("{}-{}", self.event, self.before.len()), "policy_id": "urn:motcua:evidence:1",
            "event": self.event, "dossier_id": self.dossier, "dossier_code": self.code, "seq": self.before.len(),
            "prev_sha256": self.before.last().map(|jws| sha256(jws.as_bytes())), "issuer": issuer, "sub": self.sub,
            "occurred_at": self.at.to_rfc3339(), "sealed_at": self.at.to_rfc3339(),
            "manifest_sha256": sha256(self.manifest), "answers_sha256": manifest.answers.sha256, "files": files,
            "reason": (self.event == "supplement_asked").then_some("paper_missing"), "data": self.data,
        });
        signed(
            seed,
            &json!({"alg": "ES256", "typ": "evidence+jwt", "kid": kid}),
            &payload,
        )
    }
}
