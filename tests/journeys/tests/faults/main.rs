//! Everything that goes wrong on the way: for each, the stable code with its words in two languages, and nothing that was kept is lost.

#![allow(clippy::unwrap_used, reason = "a journey stops where it is surprised")]

mod entrance;
mod feedback;
mod form;
mod sending;
mod store;
mod trust;

use motcua_client::error::Failure;
use motcua_domain::{
    failure::Code,
    ids::{DossierId, DraftId},
};
use motcua_journeys::stage::{Phone, PhoneOptions, Story, World, assert_explained};
use serde_json::{Value, json};

/// A phone with the birth story queued and its father signed in: the next thing to happen is sending.
struct Queued {
    world: World,
    phone: Phone,
    story: Story,
    draft: DraftId,
    dossier: DossierId,
    answers: String,
}

impl Queued {
    async fn new() -> Self {
        Self::with(PhoneOptions::default()).await
    }

    async fn with(options: PhoneOptions) -> Self {
        let (world, story) = (World::start().await, Story::small());
        let phone = Phone::with(&world, options);
        phone.prepare(&story.procedure_code).await.unwrap();
        phone.sign_in(&world, &story.person).await.unwrap();
        let (draft, dossier) = phone.queue(&story);
        let answers = answers(&phone, &draft);
        Self {
            world,
            phone,
            story,
            draft,
            dossier,
            answers,
        }
    }

    /// Orders a fault for the submission's PUT, once.
    async fn submission_meets(&self, fault: Value) -> u64 {
        let mut order = json!({"path_prefix": "/v1/dossiers/", "method": "PUT", "times": 1});
        order
            .as_object_mut()
            .unwrap()
            .extend(fault.as_object().unwrap().clone());
        self.world.fault(order).await
    }

    /// Sends, and it fails like this; the draft waits as it was.
    async fn fails(&self, code: Code) -> Failure {
        let failure = self.phone.send(&self.dossier).await.expect("it isn't delivered");
        assert_explained(&failure, code);
        assert_eq!(self.phone.draft_state(&self.draft), "queued");
        assert_eq!(answers(&self.phone, &self.draft), self.answers);
        failure
    }

    /// Sends, and it is submitted: once.
    async fn succeeds(&self) {
        let failure = self.phone.send(&self.dossier).await;
        assert!(failure.is_none(), "{failure:?}");
        assert_eq!(self.phone.draft_state(&self.draft), "sent");
        assert_eq!(self.world.count("dossiers").await, 1);
    }
}

/// Every answer of a draft, as it would be submitted now.
fn answers(phone: &Phone, draft: &DraftId) -> String {
    let session = phone.open_draft(draft).expect("the draft opens");
    let pages = (0..session.page_count()).filter_map(|index| session.page(index));
    let questions = pages.flat_map(|page| page.items).filter_map(|item| match item {
        motcua_client::screen::form_page::FormItem::Question { question } => {
            Some(format!("{}={}", question.reference, question.value))
        }
        _ => None,
    });
    questions.collect::<Vec<_>>().join("\n")
}
