//! Where wake-ups go: `GET /v1/push-key`, `PUT` and `DELETE /v1/push-subscriptions/{installation}`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use url::{Host, Url};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::AppState;
use crate::eid::citizen::Citizen;
use crate::extract::{JsonBody, Path};
use crate::problem::{Problem, ProblemBody};
use crate::store::push::{self, SubscriptionRow};
use crate::webpush::seal::PhoneKeys;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(push_key))
        .routes(routes!(put_push_subscription, delete_push_subscription))
}

/// The portal's key for push.
#[derive(Serialize, ToSchema)]
struct PushKey {
    /// base64url of the 65-byte point (VAPID, RFC 8292).
    public_key: String,
}

/// The key that a phone gives its push service.
#[utoipa::path(get, path = "/v1/push-key", tag = "events", responses((status = 200, body = PushKey)))]
async fn push_key(State(state): State<AppState>) -> Json<PushKey> {
    Json(PushKey {
        public_key: state.push.public_key(),
    })
}

/// A subscription (RFC 8291).
#[derive(Deserialize, ToSchema)]
struct PushSubscription {
    /// Where messages are posted.
    endpoint: String,
    /// The phone's public key, base64url of 65 bytes.
    p256dh: String,
    /// The phone's secret, base64url of 16 bytes.
    auth: String,
}

/// Sends this installation's wake-ups there from now on.
#[utoipa::path(put, path = "/v1/push-subscriptions/{installation}", tag = "events", security(("dpop" = [])),
    params(("installation" = Uuid, Path)), request_body = PushSubscription,
    responses((status = 204), (status = 400, body = ProblemBody), (status = 401, body = ProblemBody)))]
async fn put_push_subscription(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(installation): Path<Uuid>,
    JsonBody(body): JsonBody<PushSubscription>,
) -> Result<StatusCode, Problem> {
    PhoneKeys::parse(&body.p256dh, &body.auth).map_err(|error| Problem::invalid(error.to_string()))?;
    if !is_local(&body.endpoint) {
        return Err(Problem::invalid(
            "a mock portal posts to push services on this machine only",
        ));
    }
    let row = SubscriptionRow {
        installation: installation.to_string(),
        endpoint: body.endpoint,
        p256dh: body.p256dh,
        auth: body.auth,
    };
    state
        .store
        .write(move |tx| push::subscribe(tx, &citizen.sub, &row))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stops this installation's wake-ups.
#[utoipa::path(delete, path = "/v1/push-subscriptions/{installation}", tag = "events", security(("dpop" = [])),
    params(("installation" = Uuid, Path)),
    responses((status = 204), (status = 401, body = ProblemBody)))]
async fn delete_push_subscription(
    State(state): State<AppState>,
    citizen: Citizen,
    Path(installation): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    state
        .store
        .write(move |tx| push::unsubscribe(tx, &citizen.sub, &installation.to_string()))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the address is on this machine: a request must not make the portal call out.
fn is_local(endpoint: &str) -> bool {
    let Ok(url) = Url::parse(endpoint) else {
        return false;
    };
    let here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    here && matches!(url.scheme(), "https" | "http")
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_this_machine_is_posted_to() {
        assert!(is_local("https://127.0.0.1:8443/push/x"));
        assert!(is_local("http://localhost:1/push/x"));
        for endpoint in [
            "https://push.example/x",
            "https://127.0.0.1.example/x",
            "file:///x",
            "ftp://127.0.0.1/x",
            "",
        ] {
            assert!(!is_local(endpoint), "{endpoint}");
        }
    }
}
