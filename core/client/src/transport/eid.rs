//! The e-ID over HTTP: authorization code with PKCE S256, tokens bound to the device key, ID tokens verified.
//!
//! The `oauth2` crate builds and reads the protocol's messages; this adapter adds what it doesn't know: DPoP on the token endpoint (RFC 9449
//! §5), the profile's anchors and limits under it (its HTTP client is this adapter), discovery with issuer equality, and the ID
//! token. What must survive a kill (state, nonce, verifier) comes in as an [`Attempt`] that the caller has kept; nothing of it lives here.
//!
//! Failures: what the network did keeps its code; what the e-ID refuses is `LOGIN_REFUSED` while signing in and `SIGN_IN_AGAIN` while
//! refreshing; whatever is wrong with an ID token is `ID_TOKEN_INVALID`, and no session comes of it.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use async_trait::async_trait;
use motcua_domain::failure::Code;
use oauth2::{
    AsyncHttpClient, AuthUrl, AuthorizationCode, Client, ClientId, CsrfToken, EndpointNotSet, EndpointSet,
    ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RefreshToken, RequestTokenError, Scope, StandardRevocableToken, StandardTokenResponse,
    TokenResponse as _, TokenUrl,
    basic::{
        BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse,
        BasicTokenIntrospectionResponse, BasicTokenType,
    },
};
use reqwest::{Method, RequestBuilder};
use serde::{Deserialize, Serialize};

use super::{
    classify,
    dpop::Prover,
    http::{Call, Http},
    id_token::{self, About, Expected},
    profile::PortalProfile,
    provider::{Endpoints, Provider},
};
use crate::{
    port::{
        identity::{Attempt, Identity, Person, Tokens},
        portal_api::{AccessToken, PortalError, Result},
    },
    trust::Unverified,
};

const TOKEN: Call = Call {
    name: "eid_token",
    limit: 64 << 10,
};
const REVOKE: Call = Call {
    name: "eid_revoke",
    limit: 64 << 10,
};

/// The access token's life when the e-ID doesn't say (RFC 6749 §5.1 leaves it open): short, so that we ask again.
const UNTOLD_LIFE: Duration = Duration::from_secs(60);
/// No life longer than this is believed.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// The e-ID's interface over HTTP.
pub struct HttpIdentity {
    http: Arc<Http>,
    prover: Arc<Prover>,
    provider: Provider,
    client_id: String,
    redirect_uri: String,
}

/// The member that OpenID Connect adds to a token answer.
#[derive(Deserialize, Serialize)]
struct IdTokenField {
    #[serde(default)]
    id_token: Option<String>,
}

impl ExtraTokenFields for IdTokenField {}

impl std::fmt::Debug for IdTokenField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdTokenField(…)")
    }
}

type TokenAnswer = StandardTokenResponse<IdTokenField, BasicTokenType>;
type TokenFailure = RequestTokenError<PortalError, BasicErrorResponse>;
type OAuthClient = Client<
    BasicErrorResponse,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

impl HttpIdentity {
    /// The e-ID of the profile's portal. Nothing is sent yet.
    pub fn new(profile: &PortalProfile, http: Arc<Http>, prover: Arc<Prover>) -> Self {
        Self {
            provider: Provider::new(http.clone(), profile.issuer()),
            http,
            prover,
            client_id: profile.client_id.clone(),
            redirect_uri: profile.redirect_uri.clone(),
        }
    }

    fn client(&self, endpoints: &Endpoints) -> Result<OAuthClient> {
        let redirect =
            RedirectUrl::new(self.redirect_uri.clone()).map_err(|_| PortalError::of(Code::AppFailed))?;
        Ok(Client::new(ClientId::new(self.client_id.clone()))
            .set_redirect_uri(redirect)
            .set_auth_uri(AuthUrl::from_url(endpoints.authorization.clone()))
            .set_token_uri(TokenUrl::from_url(endpoints.token.clone())))
    }

    /// Sends the `oauth2` crate's request with a proof. OAuth's own refusals go back to it; everything else fails here.
    async fn post_token(&self, request: HttpRequest) -> Result<HttpResponse> {
        let endpoint = self.provider.endpoints().await?.token.clone();
        let (parts, body) = request.into_parts();
        let dress = |builder: RequestBuilder| builder.headers(parts.headers.clone()).body(body.clone());
        let answer = self
            .prover
            .exchange(&self.http, TOKEN, (Method::POST, endpoint), None, dress)
            .await?;
        // An e-ID may take proofs of any time; its ID token goes by its own clock all the same.
        self.prover.learn(&answer);
        let oauth_no = matches!(answer.status.as_u16(), 400 | 401)
            && classify::media_type(&answer.headers) == "application/json";
        let answer = if oauth_no { answer } else { answer.accepted(TOKEN)? };
        let mut response = HttpResponse::new(answer.body.to_vec());
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        Ok(response)
    }

