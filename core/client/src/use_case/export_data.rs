//! A copy of one's data: everything that the phone keeps about the person, in one ZIP that needs nothing of ours to be read.
//!
//! ```text
//!   index.json                      what each file is, and what couldn't be read
//!   drafts/<id>/answers.xml         every answer as typed, hidden and wrong ones too
//!               history.json        every step that was made
//!               files/<name>        every paper, also those that were replaced
//!   dossiers/<id>/manifest-1.json   as sent, then one per supplement; answers-1.xml beside it
//!               receipt.jws  evidence/0001.jws …  state.json
//!   reports/<id>/report.json  photo
//!   inbox.json  outbox.json  settings.json
//! ```
//!
//! Rows are read under one lock, so that they fit together; files are copied after it, while the outbox goes on sending. What doesn't open is named in the
//! index and costs nothing else. Left out: keys, tokens and half-done sign-ins, which are secrets and not the person's data; public lists and forms; results,
//! which the phone doesn't keep. The copy is in clear: whoever asks for it is told so.

mod archive;
mod collect;

use std::path::Path;

use motcua_domain::time::Millis;
use serde_json::{Value, json};

use self::{
    archive::Archive,
    collect::{Content, Found, collect},
};
use super::{Context, session::to_json};
use crate::{error::Result, port::store::KeptFile};

/// How much of a file is in memory at a time.
const CHUNK: usize = 1024 * 1024;

/// Writes the copy to `to`, wholly or not at all; what was there is replaced. `LOCKED`: unlock the phone. `STORAGE_FULL`, `APP_FAILED` (it can't be
/// written there): nothing was written.
pub fn export(context: &Context, to: &Path) -> Result<()> {
    let found = {
        let _one_at_a_time = context.changing();
        collect(context)?
    };
    let now = context.now();
    let mut archive = Archive::create(to, now)?;
    let mut unreadable = found.unreadable.clone();
    for file in &found.files {
        match &file.content {
            Content::Bytes(bytes) => archive.add(&file.path, bytes)?,
            Content::Kept(kept) => {
                if !is_readable(context, kept) {
                    unreadable.push(json!({"kind": file.kind, "path": file.path}));
                    continue;
                }
                archive.add_pieces(&file.path, kept.size, |offset| {
                    Ok(context.store.read_file(kept, offset, CHUNK)?)
                })?;
            }
        }
    }
    archive.add("index.json", &to_json(&index(context, &found, &unreadable, now)))?;
    archive.finish()
}

/// Reads the file once before any of it is written: half a paper would look like a paper.
fn is_readable(context: &Context, kept: &KeptFile) -> bool {
    let mut offset = 0;
    while offset < kept.size {
        match context.store.read_file(kept, offset, CHUNK) {
            Ok(piece) if !piece.is_empty() => offset += piece.len() as u64,
            Ok(_) | Err(_) => return false,
        }
    }
    true
}

fn index(context: &Context, found: &Found, unreadable: &[Value], now: Millis) -> Value {
    let told = |path: &Value| unreadable.iter().any(|it| it["path"] == *path);
    let files: Vec<Value> = found
        .files
        .iter()
        .map(|file| json!({"path": file.path, "kind": file.kind, "about": file.about}))
        .chain(found.same_content.iter().cloned())
        .filter(|file| !told(&file["path"]))
        .collect();
    json!({
        "made_at": now.to_rfc3339(),
        "text": context.texts().get("export-text"),
        "files": files,
        "unreadable": unreadable,
    })
}

#[cfg(test)]
mod tests;
