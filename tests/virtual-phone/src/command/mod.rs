//! What each command does: asks the core and shows the model it gives. One noun a file.

mod account;
mod catalogue;
mod dossier;
mod draft;
mod feedback;
mod input;
mod outbox;
mod session;
mod submit;

use crate::{args::Command, form, out::Out, phone::Phone, refusal::Refusal};

pub(crate) use input::Input;

/// What a command works with.
pub(crate) struct Call<'a> {
    pub(crate) phone: &'a Phone,
    pub(crate) out: &'a Out,
    pub(crate) input: Input,
}

/// How many items a list shows: all that a person would look through.
const LISTED: u32 = 1_000;

impl Call<'_> {
    /// Carries out one command.
    pub(crate) fn carry_out(&self, command: Command) -> Result<(), Refusal> {
        match command {
            Command::Run => Err(Refusal::WrongUse("it is running".to_owned())),
            Command::Home => self.home(),
            Command::Consent(command) => self.consent(command),
            Command::Catalogue(command) => self.catalogue(command),
            Command::Procedure(command) => self.procedure(command),
            Command::SignIn(args) => self.sign_in(&args),
            Command::SignOut => self.sign_out(),
            Command::Whoami => self.whoami(),
            Command::Draft(command) => self.draft(command),
            Command::Review(draft) => self.review(&draft.id),
            Command::Submit(args) => self.submit(args),
            Command::Outbox(command) => self.outbox(command),
            Command::Sync => self.sync(),
            Command::Dossiers => self.dossiers(),
            Command::Track(dossier) => self.track(dossier.id),
            Command::Supplement(dossier) => self.supplement(dossier.id),
            Command::Result(args) => self.result(args),
            Command::Receipt(command) => self.receipt(command),
            Command::Inbox => self.inbox(),
            Command::Feedback(command) => self.feedback(command),
            Command::Settings => self.settings(),
            Command::MyData(command) => self.my_data(&command),
            Command::Network(wanted) => self.network(wanted),
            Command::Form(command) => form::carry_out(&command, self.out),
        }
    }
}
