//! Record-level sealing: each personal value is an AEAD box of its own, openable only in the place that it was made for.
//!
//! ```text
//! sealed  = header ‖ nonce ‖ ciphertext ‖ tag
//! header  = algorithm (1) ‖ schema (2) ‖ key id (4) ‖ row version (8)         big-endian, in clear
//! aad     = "motcua/row/1" ‖ header ‖ account ‖ table ‖ row id ‖ column       each text with its length before it
//! ```
//!
//! The associated data names where the value lives, so a box that somebody moved to another row, column, table or account doesn't open,
//! nor does one with a flipped bit. What this can't see is a whole database put back to an older copy: that needs a counter in the key
//! vault (see `docs/adr/0006-sealed-rows.md`).
//!
//! Nonces are 96 random bits from the [`Random`](crate::port::Random) port. Random nonces may be drawn about 2³² times under one key
//! before a repetition becomes likely enough to matter (NIST SP 800-38D §8.3), so a key stops for good at half of that: see
//! [`SEALS_PER_KEY`]. Nothing here reads a clock, a file or a database.

mod cipher;
mod data_key;

pub(crate) use cipher::{Algorithm, CIPHER_KEY_LEN, NONCE_LEN, TAG_LEN, open_box, seal_box};
pub(crate) use data_key::{DataKey, Sealing, hex};

/// A data key refuses to seal after this many boxes (2³¹): half of where random 96-bit nonces stop being safe.
pub(crate) const SEALS_PER_KEY: u64 = 1 << 31;

/// When a key can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// From the phone's first unlock on, also while it is locked: outbox, events, dossiers, settings, frozen files.
    Background,
    /// Only while the phone is unlocked: drafts, edits, papers of drafts, results.
    Private,
}

impl Scope {
    /// Both, in the order of their key ids.
    pub(crate) const ALL: [Self; 2] = [Self::Background, Self::Private];

    /// The name in the database and in the key vault's alias.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Background => "background",
            Self::Private => "private",
        }
    }

    /// Reads [`name`](Self::name) back.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// Where a sealed value lives. Part of the associated data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The table's name.
    pub(crate) table: &'static str,
    /// The row's primary key as text.
    pub(crate) row: &'a str,
    /// The column's name.
    pub(crate) column: &'static str,
}

/// The box doesn't open here: another key, another place, or altered bytes. Deliberately says no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused;

#[cfg(test)]
mod tests;
