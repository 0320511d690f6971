//! A key vault of key files: one random key per alias.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use zeroize::Zeroizing;

use super::{read_key, write_key};
use crate::{
    port::{KeyVault, KeyVaultError, Random, random::random_bytes},
    store::{
        connection::{make_folder, sync_folder},
        sealing::{Algorithm, CIPHER_KEY_LEN, NONCE_LEN, open_box, seal_box},
    },
};

type Key = Zeroizing<[u8; CIPHER_KEY_LEN]>;

/// A vault in a folder. Wrapped secrets are `algorithm (1) ‖ nonce (12) ‖ box`, bound to their alias.
pub struct FileKeyVault {
    folder: PathBuf,
    random: Arc<dyn Random>,
    making: Mutex<()>,
}

impl FileKeyVault {
    /// A vault in `folder`, which is made at the first use. Give it a folder that isn't inside the data's.
    pub fn new(folder: impl Into<PathBuf>, random: Arc<dyn Random>) -> Self {
        Self {
            folder: folder.into(),
            random,
            making: Mutex::new(()),
        }
    }

    /// Aliases become file names, so only plain ones are taken.
    fn path(&self, alias: &str) -> Result<PathBuf, KeyVaultError> {
        let plain = alias
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-/_".contains(&byte));
        if !plain || alias.is_empty() {
            return Err(KeyVaultError::Failed);
        }
        Ok(self.folder.join(format!("{}.key", alias.replace('/', "."))))
    }

    fn key_or_new(&self, path: &Path) -> Result<Key, KeyVaultError> {
        let _one_at_a_time = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = read(path)? {
            return Ok(key);
        }
        let mut key = Key::default();
        self.random.fill(key.as_mut_slice());
        make_folder(&self.folder)
            .and_then(|()| write_key(path, key.as_slice()))
            .map_err(|_| KeyVaultError::Failed)?;
        Ok(key)
    }
}

impl KeyVault for FileKeyVault {
    fn wrap(&self, alias: &str, secret: &[u8]) -> Result<Vec<u8>, KeyVaultError> {
        let key = self.key_or_new(&self.path(alias)?)?;
        let (algorithm, nonce) = (
            Algorithm::of_this_processor(),
            random_bytes::<NONCE_LEN>(self.random.as_ref()),
        );
        let mut wrapped = vec![algorithm.number()];
        wrapped.extend_from_slice(&nonce);
        seal_box(algorithm, &key, nonce, alias.as_bytes(), secret, &mut wrapped);
        Ok(wrapped)
    }

    fn unwrap(&self, alias: &str, wrapped: &[u8]) -> Result<Vec<u8>, KeyVaultError> {
        let key = read(&self.path(alias)?)?.ok_or(KeyVaultError::Lost)?;
        let (number, rest) = wrapped.split_first().ok_or(KeyVaultError::Lost)?;
        let algorithm = Algorithm::from_number(*number).ok_or(KeyVaultError::Lost)?;
        let (nonce, boxed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(KeyVaultError::Lost)?;
        let secret =
            open_box(algorithm, &key, *nonce, alias.as_bytes(), boxed).map_err(|_| KeyVaultError::Lost)?;
        Ok(secret.to_vec())
    }

    fn erase(&self, alias: &str) -> Result<(), KeyVaultError> {
        match fs::remove_file(self.path(alias)?) {
            Ok(()) => sync_folder(&self.folder).map_err(|_| KeyVaultError::Failed),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(_) => Err(KeyVaultError::Failed),
        }
    }
}

/// A file of another length isn't a key of ours: whatever was sealed under it is lost, and it is left as it is.
fn read(path: &Path) -> Result<Option<Key>, KeyVaultError> {
    let bytes = read_key(path).map_err(|_| KeyVaultError::Failed)?;
    bytes
        .map(|bytes| <[u8; CIPHER_KEY_LEN]>::try_from(bytes.as_slice()).map(Zeroizing::new))
        .transpose()
        .map_err(|_| KeyVaultError::Lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test_support::CountedRandom;

    fn vault(folder: &Path) -> FileKeyVault {
        FileKeyVault::new(folder, Arc::new(CountedRandom::new(1)))
    }

    #[test]
    fn a_wrapped_secret_opens_under_its_alias_in_another_process_too() {
        let home = tempfile::tempdir().unwrap();
        let wrapped = vault(home.path()).wrap("motcua/a/private", b"secret").unwrap();
        assert_eq!(
            vault(home.path()).unwrap("motcua/a/private", &wrapped).unwrap(),
            b"secret"
        );
        vault(home.path()).wrap("motcua/b/private", b"secret").unwrap();
        assert_eq!(
            vault(home.path()).unwrap("motcua/b/private", &wrapped),
            Err(KeyVaultError::Lost)
        );
    }

    #[test]
    fn what_was_erased_is_lost_and_erasing_again_is_fine() {
        let home = tempfile::tempdir().unwrap();
        let vault = vault(home.path());
        let wrapped = vault.wrap("motcua/a/private", b"secret").unwrap();
        vault.erase("motcua/a/private").unwrap();
        vault.erase("motcua/a/private").unwrap();
        assert_eq!(
            vault.unwrap("motcua/a/private", &wrapped),
            Err(KeyVaultError::Lost)
        );
    }

    #[test]
    fn an_alias_cannot_leave_the_folder() {
        let home = tempfile::tempdir().unwrap();
        for alias in ["../elsewhere", "a\\b", "", "A"] {
            assert_eq!(
                vault(home.path()).wrap(alias, b"secret"),
                Err(KeyVaultError::Failed),
                "{alias}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn key_files_are_readable_by_this_user_only() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("vault");
        vault(&folder).wrap("motcua/a/private", b"secret").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("motcua.a.private.key")), 0o600);
    }

    #[test]
    fn a_cut_key_file_is_lost_and_never_replaced() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("motcua.a.private.key");
        fs::write(&path, b"short").unwrap();
        assert_eq!(
            vault(home.path()).wrap("motcua/a/private", b"secret"),
            Err(KeyVaultError::Lost)
        );
        assert_eq!(fs::read(&path).unwrap(), b"short");
    }
}
