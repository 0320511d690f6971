//! Agreeing to what is kept and sent. It belongs to the account and goes with it; the act is kept with its moment, so that it can be shown later.

use motcua_domain::{failure::Code, time::Millis};
use serde::{Deserialize, Serialize};

use super::{Context, session::to_json};
use crate::{
    error::Result,
    port::store::{Change, Setting},
    screen::consent::{self, ConsentPage},
};

/// What was agreed to, and when.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Consent {
    /// The text's version.
    pub(super) version: String,
    /// When.
    pub(super) at: Millis,
}

/// The newest act of agreeing.
pub(super) fn given(context: &Context) -> Result<Option<Consent>> {
    let stored = context.store.setting(Setting::Consent)?;
    Ok(stored.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// The text, and whether it must be agreed to still.
pub fn page(context: &Context) -> Result<ConsentPage> {
    let agreed = given(context)?.is_some_and(|it| it.version == consent::VERSION);
    Ok(consent::page(!agreed, &context.texts()))
}

/// Keeps that the person agreed to the text of this version. Again changes nothing. `CHANGED_ELSEWHERE`: it isn't today's text; show that one.
pub fn accept(context: &Context, version: &str) -> Result<()> {
    if version != consent::VERSION {
        return Err(Code::ChangedElsewhere.into());
    }
    let _one_at_a_time = context.changing();
    if given(context)?.is_some_and(|it| it.version == version) {
        return Ok(());
    }
    let consent = Consent {
        version: version.to_owned(),
        at: context.now(),
    };
    context
        .store
        .commit(&[Change::PutSetting(Setting::Consent, to_json(&consent))])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use motcua_domain::time::MINUTE;

    use super::*;
    use crate::{
        port::store::StoreError,
        screen::text::{Language, Texts},
        test_support::{START, World, code_of},
    };

    #[test]
    fn it_is_needed_until_it_is_given_and_holds_after_a_restart() {
        let mut world = World::on_disk();
        let shown = page(&world.context).unwrap();
        assert!(shown.needed);
        accept(&world.context, &shown.version).unwrap();
        world.clock.advance(MINUTE);
        accept(&world.context, &shown.version).unwrap();
        world.restart();
        assert!(!page(&world.context).unwrap().needed);
        assert!(given(&world.context).unwrap().is_some_and(|it| it.at == START));
    }

    #[test]
    fn another_text_is_asked_for_again_and_an_old_one_is_not_taken() {
        let world = World::new();
        let older = Consent {
            version: "0".to_owned(),
            at: START,
        };
        let put = Change::PutSetting(Setting::Consent, to_json(&older));
        world.context.store.commit(&[put]).unwrap();
        assert!(page(&world.context).unwrap().needed);
        assert_eq!(code_of(accept(&world.context, "0")), Some(Code::ChangedElsewhere));
        assert!(page(&world.context).unwrap().needed);
    }

    #[test]
    fn one_that_could_not_be_kept_is_not_given() {
        let world = World::new();
        world.store.fail_next_commit(StoreError::Full);
        assert_eq!(
            code_of(accept(&world.context, consent::VERSION)),
            Some(Code::StoreFull)
        );
        assert!(page(&world.context).unwrap().needed);
    }

    #[test]
    fn the_text_names_the_law_and_is_whole_in_both_languages() {
        for language in [Language::Vi, Language::En] {
            let shown = consent::page(true, &Texts::new(language));
            assert!(shown.paragraphs.iter().any(|it| it.contains("91/2025/QH15")));
            assert!(shown.paragraphs.iter().all(|it| !it.starts_with("consent-")));
        }
    }
}
