//! Writing what was decided: the dossier's new state, the sealed fact and the person's event, in one transaction.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::machine::Step;
use super::manifest::Manifest;
use super::{Dossier, Status};
use crate::app::AppState;
use crate::evidence::{Content, Event, NewFact, Sealed};
use crate::key::SigningKey;
use crate::key::ring_of_keys::{PORTAL, office_owner};
use crate::problem::{Code, Problem};
use crate::store::event::NewEvent;
use crate::store::{StoreError, Tx, dossier, event};

/// What sealing needs, gathered before the transaction: keys, time and fresh ids for one fact.
pub(crate) struct Pen {
    portal: Arc<SigningKey>,
    office: Arc<SigningKey>,
    office_owner: String,
    pub(crate) evidence_id: String,
    event_id: String,
    pub(crate) now: DateTime<Utc>,
}

impl Pen {
    /// A pen for a dossier of this office, at the portal's now.
    ///
    /// # Errors
    /// `MANIFEST_INVALID` for an office that there isn't; the store's.
    pub(crate) async fn take(state: &AppState, agency_code: &str) -> Result<Self, Problem> {
        let office = state.units.office(agency_code);
        let office = office
            .ok_or_else(|| Problem::new(Code::ManifestInvalid).with_detail("there is no such office"))?;
        let now = state.clock.now();
        let key = state
            .keys
            .office(&state.store, agency_code, &office.name_vi, now)
            .await?;
        Ok(Self {
            portal: state.keys.portal(),
            office: key,
            office_owner: office_owner(agency_code),
            evidence_id: state.random.uuid().to_string(),
            event_id: state.random.uuid().to_string(),
            now,
        })
    }

    /// Seals and adds one fact, and tells the person.
    pub(crate) fn seal(
        &self,
        tx: &Tx<'_>,
        about: &Dossier,
        content: &Content,
        said: (Event, Option<&str>, serde_json::Value),
    ) -> Result<Sealed, StoreError> {
        let (event, reason, data) = said;
        let (key, issuer) = if event.is_the_portals() {
            (&self.portal, PORTAL)
        } else {
            (&self.office, self.office_owner.as_str())
        };
        let fact = NewFact {
            event,
            reason,
            data,
            evidence_id: self.evidence_id.clone(),
            dossier_id: &about.id,
            dossier_code: &about.code,
            issuer,
            sub: &about.sub,
            content,
            occurred_at: self.now,
            sealed_at: self.now,
        };
        let sealed = fact.seal(&dossier::head(tx, &about.id)?, key);
        dossier::add_fact(tx, &about.id, &sealed)?;
        self.tell(tx, about, event.id())?;
        Ok(sealed)
    }

    fn tell(&self, tx: &Tx<'_>, about: &Dossier, what: &str) -> Result<(), StoreError> {
        let data = json!({
            "status": about.status.id(),
            "status_code": about.status.code(),
            "dossier_code": about.code,
            "event": what,
        });
        let new = NewEvent {
            id: self.event_id.clone(),
            kind: "dossier_changed",
            subject_id: &about.id,
            occurred_at: self.now,
            data,
        };
        event::append(tx, &about.sub, &new)?;
        Ok(())
    }
}

/// Writes a step of a dossier that is there already. A step without a fact is still told.
pub(crate) fn record(
    tx: &Tx<'_>,
    step: &Step,
    content: &Content,
    pen: &Pen,
) -> Result<Option<Sealed>, StoreError> {
    dossier::update(tx, &step.dossier)?;
    match &step.fact {
        None => {
            pen.tell(tx, &step.dossier, "withdrawal_requested")?;
            Ok(None)
        }
        Some(fact) => {
            let said = (fact.event, fact.reason.as_deref(), fact.data.clone());
            pen.seal(tx, &step.dossier, content, said).map(Some)
        }
    }
}

/// Writes a new dossier with its official code; the fact is its receipt.
pub(super) fn record_new(
    tx: &Tx<'_>,
    new: NewDossier,
    content: &Content,
    pen: &Pen,
) -> Result<(Dossier, Sealed), StoreError> {
    let code = dossier::next_code(tx, &new.agency_code, pen.now)?;
    let data = json!({"procedure_code": new.procedure_code});
    let dossier = Dossier {
        id: new.id,
        sub: new.sub,
        code,
        procedure_code: new.procedure_code,
        agency_code: new.agency_code,
        status: Status::Registered,
        submitted_at: pen.now,
        accepted_at: None,
        due_at: None,
        paused: Vec::new(),
        supplements: 0,
        supplement: None,
        result: None,
        withdrawal_requested_at: None,
        revision: 1,
    };
    dossier::add(tx, &dossier)?;
    let sealed = pen.seal(tx, &dossier, content, (Event::Submitted, None, data))?;
    Ok((dossier, sealed))
}

/// A dossier that is about to be.
pub(super) struct NewDossier {
    pub(super) id: String,
    pub(super) sub: String,
    pub(super) procedure_code: String,
    pub(super) agency_code: String,
}

/// What a dossier's next fact is about: its newest manifest.
pub(crate) fn current_content(tx: &Tx<'_>, dossier_id: &str) -> Result<Content, StoreError> {
    let row = dossier::newest_manifest(tx, dossier_id)?;
    let manifest = Manifest::kept(&row.body)
        .ok_or_else(|| StoreError::Failed("a kept manifest can't be read".into()))?;
    Ok(manifest.content(&row.body))
}
