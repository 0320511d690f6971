//! Accepted with a due date by working days, processed, completed, delivered: the result comes back and is what the office signed.

use std::fs;

use serde_json::json;

use super::supplement::{act_and_hear, entries};
use crate::demo::{
    failed::{Failed, Told, expect},
    phone::{member, word},
    scene::Scene,
    story::sha256,
};

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    accepted(scene).await?;
    scene
        .narrator
        .step("Xử lý và trả kết quả", "The result is made and delivered");
    for action in ["process", "complete", "deliver"] {
        let news = act_and_hear(scene, action, &json!({})).await?;
        scene.narrator.screen(&news);
    }
    fetched(scene).await?;
    timeline(scene).await
}

async fn accepted(scene: &mut Scene) -> Told<()> {
    scene
        .narrator
        .step("Hồ sơ được tiếp nhận", "The dossier is accepted");
    let news = act_and_hear(scene, "accept", &json!({})).await?;
    scene.narrator.screen(&news);
    let dossier = scene.dossier.clone();
    let clock = scene
        .app
        .tracks(&dossier, "the acceptance, signed by the office", |timeline| {
            entries(timeline, "accepted").first()?;
            Some((
                member(timeline, "clock").to_owned(),
                member(timeline, "due_at").to_owned(),
            ))
        });
    let (clock, due) = clock.await?;
    let office = scene.portal.dossier(&dossier).await?;
    expect(
        !due.is_empty() && office["due_at"] == json!(due),
        "the due date that the office signed",
        &office["due_at"],
    )?;
    let procedure = scene
        .app
        .ask(&["procedure", "show", &scene.story.procedure_code])
        .await?;
    scene
        .narrator
        .screen(&format!("{clock} · {}", member(&procedure, "deadline")));
    scene.narrator.done(
        "Hẹn trả tính theo ngày làm việc, cơ quan đã ký",
        "The due date counts working days, and the office has signed it",
    );
    Ok(())
}

async fn fetched(scene: &mut Scene) -> Told<()> {
    let place = scene.folder.join("result");
    scene
        .app
        .ask(&["result", &scene.dossier, "--to", &word(&place)])
        .await?;
    let bytes = fs::read(&place).map_err(|error| Failed::new("the result's file", error))?;
    let office = scene.portal.dossier(&scene.dossier).await?;
    let signed = &office["result"];
    expect(
        signed["sha256"] == json!(sha256(&bytes)),
        "the result that the office signed",
        signed,
    )?;
    let (name, size) = (member(signed, "name"), scene.narrator.count(bytes.len() as u64));
    scene.narrator.proved(
        &format!("Kết quả {name}, {size} byte, đúng mã băm cơ quan đã ký"),
        &format!("The result {name}, {size} bytes, has the hash that the office signed"),
    );
    Ok(())
}

async fn timeline(scene: &mut Scene) -> Told<()> {
    let timeline = scene.app.ask(&["track", &scene.dossier]).await?;
    expect(
        timeline["status"] == json!("result_delivered"),
        "the status “result delivered”",
        &timeline["status"],
    )?;
    expect(
        timeline["warning"].is_null(),
        "no fact in doubt",
        &timeline["warning"],
    )?;
    scene.narrator.detail(
        "Cả hành trình, trên màn hình theo dõi:",
        "The whole way, on the tracking screen:",
    );
    for item in timeline["entries"].as_array().into_iter().flatten() {
        scene.narrator.screen(member(item, "label"));
    }
    let status = member(&timeline, "status_text").to_owned();
    scene.narrator.done(&status, &status);
    Ok(())
}
