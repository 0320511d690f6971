//! Secrets as files in the data folder, readable by the owner only.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use p256::SecretKey;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};

use super::SigningKey;
use crate::random::Random;

/// Reads the P-256 key in this file, or makes one and writes it.
///
/// # Errors
/// The file's own, or `InvalidData` for one that holds no P-256 key: restore it, or remove it and lose what it signed.
pub(crate) fn load_or_create(path: &Path, random: &dyn Random) -> io::Result<SecretKey> {
    match fs::read_to_string(path) {
        Ok(pem) => SecretKey::from_pkcs8_pem(&pem).map_err(|_| not_a_key(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let secret = new_secret(random);
            let pem = secret.to_pkcs8_pem(LineEnding::LF).map_err(|_| not_a_key(path))?;
            write_private(path, pem.as_bytes())?;
            Ok(secret)
        }
        Err(error) => Err(error),
    }
}

/// The same, ready to sign.
///
/// # Errors
/// As [`load_or_create`].
pub(crate) fn load_or_create_signing(path: &Path, random: &dyn Random) -> io::Result<SigningKey> {
    let secret = load_or_create(path, random)?;
    let document = secret.to_pkcs8_der().map_err(|_| not_a_key(path))?;
    SigningKey::from_pkcs8(document.as_bytes()).ok_or_else(|| not_a_key(path))
}

/// Writes a file that only its owner reads (0600), whole or not at all.
///
/// # Errors
/// The file system's.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let staged = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&staged)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&staged, path)?;
    // The name must be as safe as the bytes: what this key signs is told to others.
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// A fresh key as PKCS #8.
#[cfg(test)]
pub(crate) fn new_pkcs8(random: &dyn Random) -> Option<Vec<u8>> {
    Some(new_secret(random).to_pkcs8_der().ok()?.as_bytes().to_vec())
}

fn new_secret(random: &dyn Random) -> SecretKey {
    // A scalar is out of range about once in 2^32 draws.
    loop {
        if let Ok(secret) = SecretKey::from_slice(&random.bytes::<32>()) {
            return secret;
        }
    }
}

fn not_a_key(path: &Path) -> io::Error {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    io::Error::new(io::ErrorKind::InvalidData, format!("{name} holds no P-256 key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemSource;

    #[test]
    fn a_key_is_made_once_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("portal.pem");
        let random = SystemSource::default();
        let first = load_or_create_signing(&path, &random).unwrap();
        let again = load_or_create_signing(&path, &random).unwrap();
        assert_eq!(first.kid(), again.kid());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_file_is_told_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("portal.pem");
        fs::write(&path, "not a key").unwrap();
        let error = load_or_create(&path, &SystemSource::default()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert_eq!(fs::read_to_string(&path).unwrap(), "not a key");
    }
}
