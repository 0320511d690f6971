//! Carrying out one outbox action: upload a file, put a manifest and check its receipt, post a report …
//!
//! The planner says what, this does it and classifies what came back into an [`Outcome`]; the machine then says what that means. Nothing here
//! decides whether something was submitted.

use bytes::Bytes;
use motcua_domain::{
    evidence::{ReceiptProblem, SentManifest, check_receipt},
    failure::Code,
    ids::{DossierId, EntryId, Sha256},
    manifest::Manifest,
    outbox::{Action, Entry, Outcome, What},
};

use super::{
    Context, evidence_log,
    outcome::{not_now, outcome_of},
    send_feedback, session,
};
use crate::port::{
    portal_api::{FileProgress, PortalError, SubmissionAnswer},
    store::{KeptFile, StoreError},
};

/// Bytes in one PATCH: small enough that a cut on a poor network costs little, large enough that the requests don't.
const CHUNK: usize = 512 * 1024;
/// The portal's own name for "all bytes are there and the hash differs" (`docs/wire-api.md`, "Errors").
const FILE_DAMAGED: &str = "FILE_DAMAGED";

/// Told about progress inside one action, so that it can be kept and shown.
pub type Progress<'a> = dyn Fn(Outcome) + Send + Sync + 'a;

/// Carries out `action` of `entry`.
pub async fn deliver(context: &Context, entry: &Entry, action: &Action, progress: &Progress<'_>) -> Outcome {
    match action {
        Action::StartUpload { sha256 } => upload(context, entry, sha256, Begin::Anew, progress).await,
        Action::ResumeUpload { sha256 } => {
            upload(context, entry, sha256, Begin::WhereItStands, progress).await
        }
        Action::PutDossier { dossier, .. } => put_dossier(context, entry, dossier).await,
        Action::PutSupplement { dossier, number, .. } => {
            put_supplement(context, entry, dossier, *number).await
        }
        Action::AskDossier { dossier } => ask_dossier(context, entry, dossier).await,
        Action::PutWithdrawal { dossier } => accepted(
            session::authorized(context, |token| async move {
                context.portal.withdraw(&token, dossier).await
            })
            .await,
        ),
        Action::PostFeedback { report } => send_feedback::post(context, report).await,
        Action::RevokeTokens => revoke(context, &entry.id).await,
        Action::PutPushSubscription { installation } => {
            let Some(subscription) = super::wake_up::subscription(context) else {
                return Outcome::Accepted;
            };
            let subscription = &subscription;
            accepted(
                session::authorized(context, |token| async move {
                    context.portal.subscribe(&token, installation, subscription).await
                })
                .await,
            )
        }
    }
}

enum Begin {
    Anew,
    WhereItStands,
}

async fn upload(
    context: &Context,
    entry: &Entry,
    sha256: &Sha256,
    begin: Begin,
    progress: &Progress<'_>,
) -> Outcome {
    let Some(file) = entry.files.iter().find(|file| file.sha256 == *sha256) else {
        return Outcome::FileLost { sha256: *sha256 };
    };
    let kept = KeptFile {
        sha256: *sha256,
        size: file.size,
    };
    let known = match begin {
        Begin::Anew => announce(context, entry, &kept).await,
        Begin::WhereItStands => {
            session::authorized(context, |token| async move {
                context.portal.file_progress(&token, sha256).await
            })
            .await
        }
    };
    match known {
        Ok(FileProgress::Unknown) => Outcome::UploadGone { sha256: *sha256 },
        Ok(FileProgress::Arrived) => Outcome::FileArrived { sha256: *sha256 },
        Ok(FileProgress::Partial(offset)) => send_from(context, &kept, offset, progress).await,
        Err(error) => file_outcome(*sha256, error),
    }
}

async fn announce(context: &Context, entry: &Entry, kept: &KeptFile) -> Result<FileProgress, PortalError> {
    let media_type = media_type(context, entry, &kept.sha256);
    let media_type = media_type.as_str();
    session::authorized(context, |token| async move {
        context
            .portal
            .announce_file(&token, &kept.sha256, kept.size, media_type)
            .await
    })
    .await
}

async fn send_from(context: &Context, kept: &KeptFile, mut offset: u64, progress: &Progress<'_>) -> Outcome {
    let sha256 = kept.sha256;
    while offset < kept.size {
        let bytes = match context.store.read_file(kept, offset, CHUNK) {
            Ok(bytes) => Bytes::from(bytes),
            Err(StoreError::RowDamaged { .. }) => return Outcome::FileLost { sha256 },
            // A locked phone, a disk that doesn't answer: that passes.
            Err(error) => return not_now(&error.into()),
        };
        let sent = session::authorized(context, |token| {
            let bytes = bytes.clone();
            async move { context.portal.send_chunk(&token, &sha256, offset, bytes).await }
        });
        match sent.await {
            // A portal that doesn't move would keep us here for ever.
            Ok(next) if next <= offset => return Outcome::Transient(Code::OffsetWrong),
            Ok(next) => offset = next,
            Err(error) => return file_outcome(sha256, error),
        }
        progress(Outcome::FileOffset { sha256, offset });
    }
    Outcome::FileArrived { sha256 }
}

/// What the portal is told a file is. The answers are XML; papers say it in the manifest.
fn media_type(context: &Context, entry: &Entry, sha256: &Sha256) -> String {
    let manifest = frozen_manifest(context, entry).ok();
    let manifest: Option<Manifest> = manifest.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let paper = manifest.and_then(|it| it.files.into_iter().find(|paper| paper.sha256 == *sha256));
    paper.map_or_else(|| "application/xml".to_owned(), |paper| paper.media_type)
}

