//! e-ID and DPoP: who gets in, and who doesn't.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::Value;

use crate::world::{
    ANH, DeviceKey, KHOI, NOW, Phone, REDIRECT, VERIFIER, World, authorize_query, code_form, hop, now,
    refused, trade,
};

#[tokio::test]
async fn a_person_signs_in_and_is_who_they_are() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let me = phone.get_json("/eid/userinfo").await;
    assert_eq!(
        (&me["personal_id"], &me["name"]),
        (&Value::from(KHOI), &Value::from("Nguyễn Minh Khôi"))
    );
    assert_eq!(me["sub"], phone.sub.as_str());
}

#[tokio::test]
async fn the_id_token_is_for_this_sign_in_and_signed_by_the_published_key() {
    let world = World::start().await;
    let back = hop(&world, KHOI, "allow").await;
    let issuer = format!("{}/eid", world.origin);
    assert_eq!(
        (back["state"].as_str(), back["iss"].as_str()),
        (Some("the-state"), Some(issuer.as_str()))
    );
    let (_, tokens) = trade(
        &world,
        &DeviceKey::new(1),
        &code_form(back["code"].as_str().unwrap(), VERIFIER),
    )
    .await;
    let parts: Vec<&str> = tokens["id_token"].as_str().unwrap().split('.').collect();
    let read = |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    let claims = read(parts[1]);
    assert_eq!(claims["iss"], issuer);
    assert_eq!(
        (&claims["aud"], &claims["nonce"]),
        (&Value::from("motcua-app"), &Value::from("the-nonce"))
    );
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        600
    );
    let keys = world.get_json("/eid/jwks").await;
    assert_eq!(keys["keys"][0]["kid"], read(parts[0])["kid"]);
    assert!(crate::evidence::verifies(
        tokens["id_token"].as_str().unwrap(),
        &keys["keys"][0]
    ));
}

#[tokio::test]
async fn denying_tells_the_app_and_gives_nothing() {
    let world = World::start().await;
    let back = hop(&world, KHOI, "deny").await;
    assert_eq!(back["error"], "access_denied");
    assert_eq!(back["state"], "the-state");
    assert!(!back.contains_key("code"));
}

#[tokio::test]
async fn a_wrong_client_or_address_gets_a_page_and_no_redirect() {
    let world = World::start().await;
    for (name, value) in [
        ("client_id", "other"),
        ("redirect_uri", "https://evil.example/sign-in/return"),
    ] {
        let mut query = authorize_query();
        query.retain(|(known, _)| *known != name);
        query.push((name, value.into()));
        let page = world
            .http
            .get(world.url("/eid/authorize"))
            .query(&query)
            .send()
            .await
            .unwrap();
        assert_eq!(page.status(), 400, "{name}");
        assert!(!page.headers().contains_key("location"));
    }
}

#[tokio::test]
async fn plain_pkce_goes_back_to_the_app_as_an_error() {
    let world = World::start().await;
    let mut query = authorize_query();
    query.retain(|(name, _)| *name != "code_challenge_method");
    query.push(("code_challenge_method", "plain".into()));
    let answer = world
        .http
        .get(world.url("/eid/authorize"))
        .query(&query)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(location.starts_with(&format!("{REDIRECT}?error=invalid_request&state=the-state&iss=")));
}

#[tokio::test]
async fn the_page_speaks_both_languages() {
    let world = World::start().await;
    let page = |language: &'static str| {
        let mut query = authorize_query();
        query.push(("ui_locales", language.into()));
        world.http.get(world.url("/eid/authorize")).query(&query).send()
    };
    let vietnamese = page("vi").await.unwrap().text().await.unwrap();
    assert!(vietnamese.contains("<html lang=\"vi\">") && vietnamese.contains("Đồng ý và đăng nhập"));
    let english = page("en").await.unwrap().text().await.unwrap();
    assert!(english.contains("<html lang=\"en\">") && english.contains("Allow and sign in"));
}

#[tokio::test]
async fn a_wrong_verifier_gets_nothing() {
    let world = World::start().await;
    let back = hop(&world, KHOI, "allow").await;
    let other = "another-verifier-that-is-long-enough-for-rfc-7636-too";
    let form = code_form(back["code"].as_str().unwrap(), other);
    let (status, answer) = trade(&world, &DeviceKey::new(1), &form).await;
    assert_eq!(
        (status.as_u16(), &answer["error"]),
        (400, &Value::from("invalid_grant"))
    );
}

