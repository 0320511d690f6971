//! The folder that holds an account's sealed files.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Mutex,
};

use zeroize::Zeroizing;

use super::{CHUNK, DAMAGED, FileSeal, read_sealed, write_sealed};
use crate::{
    port::{
        Random,
        random::random_bytes,
        store::{KeptFile, Result},
    },
    store::{
        connection::{from_io, make_folder, own_file, sync_folder},
        sealing::{Algorithm, CIPHER_KEY_LEN, hex},
    },
};

/// Ends the name of a file that isn't whole yet.
const UNFINISHED: &str = ".part";

/// A file that was just sealed, still under its unfinished name.
pub(crate) struct Written {
    /// Its name in the folder once it is kept.
    pub(crate) file: String,
    /// Its own key.
    pub(crate) key: Zeroizing<[u8; CIPHER_KEY_LEN]>,
    /// What is in it.
    pub(crate) kept: KeptFile,
}

/// The folder, and what this process has put into it.
pub(crate) struct Room {
    folder: PathBuf,
    account: String,
    algorithm: Algorithm,
    /// Names kept since the store was opened. A sweep spares them: the change that will name the file may not have been committed yet.
    /// The mutex also keeps a sweep and a keep apart.
    pub(crate) fresh: Mutex<HashSet<String>>,
}

impl Room {
    /// Makes the folder if there is none.
    pub(crate) fn open(folder: PathBuf, account: String) -> Result<Self> {
        make_folder(&folder)?;
        Ok(Self {
            folder,
            account,
            algorithm: Algorithm::of_this_processor(),
            fresh: Mutex::default(),
        })
    }

    /// Seals `source` into a new file and makes its bytes safe. It has no name yet that anybody looks for.
    pub(crate) fn write(&self, source: &mut dyn Read, random: &dyn Random) -> Result<Written> {
        let file = hex(&random_bytes::<16>(random));
        let mut key = Zeroizing::new([0; CIPHER_KEY_LEN]);
        random.fill(key.as_mut_slice());
        let path = self.unfinished(&file);
        let written = own_file(&path).and_then(|mut target| {
            let seal = FileSeal {
                account: &self.account,
                file: &file,
                key: &key,
            };
            let kept = write_sealed(source, &mut target, &seal, self.algorithm, random_bytes(random))?;
            target.sync_all().map_err(|error| from_io(&error))?;
            Ok(kept)
        });
        match written {
            Ok(kept) => Ok(Written { file, key, kept }),
            Err(error) => {
                self.remove(&path);
                Err(error)
            }
        }
    }

    /// Gives a written file its name, for good.
    pub(crate) fn publish(&self, written: &Written) -> Result<()> {
        fs::rename(self.unfinished(&written.file), self.folder.join(&written.file))
            .map_err(|error| from_io(&error))?;
        sync_folder(&self.folder)
    }

    /// Drops a written file that isn't needed after all.
    pub(crate) fn discard(&self, written: &Written) {
        self.remove(&self.unfinished(&written.file));
    }

    /// Removes a kept file that no row names any more.
    pub(crate) fn forget(&self, file: &str) {
        self.remove(&self.folder.join(file));
    }

    /// Reads a part of a kept file; see [`read_sealed`].
    ///
    /// # Errors
    /// [`DAMAGED`] when the file is gone or a chunk of it doesn't open.
    pub(crate) fn read(
        &self,
        file: &str,
        key: &[u8; 32],
        size: u64,
        offset: u64,
        length: usize,
    ) -> Result<Vec<u8>> {
        let mut handle = match File::open(self.folder.join(file)) {
            Ok(handle) => handle,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(DAMAGED),
            Err(error) => return Err(from_io(&error)),
        };
        let seal = FileSeal {
            account: &self.account,
            file,
            key,
        };
        read_sealed(&mut handle, &seal, size, offset, length)
    }

    /// Whether a kept file still opens from the first byte to the last.
    pub(crate) fn is_whole(&self, file: &str, key: &[u8; 32], size: u64) -> bool {
        (0..size.div_ceil(CHUNK as u64).max(1))
            .all(|n| self.read(file, key, size, n * CHUNK as u64, CHUNK).is_ok())
    }

    /// Removes every file of the folder that isn't called by one of `named`.
    pub(crate) fn sweep(&self, named: &HashSet<String>) -> Result<()> {
        for entry in fs::read_dir(&self.folder).map_err(|error| from_io(&error))? {
            let entry = entry.map_err(|error| from_io(&error))?;
            if !entry
                .file_name()
                .to_str()
                .is_some_and(|name| named.contains(name))
            {
                self.remove(&entry.path());
            }
        }
        sync_folder(&self.folder)
    }

    fn unfinished(&self, file: &str) -> PathBuf {
        self.folder.join(format!("{file}{UNFINISHED}"))
    }

    /// What can't be removed now is removed by a later sweep.
    fn remove(&self, path: &Path) {
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!(kind = ?error.kind(), "a sealed file stays until the next sweep");
        }
    }
}
