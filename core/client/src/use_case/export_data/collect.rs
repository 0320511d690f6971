//! Reads everything that goes into the copy; kept files by their names only.

use std::collections::BTreeMap;

use motcua_domain::{failure::Code, ids::Sha256, manifest::Manifest};
use serde_json::{Value, json};

use crate::{
    error::{Failure, Result},
    port::store::{AttachmentRow, DossierRow, DraftRow, FeedbackRow, KeptFile, Page},
    use_case::{
        Context, browse_catalogue::Names, consent, follow_dossier, journal::Live, preferences, session,
        session::to_json, sync_events,
    },
};

/// All of a list.
const ALL: Page = Page {
    after: None,
    limit: u32::MAX,
};

/// A file of the copy.
pub(super) struct CopyFile {
    /// Where it stands in the archive.
    pub(super) path: String,
    /// What it is; `docs/cli.md` lists the kinds.
    pub(super) kind: &'static str,
    /// What it belongs to, for people and for tools.
    pub(super) about: Value,
    /// What is in it.
    pub(super) content: Content,
}

/// What is in a file.
pub(super) enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file that the store keeps.
    Kept(KeptFile),
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// In the archive's order.
    pub(super) files: Vec<CopyFile>,
    /// Index entries of papers whose content stands in the archive already.
    pub(super) same_content: Vec<Value>,
    /// What couldn't be read.
    pub(super) unreadable: Vec<Value>,
    /// Where each paper's content stands.
    places: BTreeMap<Sha256, String>,
}

/// Reads it all. `LOCKED` while the phone is locked.
pub(super) fn collect(context: &Context) -> Result<Found> {
    let mut found = Found::default();
    let names = Names::load(context)?;
    for draft in context.store.drafts(ALL)?.iter().rev() {
        found.draft(context, draft, &names)?;
    }
    for dossier in context.store.dossiers(ALL)?.iter().rev() {
        found.dossier(context, dossier, &names)?;
    }
    for report in context.store.feedbacks(ALL)?.iter().rev() {
        found.report(report);
    }
    found.lists(context)?;
    for row in context.store.damaged_rows()? {
        found.unreadable.push(json!({"kind": row.table, "id": row.row}));
    }
    Ok(found)
}

impl Found {
    fn bytes(&mut self, path: String, kind: &'static str, about: &Value, bytes: Vec<u8>) {
        self.files.push(CopyFile {
            path,
            kind,
            about: about.clone(),
            content: Content::Bytes(bytes),
        });
    }

    /// A paper; the same content stands in the archive once.
    fn paper(&mut self, path: String, kind: &'static str, about: Value, kept: KeptFile) {
        if let Some(place) = self.places.get(&kept.sha256) {
            self.same_content
                .push(json!({"path": place, "kind": kind, "about": about}));
            return;
        }
        self.places.insert(kept.sha256, path.clone());
        self.files.push(CopyFile {
            path,
            kind,
            about,
            content: Content::Kept(kept),
        });
    }

    fn draft(&mut self, context: &Context, draft: &DraftRow, names: &Names) -> Result<()> {
        let folder = format!("drafts/{}", draft.id);
        let about = json!({
            "draft_id": draft.id,
            "procedure_code": draft.procedure_code,
            "title": names.of(&draft.procedure_code),
            "form_version": draft.form_version,
            "state": draft.state,
            "dossier_id": draft.dossier_id,
            "supplement": draft.supplement,
            "opened_at": draft.opened_at.to_rfc3339(),
            "changed_at": draft.changed_at.to_rfc3339(),
        });
        match answers(context, draft) {
            Ok(xml) => self.bytes(
                format!("{folder}/answers.xml"),
                "draft_answers",
                &about,
                xml.into_bytes(),
            ),
            Err(failure) => self.failed("draft_answers", &draft.id.to_string(), failure)?,
        }
        match history(context, draft) {
            Ok(steps) => self.bytes(
                format!("{folder}/history.json"),
                "draft_history",
                &about,
                to_json(&steps),
            ),
            Err(failure) => self.failed("draft_history", &draft.id.to_string(), failure)?,
        }
        match context.store.attachments(&draft.id) {
            Ok(papers) => papers
                .into_iter()
                .for_each(|paper| self.attachment(&folder, paper)),
            Err(error) => self.failed("draft_file", &draft.id.to_string(), error.into())?,
        }
        Ok(())
    }

    fn attachment(&mut self, folder: &str, paper: AttachmentRow) {
        let about = json!({
            "draft_id": paper.draft_id,
            "reference": paper.reference,
            "name": paper.name,
            "media_type": paper.media_type,
            "sha256": paper.file.sha256.to_hex(),
        });
        // A name is one content's in the whole draft.
        let path = format!("{folder}/files/{}", paper.name);
        self.paper(path, "draft_file", about, paper.file);
    }

