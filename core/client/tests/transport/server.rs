//! A tiny HTTP/1.1 server that answers as a test's script says, over TCP or TLS, and remembers what it was asked.

use std::{
    future::pending,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::Value;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::TlsAcceptor;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A form's field, or a query parameter.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        let form = [query.as_bytes(), &self.body].concat();
        let found = url::form_urlencoded::parse(&form).find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned())
    }
}

/// What the server does with a request.
pub(crate) enum Reply {
    /// Writes these bytes and closes.
    Bytes(Vec<u8>),
    /// Never answers; holds the connection until the client gives up.
    Silence,
    /// Writes the head of an event stream, then whatever the test sends, until the test drops its end.
    Stream(mpsc::Receiver<Vec<u8>>),
}

/// A status line, headers and a body.
pub(crate) fn reply(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        bytes += &format!("{name}: {value}\r\n");
    }
    Reply::Bytes([bytes.as_bytes(), b"\r\n", body].concat())
}

/// 200 with JSON.
pub(crate) fn json(body: &Value) -> Reply {
    reply(
        "200 OK",
        &[("content-type", "application/json")],
        body.to_string().as_bytes(),
    )
}

/// A problem of the portal's.
pub(crate) fn problem(status: &str, code: &str) -> Reply {
    let body = serde_json::json!({ "code": code, "title": "x" }).to_string();
    reply(
        status,
        &[("content-type", "application/problem+json")],
        body.as_bytes(),
    )
}

type Script = Arc<dyn Fn(&Seen) -> Reply + Send + Sync>;

/// A running server; it ends with the test's runtime.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    /// The PEM of the authority that vouches for it; empty without TLS.
    pub(crate) anchors_pem: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    pub(crate) async fn plain(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::start(None, String::new(), Arc::new(script)).await
    }

    /// With a certificate for `host` by an authority of its own.
    pub(crate) async fn tls(host: &str, script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::tls_since(host, 2020, script).await
    }

    /// With a certificate that becomes valid with this year.
    pub(crate) async fn tls_since(
        host: &str,
        year: i32,
        script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let (acceptor, anchors_pem) = certified(host, year);
        Self::start(Some(acceptor), anchors_pem, Arc::new(script)).await
    }

    async fn start(acceptor: Option<TlsAcceptor>, anchors_pem: String, script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acceptor.clone(), script.clone(), log.clone()));
            }
        });
        Self {
            address,
            anchors_pem,
            seen,
        }
    }

    pub(crate) fn url(&self) -> String {
        let scheme = if self.anchors_pem.is_empty() {
            "http"
        } else {
            "https"
        };
        format!("{scheme}://{}", self.address)
    }

    /// Everything asked so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no test panics with the lock").clone()
    }

    /// The only request so far.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }
}

async fn serve(stream: TcpStream, acceptor: Option<TlsAcceptor>, script: Script, log: Arc<Mutex<Vec<Seen>>>) {
    match acceptor {
        None => answer(stream, script, log).await,
        // A client that refuses our certificate ends the handshake; there is nobody to answer then.
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                answer(stream, script, log).await;
            }
        }
    }
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, script: Script, log: Arc<Mutex<Vec<Seen>>>) {
    let Some(request) = read_request(&mut stream).await else {
        return;
    };
    log.lock()
        .expect("no test panics with the lock")
        .push(request.clone());
    match script(&request) {
        Reply::Bytes(bytes) => write(&mut stream, &bytes).await,
        Reply::Silence => pending().await,
        Reply::Stream(mut pieces) => {
            write(
                &mut stream,
                b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n",
            )
            .await;
            while let Some(piece) = pieces.recv().await {
                write(&mut stream, &piece).await;
            }
        }
    }
    // A client that has gone already doesn't wait for our goodbye.
    let _ = stream.shutdown().await;
}

async fn write(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) {
    // The client may have given up reading: that is what some tests are about.
    let _ = stream.write_all(bytes).await;
    let _ = stream.flush().await;
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect();
    let mut seen = Seen {
        method: first.next()?.to_owned(),
        target: first.next()?.to_owned(),
        headers,
        body: Vec::new(),
    };
    let length: usize = seen
        .header("content-length")
        .map_or(Some(0), |length| length.parse().ok())?;
    while bytes.len() < end + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    seen.body = bytes[end + 4..end + 4 + length].to_vec();
    Some(seen)
}

/// A TLS identity for `host`, and the authority's certificate.
fn certified(host: &str, since: i32) -> (TlsAcceptor, String) {
    let mut authority = CertificateParams::new(Vec::new()).expect("no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority =
        CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key")).expect("signed");
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(vec![host.to_owned()]).expect("a name");
    params.not_before = date_time_ymd(since, 1, 1);
    let certificate = params.signed_by(&key, &authority).expect("signed");
    let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config =
        rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring knows them")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], secret)
            .expect("a key and its certificate");
    (TlsAcceptor::from(Arc::new(config)), authority.pem())
}
