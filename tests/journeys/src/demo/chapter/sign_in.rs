//! The network is back and the portal asks who it is: signing in by the browser hop, with the app killed while the browser is open.

use serde_json::json;

use crate::demo::{
    browser,
    failed::{Told, expect},
    phone::member,
    scene::Scene,
};

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    scene.narrator.step(
        "Có mạng lại; đăng nhập qua trình duyệt",
        "The network is back; signing in through the browser",
    );
    scene.app.ask(&["network", "on"]).await?;
    let dossier = scene.dossier.clone();
    let asked = scene.app.outbox("the dossier to wait for a sign-in", |items| {
        let item = items.iter().find(|item| item["dossier_id"] == json!(dossier))?;
        (item["code"] == json!("SIGN_IN_REQUIRED")).then(|| member(item, "reason").to_owned())
    });
    let reason = asked.await?;
    scene.narrator.screen(&reason);
    let hop = scene.app.ask(&["sign-in", "--begin"]).await?;
    let number = scene.app.kill().await?;
    scene.narrator.trouble(
        &format!("Trình duyệt đang mở thì ứng dụng bị giết (SIGKILL, tiến trình {number})"),
        &format!("The app is killed while the browser is open (SIGKILL, process {number})"),
    );
    let back = browser::allow(member(&hop, "url"), &scene.story.person, &scene.phone.profile).await?;
    scene.narrator.detail(
        "Ở trang e-ID, người dân chọn tên mình và đồng ý; trình duyệt quay về ứng dụng",
        "On the e-ID's page the citizen chooses a name and allows; the browser comes back to the app",
    );
    super::send::arrange(scene).await?;
    scene.app = scene.phone.start().await?;
    let session = scene.app.ask(&["sign-in", "--complete", &back]).await?;
    expect(
        session["state"] == json!("signed_in"),
        "to be signed in",
        &session["state"],
    )?;
    scene.narrator.screen(member(&session, "text"));
    scene.narrator.done(
        "Tiến trình mới làm nốt việc đăng nhập; hồ sơ vẫn đang chờ, còn nguyên",
        "A new process finishes the sign-in; the dossier is still waiting, untouched",
    );
    Ok(())
}
