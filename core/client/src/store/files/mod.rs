//! Sealed files: how a paper of several megabytes lies in the account's folder.
//!
//! ```text
//! file   = header ‖ chunk 0 ‖ chunk 1 ‖ … ‖ last chunk
//! header = format (1) ‖ algorithm (1) ‖ nonce prefix (7, random)
//! chunk  = up to 64 KiB of the content, sealed: 16 bytes longer
//! nonce  = prefix ‖ chunk number (4, big-endian) ‖ 1 for the last chunk, else 0
//! aad    = "motcua/file/1" ‖ header ‖ account ‖ file's name in the folder
//! ```
//!
//! Number and last flag in the nonce make a chunk that was moved, repeated or cut off fail to open (the STREAM construction of Hoang,
//! Reyhanitabar, Rogaway and Vizár, 2015), and 64 KiB let an upload go on in the middle without opening what is before. Each file has
//! a random key of its own, which stands sealed in its `kept_file` row: freezing a dossier reseals forty bytes and never a file.
//!
//! A file comes into being under another name, is synced, renamed, and its folder synced, before its row is written. So a row never
//! names half a file; a crash leaves at most a file without a row, which the next sweep takes away.

mod room;

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
};

use motcua_domain::ids::Sha256;
use ring::digest;
use zeroize::Zeroizing;

pub(crate) use room::{Room, Written};

use super::{
    connection::from_io,
    sealing::{Algorithm, CIPHER_KEY_LEN, NONCE_LEN, TAG_LEN, open_box, seal_box},
};
use crate::port::store::{KeptFile, Result, StoreError};

/// Plain bytes in a chunk; only the last one may have fewer.
pub(crate) const CHUNK: usize = 64 * 1024;
/// That a kept file isn't what was written: its row or one of its chunks doesn't open, or it is gone.
pub(crate) const DAMAGED: StoreError = StoreError::RowDamaged { table: "kept_file" };
const FORMAT: u8 = 1;
const PREFIX_LEN: usize = 7;
const HEADER_LEN: usize = 2 + PREFIX_LEN;
const AAD_LABEL: &[u8] = b"motcua/file/1";

/// What a sealed file is bound to.
pub(crate) struct FileSeal<'a> {
    /// The account's UUID.
    pub(crate) account: &'a str,
    /// The file's name in the folder.
    pub(crate) file: &'a str,
    /// The file's own key.
    pub(crate) key: &'a [u8; CIPHER_KEY_LEN],
}

/// Seals all of `source` into `target`; the answer names the plain content.
pub(crate) fn write_sealed(
    source: &mut dyn Read,
    target: &mut dyn Write,
    seal: &FileSeal<'_>,
    algorithm: Algorithm,
    prefix: [u8; PREFIX_LEN],
) -> Result<KeptFile> {
    let header = header(algorithm, prefix);
    put(target, &header)?;
    let aad = seal.associated_data(&header);
    let (mut hash, mut size) = (digest::Context::new(&digest::SHA256), 0_u64);
    let (mut chunk, mut next) = (Zeroizing::new(Vec::new()), Zeroizing::new(Vec::new()));
    let mut sealed = Vec::with_capacity(CHUNK + TAG_LEN);
    fill(source, &mut chunk)?;
    for number in 0.. {
        // Only after looking ahead is it known which chunk is the last.
        fill(source, &mut next)?;
        hash.update(&chunk);
        size += chunk.len() as u64;
        sealed.clear();
        seal_box(
            algorithm,
            seal.key,
            nonce(prefix, number, next.is_empty()),
            &aad,
            &chunk,
            &mut sealed,
        );
        put(target, &sealed)?;
        if next.is_empty() {
            break;
        }
        std::mem::swap(&mut chunk, &mut next);
    }
    Ok(KeptFile {
        sha256: sha256_of(hash),
        size,
    })
}

/// Reads up to `length` plain bytes from `offset` of a sealed file whose content has `size` bytes.
///
/// # Errors
/// [`DAMAGED`] when a chunk was altered, moved or cut; [`StoreError::Failed`] when the disk doesn't answer.
pub(crate) fn read_sealed(
    file: &mut File,
    seal: &FileSeal<'_>,
    size: u64,
    offset: u64,
    length: usize,
) -> Result<Vec<u8>> {
    if file.metadata().map_err(|error| from_io(&error))?.len() != sealed_length(size) {
        return Err(DAMAGED);
    }
    let mut header = [0; HEADER_LEN];
    read_at(file, 0, &mut header)?;
    let (algorithm, prefix) = read_header(&header).ok_or(DAMAGED)?;
    let aad = seal.associated_data(&header);
    let end = size.min(offset.saturating_add(length as u64));
    let (mut plain, mut at) = (Vec::new(), offset);
    while at < end {
        let place = ChunkPlace::of(at, size);
        let mut sealed = vec![0; place.length + TAG_LEN];
        read_at(file, place.sealed_at, &mut sealed)?;
        let nonce = nonce(prefix, place.number, place.last);
        let chunk = open_box(algorithm, seal.key, nonce, &aad, &sealed).map_err(|_| DAMAGED)?;
        let (from, to) = (
            at - place.plain_at,
            (end - place.plain_at).min(place.length as u64),
        );
        plain.extend_from_slice(&chunk[from as usize..to as usize]);
        at = place.plain_at + place.length as u64;
    }
    Ok(plain)
}

