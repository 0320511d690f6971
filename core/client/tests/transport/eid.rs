//! A sign-in against a scripted e-ID: what is asked, and every answer that must not become a session.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use motcua_client::{
    port::{
        identity::{Attempt, Identity as _, Person, Tokens},
        portal_api::{AccessToken, PortalError},
    },
    trust::Unverified,
};
use motcua_domain::failure::FailureKind;
use serde_json::{Value, json};
use url::Url;

use super::{
    phone::{NOW, Phone, public_jwk, signed, signing_key},
    server::{Reply, Seen, Server, json as ok, reply},
};

/// An e-ID whose answers a test can bend.
#[derive(Clone)]
struct Eid {
    discovery: Value,
    keys: Arc<Mutex<Value>>,
    token: Arc<dyn Fn(&Seen) -> Reply + Send + Sync>,
}

fn key_set(kid: &str, seed: u8) -> Value {
    let mut jwk = public_jwk(&signing_key(seed)).to_json();
    jwk["kid"] = kid.into();
    jwk["use"] = "sig".into();
    json!({"keys": [{"kty": "RSA", "kid": "old", "n": "x", "e": "AQAB"}, jwk]})
}

/// The claims of a right ID token, where `ISSUER` stands for the server's.
fn claims() -> Value {
    json!({
        "iss": "ISSUER", "sub": "s-1", "aud": "motcua-app", "exp": NOW + 300, "iat": NOW, "nonce": "n-1",
        "auth_time": NOW, "name": "Trần Văn Thử",
    })
}

fn id_token(seed: u8, header: &Value, claims: &Value) -> String {
    signed(&signing_key(seed), header, claims)
}

fn right_header() -> Value {
    json!({"alg": "ES256", "typ": "JWT", "kid": "k1"})
}

fn token_answer(id_token: &str) -> Value {
    json!({
        "access_token": "access-1", "token_type": "DPoP", "expires_in": 600, "refresh_token": "refresh-1",
        "scope": "openid profile offline_access", "id_token": id_token,
    })
}

impl Eid {
    fn new() -> Self {
        let discovery = json!({
            "issuer": "ISSUER", "authorization_endpoint": "ISSUER/authorize", "token_endpoint": "ISSUER/token",
            "jwks_uri": "ISSUER/jwks", "userinfo_endpoint": "ISSUER/userinfo", "revocation_endpoint": "ISSUER/revoke",
            "authorization_response_iss_parameter_supported": true, "code_challenge_methods_supported": ["S256"],
            "dpop_signing_alg_values_supported": ["ES256"],
        });
        Self {
            discovery,
            keys: Arc::new(Mutex::new(key_set("k1", 4))),
            token: Arc::new(|_| ok(&Value::Null)),
        }
    }

    /// One whose token answer is always the same; `ISSUER` in ID token claims is filled in by the caller.
    fn answering(token: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self {
            token: Arc::new(token),
            ..Self::new()
        }
    }

    async fn start(self) -> Server {
        Server::plain(move |seen| {
            let issuer = format!("http://{}/eid", seen.header("host").expect("HTTP/1.1"));
            match seen.target.as_str() {
                "/eid/.well-known/openid-configuration" => {
                    let text = self.discovery.to_string().replace("ISSUER", &issuer);
                    reply("200 OK", &[("content-type", "application/json")], text.as_bytes())
                }
                "/eid/jwks" => ok(&self.keys.lock().expect("no panic")),
                "/eid/token" => (self.token)(seen),
                "/eid/revoke" => reply("200 OK", &[], b""),
                _ => reply("404 Not Found", &[], b""),
            }
        })
        .await
    }
}

fn issuer(seen: &Seen) -> String {
    format!("http://{}/eid", seen.header("host").expect("HTTP/1.1"))
}

/// A token endpoint that answers with an ID token of these claims, signed by `seed` under `header`.
fn with_id_token(seed: u8, header: Value, changes: Value) -> Eid {
    Eid::answering(move |seen| {
        let mut claims = claims();
        claims["iss"] = issuer(seen).into();
        for (name, value) in changes.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        ok(&token_answer(&id_token(seed, &header, &claims)))
    })
}

fn attempt() -> Attempt {
    Attempt {
        state: "st-1".into(),
        nonce: "n-1".into(),
        verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
    }
}

async fn sign_in(eid: Eid) -> Result<(Tokens, Person), PortalError> {
    let server = eid.start().await;
    Phone::of(&server).identity().redeem(&attempt(), "code-1").await
}

