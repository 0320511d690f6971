//! The outbox: what waits to be sent, why, and sending it now.

use crate::{error::Result, mot_cua::MotCua, runtime::carry_out};

pub use motcua_client::{
    screen::outbox::{OutboxItem, OutboxList, OutboxRemedy},
    vocabulary::NetworkPolicy,
};

#[uniffi::export]
impl MotCua {
    /// What waits to be sent, oldest first, each with the reason why it isn't sent yet.
    pub fn outbox(&self) -> Result<OutboxList> {
        Ok(self.client().outbox()?)
    }

    /// One entry with the reason why it isn't sent yet; nothing when it doesn't wait any more (delivered or taken back).
    pub fn why(&self, entry_id: String) -> Result<Option<OutboxItem>> {
        let waiting = self.client().outbox()?.items;
        Ok(waiting.into_iter().find(|item| item.id == entry_id))
    }

    /// Sends what can be sent now and returns when nothing more can be done: for background windows of the system, and tools. Between `start` and `stop`
    /// there is no need to call it. Entries that fail stay with their reason; only trouble with the phone's own store fails this call.
    pub async fn run_outbox(&self) -> Result<()> {
        let client = self.client().clone();
        carry_out(async move { client.run_outbox().await }).await
    }
}

/// The outbox.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct OutboxList {
    /// Oldest first; delivered ones are left out.
    pub items: Vec<OutboxItem>,
    /// What to say when nothing waits.
    pub empty: Option<String>,
}

/// One thing to deliver.
///
/// Personal: never log or print it; its generated printed form shows every field.
#[uniffi::remote(Record)]
pub struct OutboxItem {
    /// Its id.
    pub id: String,
    /// The dossier it is about, if any.
    pub dossier_id: Option<String>,
    /// "Submit the dossier …".
    pub title: String,
    /// "Waiting since …", which tells it from another of its title.
    pub queued_at: String,
    /// The reason's stable code, such as `NETWORK_OFFLINE` or `READY`.
    pub code: String,
    /// The reason in words.
    pub reason: String,
    /// Cause and remedy, where something is wrong.
    pub failure: Option<crate::error::FailureWords>,
    /// "1,5 MB of 5,0 MB sent", while files are going.
    pub progress: Option<String>,
    /// Bytes of files that the portal has.
    pub sent_bytes: u64,
    /// Bytes of files in all.
    pub total_bytes: u64,
    /// Whether a person has to do something.
    pub needs_you: bool,
    /// The draft that it delivers; nothing for what isn't made of a draft, and while the phone is locked.
    pub draft_id: Option<String>,
    /// Whether `take_back` of that draft can succeed now: offer it only then. A report is corrected from its own page.
    pub can_take_back: bool,
    /// Where it leads: to signing in where it waits for that, else to the dossier or report that it is about; nothing for what the phone does for itself.
    pub target: Option<crate::home::HomeTarget>,
    /// What helps against the reason: the one button to offer; nothing where only waiting does.
    pub remedy: Option<OutboxRemedy>,
    /// The whole item as a screen reader speaks it.
    pub label: String,
}

/// What a person can do that an entry be sent.
#[uniffi::remote(Enum)]
pub enum OutboxRemedy {
    /// Nothing else than `run_outbox`.
    SendNow,
    /// `take_back` of its draft: what was refused would be refused again.
    TakeBack,
    /// Sign in.
    SignIn,
    /// `sign_out`: it is somebody else who is signed in.
    SignOut,
    /// Update the app.
    UpdateApp,
    /// Log in to the network, in the phone's settings.
    NetworkSettings,
    /// `set_network_policy`: choose when files may be sent.
    NetworkPolicy,
}

/// When files may be sent.
#[uniffi::remote(Enum)]
pub enum NetworkPolicy {
    /// Over any network.
    Any,
    /// Files wait for a network that isn't paid by volume; small requests go over any.
    FilesOnUnmetered,
}