    fn tokens(&self, answer: &TokenAnswer, refresh: Option<&str>) -> Result<Tokens> {
        // A token that isn't bound to our key would work in anybody's hands (RFC 9449 §5).
        if !answer.token_type().as_ref().eq_ignore_ascii_case("dpop") {
            return Err(PortalError::of(Code::LoginRefused));
        }
        let life = answer.expires_in().unwrap_or(UNTOLD_LIFE).min(LONGEST_LIFE);
        let life = i64::try_from(life.as_millis()).unwrap_or(0);
        Ok(Tokens {
            access: AccessToken(answer.access_token().secret().clone()),
            // By the phone's clock, as those who ask whether it is over read that one.
            access_expires_at: self.prover.phone_time().plus(life),
            refresh: answer
                .refresh_token()
                .map(|token| token.secret().as_str())
                .or(refresh)
                .map(str::to_owned),
        })
    }

    async fn person(&self, id_token: &str, about: About<'_>) -> Result<Person> {
        let refused = |reason: &dyn std::fmt::Display| {
            tracing::warn!(%reason, "an ID token is refused");
            PortalError::of(Code::IdTokenInvalid)
        };
        let token = Unverified::parse(id_token).map_err(|reason| refused(&reason))?;
        let key = self.provider.key_of(&token).await?;
        let expected = Expected {
            issuer: self.provider.issuer(),
            client_id: &self.client_id,
            now: self.prover.portal_time(),
            about,
        };
        id_token::verify(token, &key, &expected).map_err(|reason| refused(&reason))
    }
}

/// The `oauth2` crate's way out.
impl<'c> AsyncHttpClient<'c> for HttpIdentity {
    type Error = PortalError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.post_token(request))
    }
}

#[async_trait]
impl Identity for HttpIdentity {
    fn issuer(&self) -> String {
        self.provider.issuer().to_owned()
    }

    fn redirect_uri(&self) -> String {
        self.redirect_uri.clone()
    }

    async fn authorization_url(&self, attempt: &Attempt) -> Result<String> {
        let client = self.client(self.provider.endpoints().await?)?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier(attempt)?);
        let (url, _) = client
            .authorize_url(|| CsrfToken::new(attempt.state.clone()))
            .add_scopes(["openid", "profile", "offline_access"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .add_extra_param("nonce", attempt.nonce.as_str())
            .add_extra_param("dpop_jkt", self.prover.thumbprint()?)
            .url();
        Ok(url.into())
    }

    async fn redeem(&self, attempt: &Attempt, code: &str) -> Result<(Tokens, Person)> {
        let client = self.client(self.provider.endpoints().await?)?;
        self.provider.prepare_keys().await?;
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(verifier(attempt)?);
        let answer = request
            .request_async(self)
            .await
            .map_err(|error| sorted(error, Code::LoginRefused))?;
        let id_token = answer.extra_fields().id_token.as_deref();
        let id_token = id_token.ok_or_else(|| PortalError::of(Code::IdTokenInvalid))?;
        let person = self
            .person(
                id_token,
                About::NewSignIn {
                    nonce: &attempt.nonce,
                },
            )
            .await?;
        Ok((self.tokens(&answer, None)?, person))
    }

    async fn refresh(&self, refresh_token: &str, sub: &str) -> Result<Tokens> {
        let client = self.client(self.provider.endpoints().await?)?;
        let token = RefreshToken::new(refresh_token.to_owned());
        let answer = client.exchange_refresh_token(&token).request_async(self).await;
        let answer = answer.map_err(|error| sorted(error, Code::SignInAgain))?;
        if let Some(id_token) = &answer.extra_fields().id_token {
            self.person(id_token, About::Session { sub }).await?;
        }
        self.tokens(&answer, Some(refresh_token))
    }

    async fn revoke(&self, refresh_token: &str) -> Result<()> {
        let endpoint = self.provider.endpoints().await?.revocation.clone();
        // Written out here: the crate refuses to revoke over the loopback HTTP that tools use.
        let form = [
            ("token", refresh_token),
            ("token_type_hint", "refresh_token"),
            ("client_id", self.client_id.as_str()),
        ];
        let request = self.http.request(Method::POST, endpoint).form(&form);
        self.http.ask(REVOKE, request).await.map(drop)
    }
}

/// The verifier, if it is one (RFC 7636 §4.1); the crate panics on others.
fn verifier(attempt: &Attempt) -> Result<PkceCodeVerifier> {
    if (43..=128).contains(&attempt.verifier.len()) {
        Ok(PkceCodeVerifier::new(attempt.verifier.clone()))
    } else {
        Err(PortalError::of(Code::AppFailed))
    }
}

/// The crate's errors by what can be done; `refused` is what a plain "no" of the e-ID means here. Their texts may hold tokens and are dropped.
fn sorted(error: TokenFailure, refused: Code) -> PortalError {
    match error {
        RequestTokenError::Request(error) => error,
        RequestTokenError::ServerResponse(no) => PortalError::of(match no.error() {
            BasicErrorResponseType::Extension(error) => match error.as_str() {
                "invalid_dpop_proof" => Code::ProofInvalid,
                "temporarily_unavailable" | "server_error" => Code::PortalUnavailable,
                _ => refused,
            },
            _ => refused,
        }),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => PortalError::of(Code::AnswerUnreadable),
    }
}
