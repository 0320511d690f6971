//! Entries and worlds for the outbox's tests.

mod properties;
mod stories;

use super::*;
use crate::evidence::ReceiptProblem;
use crate::failure::{Code, CodeText};
use crate::ids::{DossierId, EntryId, InstallationId, ReportId, Sha256, Subject};
use crate::time::Millis;

const NOW: Millis = Millis(1_000_000);

fn hash(n: u8) -> Sha256 {
    Sha256::from_bytes([n; 32])
}

fn dossier(n: u8) -> DossierId {
    DossierId::new(Millis(1), [n; 10])
}

fn an() -> Subject {
    Subject::new("an")
}

fn entry(n: u8, what: What) -> Entry {
    Entry::new(
        EntryId::new(Millis(i64::from(n)), [n; 10]),
        Some(an()),
        what,
        Millis(i64::from(n)),
    )
}

/// A submission of dossier `n` with two files of 100 bytes.
fn submission(n: u8) -> Entry {
    let file = |f| FileItem {
        sha256: hash(f),
        size: 100,
        state: FileState::Pending,
        damaged: 0,
    };
    let what = What::Submission {
        dossier: dossier(n),
        manifest_sha256: hash(n),
    };
    Entry {
        files: vec![file(101), file(102)],
        ..entry(n, what)
    }
}

/// The same with its files arrived.
fn uploaded(n: u8) -> Entry {
    let mut entry = submission(n);
    for file in &mut entry.files {
        file.state = FileState::Arrived;
    }
    entry
}

fn supplement(n: u8, of: u8, number: u32) -> Entry {
    entry(
        n,
        What::Supplement {
            dossier: dossier(of),
            number,
            manifest_sha256: hash(n),
        },
    )
}

fn withdrawal(n: u8, of: u8) -> Entry {
    entry(n, What::Withdrawal { dossier: dossier(of) })
}

fn world() -> World {
    World {
        connectivity: Connectivity::Unmetered,
        network_policy: NetworkPolicy::Any,
        session: Session::SignedIn { sub: an() },
        app_supported: true,
    }
}

fn only_action(entry: &Entry) -> Action {
    let plan = plan(std::slice::from_ref(entry), &world(), NOW);
    plan.actions.into_iter().next().expect("something to do").1
}

fn reason(entry: &Entry, world: &World) -> WaitingReason {
    why(entry, std::slice::from_ref(entry), world, NOW)
}

/// Begins what is planned and applies an outcome.
fn run(entry: &Entry, outcome: Outcome) -> (Entry, Vec<Effect>) {
    let begun = begin(entry, &only_action(entry)).unwrap();
    step(&begun, &outcome, NOW, 0)
}

fn after_wait(entry: Entry) -> Entry {
    Entry {
        next_attempt_at: None,
        not_before: None,
        ..entry
    }
}
