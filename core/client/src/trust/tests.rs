//! Statements, facts and catalogues: the right ones, and every way to forge one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use motcua_domain::time::Millis;
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};

use super::*;

const ROOT: u8 = 1;
const PORTAL: u8 = 2;
const OFFICE: u8 = 3;

fn secret(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn public(seed: u8) -> PublicJwk {
    PublicJwk::from_sec1(secret(seed).verifying_key().to_encoded_point(false).as_bytes()).unwrap()
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn sign(seed: u8, input: &str) -> String {
    let signature: Signature = secret(seed).sign(input.as_bytes());
    URL_SAFE_NO_PAD.encode(signature.to_bytes())
}

fn signed(seed: u8, header: &Value, payload: &Value) -> String {
    let input = format!("{}.{}", encode(header), encode(payload));
    format!("{input}.{}", sign(seed, &input))
}

fn statement(by: u8, typ: &str, kid: &str, owner: &str, of: u8) -> String {
    let payload = json!({
        "kid": kid, "owner": owner, "owner_name": "Ủy ban nhân dân phường Thử", "jwk": public(of),
        "not_before": "2026-01-01T00:00:00.000Z", "not_after": "2026-12-31T23:59:59.999Z",
    });
    signed(by, &json!({"alg": "ES256", "typ": typ}), &payload)
}

fn ring() -> KeyRing {
    ring_of(&[
        statement(ROOT, "key+jwt", "p1", "portal", PORTAL),
        statement(ROOT, "key+jwt", "o1", "office:H29.1", OFFICE),
    ])
}

fn ring_of(statements: &[String]) -> KeyRing {
    KeyRing::from_statements(
        json!({ "statements": statements }).to_string().as_bytes(),
        &public(ROOT),
    )
    .unwrap()
}

fn fact() -> Value {
    json!({"v": 1, "event": "submitted", "sealed_at": "2026-11-22T08:00:00.000Z", "new_member": [1]})
}

fn header() -> Value {
    json!({"alg": "ES256", "typ": "evidence+jwt", "kid": "p1"})
}

fn refused(jws: &str) -> JwsError {
    verify_evidence(jws, &ring()).err().unwrap()
}

#[test]
fn a_right_fact_is_verified_and_named_by_its_keys_owner() {
    let verified = verify_evidence(&signed(PORTAL, &header(), &fact()), &ring()).unwrap();
    assert_eq!(
        (verified.payload, verified.owner.as_str(), verified.kid.as_str()),
        (fact(), "portal", "p1")
    );
    let by_office = json!({"alg": "ES256", "typ": "evidence+jwt", "kid": "o1"});
    assert_eq!(
        verify_evidence(&signed(OFFICE, &by_office, &fact()), &ring())
            .unwrap()
            .owner,
        "office:H29.1"
    );
}

#[test]
fn a_fact_altered_anywhere_is_refused() {
    let (jws, ring) = (signed(PORTAL, &header(), &fact()), ring());
    for (at, byte) in jws.bytes().enumerate() {
        let other = if byte == b'A' { b'B' } else { b'A' };
        let mut altered = jws.clone().into_bytes();
        altered[at] = other;
        assert!(
            verify_evidence(&String::from_utf8(altered).unwrap(), &ring).is_err(),
            "character {at}"
        );
    }
    let [head, payload, signature] = jws.split('.').collect::<Vec<_>>()[..] else {
        panic!("three parts")
    };
    let other = encode(&json!({"v": 1, "event": "completed", "sealed_at": "2026-11-22T08:00:00.000Z"}));
    assert_eq!(
        refused(&format!("{head}.{other}.{signature}")),
        JwsError::SignatureWrong
    );
    assert_eq!(
        refused(&format!("{head}.{payload}.{}", &signature[..80])),
        JwsError::SignatureWrong
    );
    assert_eq!(refused(&format!("{head}.{payload}.")), JwsError::SignatureWrong);
}

#[test]
fn another_key_does_not_pass_under_a_known_name() {
    assert_eq!(
        refused(&signed(OFFICE, &header(), &fact())),
        JwsError::SignatureWrong
    );
    assert_eq!(
        refused(&signed(ROOT, &header(), &fact())),
        JwsError::SignatureWrong
    );
}

#[test]
fn a_header_chooses_nothing() {
    let with = |name: &str, value: Value| {
        let mut header = header();
        header[name] = value;
        signed(PORTAL, &header, &fact())
    };
    for (jws, why) in [
        (with("alg", json!("none")), JwsError::NotReadable("alg")),
        (with("alg", json!("HS256")), JwsError::NotReadable("alg")),
        (with("alg", json!("ES384")), JwsError::NotReadable("alg")),
        (with("alg", json!("es256")), JwsError::NotReadable("alg")),
        (with("alg", Value::Null), JwsError::NotReadable("header")),
        (with("crit", json!(["exp"])), JwsError::NotReadable("crit")),
        (with("typ", json!("key+jwt")), JwsError::NotReadable("typ")),
        (with("typ", Value::Null), JwsError::NotReadable("typ")),
        (with("kid", Value::Null), JwsError::NotReadable("kid")),
        (with("kid", json!("p9")), JwsError::UnknownKey),
        (
            with("note", json!("x".repeat(2_000))),
            JwsError::NotReadable("header too long"),
        ),
    ] {
        assert_eq!(refused(&jws), why);
    }
    // A key that comes along is not looked at.
    let mut own_key = header();
    own_key["jwk"] = public(OFFICE).to_json();
    assert_eq!(
        refused(&signed(OFFICE, &own_key, &fact())),
        JwsError::SignatureWrong
    );
}

#[test]
fn only_three_parts_of_strict_base64url_within_the_limit_are_read() {
    let jws = signed(PORTAL, &header(), &fact());
    for wrong in [
        String::new(),
        "..".to_owned(),
        jws.replace('.', ""),
        format!("{jws}.x"),
        format!("{jws}="),
        format!(" {jws}"),
        jws.replacen('.', "=.", 1),
        format!("{jws}{}", "A".repeat(MAX_TEXT)),
    ] {
        assert!(
            matches!(refused(&wrong), JwsError::NotReadable(_)),
            "{}",
            &wrong[..wrong.len().min(40)]
        );
    }
    let long = json!({"sealed_at": "2026-11-22T08:00:00.000Z", "note": "x".repeat(MAX_TEXT)});
    assert_eq!(
        refused(&signed(PORTAL, &header(), &long)),
        JwsError::NotReadable("too long")
    );
}

#[test]
fn a_key_counts_for_what_was_sealed_in_its_time() {
    for (sealed_at, fine) in [
        ("2025-12-31T23:59:59.999Z", false),
        ("2026-01-01T00:00:00.000Z", true),
        ("2026-12-31T23:59:59.999Z", true),
        ("2027-01-01T00:00:00.000Z", false),
    ] {
        let jws = signed(PORTAL, &header(), &json!({ "sealed_at": sealed_at }));
        let verdict = verify_evidence(&jws, &ring());
        assert_eq!(verdict.is_ok(), fine, "{sealed_at}");
        assert!(fine || verdict.err() == Some(JwsError::OutsideKeyTime));
    }
    assert_eq!(
        refused(&signed(PORTAL, &header(), &json!({}))),
        JwsError::NotReadable("sealed_at")
    );
    assert_eq!(
        refused(&signed(PORTAL, &header(), &json!("fact"))),
        JwsError::NotReadable("sealed_at")
    );
}

#[test]
fn statements_count_by_the_root_alone_and_a_kid_names_one_key() {
    let good = statement(ROOT, "key+jwt", "p1", "portal", PORTAL);
    let ring = ring_of(&[
        "nonsense".to_owned(),
        statement(OFFICE, "key+jwt", "o1", "office:H29.1", OFFICE),
        statement(ROOT, "evidence+jwt", "o2", "office:H29.1", OFFICE),
        signed(
            ROOT,
            &json!({"alg": "ES256", "typ": "key+jwt"}),
            &json!({"kid": "o3"}),
        ),
        good,
        statement(ROOT, "key+jwt", "p1", "portal", OFFICE),
    ]);
    assert_eq!(ring.len(), 1);
    assert!(verify_evidence(&signed(PORTAL, &header(), &fact()), &ring).is_ok());
    assert_eq!(ring.get("p1").unwrap().owner_name, "Ủy ban nhân dân phường Thử");
    for body in ["", "{}", r#"{"statements":1}"#, r#"{"statements":[1]}"#] {
        assert!(
            KeyRing::from_statements(body.as_bytes(), &public(ROOT)).is_err(),
            "{body}"
        );
    }
    assert!(KeyRing::default().is_empty());
}

#[test]
fn a_catalogue_is_the_portals_byte_for_byte() {
    let now = Millis::parse_rfc3339("2026-11-22T08:00:00.000Z").unwrap();
    let later = Millis::parse_rfc3339("2027-11-22T08:00:00.000Z").unwrap();
    let body = br#"{"version":7,"procedures":[]}"#;
    let detached = |seed: u8, kid: &str| {
        let head = encode(&json!({"alg": "ES256", "kid": kid}));
        let signature = sign(seed, &format!("{head}.{}", URL_SAFE_NO_PAD.encode(body)));
        format!("{head}..{signature}")
    };
    let by_portal = detached(PORTAL, "p1");
    assert_eq!(verify_catalogue(body, &by_portal, &ring(), now), Ok(()));
    let spaced = br#"{"version":7, "procedures":[]}"#;
    assert_eq!(
        verify_catalogue(spaced, &by_portal, &ring(), now),
        Err(JwsError::SignatureWrong)
    );
    assert_eq!(
        verify_catalogue(body, &by_portal, &ring(), later),
        Err(JwsError::OutsideKeyTime)
    );
    assert_eq!(
        verify_catalogue(body, &detached(OFFICE, "o1"), &ring(), now),
        Err(JwsError::UnknownKey)
    );
    assert_eq!(
        verify_catalogue(body, &detached(PORTAL, "p9"), &ring(), now),
        Err(JwsError::UnknownKey)
    );
    for wrong in ["", "..", "a.b.c", &by_portal.replace("..", ".e30.")] {
        assert!(verify_catalogue(body, wrong, &ring(), now).is_err(), "{wrong}");
    }
}
