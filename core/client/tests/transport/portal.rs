//! What goes over the wire when the phone talks to the portal, call by call, as `docs/wire-api.md` says.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use motcua_client::{
    port::portal_api::{
        AccessToken, FeedbackPlace, FeedbackPost, Fetched, FileProgress, PortalApi as _, PushSubscription,
    },
    trust::Unverified,
};
use motcua_domain::{
    failure::FailureKind,
    ids::{DossierId, InstallationId, Sha256},
    time::Millis,
};
use serde_json::{Value, json};

use super::{
    phone::{NOW, Phone, public_jwk, signing_key},
    server::{Reply, Seen, Server, json as ok, problem, reply},
};

fn token() -> AccessToken {
    AccessToken("access-1".into())
}

/// SHA-256 of `hello`.
fn hello() -> Sha256 {
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
        .parse()
        .expect("64 hex digits")
}

/// A proof's header and claims, after its signature was checked with the key in it.
fn proof(seen: &Seen) -> (Value, Value) {
    let text = seen.header("dpop").expect("a proof");
    let part = |n: usize| -> Value {
        let part = text.split('.').nth(n).expect("three parts");
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
    };
    let jwk = part(0)["jwk"].clone().try_into().expect("a public key");
    Unverified::parse(text)
        .expect("a JWS")
        .of_type("dpop+jwt")
        .expect("its type")
        .verify(&jwk)
        .expect("signed");
    (part(0), part(1))
}

#[tokio::test]
async fn a_call_carries_token_and_proof() {
    let server =
        Server::plain(|_| ok(&json!({"events": [], "next_after": 4, "more": false, "wakes": []}))).await;
    let installation = InstallationId::new(Millis(1), [3; 10]);
    let page = Phone::of(&server)
        .portal()
        .events(&token(), 4, &installation)
        .await
        .unwrap();
    assert_eq!(page.next_after, 4);
    let seen = server.only();
    assert_eq!(seen.method, "GET");
    assert_eq!(
        seen.target,
        format!("/v1/events?after=4&limit=100&installation={installation}")
    );
    assert_eq!(seen.header("authorization"), Some("DPoP access-1"));
    let (header, claims) = proof(&seen);
    let jwk = public_jwk(&signing_key(9)).to_json();
    assert_eq!(header, json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk}));
    assert_eq!(
        claims,
        json!({
            "jti": "AAAAAAAAAAAAAAAAAAAAAA", "htm": "GET", "htu": format!("{}/v1/events", server.url()), "iat": NOW,
            // base64url(SHA-256("access-1"))
            "ath": "9MKET0Y7WpOlF96BtnoJyLnXlpe9Pn5RReIOHKIBPAY",
        })
    );
}

#[tokio::test]
async fn a_refused_proof_teaches_the_portals_time_and_is_made_anew_once() {
    let refusals = Arc::new(AtomicUsize::new(1));
    let left = refusals.clone();
    let server = Server::plain(move |_| {
        let body = br#"{"code":"PROOF_INVALID"}"#;
        let headers = [
            ("content-type", "application/problem+json"),
            ("date", "Sun, 22 Nov 2026 08:10:00 GMT"),
        ];
        match left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)) {
            Ok(_) => reply("401 Unauthorized", &headers, body),
            Err(_) => ok(&json!({"evidence": []})),
        }
    })
    .await;
    let phone = Phone::of(&server);
    let portal = phone.portal();
    let id = DossierId::new(Millis(1), [7; 10]);
    assert!(portal.evidence(&token(), &id).await.unwrap().is_empty());
    let claims: Vec<Value> = server.seen().iter().map(|seen| proof(seen).1).collect();
    assert_eq!(
        [&claims[0]["iat"], &claims[1]["iat"]],
        [&json!(NOW), &json!(NOW + 600)]
    );
    assert_ne!(claims[0]["jti"], claims[1]["jti"]);
    // What was learnt stays, and moves with the phone's clock.
    phone.clock.0.fetch_add(5_000, Ordering::SeqCst);
    portal.evidence(&token(), &id).await.unwrap();
    assert_eq!(proof(&server.seen()[2]).1["iat"], json!(NOW + 605));
    // Two refusals of one call are the caller's to see.
    refusals.store(2, Ordering::SeqCst);
    let error = portal.evidence(&token(), &id).await.unwrap_err();
    assert_eq!((error.code.as_str(), server.seen().len()), ("PROOF_INVALID", 5));
}

