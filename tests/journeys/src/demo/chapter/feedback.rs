//! A pothole, with a photo: reported to 1022, handed on, answered.

use serde_json::json;

use super::supplement::newest;
use crate::demo::{
    failed::{Failed, Told, expect},
    phone::{member, word},
    scene::Scene,
};

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    scene.narrator.step("Phản ánh ổ gà kèm ảnh", "A pothole is reported, with a photo");
    let report = send(scene).await?;
    let number = number(scene, &report).await?;
    let seq = newest(scene).await?;
    scene.portal.forward_report(&number).await?;
    let news = scene.app.news_after(seq, "news of the report").await?;
    scene.narrator.screen(member(&news, "text"));
    let note = scene.story.feedback.answer_note.clone();
    let seq = newest(scene).await?;
    scene.portal.answer_report(&number, &note).await?;
    scene.app.news_after(seq, "the report's answer").await?;
    let shown = scene.app.ask(&["feedback", "show", &report]).await?;
    expect(shown["answer"] == json!(note), format!("the answer “{note}”"), &shown["answer"])?;
    scene.narrator.screen(&format!("{}: {note}", member(&shown, "status_text")));
    scene.narrator.done("Phản ánh có câu trả lời", "The report has its answer");
    Ok(())
}

async fn send(scene: &mut Scene) -> Told<String> {
    let feedback = &scene.story.feedback;
    let photo = scene.papers.get(&feedback.photo).map(|place| word(place)).unwrap_or_default();
    let (lat, long) = (feedback.lat.to_string(), feedback.long.to_string());
    let words = [
        "feedback", "new", "--service", &feedback.service_code, "--description", &feedback.description, "--lat", &lat,
        "--long", &long, "--photo", &photo,
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
        ours["number"].as_str().map(|number| (number.to_owned(), member(ours, "expected").to_owned()))
    });
    let (number, expected) = heard.await?;
    let known = scene.portal.counts().await?;
    expect(known["feedback"] == json!(1), "one report at 1022", &known)
        .map_err(|_| Failed::new("one report at 1022", &known["feedback"]))?;
    scene.narrator.proved(
        &format!("1022 đã nhận, số {number}. {expected}"),
        &format!("1022 has it as number {number}. {expected}"),
    );
    Ok(number)
}
