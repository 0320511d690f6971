//! The account's two data keys: made once, wrapped by the key vault, proven by a canary, wiped at lock.

use std::sync::{Arc, PoisonError, RwLock};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::{
    port::{
        KeyVault, KeyVaultError, Random,
        random::random_bytes,
        store::{Result, StoreError},
    },
    store::{
        connection::from_sqlite,
        migration::{PERSONAL, newest},
        sealing::{Algorithm, DataKey, Place, SEALS_PER_KEY, Scope, Sealing},
    },
};

/// Schema that new boxes say they were sealed under.
const SCHEMA: u16 = newest(PERSONAL) as u16;
/// Seals counted in the database at a time, so that an answer doesn't rewrite the count. A process that dies wastes at most as many:
/// two million starts of the app wear a key out.
const RESERVATION: u64 = 1024;
const CANARY: &[u8] = b"motcua canary";

/// The keys of an open account.
pub(crate) struct Keyring {
    account: String,
    algorithm: Algorithm,
    random: Arc<dyn Random>,
    background: DataKey,
    private: RwLock<Option<DataKey>>,
}

impl Keyring {
    /// Loads both keys, making them first for a new account. The private key may stay out while the phone is locked.
    ///
    /// # Errors
    /// [`StoreError::KeyLost`] when the vault has lost a key or gives a wrong one: nothing is made anew, nothing is erased.
    /// [`StoreError::Locked`] before the first unlock, and for a new account while the phone is locked.
    pub(crate) fn open(
        connection: &mut Connection,
        account: String,
        vault: &dyn KeyVault,
        random: Arc<dyn Random>,
    ) -> Result<Self> {
        let algorithm = Algorithm::of_this_processor();
        let made: i64 = connection
            .query_row("SELECT count(*) FROM data_key", [], |row| row.get(0))
            .map_err(from_sqlite)?;
        if made == 0 {
            make_keys(connection, &account, vault, random.as_ref(), algorithm)?;
        }
        let background = load(connection, &account, vault, Scope::Background)?;
        let private = match load(connection, &account, vault, Scope::Private) {
            Ok(key) => Some(key),
            Err(StoreError::Locked) => None,
            Err(error) => return Err(error),
        };
        Ok(Self {
            account,
            algorithm,
            random,
            background,
            private: RwLock::new(private),
        })
    }

