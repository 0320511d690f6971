//! The keys whose signatures count on this phone: the evidence root's statements about them, kept as they came.
//!
//! A phone meets a handful of keys, the portal's and those of its dossiers' offices, out of some thousands. So it asks for a key when it first meets its
//! signature, and keeps the statement for good; reading a dossier needs no network. The ring is read once and again when a statement was added.
//!
//! A key that the portal has no statement for stays unknown, and what it signed unverified. A portal that can't be asked now is the caller's failure to
//! handle: it says nothing about the signature.

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, RwLock},
};

use motcua_domain::failure::Code;
use serde::{Deserialize, Serialize};

use super::{Context, documents};
use crate::{
    error::Result,
    port::{portal_api::Fetched, store::Document},
    trust::{KeyRing, Unverified},
};

/// The document that keeps the statements, in the shape of `GET /v1/keys`.
const KEYS: &str = "keys";
/// How many keys are asked for at once (`docs/wire-api.md`, "Profile").
const AT_ONCE: usize = 50;
/// The longest name of a key; a thumbprint has 43 characters.
const LONGEST_KID: usize = 64;

/// The ring as it was read last; empty when statements were added since.
#[derive(Default)]
pub(crate) struct ReadKeys(RwLock<Option<Arc<KeyRing>>>);

#[derive(Default, Serialize, Deserialize)]
struct Statements {
    statements: Vec<String>,
}

/// The keys the phone trusts now; none before it met one.
pub(super) fn ring(context: &Context) -> Arc<KeyRing> {
    let read = context
        .keys
        .0
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    if let Some(ring) = read {
        return ring;
    }
    // Held while reading: statements that are added meanwhile empty it afterwards.
    let mut held = context.keys.0.write().unwrap_or_else(PoisonError::into_inner);
    let document = context.public.document(KEYS).ok().flatten();
    let ring = document.and_then(|it| KeyRing::from_statements(&it.body, &context.trust).ok());
    held.insert(Arc::new(ring.unwrap_or_default())).clone()
}

/// Asks the portal for the keys that these signed texts (whole or detached) name and the phone doesn't know. Afterwards those are known that anybody
/// vouches for. The failure is the network's or the portal's: try later.
pub(super) async fn meet(context: &Context, signed: impl IntoIterator<Item = &str>) -> Result<()> {
    let ring = ring(context);
    let unknown: BTreeSet<String> = signed
        .into_iter()
        .filter_map(kid)
        .filter(|kid| ring.get(kid).is_none())
        .take(AT_ONCE)
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    context.online()?;
    let kids: Vec<String> = unknown.into_iter().collect();
    let path = format!("/v1/keys?kid={}", kids.join(","));
    let Fetched::New { body, .. } = context.portal.document(&path, None).await? else {
        return Err(Code::AnswerUnreadable.into());
    };
    keep(context, &body)
}

/// The name of the key that a text says it is signed with. It is nobody's word yet, and becomes part of an address: only plain names are taken.
fn kid(signed: &str) -> Option<String> {
    let read = Unverified::parse(signed).or_else(|_| Unverified::parse_detached(signed, &[]));
    let kid = read.ok()?.header().kid.clone()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (!kid.is_empty() && kid.len() <= LONGEST_KID && kid.bytes().all(plain)).then_some(kid)
}

/// Adds the statements that the evidence root really made.
fn keep(context: &Context, body: &[u8]) -> Result<()> {
    let came: Statements = serde_json::from_slice(body).map_err(|_| Code::AnswerUnreadable)?;
    let _one_at_a_time = context.changing();
    let document = context.public.document(KEYS)?;
    let mut kept: Statements = document
        .and_then(|it| serde_json::from_slice(&it.body).ok())
        .unwrap_or_default();
    let news = came.statements.into_iter().take(AT_ONCE);
    let news: Vec<String> = news
        .filter(|it| !kept.statements.contains(it) && is_made_by_root(context, it))
        .collect();
    if news.is_empty() {
        return Ok(());
    }
    kept.statements.extend(news);
    let document: Document = documents::document(context, KEYS, None, &super::session::to_json(&kept).into());
    context.public.put_documents(&[document])?;
    *context.keys.0.write().unwrap_or_else(PoisonError::into_inner) = None;
    Ok(())
}

fn is_made_by_root(context: &Context, statement: &str) -> bool {
    let alone = Statements {
        statements: vec![statement.to_owned()],
    };
    let ring = KeyRing::from_statements(&super::session::to_json(&alone), &context.trust);
    ring.is_ok_and(|ring| !ring.is_empty())
}
