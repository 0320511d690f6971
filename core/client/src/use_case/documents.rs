//! Public documents by name: fetched where they changed, kept in the public store.

use bytes::Bytes;

use super::Context;
use crate::{
    error::Result,
    port::{portal_api::Fetched, store::Document},
};

/// The catalogue.
pub(super) const CATALOGUE: &str = "catalogue";
/// Provinces and wards.
pub(super) const UNITS: &str = "units";
/// The 1022 categories.
pub(super) const SERVICES: &str = "services";

/// Fetches a document unless the one that is kept is still right; `None` then. The second part is its detached signature, where it has one.
pub(super) async fn fetch(
    context: &Context,
    path: &str,
    name: &str,
) -> Result<Option<(Document, Option<String>)>> {
    context.online()?;
    let known = context.public.document(name)?.and_then(|it| it.etag);
    Ok(match context.portal.document(path, known.as_deref()).await? {
        Fetched::Unchanged => None,
        Fetched::New {
            etag,
            body,
            signature,
        } => Some((document(context, name, etag, &body), signature)),
    })
}

/// A document as fetched now.
pub(super) fn document(context: &Context, name: &str, etag: Option<String>, body: &Bytes) -> Document {
    Document {
        name: name.to_owned(),
        etag,
        fetched_at: context.now(),
        body: body.to_vec(),
    }
}
