//! Which account is open: found or made at the start, exchanged for an empty one when it is erased.
//!
//! ```text
//!   erase: marked in the public database ─▶ store closed ─▶ keys erased ─▶ folder removed ─▶ forgotten ─▶ an empty account opened
//!            from here on a start goes on erasing            from here on nothing of it can be read
//! ```
//!
//! Everything of the account hangs on its context. Erasing closes that context's store, so whatever is still under way with it fails and can't write a
//! word of the old person into the new account.

use std::{path::Path, sync::Arc};

use motcua_domain::{
    failure::Code,
    ids::{AccountId, InstallationId},
};

use super::Client;
use crate::{
    error::{Failure, Result},
    port::{
        Clock, KeyVault, Random,
        random::random_bytes,
        store::{AccountRow, Change, PublicStore, Setting, Store},
    },
    screen::text::Language,
    store::{self, SqliteStore},
    use_case::{Context, Parts, preferences},
    worker::outbox_worker,
};

/// The account that is open.
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) context: Arc<Context>,
    pub(super) sealed: Arc<SqliteStore>,
}

/// The account's own part of a context.
pub(super) struct Opened {
    pub(super) id: AccountId,
    pub(super) sealed: Arc<SqliteStore>,
    pub(super) installation: InstallationId,
    /// The language chosen in it.
    pub(super) language: Option<Language>,
}

/// What opening an account takes.
pub(super) struct Ground<'a> {
    pub(super) home: &'a Path,
    pub(super) public: &'a dyn PublicStore,
    pub(super) vault: &'a dyn KeyVault,
    pub(super) random: Arc<dyn Random>,
    pub(super) clock: &'a dyn Clock,
}

impl Ground<'_> {
    /// Opens the current account, making one if there is none, after going on with erasing where a start before this one stopped.
    pub(super) fn open(&self) -> Result<Opened> {
        if let Err(failure) = self.finish_erasing() {
            // It can't be opened any more, whatever is left of it; the next start tries again.
            tracing::warn!(code = failure.code, "an erased account is not wholly gone yet");
        }
        let id = self.current()?;
        let sealed = store::open_personal(self.home, &id, self.vault, self.random.clone())?;
        Ok(Opened {
            id,
            installation: self.installation(&sealed)?,
            language: preferences::language(&sealed),
            sealed: Arc::new(sealed),
        })
    }

    fn current(&self) -> Result<AccountId> {
        let mut accounts = self.public.accounts()?;
        accounts.retain(|account| !account.erasing);
        let current = accounts.iter().find(|account| account.current);
        if let Some(current) = current.or(accounts.first()) {
            return Ok(current.id);
        }
        let now = self.clock.now();
        let id = AccountId::new(now, random_bytes(&*self.random));
        self.public.put_account(&AccountRow {
            id,
            created_at: now,
            current: true,
            erasing: false,
        })?;
        Ok(id)
    }

    fn installation(&self, store: &dyn Store) -> Result<InstallationId> {
        let kept = store.setting(Setting::Installation)?;
        let kept = kept
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| text.parse().ok());
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let id = InstallationId::new(self.clock.now(), random_bytes(&*self.random));
        store.commit(&[Change::PutSetting(
            Setting::Installation,
            id.to_string().into_bytes(),
        )])?;
        Ok(id)
    }

    /// Marks an account, so that it is never opened again and erasing goes on whatever happens.
    fn begin_erasing(&self, id: &AccountId) -> Result<()> {
        let accounts = self.public.accounts()?;
        let account = accounts.into_iter().find(|account| account.id == *id);
        let account = account.ok_or(Code::AppFailed)?;
        self.public.put_account(&AccountRow {
            current: false,
            erasing: true,
            ..account
        })?;
        Ok(())
    }

    /// Erases every marked account: keys first, then files, then the mark. Safe to repeat after being interrupted anywhere.
    fn finish_erasing(&self) -> Result<()> {
        for account in self.public.accounts()?.iter().filter(|it| it.erasing) {
            store::erase_account(self.home, &account.id, self.vault)?;
            self.public.remove_account(&account.id)?;
        }
        Ok(())
    }
}

impl Client {
    /// Erases everything that the phone keeps of the account and opens an empty one: keys first, so that what is left of a folder can't be read. The
    /// language stays. Observers see the empty account; form sessions and calls that were under way fail, and nothing of theirs is kept. Nothing is asked
    /// of the network: what was handed to the portal stays there (the settings' warning tells how much that is).
    ///
    /// `ERASE_UNFINISHED`: something is left, unreadable or marked, or the empty account couldn't be made; the next start goes on. Any other failure:
    /// nothing was erased.
    pub fn erase(&self) -> Result<()> {
        let was_running = self.stop_tasks();
        let erased = self.exchange_account();
        if was_running {
            self.start();
        }
        self.touch_screens();
        erased
    }

    fn exchange_account(&self) -> Result<()> {
        // Held until the new account is there: whoever asks meanwhile waits for it.
        let mut open = self.write_account();
        let old = open.context.clone();
        let ground = Ground {
            home: &self.home,
            public: &*old.public,
            vault: &*self.vault,
            random: old.random.clone(),
            clock: &*old.clock,
        };
        ground.begin_erasing(&open.id)?;
        open.sealed.close();
        let erased = ground.finish_erasing();
        let opened = ground.open().map_err(|_| Failure::new(Code::EraseUnfinished))?;
        let language = old.texts().language();
        let account = Account::new(opened, &old, language);
        // A choice that isn't personal, and without it a person may not be able to read the screen.
        let kept = preferences::choose_language(&account.context, language);
        *open = account;
        erased.map_err(|_| Failure::new(Code::EraseUnfinished))?;
        kept
    }
}

impl Account {
    /// An account with everything that isn't its own taken from the context before it.
    fn new(opened: Opened, before: &Context, language: Language) -> Self {
        let mut context = Context::new(Parts {
            clock: before.clock.clone(),
            random: before.random.clone(),
            store: opened.sealed.clone(),
            public: before.public.clone(),
            portal: before.portal.clone(),
            identity: before.identity.clone(),
            connectivity: before.connectivity.clone(),
            trust: before.trust.clone(),
            installation: opened.installation,
            language,
        });
        // Whoever watched goes on watching.
        context.topics = before.topics.clone();
        Self {
            id: opened.id,
            sealed: opened.sealed,
            context: Arc::new(context),
        }
    }

    /// After a start: what was being sent waits again, and drafts hear what they missed.
    pub(super) fn recover(&self) -> Result<()> {
        outbox_worker::recover(&self.context)?;
        super::catch_up(&self.context)
    }
}
