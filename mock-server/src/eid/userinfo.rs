//! Who is signed in, as the e-ID tells the app.

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::citizen::Citizen;
use super::person::about;
use crate::app::AppState;
use crate::problem::{Code, Problem};
use crate::store::person;

/// The signed-in person's claims (OpenID Connect Core §5.3).
#[utoipa::path(get, path = "/eid/userinfo", tag = "e-ID", security(("dpop" = [])),
    responses((status = 200, body = Value), (status = 401, body = crate::problem::ProblemBody)))]
pub(crate) async fn userinfo(
    State(state): State<AppState>,
    citizen: Citizen,
) -> Result<Json<Value>, Problem> {
    let person = state
        .store
        .read(move |db| person::by_sub(db, &citizen.sub))
        .await?;
    person
        .map(|person| Json(about(&person)))
        .ok_or_else(|| Problem::new(Code::SignInRequired))
}
