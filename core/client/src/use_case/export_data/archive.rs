//! One ZIP, written beside its place under a name of its own and moved there when it is whole. Entries are stored as they are: papers are compressed
//! already, and every tool reads stored entries.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use motcua_domain::{failure::Code, time::Millis};
use rawzip::{ErrorKind, ZipArchiveWriter, time::UtcDateTime};

use crate::error::{Failure, Result};

/// An archive that is being written. Dropped before [`finish`](Self::finish), it leaves nothing behind.
pub(super) struct Archive {
    zip: Option<ZipArchiveWriter<BufWriter<File>>>,
    made_at: UtcDateTime,
    unfinished: PathBuf,
    to: PathBuf,
}

impl Archive {
    /// Begins an archive that will be `to`.
    pub(super) fn create(to: &Path, now: Millis) -> Result<Self> {
        let mut unfinished = to.as_os_str().to_owned();
        unfinished.push(".part");
        let unfinished = PathBuf::from(unfinished);
        let file = own_file(&unfinished).map_err(|error| from_io(&error))?;
        Ok(Self {
            zip: Some(ZipArchiveWriter::new(BufWriter::new(file))),
            made_at: UtcDateTime::from_unix(now.0.div_euclid(1000)),
            unfinished,
            to: to.to_owned(),
        })
    }

    /// Adds a file that is in memory.
    pub(super) fn add(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        self.add_pieces(path, bytes.len() as u64, |offset| {
            let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
            Ok(bytes[from..].to_vec())
        })
    }

    /// Adds a file of `size` bytes that `read` gives from an offset, a piece at a time.
    pub(super) fn add_pieces(
        &mut self,
        path: &str,
        size: u64,
        read: impl Fn(u64) -> Result<Vec<u8>>,
    ) -> Result<()> {
        let zip = self.zip.as_mut().ok_or(Code::AppFailed)?;
        let begun = zip.new_file(path).last_modified(self.made_at).start();
        let (mut entry, config) = begun.map_err(|error| from_zip(&error))?;
        let mut writer = config.wrap(&mut entry);
        let mut offset = 0;
        while offset < size {
            let piece = read(offset)?;
            if piece.is_empty() {
                return Err(Code::AttachmentLost.into());
            }
            writer.write_all(&piece).map_err(|error| from_io(&error))?;
            offset += piece.len() as u64;
        }
        let (_, sums) = writer.finish().map_err(|error| from_zip(&error))?;
        entry.finish(sums).map_err(|error| from_zip(&error))?;
        Ok(())
    }

    /// Ends the archive and moves it to its place, safely on the disk.
    pub(super) fn finish(mut self) -> Result<()> {
        let zip = self.zip.take().ok_or(Code::AppFailed)?;
        let buffered = zip.finish().map_err(|error| from_zip(&error))?;
        buffered
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&self.unfinished, &self.to))
            .map_err(|error| from_io(&error))
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        drop(self.zip.take());
        // After `finish` it isn't there any more.
        let _gone = fs::remove_file(&self.unfinished);
    }
}

/// Readable by this user only: it holds everything in clear.
fn own_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn from_zip(error: &rawzip::Error) -> Failure {
    match error.kind() {
        ErrorKind::IO(error) => from_io(error),
        _ => Code::AppFailed.into(),
    }
}

fn from_io(error: &io::Error) -> Failure {
    Failure::new(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::StoreFull,
        _ => Code::AppFailed,
    })
}
