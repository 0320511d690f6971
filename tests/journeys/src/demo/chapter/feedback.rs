//! A pothole, with a photo: reported to 1022, handed on, answered.

use serde_json::{Value, json};

use crate::demo::{
    failed::{Failed, Told, expect},
    phone::{member, word},
    scene::Scene,
};

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    scene
        .narrator
        .step("Phản ánh ổ gà kèm ảnh", "A pothole is reported, with a photo");
    let report = send(scene).await?;
    let number = number(scene, &report).await?;
    scene.portal.forward_report(&number).await?;
    let forwarded = follow(scene, &report, "the report to be handed on", |shown| {
        (shown["status"] == json!("forwarded")).then(|| member(shown, "status_text").to_owned())
    });
    let words = forwarded.await?;
    scene.narrator.screen(&words);
    let note = scene.story.feedback.answer_note.clone();
    scene.portal.answer_report(&number, &note).await?;
    let answered = follow(scene, &report, "the report's answer", |shown| {
        (shown["answer"] == json!(note)).then(|| shown.clone())
    });
    let shown = answered.await?;
    scene
        .narrator
        .screen(&format!("{}: {note}", member(&shown, "status_text")));
    scene
        .narrator
        .done("Phản ánh có câu trả lời", "The report has its answer");
    Ok(())
}

/// Looks at the report whenever the app tells by itself that something changed.
async fn follow<T>(
    scene: &mut Scene,
    report: &str,
    awaited: &str,
    look: impl Fn(&Value) -> Option<T>,
) -> Told<T> {
    let asked = (["feedback", "show", report], "feedback");
    scene.app.follows((&asked.0, asked.1), awaited, look).await
}

async fn send(scene: &mut Scene) -> Told<String> {
    let feedback = &scene.story.feedback;
    let photo = scene
        .papers
        .get(&feedback.photo)
        .map(|place| word(place))
        .unwrap_or_default();
    let (lat, long) = (feedback.lat.to_string(), feedback.long.to_string());
    let words = [
        "feedback",
        "new",
        "--service",
        &feedback.service_code,
        "--description",
        &feedback.description,
        "--lat",
        &lat,
        "--long",
        &long,
        "--photo",
        &photo,
    ];
    let made = scene.app.ask(&words).await?;
    let report = member(&made, "id").to_owned();
    expect(!report.is_empty(), "a report's id", made)?;
    scene.narrator.screen(&scene.story.feedback.description.clone());
    Ok(report)
}

/// The number that 1022 gave it, as soon as the phone knows.
async fn number(scene: &mut Scene, report: &str) -> Told<String> {
    let heard = scene.app.hears("1022 to take the report", |line| {
        let items = (line["topic"] == json!("feedback")).then(|| line["now"]["items"].as_array())??;
        let ours = items.iter().find(|item| item["id"] == json!(report))?;
        ours["number"].as_str().map(str::to_owned)
    });
    let number = heard.await?;
    let known = scene.portal.counts().await?;
    expect(known["feedback"] == json!(1), "one report at 1022", &known)
        .map_err(|_| Failed::new("one report at 1022", &known["feedback"]))?;
    scene.narrator.proved(
        &format!("1022 đã nhận, số {number}"),
        &format!("1022 has it as number {number}"),
    );
    Ok(number)
}
