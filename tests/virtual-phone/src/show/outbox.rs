//! What waits to be sent.

use motcua_ffi::{OutboxItem, OutboxList, OutboxRemedy};
use serde_json::{Value, json};

use super::{Show, account::target, lines, or_empty};

impl Show for OutboxList {
    fn object(&self) -> Value {
        json!({
            "kind": "outbox",
            "items": self.items.iter().map(item).collect::<Vec<_>>(),
            "empty": self.empty,
        })
    }

    fn words(&self) -> String {
        let items = self.items.iter().map(Show::words);
        lines(items.chain([or_empty(self.empty.as_ref()).to_owned()]))
    }
}

impl Show for OutboxItem {
    fn object(&self) -> Value {
        let mut object = item(self);
        object["kind"] = json!("outbox_item");
        object
    }

    fn words(&self) -> String {
        let title = format!("{}: {} ({})", self.title, self.reason, self.code);
        let failure = self
            .failure
            .as_ref()
            .map(|it| format!("  {} {}", it.cause, it.remedy));
        let progress = self.progress.as_ref().map(|it| format!("  {it}"));
        lines([title, failure.unwrap_or_default(), progress.unwrap_or_default()])
            .trim_end()
            .to_owned()
    }
}

fn item(item: &OutboxItem) -> Value {
    let failure = item.failure.as_ref();
    json!({
        "id": item.id,
        "dossier_id": item.dossier_id,
        "title": item.title,
        "queued_at": item.queued_at,
        "code": item.code,
        "reason": item.reason,
        "failure": failure.map(|it| json!({"code": it.code, "cause": it.cause, "remedy": it.remedy})),
        "remedy": item.remedy.map(remedy),
        "progress": item.progress,
        "sent_bytes": item.sent_bytes,
        "total_bytes": item.total_bytes,
        "needs_you": item.needs_you,
        "draft_id": item.draft_id,
        "can_take_back": item.can_take_back,
        "target": item.target.as_ref().map(target),
    })
}

/// What helps against an entry's reason.
fn remedy(it: OutboxRemedy) -> &'static str {
    match it {
        OutboxRemedy::SendNow => "send_now",
        OutboxRemedy::TakeBack => "take_back",
        OutboxRemedy::SignIn => "sign_in",
        OutboxRemedy::SignOut => "sign_out",
        OutboxRemedy::UpdateApp => "update_app",
        OutboxRemedy::NetworkSettings => "network_settings",
        OutboxRemedy::NetworkPolicy => "network_policy",
    }
}
