//! Signing in and out, who is signed in, airplane mode.

use super::{Call, Input};
use crate::{
    args::{Browser, NetworkCommand, SignInArgs},
    browser,
    out::tell,
    refusal::Refusal,
    show::Hop,
};

impl Call<'_> {
    /// Begins, goes through the browser, completes. Each part can be had alone, because a phone's app may be killed between them.
    pub(super) fn sign_in(&self, args: &SignInArgs) -> Result<(), Refusal> {
        if let Some(redirect) = &args.complete {
            return self.complete(self.input.value(redirect.clone())?);
        }
        let page = self.phone.wait(self.phone.core.begin_sign_in())?;
        if !args.begin && args.browser == Browser::Auto {
            let person = args.person.as_deref();
            let back = self
                .phone
                .wait(browser::follow(&page, person, &self.phone.profile))?;
            return self.complete(back);
        }
        self.out.show(&Hop { url: page.clone() });
        if args.browser == Browser::Open && !browser::open(&page) {
            tell("motcua: there is no browser to open; open the address yourself");
        }
        if args.begin || self.input == Input::Commands {
            return Ok(());
        }
        tell("motcua: paste the address that the browser came back to");
        self.complete(self.input.line()?)
    }

    fn complete(&self, redirect: String) -> Result<(), Refusal> {
        self.phone.wait(self.phone.core.complete_sign_in(redirect))?;
        self.whoami()
    }

    pub(super) fn sign_out(&self) -> Result<(), Refusal> {
        self.phone.core.sign_out()?;
        self.whoami()
    }

    pub(super) fn whoami(&self) -> Result<(), Refusal> {
        self.out.show(&self.phone.core.session()?);
        Ok(())
    }

    pub(super) fn network(&self, wanted: NetworkCommand) -> Result<(), Refusal> {
        let state = self.phone.home.switch(wanted)?;
        self.phone.core.connectivity_changed()?;
        self.out.show(&state);
        Ok(())
    }
}
