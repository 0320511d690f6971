//! Home, settings, and what was done with one's own data.

use motcua_ffi::{
    ConsentPage, Home, HomeItem, HomeKind, HomeSection, HomeTarget, SettingChoice, SettingsPage,
};
use serde_json::{Value, json};

use super::{Show, lines, or_empty};

impl Show for Home {
    fn object(&self) -> Value {
        json!({
            "kind": "home",
            "heading": self.heading,
            "banner": self.banner,
            "sections": self.sections.iter().map(section).collect::<Vec<_>>(),
            "empty": self.empty,
        })
    }

    fn words(&self) -> String {
        let head = [
            &*self.heading,
            or_empty(self.banner.as_ref()),
            or_empty(self.empty.as_ref()),
        ];
        let sections = self.sections.iter().flat_map(|section| {
            let items = section.items.iter().map(|it| format!("  {}", it.label));
            std::iter::once(section.heading.clone()).chain(items)
        });
        lines(head.map(str::to_owned).into_iter().chain(sections))
    }
}

fn section(section: &HomeSection) -> Value {
    json!({
        "section": kind(section.kind),
        "heading": section.heading,
        "items": section.items.iter().map(item).collect::<Vec<_>>(),
        "more": section.more,
    })
}

const fn kind(kind: HomeKind) -> &'static str {
    match kind {
        HomeKind::ToDo => "to_do",
        HomeKind::Alerts => "alerts",
        HomeKind::Drafts => "drafts",
        HomeKind::Dossiers => "dossiers",
    }
}

fn item(item: &HomeItem) -> Value {
    let (target, id) = place(&item.target);
    json!({
        "title": item.title,
        "detail": item.detail,
        "urgent": item.urgent,
        "target": target,
        "target_id": id,
        "label": item.label,
    })
}

/// Where an item leads, as one object.
pub(super) fn target(target: &HomeTarget) -> Value {
    let (target, id) = place(target);
    json!({"target": target, "target_id": id})
}

fn place(target: &HomeTarget) -> (&'static str, Option<&str>) {
    match target {
        HomeTarget::Draft { draft_id } => ("draft", Some(draft_id)),
        HomeTarget::Supplement { dossier_id } => ("supplement", Some(dossier_id)),
        HomeTarget::Timeline { dossier_id } => ("timeline", Some(dossier_id)),
        HomeTarget::Outbox { entry_id } => ("outbox", Some(entry_id)),
        HomeTarget::Feedback { report_id } => ("feedback", Some(report_id)),
        HomeTarget::SignIn => ("sign_in", None),
        HomeTarget::Inbox => ("inbox", None),
    }
}

impl Show for ConsentPage {
    fn object(&self) -> Value {
        json!({
            "kind": "consent",
            "version": self.version,
            "needed": self.needed,
            "heading": self.heading,
            "paragraphs": self.paragraphs,
            "accept": self.accept,
        })
    }

    fn words(&self) -> String {
        let mark = if self.needed { '○' } else { '●' };
        let accept = format!("  {mark} {} ({})", self.accept, self.version);
        let paragraphs = self.paragraphs.iter().cloned();
        lines(
            [self.heading.clone()]
                .into_iter()
                .chain(paragraphs)
                .chain([accept]),
        )
    }
}

impl Show for SettingsPage {
    fn object(&self) -> Value {
        let choices = |all: &[SettingChoice]| all.iter().map(choice).collect::<Vec<_>>();
        json!({
            "kind": "settings",
            "heading": self.heading,
            "language_heading": self.language_heading,
            "languages": choices(&self.languages),
            "network_heading": self.network_heading,
            "network_policies": choices(&self.network_policies),
            "font_hint": self.font_hint,
            "data_heading": self.data_heading,
            "data_text": self.data_text,
            "erase_warning": self.erase_warning,
        })
    }

    fn words(&self) -> String {
        let marked = |all: &[SettingChoice]| all.iter().map(choice_words).collect::<Vec<_>>();
        let parts = [
            vec![self.heading.clone(), self.language_heading.clone()],
            marked(&self.languages),
            vec![self.network_heading.clone()],
            marked(&self.network_policies),
            vec![
                self.font_hint.clone(),
                self.data_heading.clone(),
                self.data_text.clone(),
            ],
        ];
        lines(parts.concat())
    }
}

fn choice(choice: &SettingChoice) -> Value {
    json!({"value": choice.value, "label": choice.label, "selected": choice.selected})
}

fn choice_words(choice: &SettingChoice) -> String {
    let mark = if choice.selected { '●' } else { '○' };
    format!("  {mark} {}", choice.label)
}

/// A copy of everything that was written.
pub(crate) struct Exported {
    pub(crate) file: String,
    pub(crate) size: u64,
}

impl Show for Exported {
    fn object(&self) -> Value {
        json!({"kind": "exported", "file": self.file, "size": self.size})
    }

    fn words(&self) -> String {
        self.file.clone()
    }
}

/// Everything was erased.
pub(crate) struct Erased {
    pub(crate) warning: String,
}

impl Show for Erased {
    fn object(&self) -> Value {
        json!({"kind": "erased", "warning": self.warning})
    }

    fn words(&self) -> String {
        self.warning.clone()
    }
}
