//! Files: resumable, named by their content, one person's own (tus 1.0: core, creation, checksum, termination).
//!
//! A file is announced by its SHA-256 and length, sent in pieces, and is there once all bytes are and the hash is right.
//! The same content of two people is two files: knowing a hash must not give anybody a stranger's paper. The bytes lie in
//! the data folder (`files/<subject>/<sha256>`, `.part` until complete); how far an upload has come is the part's length,
//! and it is told only after the bytes are synced. A cut connection leaves what arrived; an upload whose bytes are all here
//! but whose end was cut off is ended when somebody asks for it. A wrong hash at the end sets the upload back to 0; a type
//! that we don't take, by content, ends it.

mod content;
mod disk;
pub(crate) mod download;
mod http;
mod receive;
mod tus;

pub(crate) use content::media_type;
pub(crate) use disk::{UploadLocks, content as content_of, content_path};
pub(crate) use http::router;

/// The largest file in bytes.
pub(crate) const MAX_SIZE: u64 = 20 * 1024 * 1024;
