//! The form is filled in question by question without network: one wrong answer is shown and mended, the app dies in the middle, two papers are
//! attached.

use super::player::Player;
use crate::demo::{failed::Told, phone::member, scene::Scene};

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    scene.narrator.step(
        "Điền tờ khai, từng câu một",
        "The form is filled in, question by question",
    );
    let made = scene
        .app
        .ask(&["draft", "new", &scene.story.procedure_code])
        .await?;
    scene.draft = member(&made, "id").to_owned();
    let (draft, steps) = (scene.draft.clone(), scene.story.steps.clone());
    Player::new(scene, &draft).play(&steps).await?;
    let drafts = scene.app.ask(&["draft", "list"]).await?;
    let progress = member(&drafts["items"][0], "progress").to_owned();
    scene.narrator.done(&progress, &progress);
    Ok(())
}