async fn refused(eid: Eid) -> PortalError {
    sign_in(eid).await.err().expect("no session comes of it")
}

fn proof_claims(seen: &Seen) -> Value {
    let text = seen.header("dpop").expect("a proof");
    let payload = Unverified::parse(text)
        .expect("a JWS")
        .verify(&public_jwk(&signing_key(9)))
        .expect("ours");
    serde_json::from_slice(&payload).expect("JSON")
}

#[tokio::test]
async fn the_browser_is_sent_with_everything_that_binds_the_answer() {
    let server = Eid::new().start().await;
    let phone = Phone::of(&server);
    let url = phone.identity().authorization_url(&attempt()).await.unwrap();
    let url = Url::parse(&url).unwrap();
    assert_eq!(
        url.as_str().split('?').next(),
        Some(format!("{}/eid/authorize", server.url()).as_str())
    );
    let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    let expected = [
        ("client_id", "motcua-app"),
        // RFC 7636 appendix B's challenge for its verifier.
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
        ("dpop_jkt", &public_jwk(&signing_key(9)).thumbprint()),
        ("nonce", "n-1"),
        ("redirect_uri", "vn.motcua.app:/sign-in/return"),
        ("response_type", "code"),
        ("scope", "openid profile offline_access"),
        ("state", "st-1"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(query, expected.into_iter().collect());
    assert_eq!(phone.identity().issuer(), format!("{}/eid", server.url()));
}

#[tokio::test]
async fn a_code_becomes_a_session_of_a_known_person() {
    let server = with_id_token(4, right_header(), json!({})).start().await;
    let identity = Phone::of(&server).identity();
    let (tokens, person) = identity
        .redeem(&attempt(), "code-1")
        .await
        .unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(tokens.access, AccessToken("access-1".into()));
    assert_eq!(tokens.refresh.as_deref(), Some("refresh-1"));
    assert_eq!(tokens.access_expires_at.0, (NOW + 600) * 1_000);
    assert_eq!(
        (person.sub.as_str(), person.name.as_deref()),
        ("s-1", Some("Trần Văn Thử"))
    );
    let seen = server.seen();
    let asked: Vec<&str> = seen.iter().map(|seen| seen.target.as_str()).collect();
    // The keys are there before the code is spent.
    assert_eq!(
        asked,
        ["/eid/.well-known/openid-configuration", "/eid/jwks", "/eid/token"]
    );
    for (name, value) in [
        ("grant_type", "authorization_code"),
        ("code", "code-1"),
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        ("client_id", "motcua-app"),
        ("redirect_uri", "vn.motcua.app:/sign-in/return"),
    ] {
        assert_eq!(seen[2].field(name).as_deref(), Some(value), "{name}");
    }
    let claims = proof_claims(&seen[2]);
    assert_eq!(
        (&claims["htm"], &claims["htu"]),
        (&json!("POST"), &json!(format!("{}/eid/token", server.url())))
    );
    assert_eq!(claims.get("ath"), None);
}

#[tokio::test]
async fn an_id_token_that_is_not_provably_about_this_sign_in() {
    let none = {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        move |seen: &Seen| {
            let mut claims = claims();
            claims["iss"] = issuer(seen).into();
            ok(&token_answer(&format!(
                "{}.{}.",
                encode(&json!({"alg": "none"})),
                encode(&claims)
            )))
        }
    };
    let cases = [
        ("alg none", Eid::answering(none)),
        (
            "other alg",
            with_id_token(4, json!({"alg": "HS256", "kid": "k1"}), json!({})),
        ),
        ("other key", with_id_token(5, right_header(), json!({}))),
        (
            "unknown kid",
            with_id_token(4, json!({"alg": "ES256", "kid": "k9"}), json!({})),
        ),
        (
            "crit",
            with_id_token(
                4,
                json!({"alg": "ES256", "kid": "k1", "crit": ["b64"], "b64": false}),
                json!({}),
            ),
        ),
        (
            "aud",
            with_id_token(4, right_header(), json!({"aud": "another-app"})),
        ),
        (
            "iss",
            with_id_token(4, right_header(), json!({"iss": "https://another.example/eid"})),
        ),
        ("nonce", with_id_token(4, right_header(), json!({"nonce": "n-2"}))),
        (
            "expired",
            with_id_token(4, right_header(), json!({"exp": NOW - 120})),
        ),
        (
            "from the future",
            with_id_token(4, right_header(), json!({"iat": NOW + 120})),
        ),
        ("no sub", with_id_token(4, right_header(), json!({"sub": ""}))),
        (
            "missing",
            Eid::answering(|_| ok(&json!({"access_token": "a", "token_type": "DPoP"}))),
        ),
        ("no token", Eid::answering(|_| ok(&token_answer("nonsense")))),
    ];
    for (what, eid) in cases {
        let error = refused(eid).await;
        assert_eq!(
            (error.code.as_str(), error.kind),
            ("ID_TOKEN_INVALID", FailureKind::NotSecure),
            "{what}"
        );
    }
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_fetched_once() {
    let eid = with_id_token(5, json!({"alg": "ES256", "kid": "k2"}), json!({}));
    let keys = eid.keys.clone();
    let server = eid.start().await;
    let identity = Phone::of(&server).identity();
    let lookups = || {
        server
            .seen()
            .iter()
            .filter(|seen| seen.target == "/eid/jwks")
            .count()
    };
    assert!(identity.redeem(&attempt(), "code-1").await.is_err());
    assert_eq!(lookups(), 2);
    *keys.lock().unwrap() = key_set("k2", 5);
    assert!(identity.redeem(&attempt(), "code-2").await.is_ok());
    assert_eq!(lookups(), 3);
    assert!(identity.redeem(&attempt(), "code-3").await.is_ok());
    assert_eq!(lookups(), 3);
}

#[tokio::test]
async fn a_wrong_phone_clock_does_not_lock_out() {
    let late = Arc::new(AtomicBool::new(true));
    let server = Eid::answering(move |seen| {
        if late.swap(false, Ordering::SeqCst) {
            let headers = [
                ("content-type", "application/json"),
                ("date", "Sun, 22 Nov 2026 20:00:00 GMT"),
            ];
            return reply("400 Bad Request", &headers, br#"{"error":"invalid_dpop_proof"}"#);
        }
        let mut claims = claims();
        claims["iss"] = issuer(seen).into();
        claims["iat"] = (NOW + 12 * 3_600).into();
        claims["exp"] = (NOW + 12 * 3_600 + 300).into();
        ok(&token_answer(&id_token(4, &right_header(), &claims)))
    })
    .start()
    .await;
    let (tokens, _) = Phone::of(&server)
        .identity()
        .redeem(&attempt(), "code-1")
        .await
        .unwrap_or_else(|why| panic!("{why}"));
    // The proof and the ID token go by the portal's time, the token's end by the phone's.
    assert_eq!(proof_claims(&server.seen()[3])["iat"], json!(NOW + 12 * 3_600));
    assert_eq!(tokens.access_expires_at.0, (NOW + 600) * 1_000);
}

#[tokio::test]
async fn an_eid_that_takes_proofs_of_any_time_still_tells_its_own() {
    let server = Eid::answering(move |seen| {
        let mut claims = claims();
        claims["iss"] = issuer(seen).into();
        claims["iat"] = (NOW + 12 * 3_600).into();
        claims["exp"] = (NOW + 12 * 3_600 + 300).into();
        let body = token_answer(&id_token(4, &right_header(), &claims)).to_string();
        let headers = [
            ("content-type", "application/json"),
            ("date", "Sun, 22 Nov 2026 20:00:00 GMT"),
        ];
        reply("200 OK", &headers, body.as_bytes())
    })
    .start()
    .await;
    let signed_in = Phone::of(&server).identity().redeem(&attempt(), "code-1").await;
    assert!(signed_in.is_ok());
}

#[tokio::test]
async fn what_the_eid_refuses_has_its_code() {
    let oauth = |status: &'static str, error: &'static str| {
        Eid::answering(move |_| {
            let body = json!({"error": error, "error_description": "x"}).to_string();
            reply(status, &[("content-type", "application/json")], body.as_bytes())
        })
    };
    for (eid, code) in [
        (oauth("400 Bad Request", "invalid_grant"), "LOGIN_REFUSED"),
        (oauth("401 Unauthorized", "invalid_client"), "LOGIN_REFUSED"),
        (oauth("400 Bad Request", "invalid_dpop_proof"), "PROOF_INVALID"),
        (
            oauth("400 Bad Request", "temporarily_unavailable"),
            "PORTAL_UNAVAILABLE",
        ),
        (oauth("503 Service Unavailable", "x"), "PORTAL_UNAVAILABLE"),
        (
            Eid::answering(|_| reply("200 OK", &[("content-type", "text/html")], b"<html>")),
            "NETWORK_LOGIN_NEEDED",
        ),
        (
            Eid::answering(|_| reply("200 OK", &[("content-type", "application/json")], b"{\"acc")),
            "ANSWER_UNREADABLE",
        ),
        (
            Eid::answering(|_| Reply::Bytes(Vec::new())),
            "NETWORK_UNREACHABLE",
        ),
    ] {
        assert_eq!(refused(eid).await.code, code);
    }
    let bearer = Eid::answering(|seen| {
        let mut claims = claims();
        claims["iss"] = issuer(seen).into();
        let mut answer = token_answer(&id_token(4, &right_header(), &claims));
        answer["token_type"] = "Bearer".into();
        ok(&answer)
    });
    assert_eq!(refused(bearer).await.code, "LOGIN_REFUSED");
}

#[tokio::test]
async fn a_provider_that_is_another_or_too_weak_is_not_used() {
    let changed = |name: &str, value: Value| {
        let mut eid = Eid::new();
        eid.discovery[name] = value;
        eid
    };
    for (eid, code) in [
        (
            changed("issuer", json!("https://another.example/eid")),
            "LOGIN_ISSUER_MISMATCH",
        ),
        (changed("issuer", json!("ISSUER/")), "LOGIN_ISSUER_MISMATCH"),
        (
            changed("code_challenge_methods_supported", json!(["plain"])),
            "CONNECTION_NOT_SECURE",
        ),
        (
            changed("token_endpoint", json!("https://another.example/token")),
            "CONNECTION_NOT_SECURE",
        ),
        (
            changed("authorization_endpoint", json!("https://another.example/a")),
            "CONNECTION_NOT_SECURE",
        ),
        (changed("jwks_uri", json!(7)), "ANSWER_UNREADABLE"),
    ] {
        let server = eid.start().await;
        let error = Phone::of(&server)
            .identity()
            .authorization_url(&attempt())
            .await
            .unwrap_err();
        assert_eq!(error.code, code);
    }
}

#[tokio::test]
async fn a_session_is_refreshed_for_the_same_person_only() {
    let server =
        Eid::answering(|_| ok(&json!({"access_token": "access-2", "token_type": "dpop", "expires_in": 600})))
            .start()
            .await;
    let identity = Phone::of(&server).identity();
    let tokens = identity
        .refresh("refresh-1", "s-1")
        .await
        .unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(
        (tokens.access.0.as_str(), tokens.refresh.as_deref()),
        ("access-2", Some("refresh-1"))
    );
    let seen = server.seen().pop().unwrap();
    assert_eq!(seen.field("grant_type").as_deref(), Some("refresh_token"));
    assert_eq!(seen.field("refresh_token").as_deref(), Some("refresh-1"));
    assert!(seen.header("dpop").is_some());

    let server = with_id_token(4, right_header(), json!({"nonce": null}))
        .start()
        .await;
    let identity = Phone::of(&server).identity();
    assert!(identity.refresh("refresh-1", "s-1").await.is_ok());
    assert_eq!(
        identity.refresh("refresh-1", "s-2").await.err().unwrap().code,
        "ID_TOKEN_INVALID"
    );

    let revoked = br#"{"error":"invalid_grant"}"#;
    let server = Eid::answering(|_| {
        reply(
            "400 Bad Request",
            &[("content-type", "application/json")],
            revoked,
        )
    })
    .start()
    .await;
    let error = Phone::of(&server)
        .identity()
        .refresh("refresh-1", "s-1")
        .await
        .err()
        .unwrap();
    assert_eq!(
        (error.code.as_str(), error.kind),
        ("SIGN_IN_AGAIN", FailureKind::SignInRequired)
    );
}

#[tokio::test]
async fn a_session_is_revoked() {
    let server = Eid::new().start().await;
    Phone::of(&server).identity().revoke("refresh-1").await.unwrap();
    let seen = server.seen().pop().unwrap();
    assert_eq!(
        (seen.method.as_str(), seen.target.as_str()),
        ("POST", "/eid/revoke")
    );
    assert_eq!(seen.field("token").as_deref(), Some("refresh-1"));
    assert_eq!(seen.field("token_type_hint").as_deref(), Some("refresh_token"));
    assert_eq!(seen.field("client_id").as_deref(), Some("motcua-app"));
}
