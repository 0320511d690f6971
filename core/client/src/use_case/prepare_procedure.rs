//! Fetching what can be fetched before anybody is online for long: catalogue, units, feedback categories, and a procedure's form with its
//! lists. Everything lands in the public store; from then on browsing and filling in need no network.
//!
//! Nothing is kept that doesn't verify: the catalogue by the portal's signature, form files by the hashes in the form's description. A refused
//! download leaves what the phone has untouched.

use motcua_domain::failure::Code;

use super::{
    Context, browse_catalogue,
    documents::{self, CATALOGUE, SERVICES, UNITS, fetch},
    evidence_log,
    form_library::{self, FormFile, FormManifest},
    keys, units,
};
use crate::{
    error::Result,
    port::{portal_api::Fetched, store::Document},
    trust,
};

/// Fetches catalogue, units and feedback categories where they changed.
pub async fn refresh_catalogue(context: &Context) -> Result<()> {
    let catalogue = fetch(context, "/v1/catalogue", CATALOGUE).await?;
    if let Some((document, signature)) = catalogue {
        verify_catalogue(context, &document.body, signature.as_deref()).await?;
        context.public.put_documents(&[document])?;
    }
    refresh_units(context).await?;
    if let Some((document, _)) = fetch(context, "/open311/v2/services.json", SERVICES).await? {
        context.public.put_documents(&[document])?;
    }
    context.topics.catalogue.touch();
    Ok(())
}

async fn refresh_units(context: &Context) -> Result<()> {
    if let Some((document, _)) = fetch(context, "/v1/units", UNITS).await? {
        context.public.put_documents(&[document])?;
        units::forget(context);
    }
    Ok(())
}

/// Fetches a procedure's current form with its lists, and the units when they aren't on the phone; does nothing when this version is on it already. The answer is
/// the form's version.
pub async fn prepare_procedure(context: &Context, code: &str) -> Result<String> {
    let procedure = browse_catalogue::procedure(context, code)?.ok_or(Code::ProcedureUnknown)?;
    let form = procedure.form.ok_or(Code::ProcedureUnknown)?;
    let name = form_library::manifest_name(&form.code, &form.version);
    let fetched = documents::document(
        context,
        &form_library::fetched_name(&form.code),
        None,
        &form.version.clone().into(),
    );
    if form_library::is_there(&*context.public, &form.code, &form.version)? {
        context.public.put_documents(&[fetched])?;
        return Ok(form.version);
    }
    // Without the units a review names no office, and nothing can be submitted: the catalogue may have come without them when the app's process ended
    // in between.
    if context.public.document(UNITS)?.is_none() {
        refresh_units(context).await?;
    }
    let path = format!("/v1/forms/{}/{}", form.code, form.version);
    let (description, _) = fetch(context, &path, &name)
        .await?
        .ok_or(Code::AnswerUnreadable)?;
    let manifest: FormManifest =
        serde_json::from_slice(&description.body).map_err(|_| Code::AnswerUnreadable)?;
    if manifest.form.sha256 != form.sha256 {
        return Err(Code::DownloadDamaged.into());
    }
    let mut documents = Vec::with_capacity(manifest.media.len() + 2);
    for file in std::iter::once(&manifest.form).chain(&manifest.media) {
        documents.push(fetch_file(context, &path, &manifest, file).await?);
    }
    // A form that can't be compiled is never kept, and the description comes in the same commit: a form is on the phone wholly or not at all.
    let definition = form_library::compile(&manifest, &|name| {
        documents
            .iter()
            .find(|it| it.name == name)
            .map(|it| it.body.clone())
    })?;
    let compiled = form_library::compiled(&manifest, &description, &definition);
    documents.extend([description, compiled, fetched]);
    context.public.put_documents(&documents)?;
    Ok(form.version)
}

async fn fetch_file(
    context: &Context,
    path: &str,
    manifest: &FormManifest,
    file: &FormFile,
) -> Result<Document> {
    let name = form_library::file_name(&manifest.code, &manifest.version, &file.name);
    let path = format!("{path}/files/{}", file.name);
    let Fetched::New { etag, body, .. } = context.portal.document(&path, None).await? else {
        return Err(Code::AnswerUnreadable.into());
    };
    if evidence_log::sha256(&body).to_hex() != file.sha256 {
        return Err(Code::DownloadDamaged.into());
    }
    Ok(documents::document(context, &name, etag, &body))
}

async fn verify_catalogue(context: &Context, body: &[u8], signature: Option<&str>) -> Result<()> {
    let signature = signature.ok_or(Code::DownloadDamaged)?;
    keys::meet(context, [signature]).await?;
    trust::verify_catalogue(body, signature, &keys::ring(context), context.now())
        .map_err(|_| Code::DownloadDamaged.into())
}