    /// Wipes the private key. Private rows answer [`StoreError::Locked`] from now on.
    pub(crate) fn lock(&self) {
        *self.private.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Loads the private key again. Called with the writer in hand, so no commit is under way.
    pub(crate) fn unlock(&self, connection: &Connection, vault: &dyn KeyVault) -> Result<()> {
        let key = load(connection, &self.account, vault, Scope::Private)?;
        *self.private.write().unwrap_or_else(PoisonError::into_inner) = Some(key);
        Ok(())
    }

    /// The random port.
    pub(crate) fn random(&self) -> &dyn Random {
        self.random.as_ref()
    }

    /// [`StoreError::Locked`] unless the key can be used now.
    pub(crate) fn demand(&self, scope: Scope) -> Result<()> {
        self.with(scope, |_| Ok(()))
    }

    /// A keyed hash for a clear column: also usable while the phone is locked.
    pub(crate) fn name(&self, parts: &[&[u8]]) -> String {
        self.background.name(parts)
    }

    /// Seals `plain` for its place inside a transaction, which also counts the seals.
    pub(crate) fn seal(
        &self,
        transaction: &Transaction<'_>,
        scope: Scope,
        place: Place<'_>,
        version: u64,
        plain: &[u8],
    ) -> Result<Vec<u8>> {
        self.with(scope, |key| {
            if !key.take_seal() {
                reserve(transaction, key)?;
                key.take_seal();
            }
            let sealing = Sealing {
                algorithm: self.algorithm,
                schema: SCHEMA,
                account: &self.account,
                place,
                version,
            };
            Ok(key.seal(&sealing, random_bytes(self.random.as_ref()), plain))
        })
    }

    /// Opens a value that was sealed for `place`; gives the plain bytes and the row's version.
    ///
    /// # Errors
    /// [`StoreError::RowDamaged`] when it doesn't open there, [`StoreError::Locked`].
    pub(crate) fn open_bytes(
        &self,
        scope: Scope,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<(Zeroizing<Vec<u8>>, u64)> {
        self.with(scope, |key| {
            let opened = key
                .open(&self.account, place, sealed)
                .map_err(|_| damaged(place))?;
            Ok((opened.plain, opened.version))
        })
    }

    /// As [`open_bytes`](Self::open_bytes), for a value in JSON.
    pub(crate) fn open_json<T: DeserializeOwned>(
        &self,
        scope: Scope,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<(T, u64)> {
        let (plain, version) = self.open_bytes(scope, place, sealed)?;
        let value = serde_json::from_slice(&plain).map_err(|_| damaged(place))?;
        Ok((value, version))
    }

    /// After a rollback: what was reserved in that transaction wasn't counted.
    pub(crate) fn forget_reservations(&self) {
        self.background.set_reserved(0);
        if let Some(key) = self
            .private
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
        {
            key.set_reserved(0);
        }
    }

    fn with<T>(&self, scope: Scope, work: impl FnOnce(&DataKey) -> Result<T>) -> Result<T> {
        match scope {
            Scope::Background => work(&self.background),
            Scope::Private => {
                let private = self.private.read().unwrap_or_else(PoisonError::into_inner);
                work(private.as_ref().ok_or(StoreError::Locked)?)
            }
        }
    }
}

/// The name of a data key in the key vault.
pub(crate) fn alias(account: &str, scope: Scope) -> String {
    format!("motcua/{account}/{}", scope.name())
}

fn damaged(place: Place<'_>) -> StoreError {
    StoreError::RowDamaged { table: place.table }
}

fn canary_place(scope: Scope) -> Place<'static> {
    Place {
        table: "data_key",
        row: scope.name(),
        column: "canary",
    }
}

fn make_keys(
    connection: &mut Connection,
    account: &str,
    vault: &dyn KeyVault,
    random: &dyn Random,
    algorithm: Algorithm,
) -> Result<()> {
    let transaction = connection.transaction().map_err(from_sqlite)?;
    for (scope, id) in Scope::ALL.into_iter().zip(1_u32..) {
        let mut secret = Zeroizing::new([0; 32]);
        random.fill(secret.as_mut_slice());
        let wrapped = vault
            .wrap(&alias(account, scope), secret.as_slice())
            .map_err(from_vault)?;
        let sealing = Sealing {
            algorithm,
            schema: SCHEMA,
            account,
            place: canary_place(scope),
            version: 0,
        };
        let canary = DataKey::derive(id, &secret).seal(&sealing, random_bytes(random), CANARY);
        transaction
            .execute(
                "INSERT INTO data_key (id, scope, wrapped, canary, seals) VALUES (?1, ?2, ?3, ?4, 1)",
                params![id, scope.name(), wrapped, canary],
            )
            .map_err(from_sqlite)?;
    }
    transaction.commit().map_err(from_sqlite)
}

fn load(connection: &Connection, account: &str, vault: &dyn KeyVault, scope: Scope) -> Result<DataKey> {
    let row: Option<(u32, Vec<u8>, Vec<u8>)> = connection
        .query_row(
            "SELECT id, wrapped, canary FROM data_key WHERE scope = ?1",
            [scope.name()],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .map_err(from_sqlite)?;
    let (id, wrapped, canary) = row.ok_or(StoreError::Damaged)?;
    let secret = Zeroizing::new(
        vault
            .unwrap(&alias(account, scope), &wrapped)
            .map_err(from_vault)?,
    );
    let key = DataKey::derive(id, secret.as_slice().try_into().map_err(|_| StoreError::KeyLost)?);
    let opened = key
        .open(account, canary_place(scope), &canary)
        .map_err(|_| StoreError::KeyLost)?;
    if opened.plain.as_slice() == CANARY {
        Ok(key)
    } else {
        Err(StoreError::KeyLost)
    }
}

fn reserve(transaction: &Transaction<'_>, key: &DataKey) -> Result<()> {
    let changed = transaction
        .prepare_cached("UPDATE data_key SET seals = seals + ?2 WHERE id = ?1 AND seals <= ?3 - ?2")
        .and_then(|mut statement| {
            statement.execute(params![key.id(), RESERVATION as i64, SEALS_PER_KEY as i64])
        })
        .map_err(from_sqlite)?;
    if changed == 0 {
        return Err(StoreError::Failed("data key worn out"));
    }
    key.set_reserved(RESERVATION);
    Ok(())
}

fn from_vault(error: KeyVaultError) -> StoreError {
    match error {
        KeyVaultError::Locked => StoreError::Locked,
        KeyVaultError::Lost => StoreError::KeyLost,
        KeyVaultError::Failed => StoreError::Failed("key vault"),
    }
}
