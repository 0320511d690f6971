//! Accepting connections, with TLS or without, and ending them well.
//!
//! One task a connection. An answer that carries [`CloseConnection`] is never written: the connection (for HTTP/2 the
//! stream) breaks instead, which is how a lost reply is played. When the portal stops, connections finish what they are
//! doing for up to [`GRACE`] and are dropped then: event streams never end by themselves.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How long a connection may go on after the portal was told to stop.
const GRACE: Duration = Duration::from_secs(2);
/// How long a client may take for its TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Response extension: close the connection instead of answering.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CloseConnection;

/// Why a connection was closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("closed without an answer, as asked")]
struct ClosedAsAsked;

/// Accepts until `stop` turns true, then waits for the connections that are busy.
pub(crate) async fn accept(
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
    router: Router,
    mut stop: watch::Receiver<bool>,
) {
    let acceptor = tls.map(TlsAcceptor::from);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // Those that have ended are forgotten on the way.
            Some(_) = connections.join_next() => continue,
            () = stopped(&mut stop) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, acceptor.clone(), router.clone(), stop.clone()));
            }
            // Out of file descriptors, or a client that was gone before we came: the next accept decides.
            Err(error) => {
                tracing::warn!(kind = %error.kind(), "accept failed");
                tokio::task::yield_now().await;
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn connection(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    router: Router,
    stop: watch::Receiver<bool>,
) {
    // Small answers shouldn't wait for an acknowledgement of the last packet; without it they are only slower.
    let _ = stream.set_nodelay(true);
    match acceptor {
        None => serve(stream, router, stop).await,
        Some(acceptor) => match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => serve(stream, router, stop).await,
            _ => tracing::debug!("a TLS handshake failed"),
        },
    }
}

/// Waits until the portal stops; a portal that is gone has stopped.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn serve<S>(stream: S, router: Router, mut stop: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| answer(router.clone(), request));
    let builder = auto::Builder::new(TokioExecutor::new());
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            tokio::time::timeout(GRACE, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn answer(router: Router, request: Request<Incoming>) -> Result<Response<Body>, ClosedAsAsked> {
    let answered: Result<_, Infallible> = router.oneshot(request.map(Body::new)).await;
    let Ok(response) = answered;
    if response.extensions().get::<CloseConnection>().is_some() {
        return Err(ClosedAsAsked);
    }
    Ok(response)
}