#[tokio::test]
async fn a_document_is_asked_for_by_its_etag() {
    let server = Server::plain(|seen| match seen.header("if-none-match") {
        Some("\"7\"") => reply("304 Not Modified", &[], b""),
        _ => reply(
            "200 OK",
            &[("etag", "\"7\""), ("catalogue-signature", "a..b")],
            b"{}",
        ),
    })
    .await;
    let portal = Phone::of(&server).portal();
    let Fetched::New { etag, signature, .. } = portal.document("/v1/catalogue?since=3", None).await.unwrap()
    else {
        panic!("it is new")
    };
    assert_eq!(
        (etag.as_deref(), signature.as_deref()),
        (Some("\"7\""), Some("a..b"))
    );
    assert_eq!(
        portal
            .document("/v1/catalogue?since=3", etag.as_deref())
            .await
            .unwrap(),
        Fetched::Unchanged
    );
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| seen.target == "/v1/catalogue?since=3" && seen.header("dpop").is_none())
    );
}

#[tokio::test]
async fn a_file_is_announced_sent_and_asked_after() {
    let server = Server::plain(|seen| match seen.method.as_str() {
        "POST" => reply(
            "201 Created",
            &[("location", &format!("/v1/files/{}", hello()))],
            b"",
        ),
        "HEAD" => Reply::Bytes(
            b"HTTP/1.1 200 OK\r\nconnection: close\r\nupload-offset: 2\r\nupload-length: 5\r\n\r\n".to_vec(),
        ),
        _ => reply("204 No Content", &[("upload-offset", "5")], b""),
    })
    .await;
    let portal = Phone::of(&server).portal();
    let announced = portal
        .announce_file(&token(), &hello(), 5, "application/pdf")
        .await
        .unwrap();
    assert_eq!(announced, FileProgress::Partial(0));
    assert_eq!(
        portal.file_progress(&token(), &hello()).await.unwrap(),
        FileProgress::Partial(2)
    );
    assert_eq!(
        portal
            .send_chunk(&token(), &hello(), 2, Bytes::from_static(b"llo"))
            .await
            .unwrap(),
        5
    );
    let seen = server.seen();
    assert!(
        seen.iter()
            .all(|seen| seen.header("tus-resumable") == Some("1.0.0"))
    );
    let file = format!("/v1/files/{}", hello());
    assert_eq!(
        [&seen[0].target, &seen[1].target, &seen[2].target],
        ["/v1/files", file.as_str(), file.as_str()]
    );
    assert_eq!(seen[0].header("upload-length"), Some("5"));
    // base64 of the hex digits, and of the type: tus wants the padded alphabet.
    let metadata = "sha256 MmNmMjRkYmE1ZmIwYTMwZTI2ZTgzYjJhYzViOWUyOWUxYjE2MWU1YzFmYTc0MjVlNzMwNDMzNjI5MzhiOTgyNA==,filetype YXBwbGljYXRpb24vcGRm";
    assert_eq!(seen[0].header("upload-metadata"), Some(metadata));
    assert_eq!(seen[2].method, "PATCH");
    assert_eq!(seen[2].header("upload-offset"), Some("2"));
    assert_eq!(
        seen[2].header("content-type"),
        Some("application/offset+octet-stream")
    );
    // base64(SHA-256("llo"))
    assert_eq!(
        seen[2].header("upload-checksum"),
        Some("sha256 E9iWNTVX8p5siqxL3mXHQ/Qgbfgg/4MorlZ/kkGJ0zk=")
    );
    assert_eq!(seen[2].body, b"llo");
}

