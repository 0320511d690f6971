//! The console's border: who gets in, what pages may load, where redirects lead. The pages themselves are held in a real
//! browser (`tests/web`).

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Method, Response};

use crate::support::World;

fn header(answer: &Response, name: impl reqwest::header::AsHeaderName) -> String {
    answer
        .headers()
        .get(name)
        .map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

async fn sign_in(world: &World, token: &str) -> Response {
    let request = world
        .request(Method::POST, "/console/sign-in")
        .form(&[("token", token)]);
    request.send().await.unwrap()
}

/// The cookie of a signed-in officer, as a browser sends it back.
async fn officer(world: &World) -> String {
    let answer = sign_in(world, &world.portal.office_token).await;
    header(&answer, SET_COOKIE).split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn every_page_comes_with_the_policy_that_lets_it_load_nothing_strange() {
    let world = World::start().await;
    let cookie = officer(&world).await;
    for path in [
        "/console/sign-in",
        "/console/dossiers",
        "/console/feedback",
        "/console/qa",
        "/console/nowhere",
    ] {
        let answer = world
            .request(Method::GET, path)
            .header(COOKIE, &cookie)
            .send()
            .await
            .unwrap();
        let policy = header(&answer, "content-security-policy");
        assert!(
            policy.starts_with("default-src 'none';") && !policy.contains("script-src"),
            "{path}: {policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"),
            "{path}"
        );
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&answer, "cache-control"), "no-store", "{path}");
        let text = answer.text().await.unwrap();
        assert!(
            text.contains("Dữ liệu giả") && text.contains("Mock data"),
            "{path}: the banner"
        );
        assert!(!text.contains("<script") && !text.contains("style=\""), "{path}");
    }
}

#[tokio::test]
async fn the_cookie_is_for_the_console_alone_and_secure_over_tls() {
    let world = World::start().await;
    let plain = header(&sign_in(&world, &world.portal.office_token).await, SET_COOKIE);
    for part in ["HttpOnly", "SameSite=Strict", "Path=/console"] {
        assert!(plain.contains(part), "{plain}");
    }
    assert!(
        !plain.contains("Secure"),
        "a browser would drop it on the listener without TLS"
    );
    let secure = world.portal.url.trim_start_matches("https://");
    let request = world
        .request(Method::POST, "/console/sign-in")
        .header("Host", secure);
    let answer = request
        .form(&[("token", &world.portal.office_token)])
        .send()
        .await
        .unwrap();
    assert!(header(&answer, SET_COOKIE).contains("Secure"));
    assert!(header(&sign_in(&world, "guessed").await, SET_COOKIE).is_empty());
}

#[tokio::test]
async fn without_a_session_or_with_a_forged_one_every_path_leads_to_the_sign_in() {
    let world = World::start().await;
    let real = officer(&world).await;
    let forged = format!("{}0", &real[..real.len() - 1]);
    let forged = if forged == real {
        format!("{}1", &real[..real.len() - 1])
    } else {
        forged
    };
    for (method, path) in [
        (Method::GET, "/console/dossiers"),
        (Method::GET, "/console/dossiers/x/files/y"),
        (Method::POST, "/console/dossiers/x/accept"),
        (Method::GET, "/console/feedback/x/picture"),
        (Method::POST, "/console/feedback/x/answer"),
        (Method::GET, "/console/qa"),
        (Method::POST, "/console/qa/clock"),
        (Method::POST, "/console/sign-out"),
    ] {
        for cookie in ["", &forged] {
            let request = world.request(method.clone(), path).header(COOKIE, cookie);
            let answer = request.send().await.unwrap();
            assert_eq!(
                (answer.status().as_u16(), header(&answer, LOCATION)),
                (303, "/console/sign-in".into()),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_language_link_goes_back_to_pages_of_ours_only() {
    let world = World::start().await;
    let back = async |path: &str| {
        let answer = world
            .request(Method::GET, "/console/language/en")
            .query(&[("back", path)])
            .send()
            .await
            .unwrap();
        assert!(header(&answer, SET_COOKIE).starts_with("motcua_language=en"));
        header(&answer, LOCATION)
    };
    assert_eq!(
        back("/console/feedback?status=answered").await,
        "/console/feedback?status=answered"
    );
    for strange in [
        "https://evil.example/",
        "//evil.example/",
        "/eid/authorize",
        "/console/\\evil",
    ] {
        assert_eq!(back(strange).await, "/console", "{strange}");
    }
    assert_eq!(world.get("/console/language/fr").await.status(), 404);
}

#[tokio::test]
async fn a_form_without_its_token_does_nothing() {
    let world = World::start().await;
    let cookie = officer(&world).await;
    let post = async |path: &str, fields: &[(&str, &str)]| {
        let request = world
            .request(Method::POST, path)
            .header(COOKIE, &cookie)
            .form(fields);
        header(&request.send().await.unwrap(), LOCATION)
    };
    let advance = post(
        "/console/qa/advance",
        &[("form_token", "guessed"), ("seconds", "3600")],
    )
    .await;
    assert_eq!(advance, "/console/qa?problem=REQUEST_INVALID");
    let order = [
        ("form_token", "guessed"),
        ("kind", "html"),
        ("value", ""),
        ("path_prefix", "/"),
        ("method", ""),
        ("times", ""),
        ("after", ""),
    ];
    assert_eq!(
        post("/console/qa/faults", &order).await,
        "/console/qa?problem=REQUEST_INVALID"
    );
    assert_eq!(world.get_json("/control/v1/faults").await, serde_json::json!([]));
}

#[tokio::test]
async fn without_control_there_is_no_page_for_qa() {
    let folder = tempfile::tempdir().unwrap();
    let portal = motcua_portal::Portal::start(motcua_portal::Config::in_folder(folder.path()))
        .await
        .unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let at = |path: &str| format!("{}{path}", portal.plain_url.as_ref().unwrap());
    let answer = http
        .post(at("/console/sign-in"))
        .form(&[("token", &portal.office_token)])
        .send()
        .await
        .unwrap();
    let cookie = header(&answer, SET_COOKIE).split(';').next().unwrap().to_owned();
    for (method, path) in [
        (Method::GET, "/console/qa"),
        (Method::POST, "/console/qa/advance"),
    ] {
        let answer = http
            .request(method, at(path))
            .header(COOKIE, &cookie)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
}
