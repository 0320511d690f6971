//! What the person chose: language and when files may be sent.

use motcua_domain::outbox::NetworkPolicy;
use serde::{Deserialize, Serialize};

use super::{Context, session::to_json};
use crate::{
    error::Result,
    port::store::{Change, Setting, Store},
    screen::{
        settings::{self, SettingsPage},
        text::Language,
    },
};

#[derive(Clone, Serialize, Deserialize)]
struct Preferences {
    language: Language,
    network_policy: NetworkPolicy,
}

fn load(store: &dyn Store) -> Result<Option<Preferences>> {
    let stored = store.setting(Setting::Preferences)?;
    Ok(stored.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn chosen(context: &Context) -> Result<Preferences> {
    let language = context.texts().language();
    Ok(load(&*context.store)?.unwrap_or(Preferences {
        language,
        network_policy: NetworkPolicy::Any,
    }))
}

/// The language chosen earlier, if any.
pub fn language(store: &dyn Store) -> Option<Language> {
    load(store).ok().flatten().map(|it| it.language)
}

/// When files may be sent. The thrifty choice while the store can't say.
pub fn network_policy(context: &Context) -> NetworkPolicy {
    chosen(context).map_or(NetworkPolicy::FilesOnUnmetered, |it| it.network_policy)
}

/// Chooses the language of all texts, now and after the next start.
pub fn choose_language(context: &Context, language: Language) -> Result<()> {
    let _one_at_a_time = context.changing();
    keep(
        context,
        &Preferences {
            language,
            ..chosen(context)?
        },
    )?;
    context.set_language(language);
    Ok(())
}

/// Chooses when files may be sent.
pub fn choose_network_policy(context: &Context, network_policy: NetworkPolicy) -> Result<()> {
    let _one_at_a_time = context.changing();
    keep(
        context,
        &Preferences {
            network_policy,
            ..chosen(context)?
        },
    )?;
    context.topics.outbox.touch();
    Ok(())
}

/// The settings as they are chosen now.
pub fn settings_page(context: &Context) -> Result<SettingsPage> {
    let entries = context.store.entries()?;
    Ok(settings::settings(
        network_policy(context),
        &entries,
        &context.texts(),
    ))
}

fn keep(context: &Context, preferences: &Preferences) -> Result<()> {
    context
        .store
        .commit(&[Change::PutSetting(Setting::Preferences, to_json(preferences))])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        port::store::StoreError,
        test_support::{World, code_of},
    };
    use motcua_domain::failure::Code;

    #[test]
    fn a_choice_holds_after_the_next_start_and_one_choice_leaves_the_other() {
        let mut world = World::on_disk();
        assert_eq!(network_policy(&world.context), NetworkPolicy::Any);
        choose_network_policy(&world.context, NetworkPolicy::FilesOnUnmetered).unwrap();
        choose_language(&world.context, Language::En).unwrap();
        world.restart();
        assert_eq!(language(&*world.context.store), Some(Language::En));
        assert_eq!(network_policy(&world.context), NetworkPolicy::FilesOnUnmetered);
    }

    #[test]
    fn a_choice_that_could_not_be_kept_is_not_made() {
        let world = World::new();
        world.store.fail_next_commit(StoreError::Full);
        let refused = choose_language(&world.context, Language::En);
        assert_eq!(code_of(refused), Some(Code::StoreFull));
        assert_eq!(world.context.texts().language(), Language::Vi);
    }
}
