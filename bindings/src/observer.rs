//! Watching what changes: a snapshot first, then the newest state after each change, until the subscription ends.
//!
//! An observer gets whole models, never differences: ten changes while it is busy become one call with the newest state, and the same state may be told
//! twice, but never an older one after a newer. Its calls come one after the other on a thread of the core; hand the model over to the screen's thread
//! and return. When a model can't be read (the phone is locked), `failed` is called with the words to show, and the next change tries again.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use motcua_client::{
    client::Client,
    error::{Failure, Result as ClientResult},
    observe,
};

use crate::{
    dossier::Timeline,
    draft::DraftList,
    error::{self, FailureWords, Result},
    feedback::FeedbackList,
    home::Home,
    inbox::Inbox,
    mot_cua::{MotCua, id},
    outbox::OutboxList,
    platform::PlatformError,
    session::SessionModel,
};

/// Keeps an observer attached. `cancel` it, or let go of it, when the screen goes; a call that is under way at that moment still ends.
#[derive(uniffi::Object)]
pub struct Subscription(Mutex<Option<observe::Subscription>>);

#[uniffi::export]
impl Subscription {
    /// Detaches the observer. A second time does nothing.
    pub fn cancel(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl From<observe::Subscription> for Subscription {
    fn from(subscription: observe::Subscription) -> Self {
        Self(Mutex::new(Some(subscription)))
    }
}

/// Watches home.
#[uniffi::export(foreign)]
pub trait HomeObserver: Send + Sync {
    /// What waits for the person now.
    fn changed(&self, home: Home) -> std::result::Result<(), PlatformError>;
    /// It can't be read now.
    fn failed(&self, failure: FailureWords) -> std::result::Result<(), PlatformError>;
}

/// Watches the drafts.
#[uniffi::export(foreign)]
pub trait DraftsObserver: Send + Sync {
    /// The newest drafts.
    fn changed(&self, drafts: DraftList) -> std::result::Result<(), PlatformError>;
    /// They can't be read now.
    fn failed(&self, failure: FailureWords) -> std::result::Result<(), PlatformError>;
}

/// Watches the outbox.
#[uniffi::export(foreign)]
pub trait OutboxObserver: Send + Sync {
    /// What waits now.
    fn changed(&self, outbox: OutboxList) -> std::result::Result<(), PlatformError>;
    /// It can't be read now.
    fn failed(&self, failure: FailureWords) -> std::result::Result<(), PlatformError>;
}

/// Watches one dossier.
#[uniffi::export(foreign)]
pub trait TimelineObserver: Send + Sync {
    /// The timeline as it stands now.
    fn changed(&self, timeline: Timeline) -> std::result::Result<(), PlatformError>;
    /// It can't be read now, or there is no such dossier.
    fn failed(&self, failure: FailureWords) -> std::result::Result<(), PlatformError>;
}

/// Watches the inbox.
#[uniffi::export(foreign)]
pub trait InboxObserver: Send + Sync {
    /// The newest messages.
    fn changed(&self, inbox: Inbox) -> std::result::Result<(), PlatformError>;
    /// It can't be read now.
    fn failed(&self, failure: FailureWords) -> std::result::Result<(), PlatformError>;
}

/// Watches who is signed in.
#[uniffi::export(foreign)]
pub trait SessionObserver: Send + Sync {
    /// Where signing in stands now.
    fn changed(&self, session: SessionModel) -> std::result::Result<(), PlatformError>;
    /// It can't be read now.
    fn failed(&self, failure: FailureWords) -> std::result::Result<(), PlatformError>;
}

/// Watches the reports.
#[uniffi::export(foreign)]
pub trait FeedbackObserver: Send + Sync {
    /// The newest reports.
    fn changed(&self, feedback: FeedbackList) -> std::result::Result<(), PlatformError>;
    /// They can't be read now.
    fn failed(&self, failure: FailureWords) -> std::result::Result<(), PlatformError>;
}

#[uniffi::export]
impl MotCua {
    /// Watches home: told after a change of anything that it is made of, from a keystroke to the network.
    pub fn observe_home(&self, observer: Arc<dyn HomeObserver>) -> Arc<Subscription> {
        let client = Arc::downgrade(self.client());
        attached(self.client().observe_home(move |model| {
            hand_over(
                &client,
                model,
                |it| observer.changed(it),
                |it| observer.failed(it),
            );
        }))
    }

    /// Watches the newest `limit` drafts.
    pub fn observe_drafts(&self, limit: u32, observer: Arc<dyn DraftsObserver>) -> Arc<Subscription> {
        let client = Arc::downgrade(self.client());
        attached(self.client().observe_drafts(limit, move |model| {
            hand_over(
                &client,
                model,
                |it| observer.changed(it),
                |it| observer.failed(it),
            );
        }))
    }

    /// Watches what waits to be sent.
    pub fn observe_outbox(&self, observer: Arc<dyn OutboxObserver>) -> Arc<Subscription> {
        let client = Arc::downgrade(self.client());
        attached(self.client().observe_outbox(move |model| {
            hand_over(
                &client,
                model,
                |it| observer.changed(it),
                |it| observer.failed(it),
            );
        }))
    }

    /// Watches one dossier's timeline. `Rejected` (`NOT_ON_THIS_PHONE`) when the id can't be one.
    pub fn observe_timeline(
        &self,
        dossier_id: String,
        observer: Arc<dyn TimelineObserver>,
    ) -> Result<Arc<Subscription>> {
        let client = Arc::downgrade(self.client());
        Ok(attached(self.client().observe_timeline(
            id(&dossier_id)?,
            move |model| {
                hand_over(
                    &client,
                    model,
                    |it| observer.changed(it),
                    |it| observer.failed(it),
                );
            },
        )))
    }

    /// Watches the newest `limit` messages of the inbox.
    pub fn observe_inbox(&self, limit: u32, observer: Arc<dyn InboxObserver>) -> Arc<Subscription> {
        let client = Arc::downgrade(self.client());
        attached(self.client().observe_inbox(limit, move |model| {
            hand_over(
                &client,
                model,
                |it| observer.changed(it),
                |it| observer.failed(it),
            );
        }))
    }

    /// Watches where signing in stands.
    pub fn observe_session(&self, observer: Arc<dyn SessionObserver>) -> Arc<Subscription> {
        let client = Arc::downgrade(self.client());
        attached(self.client().observe_session(move |model| {
            hand_over(
                &client,
                model,
                |it| observer.changed(it),
                |it| observer.failed(it),
            );
        }))
    }

    /// Watches the newest `limit` reports.
    pub fn observe_feedback(&self, limit: u32, observer: Arc<dyn FeedbackObserver>) -> Arc<Subscription> {
        let client = Arc::downgrade(self.client());
        attached(self.client().observe_feedback(limit, move |model| {
            hand_over(
                &client,
                model,
                |it| observer.changed(it),
                |it| observer.failed(it),
            );
        }))
    }
}

fn attached(subscription: observe::Subscription) -> Arc<Subscription> {
    Arc::new(subscription.into())
}

/// A model goes to `changed`, a failure in words to `failed`. What an observer throws is its own affair: it is noted and the next change comes all the
/// same.
fn hand_over<T>(
    client: &Weak<Client>,
    model: ClientResult<T>,
    changed: impl FnOnce(T) -> std::result::Result<(), PlatformError>,
    failed: impl FnOnce(FailureWords) -> std::result::Result<(), PlatformError>,
) {
    let taken = match model {
        Ok(model) => changed(model),
        // An app that is gone has nobody to tell.
        Err(failure) => client
            .upgrade()
            .map_or(Ok(()), |client| failed(words(&client, &failure))),
    };
    if taken.is_err() {
        tracing::warn!("an observer failed to take a change");
    }
}

fn words(client: &Client, failure: &Failure) -> FailureWords {
    error::log(failure);
    failure.words(&client.context().texts())
}
