//! Async calls: the work belongs to the core, whoever waits for it.

use std::{
    future::Future,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    task::{Context, Poll, Waker},
    thread,
};

use motcua_ffi::MotCuaError;

use crate::phone::Phone;

/// Reads a request's first line.
fn asked(connection: &mut TcpStream) -> String {
    let (mut request, mut piece) = (Vec::new(), [0; 512]);
    while !request.windows(4).any(|it| it == b"\r\n\r\n") {
        let read = connection.read(&mut piece).unwrap();
        assert!(read > 0, "the request ended in its head");
        request.extend_from_slice(&piece[..read]);
    }
    let line = request.split(|byte| *byte == b'\r').next().unwrap();
    String::from_utf8(line.to_vec()).unwrap()
}

/// A portal that tells of each request and answers that nothing is new, when it may.
fn portal(may_answer: Receiver<()>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (told, requests) = channel();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let request = asked(&mut connection);
            if told.send(request).is_err() || may_answer.recv().is_err() {
                return;
            }
            let answer = "HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n";
            connection.write_all(answer.as_bytes()).unwrap();
        }
    });
    (url, requests)
}

#[test]
fn a_call_that_nobody_waits_for_any_more_is_carried_out() {
    let (answer, may_answer) = channel();
    let (url, requests) = portal(may_answer);
    let phone = Phone::online(&url);
    let mut call = Box::pin(phone.app.refresh_catalogue());
    let mut nobody = Context::from_waker(Waker::noop());
    assert!(matches!(call.as_mut().poll(&mut nobody), Poll::Pending));
    assert_eq!(requests.recv().unwrap(), "GET /v1/catalogue HTTP/1.1");
    // The screen goes away in the middle of the first request.
    drop(call);
    answer.send(()).unwrap();
    assert_eq!(requests.recv().unwrap(), "GET /v1/units HTTP/1.1");
}

#[tokio::test]
async fn a_call_from_a_foreign_executor_comes_back_with_its_answer() {
    let phone = Phone::offline();
    phone.app.run_outbox().await.unwrap();
    phone.app.resume_sign_in().await.unwrap();
    assert!(matches!(phone.app.sync().await, Err(MotCuaError::Offline { .. })));
    assert!(matches!(
        phone
            .app
            .complete_sign_in("vn.motcua:/eid?code=1&state=2".to_owned())
            .await,
        Err(MotCuaError::NotSecure { .. } | MotCuaError::Bug { .. })
    ));
}
