//! The person's own data: agreeing to what is kept and sent, settings, a copy of everything, erasing everything.

use std::path::Path;

use motcua_client::use_case::{consent, export_data, preferences};

use crate::{error::Result, mot_cua::MotCua};

pub use motcua_client::screen::{
    consent::ConsentPage,
    settings::{SettingChoice, SettingsPage},
};

#[uniffi::export]
impl MotCua {
    /// What the person agrees to before the first draft. While it is `needed`, show it before anything else; it is needed again when its text changes, and
    /// after `erase_my_data`.
    pub fn consent(&self) -> Result<ConsentPage> {
        Ok(consent::page(&self.context())?)
    }

    /// Keeps that the person agreed to the text of this `version`, with the moment. Again changes nothing.
    ///
    /// `Conflict` (`CHANGED_ELSEWHERE`): it isn't today's text; show `consent()` again. `StorageFull`: it wasn't kept.
    pub fn accept_consent(&self, version: String) -> Result<()> {
        Ok(consent::accept(&self.context(), &version)?)
    }

    /// The settings with what is chosen now. Choose by `set_language` and `set_network_policy`, then ask again: the texts change with the language. Ask
    /// right before showing `erase_warning`: it tells what is waiting at that moment.
    pub fn settings(&self) -> Result<SettingsPage> {
        Ok(preferences::settings_page(&self.context())?)
    }

    /// Writes a copy of everything that the phone keeps about the person to `to_path` (replacing what is there), wholly or not at all: one ZIP with drafts,
    /// papers, dossiers, receipts, reports, messages and settings; `index.json` in it says what is what, and what couldn't be read. It holds no key, token or
    /// session. Takes as long as copying all papers; works while something waits to be sent and without network. The copy is in clear: hand it to the
    /// system's share sheet and delete it from the app's folders afterwards.
    ///
    /// `TryLater` (`LOCKED`): unlock first. `StorageFull`, `Bug` (`APP_FAILED`: it can't be written there): nothing was written.
    pub fn export_my_data(&self, to_path: String) -> Result<()> {
        Ok(export_data::export(&self.context(), Path::new(&to_path))?)
    }

    /// Erases everything that the phone keeps about the person, keys first, and goes on with an empty account; the language stays. Let the person confirm
    /// `erase_warning` of `settings` before. Observers are told; form sessions that were open fail from now on: let go of them and go home. Needs no network:
    /// what the portal has stays there, and a session at the e-ID ends by itself (`sign_out` before ends it at once). A phone that is killed in the middle goes
    /// on at the next `open`.
    ///
    /// `TryLater` (`ERASE_UNFINISHED`): nothing can be read any more, but something is left; the next `open` clears it away. Any other failure: nothing was
    /// erased.
    pub fn erase_my_data(&self) -> Result<()> {
        Ok(self.client().erase()?)
    }
}

/// What the person agrees to.
#[uniffi::remote(Record)]
pub struct ConsentPage {
    /// Which text this is, for `accept_consent`.
    pub version: String,
    /// Whether nobody on this phone has agreed to it yet.
    pub needed: bool,
    /// The heading.
    pub heading: String,
    /// The text.
    pub paragraphs: Vec<String>,
    /// The words of the button that agrees.
    pub accept: String,
}

/// The settings.
#[uniffi::remote(Record)]
pub struct SettingsPage {
    /// The screen's heading.
    pub heading: String,
    /// Above the languages.
    pub language_heading: String,
    /// The languages, each by its own name; `value` is for `set_language`.
    pub languages: Vec<SettingChoice>,
    /// Above the network policies.
    pub network_heading: String,
    /// When files may be sent; `value` is `any` or `files_on_unmetered`, as the variants of `NetworkPolicy`.
    pub network_policies: Vec<SettingChoice>,
    /// Where letters are made larger: in the phone's own settings.
    pub font_hint: String,
    /// Above what can be done with one's own data.
    pub data_heading: String,
    /// What the copy holds, and to keep it well.
    pub data_text: String,
    /// What to read and confirm before everything is erased: what is lost, what waits, what was sent and isn't answered.
    pub erase_warning: String,
}

/// Something to choose.
#[uniffi::remote(Record)]
pub struct SettingChoice {
    /// What to choose it by.
    pub value: String,
    /// What to show.
    pub label: String,
    /// Whether it is chosen now.
    pub selected: bool,
}
