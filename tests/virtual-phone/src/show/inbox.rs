//! What the portal told.

use motcua_ffi::{Inbox, InboxItem};
use serde_json::{Value, json};

use super::{Show, account::target, lines, or_empty};

impl Show for Inbox {
    fn object(&self) -> Value {
        json!({
            "kind": "inbox",
            "items": self.items.iter().map(item).collect::<Vec<_>>(),
            "empty": self.empty,
            "push": self.push,
            "push_missed": self.push_missed,
        })
    }

    fn words(&self) -> String {
        let items = self.items.iter().map(|it| format!("{}  {}", it.at, it.text));
        let around = [or_empty(self.empty.as_ref()), &self.push];
        lines(items.chain(around.map(str::to_owned)))
    }
}

fn item(item: &InboxItem) -> Value {
    json!({
        "seq": item.seq,
        "event_kind": item.kind,
        "subject_id": item.subject_id,
        "at": item.at,
        "text": item.text,
        "is_new": item.is_new,
        "target": item.target.as_ref().map(target),
    })
}
