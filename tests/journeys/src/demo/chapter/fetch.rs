//! The phone fetches catalogue and form, finds the procedure by words without marks, and goes into airplane mode.

use serde_json::json;

use crate::demo::{
    failed::{Told, expect},
    phone::member,
    scene::Scene,
};

/// What somebody types who doesn't bother with marks.
const TYPED: &str = "dang ky khai sinh";

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    let (narrator, app) = (&mut scene.narrator, &mut scene.app);
    narrator.step(
        "Điện thoại tải danh mục và mẫu đơn",
        "The phone fetches the catalogue and the form",
    );
    app.ask(&["catalogue", "refresh"]).await?;
    let found = app.ask(&["catalogue", "search", TYPED]).await?;
    let items = found["items"].as_array().cloned().unwrap_or_default();
    let wanted = items
        .iter()
        .find(|item| item["code"] == json!(scene.story.procedure_code));
    let first = wanted.cloned().unwrap_or_default();
    expect(
        wanted.is_some(),
        format!("“{TYPED}” to find {}", scene.story.procedure_code),
        &found,
    )?;
    narrator.detail(
        &format!("Gõ “{TYPED}”, không dấu, thấy {} thủ tục:", items.len()),
        &format!(
            "“{TYPED}”, typed without marks, finds {} procedures:",
            items.len()
        ),
    );
    narrator.screen(&format!(
        "{}  {}",
        member(&first, "code"),
        member(&first, "label")
    ));
    let prepared = app
        .ask(&["procedure", "prepare", &scene.story.procedure_code])
        .await?;
    let version = member(&prepared, "form_version");
    expect(
        version == scene.story.form_version,
        format!("form version {}", scene.story.form_version),
        &prepared,
    )?;
    narrator.done(
        &format!("Danh mục đã kiểm chữ ký; mẫu đơn {version} với 34 tỉnh, 3.321 xã nằm trên máy"),
        &format!("The catalogue's signature holds; form {version} with 34 provinces and 3,321 wards is on the phone"),
    );
    narrator.step("Tắt mạng", "The network goes off");
    app.ask(&["network", "off"]).await?;
    narrator.done(
        "Từ đây máy không có mạng; chưa ai đăng nhập",
        "From here on there is no network, and nobody has signed in",
    );
    Ok(())
}