    fn dossier(&mut self, context: &Context, row: &DossierRow, names: &Names) -> Result<()> {
        let folder = format!("dossiers/{}", row.id);
        let about = json!({
            "dossier_id": row.id,
            "dossier_code": row.dossier_code,
            "draft_id": row.draft_id,
            "procedure_code": row.procedure_code,
            "title": names.of(&row.procedure_code),
            "agency_code": row.agency_code,
            "frozen_at": row.frozen_at.to_rfc3339(),
        });
        for (text, number) in row.manifests.iter().zip(1_u32..) {
            self.manifest(&folder, number, text, &about);
        }
        if let Some(receipt) = follow_dossier::receipt(context, &row.id)? {
            self.bytes(
                format!("{folder}/receipt.jws"),
                "dossier_receipt",
                &about,
                receipt.jws.into_bytes(),
            );
        }
        for (fact, number) in context.store.evidence(&row.id)?.into_iter().zip(1_u32..) {
            let path = format!("{folder}/evidence/{number:04}.jws");
            self.bytes(path, "dossier_evidence", &about, fact.jws.into_bytes());
        }
        if let Some(state) = &row.portal_state {
            let path = format!("{folder}/state.json");
            self.bytes(path, "dossier_state", &about, state.clone().into_bytes());
        }
        Ok(())
    }

    /// A manifest as sent, with the answers and papers that it names.
    fn manifest(&mut self, folder: &str, number: u32, text: &str, about: &Value) {
        let path = format!("{folder}/manifest-{number}.json");
        self.bytes(path, "dossier_manifest", about, text.as_bytes().to_vec());
        let Ok(manifest) = serde_json::from_str::<Manifest>(text) else {
            return;
        };
        let answers = KeptFile {
            sha256: manifest.answers.sha256,
            size: manifest.answers.size,
        };
        let path = format!("{folder}/answers-{number}.xml");
        self.paper(path, "dossier_answers", about.clone(), answers);
        for paper in manifest.files {
            let mut of_paper = about.clone();
            of_paper["reference"] = json!(paper.reference);
            of_paper["name"] = json!(paper.name);
            of_paper["sha256"] = json!(paper.sha256.to_hex());
            let path = format!("{folder}/files-{number}/{}", paper.name);
            let kept = KeptFile {
                sha256: paper.sha256,
                size: paper.size,
            };
            self.paper(path, "dossier_file", of_paper, kept);
        }
    }

    fn report(&mut self, row: &FeedbackRow) {
        let folder = format!("reports/{}", row.id);
        let about = json!({"report_id": row.id, "number": row.service_request_id});
        let path = format!("{folder}/report.json");
        self.bytes(path, "report", &about, row.report.clone().into_bytes());
        if let Some(photo) = row.photo.clone() {
            self.paper(format!("{folder}/photo"), "report_photo", about, photo);
        }
    }

    fn lists(&mut self, context: &Context) -> Result<()> {
        let person = sync_events::reader(context)?;
        let nothing = Value::Null;
        let events = context.store.events(person.as_deref(), ALL)?;
        self.bytes("inbox.json".to_owned(), "inbox", &nothing, to_json(&events));
        let entries = context.store.entries()?;
        self.bytes("outbox.json".to_owned(), "outbox", &nothing, to_json(&entries));
        let settings = settings(context)?;
        self.bytes(
            "settings.json".to_owned(),
            "settings",
            &nothing,
            to_json(&settings),
        );
        Ok(())
    }

    /// Something doesn't open: the copy is made without it and says so. A locked phone fails it all, as everything of drafts would be missing.
    fn failed(&mut self, kind: &str, id: &str, failure: Failure) -> Result<()> {
        if failure.code == Code::Locked.as_str() {
            return Err(failure);
        }
        self.unreadable
            .push(json!({"kind": kind, "id": id, "code": failure.code}));
        Ok(())
    }
}

/// Every answer as typed.
fn answers(context: &Context, draft: &DraftRow) -> Result<String> {
    let form = context
        .forms
        .load(&*context.public, &draft.procedure_code, &draft.form_version)?;
    Ok(Live::replay(context, &form, draft)?.instance.save())
}

/// Every step with its moment, as it was written down.
fn history(context: &Context, draft: &DraftRow) -> Result<Vec<Value>> {
    let rows = context.store.journal(&draft.id)?;
    let step = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|_| json!(text));
    Ok(rows
        .iter()
        .map(|row| json!({"at": row.at.to_rfc3339(), "step": step(&row.edit)}))
        .collect())
}

/// What was chosen and agreed to, and what the e-ID said of the person. Neither tokens nor keys.
fn settings(context: &Context) -> Result<Value> {
    Ok(json!({
        "language": context.texts().language(),
        "network_policy": preferences::network_policy(context),
        "consent": consent::given(context)?,
        "person": session::person(context)?,
        "installation": context.installation,
    }))
}
