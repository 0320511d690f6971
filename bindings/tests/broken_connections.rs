//! A host that does nothing about SIGPIPE lives on when the portal closes connections in the middle of a write.
//!
//! The test starts itself again as such a host: Rust's own programs ignore the signal, so the child puts the system's default back, which is to die of it.
//! A portal of bare sockets then closes the connection under one large report after another and takes the last. The child must live to see its number.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test that can't go on fails the test by a panic"
)]

#[allow(dead_code, reason = "the other tests use the rest")]
#[path = "surface/phone.rs"]
mod phone;

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::unix::process::ExitStatusExt,
    process::Command,
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
    thread,
};

use motcua_ffi::{FailureWords, NewFeedback, OutboxList, OutboxObserver, Place, PlatformError};

use crate::phone::Phone;

const TEST: &str = "a_host_that_says_nothing_about_sigpipe_lives_on_when_the_portal_hangs_up";
const HOST: &str = "MOTCUA_TEST_HOST";
/// Whether a write meets the end of its connection is the scheduler's choice each time. Without the mask a host dies at one of the first; it hardly gets
/// through them all.
const CUTS: usize = 40;
/// Far more than the system buffers for one connection.
const PHOTO: usize = 8 << 20;
const NUMBER: &str = "1022-261122-0001";

#[test]
fn a_host_that_says_nothing_about_sigpipe_lives_on_when_the_portal_hangs_up() {
    if env::var_os(HOST).is_some() {
        host();
        return;
    }
    let host = Command::new(env::current_exe().unwrap())
        .args([TEST, "--exact", "--nocapture"])
        .env(HOST, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&host.stderr);
    assert_ne!(
        host.status.signal(),
        Some(libc::SIGPIPE),
        "the host died of SIGPIPE"
    );
    assert!(host.status.success(), "{said}");
}

/// The host: an app that leaves the system's signals as they are.
fn host() {
    // SAFETY: SIG_DFL is a valid disposition, and no handler of ours is replaced.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let phone = Phone::online(&format!("http://{}", listener.local_addr().unwrap()));
    let portal = thread::spawn(move || portal(&listener).unwrap());
    let photo = phone.path("photo.jpg");
    fs::write(&photo, picture()).unwrap();
    let report = phone.app.send_feedback(pothole(), Some(photo)).unwrap();
    let (told, heard) = channel();
    let _watch = phone.app.observe_outbox(Arc::new(Watch(told)));
    phone.app.start();
    // Each cut is a failure that the outbox waits after; the host says "now".
    for outbox in heard {
        match outbox.items.first().map(|it| it.code.as_str()) {
            Some("SENDING" | "READY") => {}
            Some(_) => phone.app.connectivity_changed().unwrap(),
            None => break,
        }
    }
    assert_eq!(
        phone.app.feedback(report).unwrap().number.as_deref(),
        Some(NUMBER)
    );
    portal.join().unwrap();
}

/// Closes under one report after another, then takes one.
fn portal(listener: &TcpListener) -> io::Result<()> {
    for cut in 0..CUTS {
        hang_up(listener.accept()?.0, (cut % 8 + 1) << 16)?;
    }
    take(listener.accept()?.0)
}

/// Reads so much, then wants no more in either direction: what is still coming meets a closed connection.
fn hang_up(mut connection: TcpStream, after: usize) -> io::Result<()> {
    connection.read_exact(&mut vec![0; after])?;
    connection.shutdown(Shutdown::Both)
}

/// Reads the request whole and gives the report its number.
fn take(connection: TcpStream) -> io::Result<()> {
    let mut request = BufReader::new(connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        request.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        let header = line.to_ascii_lowercase();
        length = header
            .strip_prefix("content-length:")
            .map_or(length, |it| it.trim().parse().unwrap());
    }
    assert!(length > PHOTO);
    request.read_exact(&mut vec![0; length])?;
    let body = format!(r#"[{{"service_request_id":"{NUMBER}"}}]"#);
    let answer = format!(
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    request.get_mut().write_all(answer.as_bytes())
}

/// As large as a photo may be, and begins like one.
fn picture() -> Vec<u8> {
    let mut bytes = vec![0; PHOTO];
    bytes[..4].copy_from_slice(&[0xFF, 0xD8, 0xFF, 0xE0]);
    bytes
}

fn pothole() -> NewFeedback {
    NewFeedback {
        service_code: "GT".to_owned(),
        description: "Ổ gà sâu trước số 12".to_owned(),
        place: Place::Pinned {
            lat: 10.7769,
            long: 106.7009,
        },
    }
}

struct Watch(Sender<OutboxList>);

impl OutboxObserver for Watch {
    fn changed(&self, outbox: OutboxList) -> Result<(), PlatformError> {
        // A host that has heard enough lets go.
        let _ = self.0.send(outbox);
        Ok(())
    }

    fn failed(&self, failure: FailureWords) -> Result<(), PlatformError> {
        panic!("{}", failure.code)
    }
}
