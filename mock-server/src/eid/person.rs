//! The invented people who can sign in, as the e-ID tells about them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::random::Random;
use crate::store::{Store, StoreError, person};

/// Where somebody lives.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Address {
    /// Province, two digits.
    pub(crate) province_code: String,
    /// Ward, five digits, list of 1 July 2025.
    pub(crate) ward_code: String,
    /// The address as written.
    pub(crate) text: String,
}

/// What the e-ID says about a person (OIDC claims). No `Debug`: it is all personal.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct Claims {
    /// Full name, family name first.
    pub(crate) name: String,
    /// `YYYY-MM-DD`.
    pub(crate) birthdate: String,
    /// `male` or `female`.
    pub(crate) gender: String,
    /// Twelve digits.
    pub(crate) personal_id: String,
    /// Permanent residence.
    pub(crate) address: Address,
    /// E.164.
    pub(crate) phone_number: String,
    /// Account level, 2 for this service.
    pub(crate) level: u8,
}

/// A person with the subject by which the portal knows them.
#[derive(Clone)]
pub(crate) struct Person {
    /// Opaque subject; all that `/v1` ever sees of a person.
    pub(crate) sub: String,
    /// What the e-ID says about them.
    pub(crate) claims: Claims,
}

#[derive(Deserialize)]
struct PeopleFile {
    people: Vec<Invented>,
}

#[derive(Deserialize)]
struct Invented {
    personal_id: String,
    full_name: String,
    birth_date: String,
    gender: String,
    address: Address,
    phone_number: String,
    level: u8,
}

impl From<Invented> for Claims {
    fn from(invented: Invented) -> Self {
        Self {
            name: invented.full_name,
            birthdate: invented.birth_date,
            gender: invented.gender,
            personal_id: invented.personal_id,
            address: invented.address,
            phone_number: invented.phone_number,
            level: invented.level,
        }
    }
}

/// Adds the invented people that aren't there yet; those that are keep their subject.
pub(crate) async fn seed(store: &Store, random: &dyn Random) -> Result<(), StoreError> {
    let file: PeopleFile = serde_json::from_str(include_str!("../../data/people.json"))
        .map_err(|error| StoreError::Failed(error.to_string()))?;
    let people: Vec<Person> = file
        .people
        .into_iter()
        .map(|invented| Person {
            sub: random.uuid().to_string(),
            claims: invented.into(),
        })
        .collect();
    store
        .write(move |tx| people.iter().try_for_each(|one| person::add(tx, one)))
        .await
}

/// The claims of an ID token (OIDC Core §2) for this sign-in.
pub(crate) fn id_token_claims(
    person: &Person,
    issuer: &str,
    nonce: &str,
    auth_time: DateTime<Utc>,
    now: DateTime<Utc>,
    seconds: i64,
) -> Value {
    let mut claims = about(person);
    claims["iss"] = json!(issuer);
    claims["aud"] = json!(super::CLIENT_ID);
    claims["iat"] = json!(now.timestamp());
    claims["exp"] = json!(now.timestamp() + seconds);
    claims["auth_time"] = json!(auth_time.timestamp());
    claims["nonce"] = json!(nonce);
    claims
}

/// `sub` and the claims, as userinfo answers them.
pub(crate) fn about(person: &Person) -> Value {
    let mut claims = json!(person.claims);
    claims["sub"] = json!(person.sub);
    claims
}
