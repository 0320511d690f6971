//! Reports to 1022.

use motcua_ffi::{NewFeedback, Place};

use super::{Call, LISTED};
use crate::{
    args::{FeedbackCommand, NewFeedback as NewArgs},
    refusal::Refusal,
};

impl Call<'_> {
    pub(super) fn feedback(&self, command: FeedbackCommand) -> Result<(), Refusal> {
        let core = &self.phone.core;
        match command {
            FeedbackCommand::New(args) => self.report(None, args),
            FeedbackCommand::Edit { id, report } => self.report(Some(id), report),
            FeedbackCommand::List => {
                self.out.show(&core.feedback_list(None, LISTED)?);
                Ok(())
            }
            FeedbackCommand::Show { id } => {
                self.out.show(&core.feedback(id)?);
                Ok(())
            }
        }
    }

    /// Makes a report, or corrects the one with this id.
    fn report(&self, of: Option<String>, args: NewArgs) -> Result<(), Refusal> {
        let core = &self.phone.core;
        let photo = args.photo.map(|it| it.to_string_lossy().into_owned());
        let report = NewFeedback {
            service_code: args.service,
            description: self.input.value(args.description)?,
            // A place that was typed is one that somebody chose, not one that was measured.
            place: match (args.lat, args.long) {
                (Some(lat), Some(long)) => Place::Pinned { lat, long },
                _ => Place::Address(args.address.unwrap_or_default()),
            },
        };
        let id = match of {
            Some(id) => {
                core.edit_feedback(id.clone(), report, photo)?;
                id
            }
            None => core.send_feedback(report, photo)?,
        };
        self.out.show(&core.feedback(id)?);
        Ok(())
    }
}
