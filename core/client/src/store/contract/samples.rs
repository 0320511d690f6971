//! Rows to put into a store, told apart by a number.

use motcua_domain::{
    draft::DraftState,
    ids::{DossierId, DraftId, EntryId, ReportId, Sha256},
    outbox::{Entry, What},
    time::Millis,
};

use crate::port::store::{
    AttachmentRow, DossierRow, DraftRow, EventRow, EvidenceRow, FeedbackRow, JournalRow, KeptFile,
};

fn id_bytes(n: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&n.to_be_bytes());
    bytes
}

pub(crate) fn draft_id(n: u64) -> DraftId {
    DraftId::new(Millis(1), id_bytes(n))
}

pub(crate) fn dossier_id(n: u64) -> DossierId {
    DossierId::new(Millis(2), id_bytes(n))
}

pub(crate) fn draft(n: u64) -> DraftRow {
    DraftRow {
        id: draft_id(n),
        state: DraftState::Editing,
        procedure_code: "1.001193".into(),
        form_version: "1".into(),
        opened_at: Millis(10),
        changed_at: Millis(20),
        seed: [n as u8; 32],
        answered: 3,
        questions: 30,
        dossier_id: None,
        supplement: None,
        touched: 0,
    }
}

pub(crate) fn edit(n: u64, seq: u64) -> JournalRow {
    JournalRow {
        draft_id: draft_id(n),
        seq,
        edit: format!(r#"{{"họ tên":"Đặng Văn {seq}"}}"#),
        at: Millis(30),
    }
}

pub(crate) fn paper(n: u64, reference: &str, name: &str, file: KeptFile) -> AttachmentRow {
    let media_type = "image/jpeg".to_owned();
    AttachmentRow {
        draft_id: draft_id(n),
        reference: reference.into(),
        name: name.into(),
        media_type,
        file,
    }
}

pub(crate) fn entry(n: u64) -> Entry {
    Entry::new(
        EntryId::new(Millis(9), id_bytes(n)),
        None,
        What::Withdrawal {
            dossier: dossier_id(n),
        },
        Millis(40),
    )
}

pub(crate) fn dossier(n: u64) -> DossierRow {
    DossierRow {
        id: dossier_id(n),
        draft_id: draft_id(n),
        procedure_code: "1.001193".into(),
        agency_code: "000.00.01.H29".into(),
        manifests: vec![r#"{"v":1}"#.into()],
        sub: None,
        portal_state: None,
        dossier_code: None,
        frozen_at: Millis(50),
        touched: 0,
    }
}

pub(crate) fn fact(seq: u32, jws: &str) -> EvidenceRow {
    EvidenceRow {
        dossier_id: dossier_id(1),
        seq,
        jws: jws.into(),
        verified: false,
    }
}

pub(crate) fn event(seq: u64, subject_id: &str) -> EventRow {
    let (kind, data) = ("dossier_changed".to_owned(), "{}".to_owned());
    EventRow {
        sub: Some("an".into()),
        seq,
        kind,
        subject_id: subject_id.into(),
        occurred_at: Millis(60),
        data,
        seen_at: None,
    }
}

pub(crate) fn report(n: u64, photo: Option<KeptFile>) -> FeedbackRow {
    let id = ReportId::new(Millis(3), id_bytes(n));
    FeedbackRow {
        id,
        report: r#"{"description":"Ổ gà"}"#.into(),
        photo,
        service_request_id: None,
        touched: 0,
    }
}

pub(crate) fn unknown_file() -> KeptFile {
    KeptFile {
        sha256: Sha256::from_bytes([9; 32]),
        size: 3,
    }
}
