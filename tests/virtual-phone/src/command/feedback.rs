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
            FeedbackCommand::New(args) => self.report(args),
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

    fn report(&self, args: NewArgs) -> Result<(), Refusal> {
        let core = &self.phone.core;
        let photo = args.photo.map(|it| it.to_string_lossy().into_owned());
        let report = NewFeedback {
            service_code: args.service,
            description: self.input.value(args.description)?,
            // A place that was typed is one that somebody chose, not one that was measured.
            place: Place::Pinned {
                lat: args.lat,
                long: args.long,
            },
        };
        let id = core.send_feedback(report, photo)?;
        self.out.show(&core.feedback(id)?);
        Ok(())
    }
}
