//! What the person chose: language and when files may be sent.

use motcua_domain::outbox::NetworkPolicy;
use serde::{Deserialize, Serialize};

use super::{Context, session::to_json};
use crate::{
    error::Result,
    port::store::{Change, Setting, Store},
    screen::text::Language,
};

#[derive(Clone, Serialize, Deserialize)]
struct Preferences {
    language: Language,
    network_policy: NetworkPolicy,
}

fn load(store: &dyn Store) -> Option<Preferences> {
    let stored = store.setting(Setting::Preferences).ok().flatten()?;
    serde_json::from_slice(&stored).ok()
}

fn chosen(context: &Context) -> Preferences {
    let language = context.texts().language();
    load(&*context.store).unwrap_or(Preferences {
        language,
        network_policy: NetworkPolicy::Any,
    })
}

/// The language chosen earlier, if any.
pub fn language(store: &dyn Store) -> Option<Language> {
    load(store).map(|it| it.language)
}

/// When files may be sent.
pub fn network_policy(context: &Context) -> NetworkPolicy {
    chosen(context).network_policy
}

/// Chooses the language of all texts, now and after the next start.
pub fn choose_language(context: &Context, language: Language) -> Result<()> {
    context.set_language(language);
    keep(
        context,
        &Preferences {
            language,
            ..chosen(context)
        },
    )
}

/// Chooses when files may be sent.
pub fn choose_network_policy(context: &Context, network_policy: NetworkPolicy) -> Result<()> {
    keep(
        context,
        &Preferences {
            network_policy,
            ..chosen(context)
        },
    )?;
    context.topics.outbox.touch();
    Ok(())
}

fn keep(context: &Context, preferences: &Preferences) -> Result<()> {
    context
        .store
        .commit(&[Change::PutSetting(Setting::Preferences, to_json(preferences))])?;
    Ok(())
}
