//! Answers that no person gives: told apart from wrong ones, and never more than a small machine bears.

use motcua_form::MAX_SUBMISSION;
use uuid::Uuid;

use crate::world::{KHOI, Phone, World, birth_answers, refused};

const ID: Uuid = Uuid::from_u128(0x0193_5a00_0000_7000_8000_0000_0000_0001);
/// What checks may take beside what the portal has before the first, in KiB: it is 130 MB, however many there are.
const MOST_FOR_CHECKS: u64 = 180 * 1024;

/// The birth story's answers with so much of the same before their end.
fn filled(with: &str, bytes: usize) -> String {
    let answers = birth_answers();
    let (start, end) = answers.split_at(answers.rfind("</").unwrap());
    let room = bytes - answers.len();
    [start, &with.repeat(room / with.len()), end].concat()
}

#[tokio::test]
async fn answers_that_are_too_long_or_too_much_for_the_form_are_told_apart_from_wrong_ones() {
    let world = World::start().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let good = phone.prepared(ID).await;
    let spaces = |bytes: usize| filled(" ", bytes);
    // One answer may have a million bytes: beyond that the form takes none.
    let long_answer = birth_answers().replace(KHOI, &"1".repeat((1 << 20) + 1));
    for (text, what) in [
        (spaces(MAX_SUBMISSION + 1), "too long"),
        (long_answer, "an answer too long"),
    ] {
        let manifest = phone.with_answers(&good, &text).await;
        let code = refused(phone.put_dossier(ID, &manifest).await, 422).await;
        assert_eq!(code, "ANSWERS_TOO_LARGE", "{what}");
    }
    let longest = phone.with_answers(&good, &spaces(MAX_SUBMISSION)).await;
    assert_eq!(phone.put_dossier(ID, &longest).await.status(), 201);
}

/// Empty elements with a letter between them cost the most: fifty bytes of memory for each byte of theirs.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn many_who_hand_in_the_worst_answers_at_once_leave_the_portal_its_memory() {
    let world = World::start_alone().await;
    let phone = Phone::signed_in(&world, KHOI, 1).await;
    let good = phone.prepared(ID).await;
    let worst = phone.with_answers(&good, &filled("<a/>b", MAX_SUBMISSION)).await;
    let before = world.most_memory();
    let answers = (1..=8).map(|number| {
        let (phone, mut manifest) = (&phone, worst.clone());
        let id = Uuid::from_u128(number);
        manifest["dossier_id"] = serde_json::json!(id);
        async move { refused(phone.put_dossier(id, &manifest).await, 422).await }
    });
    let codes = futures_util::future::join_all(answers).await;
    assert_eq!(codes, ["ANSWERS_INVALID"; 8]);
    let taken = world.most_memory() - before;
    assert!(taken < MOST_FOR_CHECKS, "{taken} KiB");
    world.end();
}
