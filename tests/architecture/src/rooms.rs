//! Who may use whom inside a crate: its top modules are rooms, and a table says which room sees which.
//!
//! What stands in `lib.rs` itself, and the room that the table calls the root, wires everything and sees everything. Every other room sees
//! itself, the rooms in its rule, and the crates that nobody keeps for himself. Items that `lib.rs` re-exports are no way round: inside the
//! crate they are reached through their room, so that the arrow shows.

use std::collections::BTreeSet;

use crate::{Violation, source::Mention};

/// The rules of one crate.
#[derive(Debug, Clone, Copy)]
pub struct House {
    /// Rooms that wire the others and see everything.
    pub roots: &'static [&'static str],
    /// All other rooms.
    pub rooms: &'static [Room],
    /// Paths into other crates that belong to some rooms only; to nobody when the list of rooms is empty.
    pub kept: &'static [Kept],
}

/// What one room may see.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// The top module's name.
    pub name: &'static str,
    /// The rooms that it may see besides itself.
    pub sees: &'static [&'static str],
    /// The reason, for whoever breaks the rule.
    pub why: &'static str,
}

/// A path into another crate that only some rooms may mention.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// The path, as in `std::fs`.
    pub path: &'static str,
    /// The rooms that may.
    pub by: &'static [&'static str],
    /// The reason, for whoever breaks the rule.
    pub why: &'static str,
}

const fn room(name: &'static str, sees: &'static [&'static str], why: &'static str) -> Room {
    Room { name, sees, why }
}

const fn kept(path: &'static str, by: &'static [&'static str], why: &'static str) -> Kept {
    Kept { path, by, why }
}

const ADAPTER: &str = "an adapter implements ports and knows no other adapter and no use case";
const DECIDES: &str =
    "use cases and workers see what a port promises, never how an adapter keeps the promise";
const FORMS: &str = "ports and adapters carry forms as bytes; what they mean is decided above";

/// The rooms of `motcua-client`.
pub const CLIENT: House = House {
    roots: &["client"],
    rooms: &[
        room(
            "port",
            &[],
            "a port says what is needed from outside and knows nobody inside",
        ),
        room(
            "observe",
            &[],
            "observation knows that something changed, not what",
        ),
        room("trust", &[], "whose word counts is found from bytes alone"),
        room(
            "push_keys",
            &["port"],
            "a wake-up is opened with keys and random bytes alone",
        ),
        room(
            "vocabulary",
            &[],
            "it only passes on words of the domain and the form engine",
        ),
        room("store", &["port"], ADAPTER),
        room("transport", &["port", "trust"], ADAPTER),
        room("screen", &["port"], "a screen model is made from values alone"),
        room(
            "error",
            &["port", "screen"],
            "a failure is made from what ports say and told in the screens' words",
        ),
        room(
            "use_case",
            &["error", "observe", "port", "push_keys", "screen", "trust"],
            DECIDES,
        ),
        room(
            "worker",
            &["error", "observe", "port", "screen", "use_case"],
            DECIDES,
        ),
    ],
    kept: &[
        kept("rusqlite", &["store"], "only the store speaks SQL"),
        kept("reqwest", &["transport"], "only the transport speaks HTTP"),
        kept(
            "oauth2",
            &["transport"],
            "only the transport speaks to the e-ID provider",
        ),
        kept("rustls", &["transport"], "only the transport speaks TLS"),
        kept(
            "motcua_form",
            &["error", "screen", "use_case", "vocabulary", "worker"],
            FORMS,
        ),
    ],
};

const NO_ONE: &[&str] = &[];
const PURE: &str =
    "form and domain get values and give values: whoever calls them reads files, clocks and the network";

/// What the pure crates, `motcua-form` and `motcua-domain`, may not mention anywhere.
pub const PURE_CRATE: House = House {
    roots: &[],
    rooms: &[],
    kept: &[
        kept("std::env", NO_ONE, PURE),
        kept("std::fs", NO_ONE, PURE),
        kept("std::net", NO_ONE, PURE),
        kept("std::process", NO_ONE, PURE),
        kept("std::thread", NO_ONE, PURE),
        kept("std::time::Instant", NO_ONE, PURE),
        kept("std::time::SystemTime", NO_ONE, PURE),
        kept("ring::rand", NO_ONE, PURE),
    ],
};

impl House {
    /// Checks what a crate mentions, as [`crate::source::mentions`] lists it.
    pub fn violations(&self, mentions: &[Mention]) -> Vec<Violation> {
        let found = mentions.iter().filter_map(|mention| {
            let rule = self.objection(mention)?;
            Some(Violation {
                file: mention.file.clone(),
                line: mention.line,
                rule,
            })
        });
        // A line may say the same thing twice; it is told once.
        found.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn objection(&self, mention: &Mention) -> Option<String> {
        let from = mention.module.first().map(String::as_str);
        if from.is_some_and(|room| self.roots.contains(&room)) {
            return None;
        }
        match mention.path.first().map(String::as_str) {
            Some("crate") => self.objection_inside(from?, mention),
            _ => self.objection_outside(from, mention),
        }
    }

    /// A mention of this crate's own code.
    fn objection_inside(&self, from: &str, mention: &Mention) -> Option<String> {
        if self.rooms.is_empty() {
            return None;
        }
        let Some(room) = self.rooms.iter().find(|room| room.name == from) else {
            return Some(format!(
                "the room {from} has no rule yet: say in tests/architecture what it may see"
            ));
        };
        // A glob of the root, or the root itself under another name, would hide the arrow.
        let to = mention.path.get(1).map_or("crate", String::as_str);
        if to == from || room.sees.contains(&to) {
            return None;
        }
        if self.rooms.iter().any(|room| room.name == to) || self.roots.contains(&to) {
            return Some(format!(
                "{from} mentions {}: {}",
                mention.path.join("::"),
                room.why
            ));
        }
        Some(format!(
            "{from} mentions {}: name the room it lives in, not the crate's root",
            mention.path.join("::")
        ))
    }

    /// A mention of another crate.
    fn objection_outside(&self, from: Option<&str>, mention: &Mention) -> Option<String> {
        let path = mention.path.join("::");
        let under = |kept: &&Kept| {
            path.strip_prefix(kept.path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let kept = self.kept.iter().find(under)?;
        let allowed = from.is_some_and(|room| kept.by.contains(&room));
        (!allowed).then(|| format!("{} mentions {path}: {}", from.unwrap_or("lib.rs"), kept.why))
    }
}
