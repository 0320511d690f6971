//! The catalogue: looking for a procedure, its page, and fetching its form ahead of time.

use motcua_client::{
    use_case::{browse_catalogue, prepare_procedure},
    vocabulary::Code,
};

use crate::{error::Result, mot_cua::MotCua, runtime::carry_out};

pub use motcua_client::screen::catalogue::{CatalogueList, ProcedureItem, ProcedurePage};

#[uniffi::export]
impl MotCua {
    /// Fetches the catalogue, the wards and the report categories where they changed; verified before they are kept. Needs the network; call it at
    /// start and now and then. A failure leaves what the phone has untouched.
    ///
    /// `Offline`, `TryLater`, `NetworkLogin`: the old ones still work. `NotSecure` (`DOWNLOAD_DAMAGED`): refused, nothing kept.
    pub async fn refresh_catalogue(&self) -> Result<()> {
        let context = self.context();
        carry_out(async move { prepare_procedure::refresh_catalogue(&context).await }).await
    }

    /// Fetches a procedure's current form with its lists, so that it can be filled in without network. Does nothing when it is on the phone already.
    /// The answer is the form's version.
    ///
    /// `Rejected` (`PROCEDURE_UNKNOWN`): the procedure isn't in the catalogue or has no electronic form. `NotSecure` (`DOWNLOAD_DAMAGED`): refused.
    pub async fn prepare_procedure(&self, code: String) -> Result<String> {
        let context = self.context();
        carry_out(async move { prepare_procedure::prepare_procedure(&context, &code).await }).await
    }

    /// Procedures whose code, name or field fit `text`, best first, at most 60; marks may be left out (`dang ky khai sinh`). An empty text gives
    /// all in the catalogue's order. Works without network, on the catalogue fetched last.
    pub fn search_catalogue(&self, text: String) -> Result<CatalogueList> {
        Ok(browse_catalogue::search_catalogue(&self.context(), &text)?)
    }

    /// One procedure's page. `Rejected` (`PROCEDURE_UNKNOWN`) when the catalogue on the phone doesn't have this code.
    pub fn procedure(&self, code: String) -> Result<ProcedurePage> {
        let page = browse_catalogue::procedure_page(&self.context(), &code)?;
        Ok(page.ok_or(Code::ProcedureUnknown)?)
    }
}

/// The catalogue's list, as asked for.
#[uniffi::remote(Record)]
pub struct CatalogueList {
    /// The heading.
    pub heading: String,
    /// What was searched for.
    pub query: String,
    /// Best first.
    pub items: Vec<ProcedureItem>,
    /// What to say when there is nothing to show.
    pub empty: Option<String>,
    /// How old the catalogue is, as a sentence; nothing when it was never fetched.
    pub as_of: Option<String>,
}

/// A procedure in a list.
#[uniffi::remote(Record)]
pub struct ProcedureItem {
    /// Its code, `1.001193`.
    pub code: String,
    /// Its name in the chosen language.
    pub name: String,
    /// Its field (lĩnh vực), Vietnamese.
    pub field: String,
    /// Who decides: "Ward level".
    pub level: String,
    /// The legal time limit: "1 working day".
    pub deadline: String,
    /// Whether a dossier can be started on this phone.
    pub can_start: bool,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// A procedure's page.
#[uniffi::remote(Record)]
pub struct ProcedurePage {
    /// What the list says of it.
    pub item: ProcedureItem,
    /// How much of it goes online, in words.
    pub online: String,
    /// One line per way to hand in, with its fee in đồng.
    pub fees: Vec<String>,
    /// What the fee hangs on.
    pub fee_note: Option<String>,
    /// Papers to bring.
    pub papers: Vec<String>,
    /// What one gets.
    pub result: Option<String>,
    /// Decrees and circulars it rests on.
    pub legal_refs: Vec<String>,
    /// Whether a dossier can be started here, in words.
    pub start: String,
    /// Whether its current form is on the phone, to be filled in without network.
    pub prepared: bool,
}
