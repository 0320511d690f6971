//! Lists that need both a use case and the outbox' plan.

use motcua_domain::outbox;

use crate::{
    error::Result,
    port::store::Page,
    screen::{
        draft_list::{self, DraftList},
        home::Home,
        outbox::{OutboxItem, OutboxList, item as screen_item},
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
    let total = context.store.draft_count()?;
    Ok(DraftList {
        empty: (total == 0).then(|| texts.get("drafts-empty")),
        next: (rows.len() == page.limit as usize)
            .then(|| rows.last().map(|row| row.touched))
            .flatten(),
        items,
        total,
    })
}

pub(super) fn outbox_list(context: &Context) -> Result<OutboxList> {
    let entries = context.store.entries()?;
    let (world, now, texts) = (outbox_worker::world(context), context.now(), context.texts());
    let names = browse_catalogue::Names::load(context)?;
    let mut items: Vec<OutboxItem> = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.is_finished()) {
        let reason = outbox::why(entry, &entries, &world, now);
        let subject = match entry.what.dossier() {
            Some(id) => context
                .store
                .dossier(&id)?
                .map(|row| names.of(&row.procedure_code)),
            None => None,
        };
        items.push(screen_item(entry, &reason, &subject.unwrap_or_default(), &texts));
    }
    Ok(OutboxList {
        empty: items.is_empty().then(|| texts.get("outbox-empty")),
        items,
    })
}

pub(super) fn home(context: &Context) -> Result<Home> {
    read_home::home(context, &outbox_list(context)?.items)
}
