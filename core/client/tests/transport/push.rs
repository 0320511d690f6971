//! The embedded push channel: registering, listening, and how listening ends.

use std::{sync::Mutex, time::Duration};

use motcua_client::{
    port::push_channel::{PushChannel as _, Registration},
    transport::http::Patience,
};
use serde_json::json;
use tokio::sync::mpsc;

use super::{
    phone::Phone,
    server::{Reply, Server, json as ok, problem, reply},
};

/// A server whose stream is what the test sends.
async fn streaming() -> (Server, mpsc::Sender<Vec<u8>>) {
    let (pieces, receiver) = mpsc::channel(8);
    let receiver = Mutex::new(Some(receiver));
    let server =
        Server::plain(move |_| Reply::Stream(receiver.lock().expect("no panic").take().expect("asked once")))
            .await;
    (server, pieces)
}

fn registration(server: &Server) -> Registration {
    let stream = format!("{}/push/t/stream?key=k", server.url());
    Registration {
        endpoint: format!("{}/push/t", server.url()),
        stream,
    }
}

#[tokio::test]
async fn registering_gives_endpoint_and_stream() {
    let answer =
        json!({"endpoint": "https://p.example/push/t", "stream": "https://p.example/push/t/stream?key=k"});
    let server = Server::plain(move |_| ok(&answer)).await;
    let registration = Phone::of(&server).push().register().await.unwrap();
    assert_eq!(registration.endpoint, "https://p.example/push/t");
    assert_eq!(registration.stream, "https://p.example/push/t/stream?key=k");
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.target.as_str()),
        ("POST", "/push/subscriptions")
    );
}

#[tokio::test]
async fn messages_are_passed_on_as_they_come_until_the_stream_ends() {
    let (server, pieces) = streaming().await;
    let registration = registration(&server);
    let channel = Phone::of(&server).push();
    let (messages, mut received) = mpsc::channel(8);
    let listening = tokio::spawn(async move { channel.listen(&registration, messages).await });
    // "first" in base64url, cut in the middle; then what is no message; then "second".
    for piece in [
        "id: 1\ndata: Zmly",
        "c3Q\n\n: keep-alive\n\ndata: not base64!\n\n",
        "data: c2Vjb25k\n\n",
    ] {
        pieces.send(piece.as_bytes().to_vec()).await.unwrap();
    }
    assert_eq!(received.recv().await.unwrap(), b"first");
    assert_eq!(received.recv().await.unwrap(), b"second");
    drop(pieces);
    assert_eq!(listening.await.unwrap(), Ok(()));
    assert_eq!(received.recv().await, None);
    let seen = server.only();
    assert_eq!(seen.target, "/push/t/stream?key=k");
    assert_eq!(seen.header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn listening_ends_when_nobody_wants_messages_any_more() {
    let (server, _pieces) = streaming().await;
    let (messages, received) = mpsc::channel(1);
    drop(received);
    assert_eq!(
        Phone::of(&server)
            .push()
            .listen(&registration(&server), messages)
            .await,
        Ok(())
    );
}

#[tokio::test]
async fn a_stream_without_a_sign_of_life_is_given_up() {
    let (server, _pieces) = streaming().await;
    let short = Patience {
        stream: Duration::from_millis(20),
        ..Patience::default()
    };
    let (messages, _received) = mpsc::channel(1);
    let ended = Phone::with(&server.url(), "", short)
        .push()
        .listen(&registration(&server), messages)
        .await;
    assert_eq!(ended.unwrap_err().code, "NETWORK_UNREACHABLE");
}

#[tokio::test]
async fn what_is_no_stream_of_ours_is_refused() {
    let (messages, _received) = mpsc::channel(1);
    let gone = Server::plain(|_| problem("404 Not Found", "NOT_FOUND")).await;
    let listened = Phone::of(&gone)
        .push()
        .listen(&registration(&gone), messages.clone())
        .await;
    assert_eq!(listened.unwrap_err().code, "NOT_FOUND");

    let page = Server::plain(|_| reply("200 OK", &[("content-type", "text/html")], b"<html>")).await;
    let listened = Phone::of(&page)
        .push()
        .listen(&registration(&page), messages.clone())
        .await;
    assert_eq!(listened.unwrap_err().code, "NETWORK_LOGIN_NEEDED");

    let other = Server::plain(|_| ok(&json!({}))).await;
    let listened = Phone::of(&other)
        .push()
        .listen(&registration(&other), messages.clone())
        .await;
    assert_eq!(listened.unwrap_err().code, "ANSWER_UNREADABLE");

    let elsewhere = Registration {
        endpoint: String::new(),
        stream: "https://elsewhere.example/stream".into(),
    };
    let listened = Phone::of(&other).push().listen(&elsewhere, messages).await;
    assert_eq!(listened.unwrap_err().code, "REQUEST_INVALID");
}

#[tokio::test]
async fn an_endless_event_is_given_up() {
    let (server, pieces) = streaming().await;
    pieces
        .send([b"data: ".as_slice(), &[b'A'; 20_000]].concat())
        .await
        .unwrap();
    let (messages, _received) = mpsc::channel(1);
    let ended = Phone::of(&server)
        .push()
        .listen(&registration(&server), messages)
        .await;
    assert_eq!(ended.unwrap_err().code, "ANSWER_UNREADABLE");
}
