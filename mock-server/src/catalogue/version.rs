//! Versions of the catalogue, kept in the store.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Procedure;
use crate::clock::wire_time;
use crate::digest::sha256_hex;
use crate::store::catalogue::{self, Entry};
use crate::store::{Store, StoreError};

/// The catalogue of this portal.
pub(crate) struct Catalogue {
    version: i64,
    generated_at: DateTime<Utc>,
    procedures: BTreeMap<String, Procedure>,
    entries: BTreeMap<String, Entry>,
    whole: Vec<u8>,
}

impl Catalogue {
    /// Reads the procedures and gives this state of them a version number, a new one if anything changed.
    ///
    /// # Errors
    /// The data or the store failed.
    pub(crate) async fn open(
        store: &Store,
        procedures: Vec<Procedure>,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let procedures: BTreeMap<_, _> = procedures
            .into_iter()
            .map(|one| (one.code.clone(), one))
            .collect();
        let hashes = procedures
            .iter()
            .map(|(code, one)| (code.clone(), sha256_hex(json!(one).to_string().as_bytes())));
        let hashes: BTreeMap<_, _> = hashes.collect();
        let (version, generated_at, entries) = store
            .write(move |tx| {
                let (version, generated_at) = catalogue::newest(tx)?.unwrap_or((0, now));
                let known = catalogue::entries(tx)?;
                let changes = changes(&known, &hashes, version + 1);
                if changes.is_empty() {
                    return Ok::<_, StoreError>((version, generated_at, known));
                }
                catalogue::keep_version(tx, version + 1, now, &changes)?;
                Ok((version + 1, now, catalogue::entries(tx)?))
            })
            .await?;
        let mut catalogue = Self {
            version,
            generated_at,
            procedures,
            entries,
            whole: Vec::new(),
        };
        catalogue.whole = catalogue.body_of(catalogue.procedures.values(), None);
        Ok(catalogue)
    }

    /// A procedure by its national code.
    pub(crate) fn procedure(&self, code: &str) -> Option<&Procedure> {
        self.procedures.get(code)
    }

    /// The whole catalogue as sent.
    pub(super) fn whole(&self) -> &[u8] {
        &self.whole
    }

    /// Its entity tag.
    pub(super) fn etag(&self) -> String {
        format!("\"{}-{}\"", self.version, &sha256_hex(&self.whole)[..16])
    }

    /// What changed after that version, as sent. A version that never was gets everything.
    pub(super) fn since(&self, version: i64) -> Vec<u8> {
        let since = if (0..=self.version).contains(&version) {
            version
        } else {
            0
        };
        let changed: BTreeSet<&str> = self.codes(|entry| entry.changed_in > since && !entry.removed);
        let removed = self.codes(|entry| entry.changed_in > since && entry.removed);
        let procedures = self
            .procedures
            .values()
            .filter(|one| changed.contains(one.code.as_str()));
        self.body_of(procedures, Some(removed))
    }

    fn codes(&self, wanted: impl Fn(&Entry) -> bool) -> BTreeSet<&str> {
        self.entries
            .iter()
            .filter(|(_, entry)| wanted(entry))
            .map(|(code, _)| code.as_str())
            .collect()
    }

    fn body_of<'a>(
        &self,
        procedures: impl Iterator<Item = &'a Procedure>,
        removed: Option<BTreeSet<&str>>,
    ) -> Vec<u8> {
        let mut body: Value = json!({
            "version": self.version,
            "generated_at": wire_time(self.generated_at),
            "procedures": procedures.collect::<Vec<_>>(),
        });
        if let Some(removed) = removed {
            body["removed"] = json!(removed);
        }
        body.to_string().into_bytes()
    }
}

/// What has to be written so that the store knows these procedures: new or changed ones, and those that are gone.
fn changes(
    known: &BTreeMap<String, Entry>,
    hashes: &BTreeMap<String, String>,
    version: i64,
) -> BTreeMap<String, Entry> {
    let mut changes = BTreeMap::new();
    for (code, sha256) in hashes {
        if known
            .get(code)
            .is_none_or(|entry| entry.removed || entry.sha256 != *sha256)
        {
            changes.insert(
                code.clone(),
                Entry {
                    sha256: sha256.clone(),
                    changed_in: version,
                    removed: false,
                },
            );
        }
    }
    for (code, entry) in known {
        if !entry.removed && !hashes.contains_key(code) {
            changes.insert(
                code.clone(),
                Entry {
                    changed_in: version,
                    removed: true,
                    ..entry.clone()
                },
            );
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(sha256: &str, changed_in: i64, removed: bool) -> Entry {
        Entry {
            sha256: sha256.into(),
            changed_in,
            removed,
        }
    }

    #[test]
    fn only_what_is_new_changed_gone_or_back_is_written() {
        let known = BTreeMap::from([
            ("same".to_owned(), entry("a", 1, false)),
            ("changed".to_owned(), entry("a", 1, false)),
            ("gone".to_owned(), entry("a", 1, false)),
            ("long_gone".to_owned(), entry("a", 1, true)),
            ("back".to_owned(), entry("a", 1, true)),
        ]);
        let hashes = [("same", "a"), ("changed", "b"), ("new", "a"), ("back", "a")];
        let hashes = hashes
            .map(|(code, hash)| (code.to_owned(), hash.to_owned()))
            .into();
        let expected = BTreeMap::from([
            ("changed".to_owned(), entry("b", 2, false)),
            ("new".to_owned(), entry("a", 2, false)),
            ("back".to_owned(), entry("a", 2, false)),
            ("gone".to_owned(), entry("a", 2, true)),
        ]);
        assert_eq!(changes(&known, &hashes, 2), expected);
    }
}