#[tokio::test]
async fn how_far_a_file_is_in_every_state() {
    for (answer, progress) in [
        ("404 Not Found\r\n", Ok(FileProgress::Unknown)),
        ("410 Gone\r\n", Ok(FileProgress::Unknown)),
        (
            "200 OK\r\nupload-offset: 0\r\nupload-length: 5\r\n",
            Ok(FileProgress::Partial(0)),
        ),
        (
            "204 No Content\r\nupload-offset: 5\r\nupload-length: 5\r\n",
            Ok(FileProgress::Arrived),
        ),
        (
            "200 OK\r\nupload-offset: 6\r\nupload-length: 5\r\n",
            Err("ANSWER_UNREADABLE"),
        ),
        ("200 OK\r\nupload-length: 5\r\n", Err("ANSWER_UNREADABLE")),
        (
            "200 OK\r\nupload-offset: -1\r\nupload-length: 5\r\n",
            Err("ANSWER_UNREADABLE"),
        ),
        ("401 Unauthorized\r\n", Err("SIGN_IN_REQUIRED")),
    ] {
        let server = Server::plain(move |_| {
            Reply::Bytes(format!("HTTP/1.1 {answer}connection: close\r\n\r\n").into_bytes())
        })
        .await;
        let said = Phone::of(&server)
            .portal()
            .file_progress(&token(), &hello())
            .await;
        assert_eq!(
            said.map_err(|error| error.code),
            progress.map_err(str::to_owned),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn an_upload_that_stands_where_it_cannot_is_not_believed() {
    for offset in ["1", "6", "x"] {
        let server = Server::plain(move |_| reply("204 No Content", &[("upload-offset", offset)], b"")).await;
        let sent = Phone::of(&server)
            .portal()
            .send_chunk(&token(), &hello(), 2, Bytes::from_static(b"llo"))
            .await;
        assert_eq!(sent.unwrap_err().code, "ANSWER_UNREADABLE", "{offset}");
    }
    for place in ["/v1/files/another", "https://elsewhere.example/v1/files"] {
        let server = Server::plain(move |_| reply("201 Created", &[("location", place)], b"")).await;
        let said = Phone::of(&server)
            .portal()
            .announce_file(&token(), &hello(), 5, "image/png")
            .await;
        assert_eq!(said.unwrap_err().code, "ANSWER_UNREADABLE", "{place}");
    }
}

#[tokio::test]
async fn a_damaged_file_is_told_as_such() {
    let server = Server::plain(|_| problem("460 Checksum Mismatch", "FILE_DAMAGED")).await;
    let sent = Phone::of(&server)
        .portal()
        .send_chunk(&token(), &hello(), 0, Bytes::from_static(b"hello"))
        .await;
    assert_eq!(sent.unwrap_err().kind, FailureKind::Damaged);
}

#[tokio::test]
async fn a_manifest_is_put_byte_for_byte() {
    let id = DossierId::new(Millis(1), [7; 10]);
    let answer = json!({
        "dossier_id": id.to_string(), "dossier_code": "000.00.01.H29-261122-0001", "status": "registered",
        "status_code": "1", "receipt": "a.b.c", "evidence": ["a.b.c"], "new_member": {},
    });
    let server = Server::plain(move |_| {
        reply(
            "201 Created",
            &[("content-type", "application/json")],
            answer.to_string().as_bytes(),
        )
    })
    .await;
    let portal = Phone::of(&server).portal();
    let manifest = Bytes::from_static(br#"{"a":1,"b":"\u1ed9"}"#);
    let said = portal.submit(&token(), &id, manifest.clone()).await.unwrap();
    assert_eq!(
        (said.dossier_code.as_str(), said.receipt.as_str()),
        ("000.00.01.H29-261122-0001", "a.b.c")
    );
    portal
        .supplement(&token(), &id, 2, manifest.clone())
        .await
        .unwrap();
    portal.withdraw(&token(), &id).await.unwrap();
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.method == "PUT"));
    assert_eq!(seen[0].target, format!("/v1/dossiers/{id}"));
    assert_eq!(seen[1].target, format!("/v1/dossiers/{id}/supplements/2"));
    assert_eq!(seen[2].target, format!("/v1/dossiers/{id}/withdrawal"));
    assert_eq!(seen[0].header("content-type"), Some("application/json"));
    assert_eq!(seen[0].body, manifest);
    assert_eq!(proof(&seen[0]).1["htm"], "PUT");
}

#[tokio::test]
async fn a_push_subscription_is_put_and_deleted() {
    let server = Server::plain(|_| reply("204 No Content", &[], b"")).await;
    let portal = Phone::of(&server).portal();
    let installation = InstallationId::new(Millis(1), [3; 10]);
    let subscription = PushSubscription {
        endpoint: "https://push.example/1".into(),
        p256dh: "B".into(),
        auth: "a".into(),
    };
    portal
        .subscribe(&token(), &installation, &subscription)
        .await
        .unwrap();
    portal.unsubscribe(&token(), &installation).await.unwrap();
    let seen = server.seen();
    assert_eq!(
        [seen[0].method.as_str(), seen[1].method.as_str()],
        ["PUT", "DELETE"]
    );
    assert!(
        seen.iter()
            .all(|seen| seen.target == format!("/v1/push-subscriptions/{installation}"))
    );
    let body: Value = serde_json::from_slice(&seen[0].body).unwrap();
    assert_eq!(
        body,
        json!({"endpoint": "https://push.example/1", "p256dh": "B", "auth": "a"})
    );
}

fn report(photo: Option<(String, Bytes)>) -> FeedbackPost {
    FeedbackPost {
        client_id: "0195-client".into(),
        service_code: "pothole".into(),
        place: FeedbackPlace::Position(10.7769, 106.7009),
        description: "Ổ gà to trước số 1".into(),
        photo,
    }
}

#[tokio::test]
async fn a_report_is_posted_as_open311_wants_it() {
    let server = Server::plain(|_| {
        reply(
            "201 Created",
            &[("content-type", "application/json")],
            br#"[{"service_request_id":"1022-7","service_notice":"x"}]"#,
        )
    })
    .await;
    let portal = Phone::of(&server).portal();
    assert_eq!(portal.post_feedback(None, &report(None)).await.unwrap(), "1022-7");
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.target.as_str()),
        ("POST", "/open311/v2/requests.json")
    );
    assert_eq!(seen.header("authorization"), None);
    for (name, value) in [
        ("service_code", "pothole"),
        ("lat", "10.7769"),
        ("long", "106.7009"),
        ("description", "Ổ gà to trước số 1"),
        ("attribute[client_id]", "0195-client"),
    ] {
        assert_eq!(seen.field(name).as_deref(), Some(value), "{name}");
    }
    let in_words = FeedbackPost {
        place: FeedbackPlace::Address("12 Lê Lợi".into()),
        ..report(None)
    };
    portal.post_feedback(None, &in_words).await.unwrap();
    let seen = server.seen().remove(1);
    assert_eq!(seen.field("address_string").as_deref(), Some("12 Lê Lợi"));
    assert_eq!((seen.field("lat"), seen.field("long")), (None, None));
    let photo = ("image/png".to_owned(), Bytes::from_static(b"\x89PNG"));
    portal
        .post_feedback(Some(&token()), &report(Some(photo)))
        .await
        .unwrap();
    let seen = server.seen().remove(2);
    assert!(
        seen.header("content-type")
            .unwrap()
            .starts_with("multipart/form-data; boundary=")
    );
    assert_eq!(seen.header("authorization"), Some("DPoP access-1"));
    let body = seen.text();
    assert!(
        body.contains("name=\"attribute[client_id]\"\r\n\r\n0195-client\r\n"),
        "{body}"
    );
    assert!(
        body.contains("name=\"media\"; filename=\"photo.png\"\r\nContent-Type: image/png\r\n\r\n"),
        "{body}"
    );
    assert!(body.contains("Ổ gà to trước số 1"));
}

#[tokio::test]
async fn a_reports_state_is_an_array_of_one() {
    let one =
        json!([{"service_request_id": "a/b", "status": "closed", "status_notes": "Đã vá", "media_url": "x"}]);
    let server = Server::plain(move |_| ok(&one)).await;
    let state = Phone::of(&server)
        .portal()
        .feedback(None, "a/b")
        .await
        .unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(
        (state.status.as_str(), state.status_notes.as_deref()),
        ("closed", Some("Đã vá"))
    );
    assert_eq!(state.more["media_url"], "x");
    // An id is a name, never a path.
    assert_eq!(server.only().target, "/open311/v2/requests/a%2Fb.json");
    for wrong in [
        json!([]),
        json!([{"service_request_id": "1", "status": "open"}, {"service_request_id": "2", "status": "open"}]),
        json!({}),
    ] {
        let server = Server::plain(move |_| ok(&wrong)).await;
        let said = Phone::of(&server).portal().feedback(Some(&token()), "1").await;
        assert_eq!(
            said.err().map(|error| error.code).as_deref(),
            Some("ANSWER_UNREADABLE")
        );
    }
}
