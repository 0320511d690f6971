//! Posting a sealed wake-up to a push service, and what its answer means (RFC 8030).
//!
//! One attempt, no redirects, ten seconds. Whatever goes wrong, the events are already in the person's log, so a failure
//! is told once and forgotten.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use p256::SecretKey;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use url::Url;

use super::seal::{PhoneKeys, seal};
use super::vapid::VapidKey;
use super::wake::{WAKE_TTL_SECONDS, WakeUp};

/// The sender can't be built from what the data folder holds; the portal must not start.
#[derive(Debug, thiserror::Error)]
#[error("the push sender's TLS anchors can't be used")]
pub struct AnchorsInvalid;

/// What became of one wake-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The push service has it.
    Taken,
    /// The service doesn't know this subscription any more (404, 410), or nothing can ever be sent there: drop it.
    Gone,
    /// Not this time. The subscription stays, and the phone finds its events at the next pull.
    Failed,
}

/// The random values of one message; each is used once.
pub struct OneTime {
    /// Our side of the key agreement.
    pub key: SecretKey,
    /// The salt of the content key.
    pub salt: [u8; 16],
}

/// Posts wake-ups, signed with the portal's key.
pub struct Sender {
    http: Client,
    key: VapidKey,
}

impl Sender {
    /// A sender that trusts exactly the certificate authorities in `anchors_pem`: the portal's own, under which the
    /// embedded push service runs.
    ///
    /// # Errors
    /// [`AnchorsInvalid`] when the text holds no usable certificate.
    pub fn new(anchors_pem: &str, key: VapidKey) -> Result<Self, AnchorsInvalid> {
        let http = Client::builder()
            .tls_backend_preconfigured(trusting_only(anchors_pem)?)
            .redirect(Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(|_| AnchorsInvalid)?;
        Ok(Self { http, key })
    }

    /// The key that phones subscribe with.
    pub fn public_key(&self) -> String {
        self.key.public_key()
    }

    /// Seals and posts one wake-up.
    pub async fn send(
        &self,
        endpoint: &str,
        phone: &PhoneKeys,
        wake: WakeUp,
        one_time: &OneTime,
        now: DateTime<Utc>,
    ) -> Sent {
        let Ok(endpoint) = Url::parse(endpoint) else {
            return Sent::Gone;
        };
        let Ok(authorization) = self.key.authorization(&endpoint, now) else {
            return Sent::Gone;
        };
        let body = seal(&wake.plaintext(), phone, &one_time.key, one_time.salt)
            .expect("64 bytes are below the limit of a push message");
        let answer = self
            .http
            .post(endpoint)
            .header("Authorization", authorization)
            .header("TTL", WAKE_TTL_SECONDS)
            .header("Urgency", "normal")
            .header("Content-Encoding", "aes128gcm")
            .header("Content-Type", "application/octet-stream")
            .body(body)
            .send()
            .await;
        match answer {
            Ok(answer) => meaning(answer.status()),
            Err(_) => Sent::Failed,
        }
    }
}

/// TLS with these anchors and no others, whatever the process has installed as its default.
fn trusting_only(anchors_pem: &str) -> Result<ClientConfig, AnchorsInvalid> {
    let mut roots = RootCertStore::empty();
    for anchor in CertificateDer::pem_slice_iter(anchors_pem.as_bytes()) {
        roots
            .add(anchor.map_err(|_| AnchorsInvalid)?)
            .map_err(|_| AnchorsInvalid)?;
    }
    if roots.is_empty() {
        return Err(AnchorsInvalid);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| AnchorsInvalid)?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

fn meaning(status: StatusCode) -> Sent {
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Sent::Gone,
        status if status.is_success() => Sent::Taken,
        _ => Sent::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_404_and_410_mean_that_the_subscription_is_gone() {
        let meant = |status| meaning(StatusCode::from_u16(status).unwrap());
        assert_eq!([201, 200, 202].map(meant), [Sent::Taken; 3]);
        assert_eq!([404, 410].map(meant), [Sent::Gone; 2]);
        assert_eq!([301, 400, 401, 413, 429, 500, 503].map(meant), [Sent::Failed; 7]);
    }

    #[test]
    fn text_without_a_certificate_is_no_anchor() {
        for text in [
            "",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ] {
            let key = VapidKey::new(&SecretKey::from_slice(&[7; 32]).unwrap());
            assert!(Sender::new(text, key).is_err(), "{text:?}");
        }
    }
}
