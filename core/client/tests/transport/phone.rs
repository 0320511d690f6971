//! A phone's side of the tests: profile, device key, clock and randomness that a test owns, and the adapters over them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU8, Ordering},
    },
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use motcua_client::{
    port::{Clock, DeviceKey, DeviceKeyError, Random},
    transport::{
        dpop::Prover,
        eid::HttpIdentity,
        http::{Http, Patience},
        portal_api::HttpPortal,
        profile::{PlainHttp, PortalProfile},
        push::EmbeddedPushChannel,
    },
    trust::PublicJwk,
};
use motcua_domain::time::Millis;
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};

use super::server::Server;

/// 2026-11-22T08:00:00Z, in seconds.
pub(crate) const NOW: i64 = 1_795_334_400;

/// A key whose secret everybody knows.
pub(crate) fn signing_key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).expect("a scalar")
}

pub(crate) fn public_jwk(key: &SigningKey) -> PublicJwk {
    PublicJwk::from_sec1(key.verifying_key().to_encoded_point(false).as_bytes()).expect("a point")
}

/// A compact JWS by `key`.
pub(crate) fn signed(key: &SigningKey, header: &Value, payload: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let input = format!("{}.{}", encode(header), encode(payload));
    let signature: Signature = key.sign(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

/// A device key in the open.
pub(crate) struct TestKey(pub(crate) SigningKey);

impl DeviceKey for TestKey {
    fn public_key(&self) -> Result<Vec<u8>, DeviceKeyError> {
        Ok(self.0.verifying_key().to_encoded_point(false).as_bytes().to_vec())
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DeviceKeyError> {
        let signature: Signature = self.0.sign(message);
        Ok(signature.to_bytes().to_vec())
    }
}

/// A device key that can't be used.
pub(crate) struct BrokenKey(pub(crate) DeviceKeyError);

impl DeviceKey for BrokenKey {
    fn public_key(&self) -> Result<Vec<u8>, DeviceKeyError> {
        Err(self.0.clone())
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, DeviceKeyError> {
        Err(self.0.clone())
    }
}

/// A clock that stands, in milliseconds.
pub(crate) struct TestClock(pub(crate) AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Millis {
        Millis(self.0.load(Ordering::Relaxed))
    }
}

/// Bytes that are different each time.
#[derive(Default)]
pub(crate) struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

/// A phone whose profile names one server.
pub(crate) struct Phone {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) profile: PortalProfile,
    http: Arc<Http>,
    prover: Arc<Prover>,
}

impl Phone {
    pub(crate) fn of(server: &Server) -> Self {
        Self::at(&server.url(), &server.anchors_pem)
    }

    pub(crate) fn at(url: &str, anchors_pem: &str) -> Self {
        let patience = Duration::from_secs(10);
        Self::with(
            url,
            anchors_pem,
            Patience {
                connect: patience,
                answer: patience,
                piece: patience,
                stream: patience,
            },
        )
    }

    pub(crate) fn with(url: &str, anchors_pem: &str, patience: Patience) -> Self {
        Self::whole(url, anchors_pem, patience, Arc::new(TestKey(signing_key(9))))
    }

    pub(crate) fn whole(url: &str, anchors_pem: &str, patience: Patience, key: Arc<dyn DeviceKey>) -> Self {
        let profile = json!({
            "url": url, "anchors_pem": anchors_pem, "evidence_root": public_jwk(&signing_key(1)),
            "client_id": "motcua-app", "redirect_uri": "vn.motcua.app:/sign-in/return",
        });
        let profile = PortalProfile::from_json(profile.to_string().as_bytes(), PlainHttp::LoopbackOnly)
            .expect("the profile is right");
        let clock = Arc::new(TestClock(AtomicI64::new(NOW * 1_000)));
        let http = Arc::new(Http::open(&profile, patience).expect("TLS can be set up"));
        let prover = Arc::new(Prover::new(key, clock.clone(), Arc::new(Counting::default())));
        Self {
            clock,
            profile,
            http,
            prover,
        }
    }

    pub(crate) fn portal(&self) -> HttpPortal {
        HttpPortal::new(self.http.clone(), self.prover.clone())
    }

    pub(crate) fn identity(&self) -> HttpIdentity {
        HttpIdentity::new(&self.profile, self.http.clone(), self.prover.clone())
    }

    pub(crate) fn push(&self) -> EmbeddedPushChannel {
        EmbeddedPushChannel::new(self.http.clone())
    }
}
