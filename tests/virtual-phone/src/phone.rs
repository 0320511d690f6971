//! The phone, opened: the core as the shells know it, with what a shell brings along.

use std::{cell::RefCell, collections::HashMap, future::Future, sync::Arc};

use motcua_ffi::{AppConfig, FormSession, MotCua, desktop_device_key, desktop_key_vault};
use tokio::runtime::{Builder, Runtime};

use crate::{
    args::{Language, PhoneArgs},
    home::Home,
    refusal::Refusal,
};

/// An open phone.
pub(crate) struct Phone {
    pub(crate) core: Arc<MotCua>,
    pub(crate) home: Home,
    /// The portal's profile, for the browser.
    pub(crate) profile: String,
    /// One session a draft: two wouldn't see each other's edits.
    sessions: RefCell<HashMap<String, Arc<FormSession>>>,
    waiting: Runtime,
}

impl Language {
    /// The code that the core understands.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

impl Phone {
    /// Opens the core on this storage.
    pub(crate) fn open(args: &PhoneArgs, home: Home) -> Result<Self, Refusal> {
        let profile = home.profile(args.portal_profile.as_deref())?;
        let config = AppConfig {
            home: home.data(),
            profile_json: profile.clone(),
            allow_plain_loopback: true,
            language: args.language.unwrap_or(Language::Vi).code().to_owned(),
            embedded_push: true,
        };
        let device_key = desktop_device_key(home.keys())
            .map_err(|_| Refusal::WrongUse("the device key in DIR/keys can't be read".to_owned()))?;
        let core = MotCua::open(
            config,
            desktop_key_vault(home.keys()),
            device_key,
            Arc::new(home.clone()),
        )?;
        if let Some(language) = args.language.filter(|it| it.code() != core.language()) {
            core.set_language(language.code().to_owned())?;
        }
        let waiting = Builder::new_current_thread().enable_all().build();
        Ok(Self {
            core,
            home,
            profile,
            sessions: RefCell::default(),
            waiting: waiting.map_err(|error| Refusal::file("a thread", &error))?,
        })
    }

    /// Waits for something of the core, or of a browser.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.waiting.block_on(work)
    }

    /// The draft, open.
    pub(crate) fn draft(&self, id: &str) -> Result<Arc<FormSession>, Refusal> {
        if let Some(open) = self.sessions.borrow().get(id) {
            return Ok(open.clone());
        }
        let session = self.core.open_draft(id.to_owned())?;
        self.sessions.borrow_mut().insert(id.to_owned(), session.clone());
        Ok(session)
    }

    /// Lets go of a draft that was removed.
    pub(crate) fn forget(&self, id: &str) {
        self.sessions.borrow_mut().remove(id);
    }

    /// Lets go of every draft.
    pub(crate) fn forget_all(&self) {
        self.sessions.borrow_mut().clear();
    }
}
