//! Settings: language, when files are sent, and what can be done with one's own data.

use motcua_domain::outbox::{Entry, EntryState, NetworkPolicy};

use super::text::{Language, Texts, Var};

/// The settings with what is chosen now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsPage {
    /// The heading.
    pub heading: String,
    /// Above the languages.
    pub language_heading: String,
    /// The product's languages, each by its own name.
    pub languages: Vec<SettingChoice>,
    /// Above the network policies.
    pub network_heading: String,
    /// When files may be sent.
    pub network_policies: Vec<SettingChoice>,
    /// Where letters are made larger.
    pub font_hint: String,
    /// Above what can be done with one's own data.
    pub data_heading: String,
    /// What the copy of one's data holds, and to keep it well.
    pub data_text: String,
    /// What to read before everything is erased, as things stand now.
    pub erase_warning: String,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChoice {
    /// What to choose it by: a language's code, `any` or `files_on_unmetered`.
    pub value: String,
    /// What to show.
    pub label: String,
    /// Whether it is chosen now.
    pub selected: bool,
}

/// Builds the page. `entries` are the outbox: what erasing would stop stands in the warning.
pub fn settings(policy: NetworkPolicy, entries: &[Entry], texts: &Texts) -> SettingsPage {
    SettingsPage {
        heading: texts.get("settings-heading"),
        language_heading: texts.get("settings-language"),
        languages: languages(texts.language()),
        network_heading: texts.get("settings-network"),
        network_policies: policies(policy, texts),
        font_hint: texts.get("settings-font"),
        data_heading: texts.get("settings-data"),
        data_text: texts.get("settings-data-text"),
        erase_warning: erase_warning(entries, texts),
    }
}

/// Each by its own name: whoever can't read the language that is chosen must find theirs.
fn languages(chosen: Language) -> Vec<SettingChoice> {
    let choice = |(language, name): (Language, &str)| SettingChoice {
        value: language.code().to_owned(),
        label: name.to_owned(),
        selected: language == chosen,
    };
    [(Language::Vi, "Tiếng Việt"), (Language::En, "English")]
        .map(choice)
        .to_vec()
}

fn policies(chosen: NetworkPolicy, texts: &Texts) -> Vec<SettingChoice> {
    let choice = |(policy, value, name): (NetworkPolicy, &str, &str)| SettingChoice {
        value: value.to_owned(),
        label: texts.get(name),
        selected: policy == chosen,
    };
    [
        (NetworkPolicy::Any, "any", "settings-network-any"),
        (
            NetworkPolicy::FilesOnUnmetered,
            "files_on_unmetered",
            "settings-network-unmetered",
        ),
    ]
    .map(choice)
    .to_vec()
}

/// What is lost, what won't be sent, and what may have arrived without anybody here hearing of it.
fn erase_warning(entries: &[Entry], texts: &Texts) -> String {
    let waits = |entry: &&Entry| !entry.is_finished() && !is_ours_alone(entry);
    let (in_doubt, waiting): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().filter(waits).partition(|entry| is_in_doubt(entry));
    let counted = |name: &str, count: usize| {
        (count > 0).then(|| texts.with(name, &[("count", Var::Count(count as u64))]))
    };
    let said = [
        Some(texts.get("erase-warning")),
        counted("erase-waiting", waiting.len()),
        counted("erase-in-doubt", in_doubt.len()),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Handed to the portal, and not answered yet.
fn is_in_doubt(entry: &Entry) -> bool {
    let open = matches!(entry.state, EntryState::Waiting | EntryState::InFlight);
    open && entry.ever_attempted
}

/// Nothing that the person asked to have sent.
const fn is_ours_alone(entry: &Entry) -> bool {
    use motcua_domain::outbox::What;
    matches!(entry.what, What::Revocation | What::PushRegistration { .. })
}

#[cfg(test)]
mod tests {
    use motcua_domain::{
        ids::{DossierId, EntryId, InstallationId, Sha256},
        outbox::What,
        time::Millis,
    };

    use super::*;

    fn entry(what: What) -> Entry {
        Entry::new(EntryId::new(Millis(1), [1; 10]), None, what, Millis(1))
    }

    fn submission() -> Entry {
        entry(What::Submission {
            dossier: DossierId::new(Millis(1), [1; 10]),
            manifest_sha256: Sha256::from_bytes([1; 32]),
        })
    }

    #[test]
    fn what_is_chosen_is_marked_and_a_language_has_its_own_name() {
        let page = settings(NetworkPolicy::FilesOnUnmetered, &[], &Texts::new(Language::En));
        let selected = |choices: &[SettingChoice]| -> Vec<String> {
            let chosen = choices.iter().filter(|it| it.selected);
            chosen.map(|it| it.value.clone()).collect()
        };
        assert_eq!(selected(&page.languages), ["en"]);
        assert_eq!(selected(&page.network_policies), ["files_on_unmetered"]);
        assert_eq!(page.languages[0].label, "Tiếng Việt");
    }

    #[test]
    fn the_warning_says_what_is_stopped_and_what_may_have_arrived() {
        let texts = Texts::new(Language::En);
        let warning = |entries: &[Entry]| settings(NetworkPolicy::Any, entries, &texts).erase_warning;
        let alone = warning(&[]);
        let push = entry(What::PushRegistration {
            installation: InstallationId::new(Millis(1), [1; 10]),
        });
        assert_eq!(warning(&[push]), alone, "nobody asked for this one");
        let waiting = submission();
        assert_eq!(
            warning(std::slice::from_ref(&waiting)),
            format!("{alone} One thing that waits to be sent won't be sent.")
        );
        let sent = Entry {
            ever_attempted: true,
            ..submission()
        };
        let doubt = warning(&[sent.clone(), waiting]);
        assert!(
            doubt.contains("One thing was sent and the portal hasn't answered"),
            "{doubt}"
        );
        let done = Entry {
            state: EntryState::Done,
            ..sent
        };
        assert_eq!(warning(&[done]), alone);
    }
}
