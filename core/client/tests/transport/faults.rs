//! Every way a network and a portal can fail, and the code and kind that come of it.

use std::{sync::Arc, time::Duration};

use motcua_client::{
    port::{
        DeviceKeyError,
        portal_api::{AccessToken, Fetched, PortalApi as _, PortalError},
    },
    transport::http::Patience,
};
use motcua_domain::{failure::FailureKind, ids::DossierId, time::Millis};
use tokio::net::TcpListener;

use super::{
    phone::{BrokenKey, Phone},
    server::{Reply, Server, problem, reply},
};

const LATER: FailureKind = FailureKind::Transient { retry_after: None };

fn dossier() -> DossierId {
    DossierId::new(Millis(1), [7; 10])
}

async fn fetch(phone: &Phone) -> Result<Fetched, PortalError> {
    phone.portal().document("/v1/catalogue", None).await
}

/// What the phone makes of one answer, over TLS.
async fn after(script: impl Fn() -> Reply + Send + Sync + 'static) -> PortalError {
    let server = Server::tls("127.0.0.1", move |_| script()).await;
    fetch(&Phone::of(&server))
        .await
        .expect_err("the answer is a failure")
}

fn assert_is(error: &PortalError, code: &str, kind: FailureKind) {
    assert_eq!((error.code.as_str(), error.kind), (code, kind));
}

#[tokio::test]
async fn a_right_answer_over_tls_is_taken() {
    let server = Server::tls("127.0.0.1", |_| reply("200 OK", &[("etag", "\"7\"")], b"{}")).await;
    let answer = fetch(&Phone::of(&server)).await.unwrap();
    assert_eq!(
        answer,
        Fetched::New {
            etag: Some("\"7\"".into()),
            body: "{}".into(),
            signature: None
        }
    );
}

#[tokio::test]
async fn a_refused_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_is(
        &fetch(&Phone::at(&url, "")).await.unwrap_err(),
        "NETWORK_UNREACHABLE",
        LATER,
    );
}

#[tokio::test]
async fn a_name_that_does_not_resolve() {
    let authority = Server::tls("127.0.0.1", |_| Reply::Silence).await;
    let phone = Phone::at("https://nowhere.invalid", &authority.anchors_pem);
    assert_is(&fetch(&phone).await.unwrap_err(), "NETWORK_UNREACHABLE", LATER);
}

#[tokio::test]
async fn an_answer_that_never_comes() {
    let server = Server::plain(|_| Reply::Silence).await;
    let short = Patience {
        answer: Duration::from_millis(20),
        ..Patience::default()
    };
    let phone = Phone::with(&server.url(), "", short);
    assert_is(&fetch(&phone).await.unwrap_err(), "NETWORK_UNREACHABLE", LATER);
}

#[tokio::test]
async fn a_body_that_stops_half_way() {
    let (pieces, receiver) = tokio::sync::mpsc::channel(1);
    let stream = std::sync::Mutex::new(Some(receiver));
    let server =
        Server::plain(move |_| Reply::Stream(stream.lock().unwrap().take().expect("asked once"))).await;
    let short = Patience {
        piece: Duration::from_millis(20),
        ..Patience::default()
    };
    pieces.send(b"half".to_vec()).await.unwrap();
    let error = fetch(&Phone::with(&server.url(), "", short)).await.unwrap_err();
    assert_is(&error, "NETWORK_UNREACHABLE", LATER);
}

#[tokio::test]
async fn a_reply_cut_off() {
    let whole = || {
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"half\":".to_vec()
    };
    assert_is(
        &after(move || Reply::Bytes(whole())).await,
        "NETWORK_UNREACHABLE",
        LATER,
    );
    assert_is(
        &after(|| Reply::Bytes(Vec::new())).await,
        "NETWORK_UNREACHABLE",
        LATER,
    );
    assert_is(
        &after(|| Reply::Bytes(b"HTTP/1.1 200".to_vec())).await,
        "NETWORK_UNREACHABLE",
        LATER,
    );
}

