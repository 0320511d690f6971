//! Reviewing and submitting.

use super::Call;
use crate::{args::SubmitArgs, refusal::Refusal, show::Queued};

impl Call<'_> {
    pub(super) fn review(&self, id: &str) -> Result<(), Refusal> {
        self.out.show(&self.phone.draft(id)?.review()?);
        Ok(())
    }

    /// Nobody submits what wasn't shown: without a hash from `review` it is shown here.
    pub(super) fn submit(&self, args: SubmitArgs) -> Result<(), Refusal> {
        let session = self.phone.draft(&args.id)?;
        let review = session.review()?;
        if args.view.is_none() {
            self.out.show(&review);
        }
        let seen = args.view.unwrap_or(review.view_sha256);
        let Some(office) = review.office else {
            // No ward was chosen: the first problem says where.
            let first = session.problems().items.into_iter().next();
            let place = first.map(|it| it.reference);
            return Err(Refusal::not_here(place.as_deref()));
        };
        let dossier_id = session.submit(seen, office)?;
        self.out.show(&Queued { dossier_id });
        Ok(())
    }
}
