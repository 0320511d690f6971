//! A random source that repeats itself, a vault that can be locked, and stores in a temporary home.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use motcua_domain::ids::AccountId;
use motcua_domain::time::Millis;
use ring::digest;
use tempfile::TempDir;

use super::{SqliteStore, desktop::FileKeyVault, open_personal};
use crate::port::{KeyVault, KeyVaultError, Random, store::Result};

/// Bytes from SHA-256 over a seed and a counter: different each time, the same in each run.
pub(crate) struct CountedRandom(u64, AtomicU64);

impl CountedRandom {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed, AtomicU64::new(0))
    }
}

impl Random for CountedRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.1.fetch_add(1, Ordering::Relaxed);
            let block = digest::digest(
                &digest::SHA256,
                &[self.0.to_be_bytes(), count.to_be_bytes()].concat(),
            );
            chunk.copy_from_slice(&block.as_ref()[..chunk.len()]);
        }
    }
}

/// A vault whose private aliases, or all of them, can be locked.
pub(crate) struct LockableVault {
    vault: FileKeyVault,
    pub(crate) private_locked: AtomicBool,
    pub(crate) all_locked: AtomicBool,
}

impl KeyVault for LockableVault {
    fn wrap(&self, alias: &str, secret: &[u8]) -> std::result::Result<Vec<u8>, KeyVaultError> {
        self.vault.wrap(alias, secret)
    }

    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> std::result::Result<Vec<u8>, KeyVaultError> {
        let private = alias.ends_with("/private") && self.private_locked.load(Ordering::Relaxed);
        if private || self.all_locked.load(Ordering::Relaxed) {
            return Err(KeyVaultError::Locked);
        }
        self.vault.unwrap(alias, wrapped)
    }

    fn erase(&self, alias: &str) -> std::result::Result<(), KeyVaultError> {
        self.vault.erase(alias)
    }
}

/// A phone's home in a temporary folder, its vault beside it.
pub(crate) struct Phone {
    pub(crate) folder: TempDir,
    pub(crate) vault: LockableVault,
    pub(crate) account: AccountId,
    random: Arc<dyn Random>,
}

impl Phone {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let random: Arc<dyn Random> = Arc::new(CountedRandom::new(7));
        let vault = LockableVault {
            vault: FileKeyVault::new(folder.path().join("vault"), random.clone()),
            private_locked: AtomicBool::new(false),
            all_locked: AtomicBool::new(false),
        };
        Self {
            folder,
            vault,
            account: AccountId::new(Millis(1), [1; 10]),
            random,
        }
    }

    pub(crate) fn home(&self) -> std::path::PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn database(&self) -> std::path::PathBuf {
        self.home()
            .join("accounts")
            .join(self.account.to_string())
            .join("personal.db")
    }

    pub(crate) fn files(&self) -> std::path::PathBuf {
        self.database().with_file_name("files")
    }

    pub(crate) fn open(&self) -> Result<SqliteStore> {
        open_personal(&self.home(), &self.account, &self.vault, self.random.clone())
    }
}