#[tokio::test]
async fn a_log_in_page_instead_of_the_portal() {
    for status in ["200 OK", "511 Network Authentication Required"] {
        let page = move || {
            reply(
                status,
                &[("content-type", "text/html")],
                b"<html>Log in to the Wi-Fi</html>",
            )
        };
        assert_is(
            &after(page).await,
            "NETWORK_LOGIN_NEEDED",
            FailureKind::CaptivePortal,
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::plain(|_| reply("200 OK", &[], b"{}")).await;
    let to = elsewhere.url();
    let redirect = move || reply("302 Found", &[("location", to.as_str())], b"");
    // Within TLS it is the portal's own doing; without, anybody's on the way.
    assert_is(&after(redirect.clone()).await, "REDIRECT_REFUSED", LATER);
    let plain = Server::plain(move |_| redirect()).await;
    let error = fetch(&Phone::of(&plain)).await.unwrap_err();
    assert_is(&error, "NETWORK_LOGIN_NEEDED", FailureKind::CaptivePortal);
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn an_untrusted_certificate() {
    let server = Server::tls("127.0.0.1", |_| reply("200 OK", &[], b"{}")).await;
    let other = Server::tls("127.0.0.1", |_| reply("200 OK", &[], b"{}")).await;
    let error = fetch(&Phone::at(&server.url(), &other.anchors_pem))
        .await
        .unwrap_err();
    assert_is(&error, "CONNECTION_NOT_SECURE", FailureKind::NotSecure);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_certificate_that_is_not_valid_yet() {
    let server = Server::tls_since("127.0.0.1", 2200, |_| reply("200 OK", &[], b"{}")).await;
    let error = fetch(&Phone::of(&server)).await.unwrap_err();
    assert_is(&error, "CLOCK_WRONG", FailureKind::Rejected);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_certificate_for_another_host() {
    let server = Server::tls("portal.example", |_| reply("200 OK", &[], b"{}")).await;
    assert_is(
        &fetch(&Phone::of(&server)).await.unwrap_err(),
        "CONNECTION_NOT_SECURE",
        FailureKind::NotSecure,
    );
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_server_that_speaks_no_tls() {
    let server = Server::plain(|_| reply("200 OK", &[], b"{}")).await;
    let authority = Server::tls("127.0.0.1", |_| Reply::Silence).await;
    // It takes the handshake for a request that never ends: the end of its patience is ours.
    let url = format!("https://{}", server.address);
    let short = Patience {
        connect: Duration::from_millis(50),
        ..Patience::default()
    };
    let error = fetch(&Phone::with(&url, &authority.anchors_pem, short))
        .await
        .unwrap_err();
    assert_is(&error, "NETWORK_UNREACHABLE", LATER);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_portal_is_broken_or_busy() {
    assert_is(
        &after(|| problem("500 Internal Server Error", "PORTAL_FAILED")).await,
        "PORTAL_FAILED",
        LATER,
    );
    assert_is(
        &after(|| reply("502 Bad Gateway", &[], b"")).await,
        "PORTAL_UNAVAILABLE",
        LATER,
    );
    let busy = after(|| reply("503 Service Unavailable", &[("retry-after", "30")], b"")).await;
    assert_is(
        &busy,
        "PORTAL_UNAVAILABLE",
        FailureKind::Transient {
            retry_after: Some(30_000),
        },
    );
    assert_eq!(busy.retry_after, Some(30));
    assert_is(
        &after(|| problem("426 Upgrade Required", "APP_TOO_OLD")).await,
        "APP_TOO_OLD",
        FailureKind::UpdateRequired,
    );
    assert_is(
        &after(|| problem("404 Not Found", "NOT_FOUND")).await,
        "NOT_FOUND",
        FailureKind::Rejected,
    );
}

#[tokio::test]
async fn an_oversized_body_is_not_read_to_its_end() {
    let told = || {
        Reply::Bytes(
            [
                b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n".as_slice(),
                &[b'x'; 17 << 20],
            ]
            .concat(),
        )
    };
    assert_is(&after(told).await, "ANSWER_UNREADABLE", LATER);
}

#[tokio::test]
async fn garbled_json_is_no_success() {
    let server = Server::plain(|_| {
        reply(
            "201 Created",
            &[("content-type", "application/json")],
            b"{\"dossier_id\":\"0",
        )
    })
    .await;
    let token = AccessToken("t".into());
    let error = Phone::of(&server)
        .portal()
        .submit(&token, &dossier(), "{}".into())
        .await
        .err()
        .unwrap();
    assert_is(&error, "ANSWER_UNREADABLE", LATER);
}

#[tokio::test]
async fn a_revoked_token_asks_for_a_sign_in() {
    let server = Server::plain(|_| problem("401 Unauthorized", "SIGN_IN_REQUIRED")).await;
    let error = Phone::of(&server)
        .portal()
        .dossier(&AccessToken("t".into()), &dossier())
        .await
        .unwrap_err();
    assert_is(&error, "SIGN_IN_REQUIRED", FailureKind::SignInRequired);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_while_the_device_key_cannot_sign() {
    let server = Server::plain(|_| reply("200 OK", &[], b"{}")).await;
    for (why, code) in [
        (DeviceKeyError::Locked, "LOCKED"),
        (DeviceKeyError::Lost, "SIGN_IN_AGAIN"),
    ] {
        let phone = Phone::whole(&server.url(), "", Patience::default(), Arc::new(BrokenKey(why)));
        let error = phone
            .portal()
            .dossier(&AccessToken("t".into()), &dossier())
            .await
            .unwrap_err();
        assert_eq!(error.code, code);
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn only_public_documents_of_the_own_portal_are_fetched() {
    let server = Server::plain(|_| reply("200 OK", &[], b"{}")).await;
    let phone = Phone::of(&server);
    for path in [
        "/eid/jwks",
        "v1/catalogue",
        "https://elsewhere.example/v1/x",
        "//elsewhere.example/v1/x",
    ] {
        let error = phone.portal().document(path, None).await.unwrap_err();
        assert_eq!(error.code, "REQUEST_INVALID", "{path}");
    }
    assert!(server.seen().is_empty());
}
