//! Where the bytes lie.

use std::io;
use std::path::{Path, PathBuf};

use tokio::sync::{Mutex, MutexGuard};

use crate::app::AppState;

/// Two requests for one upload must not write at once. A fixed number of locks, chosen by the file's hash, is enough: two
/// files that share one only wait a little.
pub(crate) struct UploadLocks([Mutex<()>; 64]);

impl Default for UploadLocks {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::new(())))
    }
}

impl UploadLocks {
    /// Holds this file until dropped.
    pub(super) async fn hold(&self, sha256: &str) -> MutexGuard<'_, ()> {
        let place = sha256
            .get(..2)
            .and_then(|digits| usize::from_str_radix(digits, 16).ok())
            .unwrap_or_default();
        self.0[place % self.0.len()].lock().await
    }
}

/// A file's two places. `sub` and `sha256` are ours and checked: neither can leave the folder.
pub(super) struct Place {
    pub(super) part: PathBuf,
    pub(super) whole: PathBuf,
    pub(super) folder: PathBuf,
}

impl Place {
    pub(super) fn of(state: &AppState, sub: &str, sha256: &str) -> Self {
        let folder = state.addresses.data.join("files").join(sub);
        Self {
            part: folder.join(format!("{sha256}.part")),
            whole: folder.join(sha256),
            folder,
        }
    }

    /// How many bytes have arrived.
    pub(super) async fn arrived(&self) -> io::Result<u64> {
        match tokio::fs::metadata(&self.part).await {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Makes a complete part the file itself; its name is safe when this returns.
    pub(super) async fn finish(&self) -> io::Result<()> {
        tokio::fs::rename(&self.part, &self.whole).await?;
        tokio::fs::File::open(&self.folder).await?.sync_all().await
    }

    /// Removes whatever there is.
    pub(super) async fn remove(&self) -> io::Result<()> {
        for path in [&self.part, &self.whole] {
            match tokio::fs::remove_file(path).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The bytes of a person's complete file.
///
/// # Errors
/// The file system's; `NotFound` if it isn't complete.
pub(crate) async fn content(data: &Path, sub: &str, sha256: &str) -> io::Result<Vec<u8>> {
    tokio::fs::read(content_path(data, sub, sha256)).await
}

/// Where those bytes lie.
pub(crate) fn content_path(data: &Path, sub: &str, sha256: &str) -> PathBuf {
    data.join("files").join(sub).join(sha256)
}