/// SHA-256 of bytes in memory.
pub(crate) fn sha256(bytes: &[u8]) -> Sha256 {
    let mut hash = digest::Context::new(&digest::SHA256);
    hash.update(bytes);
    sha256_of(hash)
}

/// All SHA-256 values written in a text, wherever they stand: runs of exactly 64 lower-case hex digits. Manifests, entries and portal
/// states name files this way, also in members that this app doesn't know yet; a sweep must spare those too.
pub(crate) fn hashes_in(text: &str) -> Vec<Sha256> {
    text.split(|c: char| !matches!(c, '0'..='9' | 'a'..='f'))
        .filter_map(|run| run.parse().ok())
        .collect()
}

impl FileSeal<'_> {
    fn associated_data(&self, header: &[u8; HEADER_LEN]) -> Vec<u8> {
        // Both texts have a fixed length (a UUID, 32 hex digits), so they can't flow into each other.
        [AAD_LABEL, header, self.account.as_bytes(), self.file.as_bytes()].concat()
    }
}

struct ChunkPlace {
    number: u32,
    plain_at: u64,
    sealed_at: u64,
    length: usize,
    last: bool,
}

impl ChunkPlace {
    fn of(plain_offset: u64, size: u64) -> Self {
        let chunk = CHUNK as u64;
        let number = plain_offset / chunk;
        let plain_at = number * chunk;
        let length = (size - plain_at).min(chunk) as usize;
        Self {
            number: number as u32,
            plain_at,
            sealed_at: HEADER_LEN as u64 + number * (CHUNK + TAG_LEN) as u64,
            length,
            last: plain_at + length as u64 == size,
        }
    }
}

fn sealed_length(size: u64) -> u64 {
    let chunks = size.div_ceil(CHUNK as u64).max(1);
    HEADER_LEN as u64 + size + chunks * TAG_LEN as u64
}

fn header(algorithm: Algorithm, prefix: [u8; PREFIX_LEN]) -> [u8; HEADER_LEN] {
    let mut header = [0; HEADER_LEN];
    header[0] = FORMAT;
    header[1] = algorithm.number();
    header[2..].copy_from_slice(&prefix);
    header
}

fn read_header(header: &[u8; HEADER_LEN]) -> Option<(Algorithm, [u8; PREFIX_LEN])> {
    let algorithm = Algorithm::from_number(header[1])?;
    (header[0] == FORMAT).then(|| {
        (
            algorithm,
            *header.last_chunk().expect("the header ends with the prefix"),
        )
    })
}

fn nonce(prefix: [u8; PREFIX_LEN], number: u32, last: bool) -> [u8; NONCE_LEN] {
    let mut nonce = [0; NONCE_LEN];
    nonce[..PREFIX_LEN].copy_from_slice(&prefix);
    nonce[PREFIX_LEN..PREFIX_LEN + 4].copy_from_slice(&number.to_be_bytes());
    nonce[NONCE_LEN - 1] = u8::from(last);
    nonce
}

/// Reads a whole chunk, or what is left of the source.
fn fill(source: &mut dyn Read, chunk: &mut Vec<u8>) -> Result<()> {
    chunk.clear();
    source
        .take(CHUNK as u64)
        .read_to_end(chunk)
        .map(|_| ())
        .map_err(|_| StoreError::Failed("source file"))
}

fn put(target: &mut dyn Write, bytes: &[u8]) -> Result<()> {
    target.write_all(bytes).map_err(|error| from_io(&error))
}

fn read_at(file: &mut File, offset: u64, bytes: &mut [u8]) -> Result<()> {
    file.seek(SeekFrom::Start(offset))
        .and_then(|_| file.read_exact(bytes))
        .map_err(|error| from_io(&error))
}

fn sha256_of(hash: digest::Context) -> Sha256 {
    Sha256::from_bytes(hash.finish().as_ref().try_into().expect("SHA-256 has 32 bytes"))
}

#[cfg(test)]
mod tests;
