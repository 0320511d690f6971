//! Every acknowledged answer and paper survives SIGKILL.
//!
//! The test starts itself again as a child process that answers without end and prints each answer once the store has said it is kept.
//! After a number of lines the child is killed in the middle of what it is doing; the store is opened again and must have everything
//! that was printed. A kill shows what a dying app leaves behind; it doesn't show a power cut (the system still writes its pages).

#![allow(
    clippy::unwrap_used,
    reason = "a test's helpers may panic: that is how they fail"
)]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use motcua_client::{
    port::{
        SystemRandom,
        store::{AttachmentRow, Change, DraftRow, JournalRow, KeptFile, Store},
    },
    store::{SqliteStore, desktop::FileKeyVault, open_personal},
};
use motcua_domain::{
    draft::DraftState,
    ids::{AccountId, DraftId},
    time::Millis,
};

const HOME: &str = "MOTCUA_KILL_TEST_HOME";
/// Lines read before each kill: at once, in the first commits, after papers, after the WAL was moved into the database (1,000 pages).
const KILLS: [usize; 8] = [0, 1, 2, 7, 19, 60, 260, 900];

fn draft_id() -> DraftId {
    DraftId::new(Millis(1), [1; 10])
}

fn open(home: &Path) -> SqliteStore {
    let random = Arc::new(SystemRandom::new());
    let vault = FileKeyVault::new(home.join("vault"), random.clone());
    open_personal(
        &home.join("home"),
        &AccountId::new(Millis(1), [2; 10]),
        &vault,
        random,
    )
    .unwrap()
}

fn head(answered: u64) -> DraftRow {
    DraftRow {
        id: draft_id(),
        state: DraftState::Editing,
        procedure_code: "1.001193".into(),
        form_version: "1".into(),
        opened_at: Millis(1),
        changed_at: Millis(1),
        seed: [0; 32],
        answered: answered as u32,
        questions: 1,
        dossier_id: None,
        supplement: None,
        touched: 0,
    }
}

fn answer(seq: u64) -> String {
    format!("câu trả lời số {seq}")
}

/// Two chunks, so that a file can be cut between them.
fn content(seq: u64) -> Vec<u8> {
    seq.to_be_bytes().repeat(10_000)
}

/// The child: answers until it is killed.
fn answer_without_end(home: &Path) -> ! {
    let store = open(home);
    let mut out = std::io::stdout().lock();
    let kept = store.journal(&draft_id()).unwrap().len() as u64;
    for seq in kept + 1.. {
        let edit = JournalRow {
            draft_id: draft_id(),
            seq,
            edit: answer(seq),
            at: Millis(1),
        };
        store
            .commit(&[Change::PutDraft(head(seq)), Change::AppendEdit(edit)])
            .unwrap();
        writeln!(out, "kept answer {seq}").unwrap();
        if seq % 5 == 0 {
            let file = store.keep_bytes(&content(seq)).unwrap();
            let (name, media_type) = (seq.to_string(), "image/png".into());
            let paper = AttachmentRow {
                draft_id: draft_id(),
                reference: "/data/paper".into(),
                name,
                media_type,
                file,
            };
            store.commit(&[Change::PutAttachment(paper)]).unwrap();
            writeln!(out, "kept paper {seq}").unwrap();
        }
        out.flush().unwrap();
    }
    unreachable!("the numbers don't end before the kill")
}

fn start_child(home: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "every_acknowledged_answer_survives_sigkill",
            "--nocapture",
        ])
        .env(HOME, home);
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

/// Kills the child after `lines`; gives the last answer and paper that it acknowledged, also those still in the pipe.
fn kill_after(mut child: Child, lines: usize) -> (u64, u64) {
    let mut said = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok)
        .filter(|line| line.contains("kept "));
    let mut read: Vec<String> = said.by_ref().take(lines).collect();
    assert_eq!(read.len(), lines, "the child answers until it is killed");
    child.kill().unwrap();
    read.extend(said);
    let status = child.wait().unwrap();
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::process::ExitStatusExt::signal(&status),
        Some(9),
        "{status}"
    );
    let last = |what: &str| {
        let numbers = read
            .iter()
            .filter_map(|line| line.split(what).nth(1)?.trim().parse().ok());
        numbers.max().unwrap_or(0)
    };
    (last("kept answer "), last("kept paper "))
}

#[test]
fn every_acknowledged_answer_survives_sigkill() {
    if let Some(home) = std::env::var_os(HOME) {
        answer_without_end(Path::new(&home));
    }
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for lines in KILLS {
        let (answers, papers) = kill_after(start_child(folder.path()), lines);
        acknowledged = acknowledged.max(answers);
        let store = open(folder.path());
        let journal = store.journal(&draft_id()).unwrap();
        assert!(
            journal.len() as u64 >= acknowledged,
            "{} of {acknowledged} answers are there",
            journal.len()
        );
        assert!(journal.iter().all(|edit| edit.edit == answer(edit.seq)));
        let answered = store
            .draft(&draft_id())
            .unwrap()
            .map_or(0, |draft| draft.answered as usize);
        assert_eq!(answered, journal.len(), "head and journal were kept together");
        check_papers(&store, papers);
    }
    assert!(
        acknowledged > 500,
        "{acknowledged} answers were acknowledged in all"
    );
}

fn check_papers(store: &SqliteStore, acknowledged: u64) {
    store.sweep_files().unwrap();
    let papers = store.attachments(&draft_id()).unwrap();
    assert!(acknowledged == 0 || papers.iter().any(|paper| paper.name == acknowledged.to_string()));
    for AttachmentRow {
        name,
        file: file @ KeptFile { size, .. },
        ..
    } in &papers
    {
        let whole = store.read_file(file, 0, *size as usize).unwrap();
        assert!(whole == content(name.parse().unwrap()), "paper {name}");
    }
}
