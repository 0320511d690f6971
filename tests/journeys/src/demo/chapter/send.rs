//! Sending over a slow network that breaks in the middle of the big photo: the phone waits, goes on where the portal stopped, and says "đã nộp" only
//! with a receipt that it verified.

use serde_json::{Value, json};

use crate::demo::{
    failed::{Told, expect},
    phone::member,
    scene::Scene,
    story::Paper,
};

/// The paper whose upload is cut half-way.
const BIG: &str = "birth_cert";
/// How much slower each piece is than on loopback: about as a 3G uplink.
const SLOW_MS: u32 = 150;

/// Makes the network slow, and breaks it once half-way through the big paper.
pub(super) async fn arrange(scene: &mut Scene) -> Told<()> {
    let at_bytes = scene.story.paper(BIG)?.size / 2;
    let files = "/v1/files";
    let cut = json!({"kind": "cut_upload", "at_bytes": at_bytes, "path_prefix": files, "times": 1});
    scene.cut = scene.portal.order(&cut).await?;
    let slow = json!({"kind": "delay", "ms": SLOW_MS, "path_prefix": files, "method": "PATCH"});
    scene.portal.order(&slow).await?;
    Ok(())
}

/// Has the portal count the pieces of a paper that arrive from now on: a delay that nobody feels, and that says how often it struck.
pub(super) async fn watch_for(scene: &Scene, paper: &str) -> Told<u64> {
    let path = format!("/v1/files/{}", scene.story.paper(paper)?.sha256);
    let count = json!({"kind": "delay", "ms": 0, "path_prefix": path, "method": "PATCH"});
    scene.portal.order(&count).await
}

pub(in crate::demo) async fn tell(scene: &mut Scene) -> Told<()> {
    scene.narrator.step(
        "Gửi hồ sơ qua mạng chập chờn",
        "The dossier is sent over a poor network",
    );
    let (known, piece) = until_cut(scene).await?;
    let again = first_after(scene, known).await?;
    went_on(scene, known, piece, again)?;
    scene.portal.behave().await?;
    delivered(scene).await?;
    receipt(scene).await
}

/// Follows the upload until it breaks: what the phone knows to be there, and how large a piece is.
async fn until_cut(scene: &mut Scene) -> Told<(u64, u64)> {
    let dossier = scene.dossier.clone();
    let (mut known, mut piece) = (0_u64, 0_u64);
    let broken = scene.app.hears("the upload to break", |line| {
        let item = item_of(line, &dossier)?;
        let sent = item["sent_bytes"].as_u64()?;
        piece = piece.max(sent.saturating_sub(known));
        known = known.max(sent);
        let waits = !matches!(
            member(item, "code"),
            "READY" | "SENDING" | "SIGN_IN_REQUIRED" | "NETWORK_OFFLINE"
        );
        waits.then(|| (member(item, "code").to_owned(), member(item, "reason").to_owned()))
    });
    let (code, reason) = broken.await?;
    expect(code == "NETWORK_UNREACHABLE", "a broken connection", &code)?;
    let struck = scene.portal.struck(scene.cut).await?;
    expect(struck == 1, "the upload to be cut once", struck)?;
    let (narrator, known_text) = (&scene.narrator, scene.narrator.count(known));
    narrator.trouble(
        &format!("Đứt giữa chừng; máy biết cổng đã có {known_text} byte. {reason}"),
        &format!("Cut half-way; the phone knows of {known_text} bytes there. {reason}"),
    );
    Ok((known, piece))
}

/// Nobody touches the phone: its own wait ends, and the first piece after it arrives.
async fn first_after(scene: &mut Scene, known: u64) -> Told<u64> {
    let dossier = scene.dossier.clone();
    let again = scene.app.hears("the upload to go on", |line| {
        item_of(line, &dossier)?["sent_bytes"]
            .as_u64()
            .filter(|sent| *sent > known)
    });
    again.await
}

/// Each piece carries a checksum, so the one that broke doesn't count and everything before it does: the next news must be exactly one piece more.
fn went_on(scene: &Scene, known: u64, piece: u64, again: u64) -> Told<()> {
    let paper: &Paper = scene.story.paper(BIG)?;
    let cut = paper.size / 2;
    let kept = cut - cut.checked_rem(piece).unwrap_or_default();
    expect(
        again == known + piece,
        format!("the upload to go on where the portal stands, one piece of {piece} bytes after {known}"),
        format!("{again} bytes there"),
    )?;
    let narrator = &scene.narrator;
    let (kept, size) = (narrator.count(kept), narrator.count(paper.size));
    narrator.proved(
        &format!("Máy tự thử lại, hỏi cổng và gửi tiếp từ byte {kept} trên {size}, không gửi lại từ đầu"),
        &format!(
            "The phone tries again by itself, asks, and goes on at byte {kept} of {size}, not from the start"
        ),
    );
    Ok(())
}

/// Waits until nothing of this dossier is left in the outbox.
async fn delivered(scene: &mut Scene) -> Told<()> {
    let dossier = scene.dossier.clone();
    let gone = scene.app.outbox("the dossier to be delivered", |items| {
        items
            .iter()
            .all(|item| item["dossier_id"] != json!(dossier))
            .then_some(())
    });
    gone.await
}

async fn receipt(scene: &mut Scene) -> Told<()> {
    let receipt = scene.app.ask(&["receipt", "show", &scene.dossier]).await?;
    let files = receipt["files"].as_array().cloned().unwrap_or_default();
    for id in [BIG, "marriage_cert"] {
        let sha256 = &scene.story.paper(id)?.sha256;
        expect(
            files.contains(&json!(sha256)),
            format!("the receipt to name {id}"),
            &receipt["files"],
        )?;
    }
    let office = scene.portal.dossier(&scene.dossier).await?;
    let code = member(&receipt, "dossier_code").to_owned();
    expect(
        !code.is_empty() && office["dossier_code"] == json!(code),
        "the same code at the office",
        &office["dossier_code"],
    )?;
    let held = scene.portal.counts().await?;
    expect(held["dossiers"] == json!(1), "one dossier at the portal", &held)?;
    let words = ["heading", "code_text", "submitted_at"].map(|name| member(&receipt, name));
    scene.narrator.screen(&words.join(" · "));
    scene.narrator.done(
        "Biên nhận đúng chữ ký, đúng người, đúng từng tệp; ở cổng có đúng một hồ sơ",
        "The receipt's signature, person and every file's hash are right; the portal holds exactly one dossier",
    );
    scene.dossier_code = code;
    Ok(())
}

/// The dossier's entry in a told outbox.
fn item_of<'a>(line: &'a Value, dossier: &str) -> Option<&'a Value> {
    if line["topic"] != json!("outbox") {
        return None;
    }
    let items = line["now"]["items"].as_array()?;
    items.iter().find(|item| item["dossier_id"] == json!(dossier))
}
