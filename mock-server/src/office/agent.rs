//! The office's own software: reads what came in and signs that it did.
//!
//! One manifest at a time, oldest dossier first: read every file from disk and hash it, look at the chain so far, then sign
//! `received` over exactly that. If anything isn't what the manifest says, nothing is signed: it is logged and tried again
//! with the next submission or start, and the citizen's phone sees that the office hasn't confirmed.

use std::collections::BTreeMap;

use serde_json::json;
use tokio::sync::watch;

use crate::app::AppState;
use crate::digest::sha256_hex;
use crate::dossier::Dossier;
use crate::dossier::manifest::Manifest;
use crate::dossier::record::Pen;
use crate::evidence::chain::{KnownKey, verify};
use crate::evidence::{Content, Event};
use crate::key::ring_of_keys::known_keys;
use crate::problem::Problem;
use crate::serve::stopped;
use crate::store::{StoreError, dossier};
use crate::upload::content_of;

/// Reads until the portal stops: at the start, and each time the bell rings.
pub(crate) async fn read_until_stopped(state: AppState, mut stopping: watch::Receiver<bool>) {
    loop {
        if let Err(problem) = read_all(&state).await {
            tracing::error!(
                code = problem.code().as_str(),
                "the office couldn't read its new dossiers"
            );
        }
        tokio::select! {
            () = state.office_bell.notified() => {}
            () = stopped(&mut stopping) => return,
        }
    }
}

async fn read_all(state: &AppState) -> Result<(), Problem> {
    for (dossier_id, number) in state.store.read(dossier::unread).await? {
        if let Err(reason) = read_one(state, &dossier_id, number).await? {
            tracing::error!(reason, "the office doesn't sign for a submission");
        }
    }
    Ok(())
}

/// Reads one manifest and signs for it; the inner error says why it doesn't.
async fn read_one(state: &AppState, dossier_id: &str, number: u32) -> Result<Result<(), String>, Problem> {
    let id = dossier_id.to_owned();
    let loaded = state.store.read(move |db| {
        let found = dossier::find(db, &id)?.ok_or_else(Problem::not_found)?;
        let row = dossier::manifest(db, &id, number)?.ok_or_else(Problem::not_found)?;
        Ok::<_, Problem>((found, row, dossier::facts(db, &id)?))
    });
    let (found, row, chain) = loaded.await?;
    let Some(manifest) = Manifest::kept(&row.body) else {
        return Ok(Err("the manifest can't be read".into()));
    };
    let content = manifest.content(&row.body);
    if let Err(reason) = check_files(state, &found, &content).await {
        return Ok(Err(reason));
    }
    let keys: BTreeMap<String, KnownKey> = known_keys(&state.store, state.keys.root()).await?;
    if let Err(broken) = verify(&chain, &keys, dossier_id) {
        return Ok(Err(broken.to_string()));
    }
    let pen = Pen::take(state, &found.agency_code).await?;
    state
        .store
        .write(move |tx| {
            // The dossier may have moved on meanwhile; what was read is still what came.
            let now = dossier::find(tx, &found.id)?.unwrap_or(found);
            if dossier::mark_read(tx, &now.id, number)? {
                pen.seal(tx, &now, &content, (Event::Received, None, json!({})))?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(Ok(()))
}

/// Reads every file from disk again and hashes it.
async fn check_files(state: &AppState, dossier: &Dossier, content: &Content) -> Result<(), String> {
    let papers = content.files.iter().map(|file| file.sha256.as_str());
    for sha256 in std::iter::once(content.answers_sha256.as_str()).chain(papers) {
        let bytes = content_of(&state.addresses.data, &dossier.sub, sha256).await;
        let bytes = bytes.map_err(|error| format!("a file can't be read: {}", error.kind()))?;
        if sha256_hex(&bytes) != sha256 {
            return Err("a file isn't what the manifest says".into());
        }
    }
    Ok(())
}
