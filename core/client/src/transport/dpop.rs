//! Proofs that a request comes from this phone (RFC 9449): tokens are bound to the device key and worthless without it.
//!
//! Each request gets a proof of its own, signed by the device key over method, address, time, a fresh `jti` and the token's hash. The portal
//! refuses proofs that are too old or from the future. A phone whose clock is wrong would be locked out, so when a proof is refused the
//! answer's `Date` (authenticated by TLS) teaches us the difference, and the request goes out once more with a fresh proof. Once only: a
//! second refusal is the caller's to see.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use motcua_domain::{failure::Code, time::Millis};
use reqwest::{
    Method, RequestBuilder,
    header::{AUTHORIZATION, HeaderName, HeaderValue},
};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use url::Url;

use super::{
    classify,
    http::{Answer, Call, Http},
};
use crate::{
    port::{
        Clock, DeviceKey, DeviceKeyError, Random,
        portal_api::{AccessToken, PortalError, Result},
        random::random_bytes,
    },
    trust::PublicJwk,
};

const DPOP: HeaderName = HeaderName::from_static("dpop");

/// Makes proofs, and knows what time it is at the portal.
pub struct Prover {
    key: Arc<dyn DeviceKey>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    /// Milliseconds to add to the phone's clock to get the portal's.
    offset: AtomicI64,
}

impl Prover {
    /// A prover that takes the phone's clock for right until the portal says otherwise.
    pub fn new(key: Arc<dyn DeviceKey>, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            key,
            clock,
            random,
            offset: AtomicI64::new(0),
        }
    }

    /// What time it is at the portal, as far as we know.
    pub fn portal_time(&self) -> Millis {
        self.phone_time().plus(self.offset.load(Ordering::Relaxed))
    }

    /// What time the phone's clock shows.
    pub fn phone_time(&self) -> Millis {
        self.clock.now()
    }

    /// The device key's thumbprint, by which the e-ID binds a code to it (RFC 9449 §10).
    ///
    /// # Errors
    /// `LOCKED` while the key can't be used; `SIGN_IN_AGAIN` when it is gone.
    pub fn thumbprint(&self) -> Result<String> {
        Ok(self.public_key()?.thumbprint())
    }

    /// A proof for one request. `token` is the access token that goes with it, if one does.
    ///
    /// # Errors
    /// As [`thumbprint`](Self::thumbprint).
    pub fn proof(&self, method: &Method, url: &Url, token: Option<&AccessToken>) -> Result<String> {
        let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": self.public_key()?.to_json() });
        let signing_input = format!("{}.{}", encode(&header), encode(&self.claims(method, url, token)));
        let signature = self.key.sign(signing_input.as_bytes()).map_err(no_key)?;
        Ok(format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    fn claims(&self, method: &Method, url: &Url, token: Option<&AccessToken>) -> Value {
        let mut target = url.clone();
        target.set_query(None);
        target.set_fragment(None);
        let mut claims = json!({
            "jti": URL_SAFE_NO_PAD.encode(random_bytes::<16>(self.random.as_ref())),
            "htm": method.as_str(),
            "htu": target.as_str(),
            "iat": self.portal_time().0.div_euclid(1_000),
        });
        if let Some(AccessToken(token)) = token {
            claims["ath"] = URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes())).into();
        }
        claims
    }

    fn public_key(&self) -> Result<PublicJwk> {
        let point = self.key.public_key().map_err(no_key)?;
        PublicJwk::from_sec1(&point).map_err(|_| PortalError::of(Code::AppFailed))
    }

    /// Learns the portal's clock from an answer.
    pub(crate) fn learn(&self, answer: &Answer) {
        if let Some(there) = classify::server_time(&answer.headers) {
            self.offset
                .store(there.saturating_sub(self.phone_time().0), Ordering::Relaxed);
        }
    }

    /// Sends a request with a proof, and a second time with a fresh one when the first was refused. `dress` adds headers and body; it is
    /// called once for each time. Gives the answer whatever it says, as [`Http::exchange`].
    pub(crate) async fn exchange(
        &self,
        http: &Http,
        call: Call,
        target: (Method, Url),
        token: Option<&AccessToken>,
        dress: impl Fn(RequestBuilder) -> RequestBuilder + Send + Sync,
    ) -> Result<Answer> {
        let first = http
            .exchange(call, dress(self.proven(http, &target, token)?))
            .await?;
        if !proof_refused(&first) {
            return Ok(first);
        }
        self.learn(&first);
        http.exchange(call, dress(self.proven(http, &target, token)?))
            .await
    }

    fn proven(
        &self,
        http: &Http,
        target: &(Method, Url),
        token: Option<&AccessToken>,
    ) -> Result<RequestBuilder> {
        let (method, url) = target;
        let mut request = http
            .request(method.clone(), url.clone())
            .header(DPOP, self.proof(method, url, token)?);
        if let Some(AccessToken(token)) = token {
            let mut value = HeaderValue::try_from(format!("DPoP {token}"))
                .map_err(|_| PortalError::of(Code::SignInRequired))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        Ok(request)
    }
}

/// The portal says so by its code, the e-ID by OAuth's error (RFC 9449 §5).
fn proof_refused(answer: &Answer) -> bool {
    let oauth_error = || Some(answer.json::<Value>().ok()?.get("error")? == "invalid_dpop_proof");
    match answer.status.as_u16() {
        400 => oauth_error().unwrap_or(false),
        401 => {
            classify::refusal(answer.status, &answer.headers, &answer.body, answer.over_tls)
                .is_some_and(|error| error.code == Code::ProofInvalid.as_str())
                || oauth_error().unwrap_or(false)
        }
        _ => false,
    }
}

fn no_key(error: DeviceKeyError) -> PortalError {
    PortalError::of(match error {
        DeviceKeyError::Locked => Code::Locked,
        DeviceKeyError::Lost => Code::SignInAgain,
    })
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
