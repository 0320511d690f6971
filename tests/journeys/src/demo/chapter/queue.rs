//! Submitting without network: what was reviewed is frozen and waits, and the phone says why.

use serde_json::{Value, json};

use crate::demo::{
    failed::{Told, expect},
    phone::member,
    scene::Scene,
};

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    scene.narrator.step(
        "Nộp hồ sơ khi không có mạng",
        "The dossier is submitted without network",
    );
    let draft = scene.draft.clone();
    scene.dossier = submit(scene, &draft).await?;
    let waiting = scene.app.ask(&["outbox", "why", &scene.dossier]).await?;
    expect(
        waiting["code"] == json!("NETWORK_OFFLINE"),
        "the outbox to wait for the network",
        &waiting,
    )?;
    let words = format!("{}: {}", member(&waiting, "title"), member(&waiting, "reason"));
    scene.narrator.screen(&words);
    let timeline = scene.app.ask(&["track", &scene.dossier]).await?;
    expect(
        timeline["dossier_code"].is_null(),
        "no dossier code before a receipt",
        &timeline["dossier_code"],
    )?;
    scene.narrator.done(
        "Chờ gửi, chưa nói “đã nộp”: chưa có biên nhận",
        "Waiting, and nobody says “đã nộp” (submitted): there is no receipt yet",
    );
    Ok(())
}

/// Reviews the draft and submits exactly what was reviewed; gives the dossier's id.
pub(super) async fn submit(scene: &mut Scene, draft: &str) -> Told<String> {
    let review = scene.app.ask(&["review", draft]).await?;
    tell_review(scene, &review)?;
    let hash = member(&review, "view_sha256").to_owned();
    let submitted = scene.app.ask(&["submit", draft, "--view", &hash]).await?;
    let dossier = member(&submitted, "dossier_id").to_owned();
    expect(!dossier.is_empty(), "a dossier's id", submitted)?;
    Ok(dossier)
}

fn tell_review(scene: &Scene, review: &Value) -> Told<()> {
    let count = |name: &str| review[name].as_array().map_or(0, Vec::len);
    let sections = review["sections"].as_array().into_iter().flatten();
    let rows: usize = sections.map(|it| it["rows"].as_array().map_or(0, Vec::len)).sum();
    let office = member(&review["office"], "name");
    expect(
        !office.is_empty(),
        "the office of the ward that was chosen",
        &review["office"],
    )?;
    scene.narrator.detail(
        &format!(
            "Xem lại: {rows} câu, {} giấy tờ, gửi tới {office}",
            count("papers")
        ),
        &format!(
            "Reviewed: {rows} questions, {} papers, to {office}",
            count("papers")
        ),
    );
    Ok(())
}