/// The bytes that this entry was frozen with, and no others: a dossier that has a supplement has several manifests.
fn frozen_manifest(context: &Context, entry: &Entry) -> Result<Bytes, Outcome> {
    let (What::Submission {
        dossier,
        manifest_sha256,
    }
    | What::Supplement {
        dossier,
        manifest_sha256,
        ..
    }) = &entry.what
    else {
        return Err(Outcome::Transient(Code::AppFailed));
    };
    let row = context
        .store
        .dossier(dossier)
        .map_err(|error| not_now(&error.into()))?;
    let manifests = row.map(|row| row.manifests).unwrap_or_default();
    let frozen = manifests
        .into_iter()
        .find(|text| evidence_log::sha256(text.as_bytes()) == *manifest_sha256);
    frozen.map(Bytes::from).ok_or(Outcome::Transient(Code::AppFailed))
}

async fn put_dossier(context: &Context, entry: &Entry, id: &DossierId) -> Outcome {
    let manifest = match frozen_manifest(context, entry) {
        Ok(manifest) => &manifest.clone(),
        Err(outcome) => return outcome,
    };
    let answer = session::authorized(context, |token| async move {
        context.portal.submit(&token, id, manifest.clone()).await
    });
    receipt_outcome(context, entry, manifest, answer.await).await
}

async fn put_supplement(context: &Context, entry: &Entry, id: &DossierId, number: u32) -> Outcome {
    let manifest = match frozen_manifest(context, entry) {
        Ok(manifest) => &manifest.clone(),
        Err(outcome) => return outcome,
    };
    let answer = session::authorized(context, |token| async move {
        context
            .portal
            .supplement(&token, id, number, manifest.clone())
            .await
    });
    receipt_outcome(context, entry, manifest, answer.await).await
}

async fn receipt_outcome(
    context: &Context,
    entry: &Entry,
    manifest: &[u8],
    answer: Result<SubmissionAnswer, PortalError>,
) -> Outcome {
    match answer {
        Ok(answer) => {
            let mut facts = answer.evidence;
            if !facts.contains(&answer.receipt) {
                facts.push(answer.receipt.clone());
            }
            check(context, entry, manifest, &[answer.receipt], &facts).await
        }
        Err(error) => outcome_of(error),
    }
}

/// After a doubtful receipt: the evidence itself says whether the dossier was submitted.
async fn ask_dossier(context: &Context, entry: &Entry, id: &DossierId) -> Outcome {
    let manifest = match frozen_manifest(context, entry) {
        Ok(manifest) => manifest,
        Err(outcome) => return outcome,
    };
    match session::authorized(context, |token| async move {
        context.portal.evidence(&token, id).await
    })
    .await
    {
        Ok(facts) => check(context, entry, &manifest, &facts, &facts).await,
        Err(error) if error.code == Code::NotFound.as_str() => Outcome::DossierUnknown,
        Err(error) => match outcome_of(error) {
            // A question that is refused says nothing about the dossier, which the portal may hold: it is no "no" to what was sent.
            Outcome::Refused { code, .. } => {
                Outcome::Transient(Code::from_text(code.as_str()).unwrap_or(Code::PortalFailed))
            }
            outcome => outcome,
        },
    }
}

/// Checks `candidates` against what was sent; the first that is its receipt proves the submission. Only then are the facts kept.
async fn check(
    context: &Context,
    entry: &Entry,
    manifest: &[u8],
    candidates: &[String],
    facts: &[String],
) -> Outcome {
    let Some(expected) = expected(entry, manifest) else {
        return Outcome::SignInRequired;
    };
    let verified = match evidence_log::verify(context, candidates).await {
        Ok(verified) => verified,
        Err(failure) => return not_now(&failure),
    };
    let mut problem = None;
    for fact in verified.into_iter().flatten() {
        match check_receipt(&fact, &expected) {
            Ok(receipt) => {
                return match evidence_log::keep_receipt(context, &receipt, &expected.sub, facts).await {
                    Ok(()) => Outcome::ReceiptVerified,
                    Err(failure) => not_now(&failure),
                };
            }
            Err(why) => _ = problem.get_or_insert(why),
        }
    }
    Outcome::ReceiptWrong(problem.unwrap_or(ReceiptProblem::NotSigned))
}

/// What the receipt must repeat: these bytes, and the person whose entry it is, whoever is signed in by now.
fn expected(entry: &Entry, manifest_bytes: &[u8]) -> Option<SentManifest> {
    let manifest: Manifest = serde_json::from_slice(manifest_bytes).ok()?;
    let sub = entry.sub.clone()?;
    Some(SentManifest::new(
        &manifest,
        evidence_log::sha256(manifest_bytes),
        sub,
    ))
}

async fn revoke(context: &Context, entry: &EntryId) -> Outcome {
    let Some(token) = session::revocation(context, entry) else {
        return Outcome::Accepted;
    };
    match context.identity.revoke(&token).await {
        Ok(()) => {
            session::forget_revocation(context, entry);
            Outcome::Accepted
        }
        Err(error) => outcome_of(error),
    }
}

fn accepted(answer: Result<(), PortalError>) -> Outcome {
    answer.map_or_else(outcome_of, |()| Outcome::Accepted)
}

fn file_outcome(sha256: Sha256, error: PortalError) -> Outcome {
    match error.code.as_str() {
        FILE_DAMAGED => Outcome::FileDamaged { sha256 },
        code if code == Code::NotFound.as_str() => Outcome::UploadGone { sha256 },
        _ => outcome_of(error),
    }
}
