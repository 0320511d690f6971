//! What the story showed, and where everything stays up.

use serde_json::{Value, json};

use crate::demo::{failed::Told, phone::member, scene::Scene};

pub(in crate::demo) async fn tell(scene: &mut Scene, once: bool) -> Told<()> {
    let held = scene.portal.counts().await?;
    let inbox = scene.app.ask(&["inbox"]).await?;
    let push = member(&inbox, "push").to_owned();
    let narrator = &mut scene.narrator;
    narrator.step("Hết chuyện", "The end");
    narrator.detail(
        &format!(
            "Cổng giữ {} hồ sơ, {} chứng cứ đã ký, {} tệp; đã gửi {} thông báo đẩy.",
            held["dossiers"], held["facts"], held["files"], held["pushes"]
        ),
        &format!(
            "The portal holds {} dossier, {} signed facts, {} files; it sent {} wake-ups.",
            held["dossiers"], held["facts"], held["files"], held["pushes"]
        ),
    );
    narrator.screen(&push);
    let took = narrator.told_in();
    narrator.proved(&format!("Kể trong {took}"), &format!("Told in {took}"));
    narrator.finish();
    if !once {
        addresses(scene);
    }
    Ok(())
}

fn addresses(scene: &Scene) {
    let (narrator, portal) = (&scene.narrator, &scene.portal);
    let token = portal.office_token_file.display();
    narrator.title(
        "Cổng, bàn làm việc và điện thoại vẫn chạy",
        "Portal, console and phone stay up",
    );
    narrator.detail(
        &format!("Cổng:              {}", portal.url),
        &format!("Portal:            {}", portal.url),
    );
    narrator.detail(
        &format!("Không TLS:         {}", portal.plain_url),
        &format!("Without TLS:       {}", portal.plain_url),
    );
    narrator.detail(
        &format!("Bàn làm việc:      {}", portal.console),
        &format!("Officers' console: {}", portal.console),
    );
    narrator.detail(
        &format!("Mã của cơ quan:    {token}"),
        &format!("Office token:      {token}"),
    );
    narrator.detail(
        "Việc cán bộ làm ở đó sẽ hiện ở đây ngay. Ctrl-C để kết thúc.",
        "What an officer does there shows up here at once. Ctrl-C ends it all.",
    );
}

/// Shows what the phone hears, for ever.
pub(in crate::demo) async fn listen(scene: &mut Scene) -> Told<()> {
    let newest = scene.app.newest().await?;
    let mut shown = newest["seq"].as_u64().unwrap_or_default();
    loop {
        let line = scene.app.whatever().await?;
        for item in fresh(&line, shown) {
            shown = shown.max(item["seq"].as_u64().unwrap_or_default());
            scene
                .narrator
                .screen(&format!("{}  {}", member(item, "at"), member(item, "text")));
        }
    }
}

/// News in a told inbox, oldest first.
fn fresh(line: &Value, after: u64) -> impl Iterator<Item = &Value> {
    let inbox = line["topic"] == json!("inbox");
    let items = line["now"]["items"].as_array().filter(|_| inbox);
    let newer = move |item: &&Value| item["seq"].as_u64().is_some_and(|seq| seq > after);
    items.into_iter().flatten().rev().filter(newer)
}
