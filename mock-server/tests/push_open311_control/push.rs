//! The embedded push service, and the portal's own sender against it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use motcua_portal::webpush::seal::PhoneKeys;
use motcua_portal::webpush::sender::{OneTime, Sender, Sent};
use motcua_portal::webpush::vapid::VapidKey;
use motcua_portal::webpush::wake::WakeUp;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey};
use reqwest::{Method, Response};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hmac;
use serde_json::{Value, json};

use crate::support::World;

/// A phone's subscription: where to post and where to read.
async fn subscribe(world: &World) -> (String, String) {
    let answer = world
        .request(Method::POST, "/push/subscriptions")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
    let answer: Value = answer.json().await.unwrap();
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    assert!(text("endpoint").starts_with(&world.portal.url));
    (text("endpoint"), world.plain(&text("stream")))
}

async fn post(world: &World, endpoint: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
    let mut request = world.http.post(world.plain(endpoint)).body(body.to_vec());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

/// An open stream of server-sent events.
struct Stream {
    answer: Response,
    text: String,
}

impl Stream {
    async fn open(world: &World, address: &str) -> Self {
        let answer = world.http.get(address).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self {
            answer,
            text: String::new(),
        }
    }

    /// The next message's body; waits for it.
    async fn next(&mut self) -> Vec<u8> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data = event
                    .lines()
                    .find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
                self.text = rest.to_owned();
                if let Some(data) = data {
                    return URL_SAFE_NO_PAD.decode(data).unwrap();
                }
                continue;
            }
            let chunk = self.answer.chunk().await.unwrap().expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

#[tokio::test]
async fn messages_that_waited_come_first_then_new_ones_and_each_is_forgotten_once_read() {
    let world = World::start().await;
    let (endpoint, stream) = subscribe(&world).await;
    for body in [b"first", b"again"] {
        assert_eq!(
            post(&world, &endpoint, &[("TTL", "60")], body).await.status(),
            201
        );
    }
    let mut reading = Stream::open(&world, &stream).await;
    assert_eq!(reading.next().await, b"first");
    assert_eq!(reading.next().await, b"again");
    post(&world, &endpoint, &[("TTL", "0")], b"live").await;
    assert_eq!(
        reading.next().await,
        b"live",
        "who listens gets a message of TTL 0"
    );
    drop(reading);
    post(&world, &endpoint, &[("TTL", "60")], b"later").await;
    let mut reading = Stream::open(&world, &stream).await;
    let next = reading.next().await;
    assert!(
        next == b"later" || next == b"live",
        "what was surely read doesn't come again"
    );
}

#[tokio::test]
async fn a_message_that_outlived_its_time_or_was_replaced_under_its_topic_never_comes() {
    let world = World::start().await;
    let (endpoint, stream) = subscribe(&world).await;
    post(&world, &endpoint, &[("TTL", "60")], b"too late").await;
    world.advance(61).await;
    post(
        &world,
        &endpoint,
        &[("TTL", "60"), ("Topic", "wake")],
        b"replaced",
    )
    .await;
    post(&world, &endpoint, &[("TTL", "60"), ("Topic", "wake")], b"newest").await;
    let mut reading = Stream::open(&world, &stream).await;
    assert_eq!(reading.next().await, b"newest");
}

#[tokio::test]
async fn the_service_refuses_what_rfc_8030_lets_it_refuse() {
    let world = World::start().await;
    let (endpoint, stream) = subscribe(&world).await;
    assert_eq!(post(&world, &endpoint, &[], b"x").await.status(), 400);
    assert_eq!(
        post(&world, &endpoint, &[("TTL", "soon")], b"x").await.status(),
        400
    );
    assert_eq!(
        post(
            &world,
            &endpoint,
            &[("TTL", "1"), ("Topic", "not/url/safe")],
            b"x"
        )
        .await
        .status(),
        400
    );
    assert_eq!(
        post(&world, &endpoint, &[("TTL", "1")], &[0; 4_097])
            .await
            .status(),
        413
    );
    assert_eq!(
        post(&world, &endpoint, &[("TTL", "1")], &[0; 4_096])
            .await
            .status(),
        201
    );
    let stranger = format!("{}/push/nobody", world.portal.url);
    assert_eq!(post(&world, &stranger, &[("TTL", "1")], b"x").await.status(), 404);
    let wrong_key = format!("{}x", stream);
    assert_eq!(world.http.get(wrong_key).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_wake_up_travels_over_tls_and_only_the_phone_reads_it() {
    let world = World::start().await;
    let (endpoint, stream) = subscribe(&world).await;
    let secret = SecretKey::from_slice(&[3; 32]).unwrap();
    let public = secret.public_key().to_encoded_point(false);
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let phone = PhoneKeys::parse(&encode(public.as_bytes()), &encode(&[9; 16])).unwrap();

    let profile: Value = serde_json::from_slice(&std::fs::read(&world.portal.profile_path).unwrap()).unwrap();
    let vapid = VapidKey::new(&SecretKey::from_slice(&[5; 32]).unwrap());
    let sender = Sender::new(profile["anchors_pem"].as_str().unwrap(), vapid).unwrap();
    let wake = WakeUp::new([0x5a; 16]);
    let one_time = OneTime {
        key: SecretKey::from_slice(&[4; 32]).unwrap(),
        salt: [6; 16],
    };
    let now = "2026-11-22T08:00:00Z".parse().unwrap();
    assert_eq!(
        sender.send(&endpoint, &phone, wake, &one_time, now).await,
        Sent::Taken
    );

    let body = Stream::open(&world, &stream).await.next().await;
    let opened = open(&body, &secret, public.as_bytes(), &[9; 16]);
    assert_eq!(opened.len(), 64);
    assert_eq!(
        serde_json::from_slice::<Value>(&opened).unwrap(),
        json!({"v": 1, "w": wake.id()})
    );

    let gone = format!("{}/push/nobody", world.portal.url);
    assert_eq!(sender.send(&gone, &phone, wake, &one_time, now).await, Sent::Gone);
    assert_eq!(
        sender
            .send("https://127.0.0.1:1/push/x", &phone, wake, &one_time, now)
            .await,
        Sent::Failed
    );
}

/// What the phone does with a body (RFC 8291 §3.4), written from the RFC with HMAC alone and not from our sender.
fn open(body: &[u8], secret: &SecretKey, public: &[u8], auth: &[u8]) -> Vec<u8> {
    let mac = |key: &[u8], parts: &[&[u8]]| {
        hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), &parts.concat())
            .as_ref()
            .to_vec()
    };
    let (salt, server, record) = (&body[..16], &body[21..86], &body[86..]);
    assert_eq!(&body[16..21], [0, 0, 0x10, 0, 65]);
    let point = PublicKey::from_sec1_bytes(server).unwrap();
    let shared = p256::ecdh::diffie_hellman(secret.to_nonzero_scalar(), point.as_affine());
    let bound = mac(auth, &[shared.raw_secret_bytes()]);
    let input = mac(&bound, &[b"WebPush: info\0", public, server, &[1]]);
    let content = mac(salt, &[&input]);
    let key = mac(&content, &[b"Content-Encoding: aes128gcm\0", &[1]]);
    let nonce = mac(&content, &[b"Content-Encoding: nonce\0", &[1]]);
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key[..16]).unwrap());
    let nonce = Nonce::try_assume_unique_for_key(&nonce[..12]).unwrap();
    let mut record = record.to_vec();
    let plain = key.open_in_place(nonce, Aad::empty(), &mut record).unwrap();
    plain.strip_suffix(&[2]).unwrap().to_vec()
}
