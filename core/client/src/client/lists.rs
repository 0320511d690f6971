//! Lists that need both a use case and the outbox' plan.

use motcua_domain::{
    draft::{self, DraftEvent},
    outbox::{self, Entry, What},
};

use crate::{
    error::Result,
    port::store::{DraftRow, Page, StoreError},
    screen::{
        draft_list::{self, DraftList},
        home::Home,
        outbox::{About, OutboxItem, OutboxList, item as screen_item},
    },
    use_case::{Context, browse_catalogue, read_home},
    worker::outbox_worker,
};

pub(super) fn drafts(context: &Context, page: Page) -> Result<DraftList> {
    let rows = context.store.drafts(page)?;
    let texts = context.texts();
    let names = browse_catalogue::Names::load(context)?;
    let items: Vec<_> = rows
        .iter()
        .map(|row| draft_list::item(row, names.of(&row.procedure_code), &texts))
        .collect();
    let total = total(context, page, rows.len())?;
    Ok(DraftList {
        empty: (total == 0).then(|| texts.get("drafts-empty")),
        next: (rows.len() == page.limit as usize)
            .then(|| rows.last().map(|row| row.touched))
            .flatten(),
        items,
        total,
    })
}

/// A first page that isn't full shows all there are. Counting them again could tell of another moment: one draft, and none in the list.
fn total(context: &Context, page: Page, shown: usize) -> Result<u64> {
    if page.after.is_none() && shown < page.limit as usize {
        Ok(shown as u64)
    } else {
        Ok(context.store.draft_count()?)
    }
}

pub(super) fn outbox_list(context: &Context) -> Result<OutboxList> {
    let entries = context.store.entries()?;
    let (world, now, texts) = (outbox_worker::world(context), context.now(), context.texts());
    let names = browse_catalogue::Names::load(context)?;
    let mut items: Vec<OutboxItem> = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.is_finished()) {
        let reason = outbox::why(entry, &entries, &world, now);
        items.push(screen_item(
            entry,
            &reason,
            &about(context, entry, &names)?,
            &texts,
        ));
    }
    Ok(OutboxList {
        empty: items.is_empty().then(|| texts.get("outbox-empty")),
        items,
    })
}

fn about(context: &Context, entry: &Entry, names: &browse_catalogue::Names) -> Result<About> {
    let Some(dossier) = entry.what.dossier() else {
        return Ok(About::default());
    };
    let row = context.store.dossier(&dossier)?;
    let draft = match entry.what {
        What::Submission { .. } => draft(context.store.draft_of_dossier(&dossier, None))?,
        What::Supplement { number, .. } => draft(context.store.draft_of_dossier(&dossier, Some(number)))?,
        _ => None,
    };
    let comes_back = |row: &DraftRow| {
        draft::apply(&row.state, &DraftEvent::TakeBackAsked).is_ok() && outbox::take_back(entry).is_ok()
    };
    Ok(About {
        subject: row.map(|row| names.of(&row.procedure_code)).unwrap_or_default(),
        can_take_back: draft.as_ref().is_some_and(comes_back),
        draft_id: draft.map(|row| row.id),
    })
}

/// The outbox is shown while the phone is locked, too; a draft isn't opened then.
fn draft(found: std::result::Result<Option<DraftRow>, StoreError>) -> Result<Option<DraftRow>> {
    match found {
        Err(StoreError::Locked) => Ok(None),
        other => Ok(other?),
    }
}

pub(super) fn home(context: &Context) -> Result<Home> {
    read_home::home(context, &outbox_list(context)?.items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_domain::time::HOUR;

    use crate::{
        port::clock::Clock,
        screen::{format, target::HomeTarget},
        test_support::World,
        use_case::submit_draft,
    };

    fn only(world: &World) -> OutboxItem {
        outbox_list(&world.context).unwrap().items.remove(0)
    }

    #[tokio::test]
    async fn what_waits_leads_to_signing_in_and_then_to_its_dossier() {
        let world = World::new();
        let (draft, dossier) = world.submitted();
        let before = only(&world);
        assert!(before.target == Some(HomeTarget::SignIn));
        assert_eq!(
            (before.draft_id, before.can_take_back),
            (Some(draft.to_string()), true)
        );
        world.sign_in("an").await;
        let dossier_id = dossier.to_string();
        assert!(only(&world).target == Some(HomeTarget::Timeline { dossier_id }));
        submit_draft::take_back(&world.context, &draft).unwrap();
        assert!(outbox_list(&world.context).unwrap().items.is_empty());
    }

    #[test]
    fn two_of_one_procedure_are_told_apart_by_when_they_were_kept() {
        let world = World::new();
        let first = format::date_time(world.clock.now());
        world.submitted();
        world.clock.advance(HOUR);
        world.submitted();
        let second = format::date_time(world.clock.now());
        let told = outbox_list(&world.context).unwrap().items;
        let told: Vec<_> = told.iter().map(|it| it.queued_at.as_str()).collect();
        assert_eq!(told, [first, second].map(|at| format!("Chờ gửi từ {at}")));
    }

    #[tokio::test]
    async fn a_report_leads_to_itself_and_is_no_draft() {
        let world = World::new();
        let report_id = world.reported().to_string();
        let item = only(&world);
        assert!(item.target == Some(HomeTarget::Feedback { report_id }));
        assert_eq!((item.draft_id, item.can_take_back), (None, false));
    }

    #[test]
    fn a_locked_phone_still_says_what_waits() {
        let world = World::on_disk();
        world.submitted();
        world.disk.as_ref().unwrap().lock();
        let item = only(&world);
        assert_eq!((item.draft_id, item.can_take_back), (None, false));
        assert!(item.target.is_some());
    }
}