#[tokio::test]
async fn a_code_used_twice_revokes_what_it_gave() {
    let world = World::start().await;
    let (key, back) = (DeviceKey::new(1), hop(&world, KHOI, "allow").await);
    let form = code_form(back["code"].as_str().unwrap(), VERIFIER);
    let (status, first) = trade(&world, &key, &form).await;
    assert_eq!(status, 200);
    let (status, again) = trade(&world, &key, &form).await;
    assert_eq!(
        (status.as_u16(), &again["error"]),
        (400, &Value::from("invalid_grant"))
    );
    let text = |member: &str| first[member].as_str().unwrap().to_owned();
    let phone = Phone {
        world: &world,
        key,
        access: text("access_token"),
        refresh: text("refresh_token"),
        sub: String::new(),
    };
    assert_eq!(
        refused(phone.send(Method::GET, "/v1/events").await, 401).await,
        "SIGN_IN_REQUIRED"
    );
    let (status, _) = trade(&world, &phone.key, &refresh_form(&phone.refresh)).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_code_is_good_for_sixty_seconds() {
    let world = World::start().await;
    let back = hop(&world, KHOI, "allow").await;
    let later = world
        .http
        .post(world.url("/control/v1/clock/advance"))
        .json(&serde_json::json!({"seconds": 61}));
    assert_eq!(later.send().await.unwrap().status(), 200);
    let url = world.url("/eid/token");
    let proof = DeviceKey::new(1).proof(&Method::POST, &url, None, now() + 61);
    let form = code_form(back["code"].as_str().unwrap(), VERIFIER);
    let answer = world
        .http
        .post(&url)
        .header("DPoP", proof)
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["error"], "invalid_grant");
}

fn refresh_form(refresh: &str) -> [(&'static str, &str); 3] {
    [
        ("grant_type", "refresh_token"),
        ("client_id", "motcua-app"),
        ("refresh_token", refresh),
    ]
}

#[tokio::test]
async fn refreshing_is_repeatable_and_bound_to_the_key() {
    let world = World::start().await;
    let mut phone = Phone::signed_in(&world, KHOI, 1).await;
    for _ in 0..2 {
        // The same refresh token again: a lost reply must not end the session.
        let (status, tokens) = trade(&world, &phone.key, &refresh_form(&phone.refresh)).await;
        assert_eq!(status, 200);
        phone.access = tokens["access_token"].as_str().unwrap().to_owned();
        assert_eq!(phone.send(Method::GET, "/v1/events").await.status(), 200);
    }
    let (status, answer) = trade(&world, &DeviceKey::new(2), &refresh_form(&phone.refresh)).await;
    assert_eq!(
        (status.as_u16(), &answer["error"]),
        (400, &Value::from("invalid_grant"))
    );
}

#[tokio::test]
async fn revoking_the_refresh_token_ends_the_session() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    for token in ["unknown", &phone.refresh] {
        let answer = world
            .http
            .post(world.url("/eid/revoke"))
            .form(&[("token", token)])
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
    }
    assert_eq!(
        refused(phone.send(Method::GET, "/v1/events").await, 401).await,
        "SIGN_IN_REQUIRED"
    );
}

#[tokio::test]
async fn an_access_token_ends_after_ten_minutes() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    world.set_clock("2026-11-23T01:10:00.000Z").await;
    let url = world.url("/v1/events");
    let proof = phone
        .key
        .proof(&Method::GET, &url, Some(&phone.access), now() + 600);
    let request = world
        .http
        .get(&url)
        .header("Authorization", format!("DPoP {}", phone.access));
    assert_eq!(
        refused(request.header("DPoP", proof).send().await.unwrap(), 401).await,
        "SIGN_IN_REQUIRED"
    );
}

#[tokio::test]
async fn proofs_are_taken_once_for_one_address_one_key_and_one_minute() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let (url, other) = (world.url("/v1/events"), world.url("/v1/dossiers"));
    let ask = |proof: String, scheme: &str| {
        let request = world
            .http
            .get(&url)
            .header("Authorization", format!("{scheme} {}", phone.access));
        request.header("DPoP", proof).send()
    };
    let token = Some(phone.access.as_str());
    let good = phone.key.proof(&Method::GET, &url, token, now());
    assert_eq!(ask(good.clone(), "DPoP").await.unwrap().status(), 200);
    let stranger = DeviceKey::new(9);
    let wrong = [
        ("replayed", good),
        (
            "another address",
            phone.key.proof(&Method::GET, &other, token, now()),
        ),
        (
            "another method",
            phone.key.proof(&Method::PUT, &url, token, now()),
        ),
        (
            "another token",
            phone.key.proof(&Method::GET, &url, Some("x"), now()),
        ),
        ("another key", stranger.proof(&Method::GET, &url, token, now())),
        ("old", phone.key.proof(&Method::GET, &url, token, now() - 61)),
        (
            "of the future",
            phone.key.proof(&Method::GET, &url, token, now() + 9),
        ),
        ("not a proof", "x.y.z".to_owned()),
    ];
    for (what, proof) in wrong {
        let answer = ask(proof, "DPoP").await.unwrap();
        assert_eq!(answer.headers()["date"], "Mon, 23 Nov 2026 01:00:00 GMT", "{NOW}");
        assert_eq!(refused(answer, 401).await, "PROOF_INVALID", "{what}");
    }
    let bearer = ask(phone.key.proof(&Method::GET, &url, token, now()), "Bearer")
        .await
        .unwrap();
    assert_eq!(refused(bearer, 401).await, "SIGN_IN_REQUIRED");
}

#[tokio::test]
async fn people_keep_their_subject_and_have_different_ones() {
    let world = World::start().await;
    let (khoi, anh) = (
        Phone::signed_in(&world, KHOI, 1).await.sub,
        Phone::signed_in(&world, ANH, 2).await.sub,
    );
    assert_ne!(khoi, anh);
    let world = world.restart().await;
    assert_eq!(Phone::signed_in(&world, KHOI, 3).await.sub, khoi);
}
