//! Which key speaks for whom, and the evidence root's statement about each.
//!
//! The root signs statements only. The portal's key signs what the portal did, an office's key what that office read or
//! decided. An office gets its key when its first dossier arrives; the statement is made once and kept in the store, so
//! that everybody sees the same text.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, params};
use serde_json::json;
use tokio::sync::Mutex;

use super::secret_file::load_or_create_signing;
use super::{PublicJwk, SigningKey, jws};
use crate::clock::wire_time;
use crate::evidence::chain::KnownKey;
use crate::random::Random;
use crate::store::{Store, StoreError};

/// How long a statement about a key holds.
const STATEMENT_GOOD_FOR: TimeDelta = TimeDelta::days(3_650);
/// `typ` of a statement about a key.
const STATEMENT_TYP: &str = "key+jwt";
/// `owner` of the portal's key.
pub(crate) const PORTAL: &str = "portal";

/// `owner` of an office's key.
pub(crate) fn office_owner(agency_code: &str) -> String {
    format!("office:{agency_code}")
}

/// All keys of a data folder.
pub(crate) struct KeyRing {
    folder: PathBuf,
    random: Arc<dyn Random>,
    root: SigningKey,
    eid: SigningKey,
    owners: RwLock<BTreeMap<String, Arc<SigningKey>>>,
    /// Held while a key is made: two first dossiers of one office must not make two.
    making: Mutex<()>,
}

impl KeyRing {
    /// Reads or makes the root's, the e-ID's and the portal's keys.
    ///
    /// # Errors
    /// A key file can't be read or written.
    pub(crate) async fn open(
        folder: PathBuf,
        random: Arc<dyn Random>,
        store: &Store,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let load = |name: &str| {
            load_or_create_signing(&folder.join(name), &*random)
                .map_err(|error| StoreError::Failed(error.to_string()))
        };
        let (root, eid) = (load("evidence-root.pem")?, load("eid.pem")?);
        let ring = Self {
            folder,
            random,
            root,
            eid,
            owners: RwLock::default(),
            making: Mutex::default(),
        };
        ring.owned(store, PORTAL, "Cổng Dịch vụ công (mô phỏng)", now)
            .await?;
        Ok(ring)
    }

    /// The root that signs statements; its public half stands in the profile.
    pub(crate) fn root(&self) -> &PublicJwk {
        self.root.jwk()
    }

    /// The e-ID provider's key, for ID tokens.
    pub(crate) fn eid(&self) -> &SigningKey {
        &self.eid
    }

    /// The portal's evidence key.
    pub(crate) fn portal(&self) -> Arc<SigningKey> {
        self.known(PORTAL)
            .expect("the portal's key is there since the ring was opened")
    }

    /// An office's key, made with its statement if this is its first use.
    ///
    /// # Errors
    /// The key file or the store failed.
    pub(crate) async fn office(
        &self,
        store: &Store,
        agency_code: &str,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<SigningKey>, StoreError> {
        self.owned(store, &office_owner(agency_code), name, now).await
    }

    async fn owned(
        &self,
        store: &Store,
        owner: &str,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<SigningKey>, StoreError> {
        if let Some(key) = self.known(owner) {
            return Ok(key);
        }
        let _held = self.making.lock().await;
        if let Some(key) = self.known(owner) {
            return Ok(key);
        }
        let file = self.folder.join(format!("{}.pem", owner.replace(':', "-")));
        let key = load_or_create_signing(&file, &*self.random)
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        let statement = self.statement(&key, owner, name, now);
        let (owner_text, kid) = (owner.to_owned(), key.kid().to_owned());
        store
            .write(move |tx| {
                // The first statement about a key stays; the same file read again after a restart changes nothing.
                tx.prepare_cached(
                    "INSERT INTO signing_key (owner, kid, statement) VALUES (?1, ?2, ?3)
                     ON CONFLICT (owner) DO UPDATE SET kid = ?2, statement = ?3 WHERE kid <> ?2",
                )?
                .execute(params![owner_text, kid, statement])?;
                Ok::<_, StoreError>(())
            })
            .await?;
        let key = Arc::new(key);
        let mut owners = self.owners.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(owners.entry(owner.to_owned()).or_insert(key)))
    }

    fn known(&self, owner: &str) -> Option<Arc<SigningKey>> {
        self.owners
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(owner)
            .cloned()
    }

    fn statement(&self, key: &SigningKey, owner: &str, name: &str, now: DateTime<Utc>) -> String {
        let payload = json!({
            "kid": key.kid(),
            "owner": owner,
            "owner_name": name,
            "jwk": key.jwk(),
            "not_before": wire_time(now),
            "not_after": wire_time(now + STATEMENT_GOOD_FOR),
        });
        self.root.sign(STATEMENT_TYP, &payload)
    }
}

/// All statements, oldest owner name first.
///
/// # Errors
/// The store failed.
pub(crate) async fn statements(store: &Store) -> Result<Vec<String>, StoreError> {
    store
        .read(|connection| {
            let mut query = connection.prepare_cached("SELECT statement FROM signing_key ORDER BY owner")?;
            let rows = query.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
}

/// The statements about these keys, in their order; one without a statement is left out.
///
/// # Errors
/// The store failed.
pub(crate) async fn statements_of(store: &Store, kids: Vec<String>) -> Result<Vec<String>, StoreError> {
    store
        .read(move |connection| {
            let mut query = connection.prepare_cached("SELECT statement FROM signing_key WHERE kid = ?1")?;
            let mut found = Vec::new();
            for kid in kids {
                found.extend(query.query_row([kid], |row| row.get::<_, String>(0)).optional()?);
            }
            Ok(found)
        })
        .await
}

/// Every key that the root has stated something about, by its name. A statement that doesn't verify is left out.
///
/// # Errors
/// The store failed.
pub(crate) async fn known_keys(
    store: &Store,
    root: &PublicJwk,
) -> Result<BTreeMap<String, KnownKey>, StoreError> {
    let read = |text: String| {
        let statement =
            jws::parse(&text).filter(|jws| jws.header["typ"] == STATEMENT_TYP && jws.verify(root))?;
        let says = statement.payload;
        let jwk: PublicJwk = serde_json::from_value(says["jwk"].clone()).ok()?;
        Some((
            says["kid"].as_str()?.to_owned(),
            KnownKey {
                owner: says["owner"].as_str()?.to_owned(),
                jwk,
            },
        ))
    };
    Ok(statements(store).await?.into_iter().filter_map(read).collect())
}
