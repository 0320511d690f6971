//! The outbox worker: plan, begin, deliver, step; again when something changed or a wait has ended.
//!
//! ```text
//!   entries + world + now ──plan──▶ begin (kept before a byte leaves) ──▶ deliver ──▶ step (kept) ──▶ effects
//!        ▲                                                                              │
//!        └── outbox touched · network · signed in · wake_at ◀───────────────────────────┘
//! ```
//!
//! Up to four entries are under way at the same time, so that one slow upload never delays another dossier. An entry whose step can't be kept is
//! still "in flight" in the store: it waits again as soon as the store takes that, at the latest after the next start. Every write is a PUT of the same
//! bytes, so repeating is safe. A store that is full or locked stops nothing for good either: the worker looks again after a wait.

use std::sync::Arc;

use motcua_domain::{
    failure::Code,
    ids::EntryId,
    outbox::{
        self, Action, Connectivity, Effect, Entry, MAX_JITTER_PERMILLE, Outcome, Plan, World,
        wait_before_retry,
    },
    time::Millis,
};
use tokio::task::JoinSet;

use crate::{
    error::{Failure, Result},
    port::{
        random::random_bytes,
        store::{Change, StoreError},
    },
    use_case::{Context, deliver, preferences, send_feedback, session, submit_draft},
};

/// How many entries are under way at once.
const AT_ONCE: usize = 4;

/// When the worker stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// When nothing can be done now: everything is delivered or waits for something.
    Idle,
    /// Never; for as long as its task lives.
    Forever,
}

/// After the app's start: what was in flight when it died waits again.
pub fn recover(context: &Context) -> Result<()> {
    let _one_at_a_time = context.changing();
    let entries = context.store.entries()?;
    let recovered = entries.iter().map(|entry| (entry, outbox::recover(entry)));
    let changes: Vec<Change> = recovered
        .filter(|(before, after)| *before != after)
        .map(|(_, after)| Change::PutEntry(after))
        .collect();
    keep_any(context, &changes)
}

/// The network came back, or the person said "now": our own waits end, the portal's don't.
pub fn nudge(context: &Context) -> Result<()> {
    let _one_at_a_time = context.changing();
    let entries = context.store.entries()?;
    let waiting = entries.iter().filter(|entry| entry.next_attempt_at.is_some());
    let changes: Vec<Change> = waiting
        .map(|entry| Change::PutEntry(outbox::nudge(entry)))
        .collect();
    keep_any(context, &changes)?;
    context.topics.outbox.touch();
    Ok(())
}

fn keep_any(context: &Context, changes: &[Change]) -> Result<()> {
    if !changes.is_empty() {
        context.store.commit(changes)?;
    }
    Ok(())
}

/// Runs the outbox. Until idle, a store that fails is the caller's to hear of; otherwise it is waited for.
pub async fn run(context: Arc<Context>, until: Until) -> Result<()> {
    let mut run = Run::default();
    let mut changes = context.topics.outbox.changes();
    let mut session_changes = context.topics.session.changes();
    loop {
        changes.borrow_and_update();
        session_changes.borrow_and_update();
        let looked = run.look(&context);
        if run.under_way.is_empty() && until == Until::Idle {
            return looked.map(drop);
        }
        let wake_at = looked.unwrap_or_else(|failure| Some(run.failed(&context, &failure)));
        tokio::select! {
            Some(landed) = run.under_way.join_next(), if !run.under_way.is_empty() => {
                run.adrift.extend(landed.ok().flatten());
            }
            Ok(()) = changes.changed() => {}
            Ok(()) = session_changes.changed() => {}
            () = super::sleep_until(wake_at, context.now()) => {}
        }
    }
}

/// What one run of the worker remembers between two looks.
#[derive(Default)]
struct Run {
    under_way: JoinSet<Option<EntryId>>,
    /// Entries whose outcome couldn't be kept: in flight in the store, and nobody is sending them.
    adrift: Vec<EntryId>,
    failures: u32,
}

impl Run {
    /// Begins what can be begun; the answer is when to look again, if only time is being waited for.
    fn look(&mut self, context: &Arc<Context>) -> Result<Option<Millis>> {
        while let Some(id) = self.adrift.last() {
            // Its outcome is asked for again, after a wait that grows.
            land(context, id, &Outcome::Transient(Code::AppFailed))?;
            self.adrift.pop();
        }
        let plan = plan(context)?;
        let room = AT_ONCE.saturating_sub(self.under_way.len());
        for (id, action) in plan.actions.into_iter().take(room) {
            if let Some(entry) = begin(context, &id, &action)? {
                self.under_way.spawn(carry_out(context.clone(), entry, action));
            }
        }
        self.failures = 0;
        Ok(plan.wake_at)
    }

    fn failed(&mut self, context: &Context, failure: &Failure) -> Millis {
        self.failures += 1;
        tracing::warn!(code = failure.code, "the outbox can't be worked on now");
        context.now().plus(wait_before_retry(self.failures, None, 0))
    }
}

/// What the planner sees of the world.
pub fn world(context: &Context) -> World {
    World {
        connectivity: context.connectivity.state(),
        network_policy: preferences::network_policy(context),
        session: session::session(context),
        app_supported: context.app_supported(),
    }
}

fn plan(context: &Context) -> Result<Plan> {
    let world = world(context);
    if world.connectivity == Connectivity::Offline {
        return Ok(Plan {
            actions: Vec::new(),
            wake_at: None,
        });
    }
    Ok(outbox::plan(&context.store.entries()?, &world, context.now()))
}

/// Marks the attempt before a byte leaves. The first session that a dossier goes out under makes it that person's.
fn begin(context: &Context, id: &EntryId, action: &Action) -> Result<Option<Entry>> {
    let _one_at_a_time = context.changing();
    let Some(mut entry) = context.store.entry(id)? else {
        return Ok(None);
    };
    if entry.sub.is_none() && entry.what.dossier().is_some() {
        entry.sub = session::subject(context);
    }
    let Ok(entry) = outbox::begin(&entry, action) else {
        return Ok(None);
    };
    let mut changes = submit_draft::sent_as(context, &entry)?;
    changes.push(Change::PutEntry(entry.clone()));
    context.store.commit(&changes)?;
    context.topics.outbox.touch();
    Ok(Some(entry))
}

/// Delivers and lands; the answer is the entry whose outcome couldn't be kept.
async fn carry_out(context: Arc<Context>, entry: Entry, action: Action) -> Option<EntryId> {
    let progress = |outcome: Outcome| {
        // Progress that can't be kept is asked of the portal again later.
        let _ = land(&context, &entry.id, &outcome);
    };
    let outcome = deliver::deliver(&context, &entry, &action, &progress).await;
    let failure = land(&context, &entry.id, &outcome).err()?;
    tracing::error!(
        code = failure.code,
        "an outcome couldn't be kept; it will be asked for again"
    );
    Some(entry.id)
}

/// Applies an outcome to the entry as it stands in the store now, with what follows for its draft, in one commit.
fn land(context: &Context, id: &EntryId, outcome: &Outcome) -> Result<()> {
    let _one_at_a_time = context.changing();
    let Some(entry) = context.store.entry(id)? else {
        return Ok(());
    };
    let (entry, effects) = outbox::step(&entry, outcome, context.now(), jitter(context));
    let for_draft = submit_draft::apply_effects(context, &entry, &effects, &[])?;
    let mut changes = send_feedback::apply_effects(context, &entry, &effects)?;
    let delivered = effects.contains(&Effect::Delivered);
    // What has no receipt leaves nothing to show once it is delivered.
    changes.push(if delivered {
        Change::DeleteEntry(entry.id)
    } else {
        Change::PutEntry(entry)
    });
    keep(context, changes, for_draft)?;
    if effects.contains(&Effect::TellAppTooOld) {
        context.note_app_too_old();
    }
    tell(&effects);
    context.topics.outbox.touch();
    if effects.iter().any(|effect| !matches!(effect, Effect::Ignored)) {
        context.topics.drafts.touch();
        context.topics.tracking.touch();
    }
    Ok(())
}

/// Keeps an outcome. When the phone was locked just now its draft can't be changed with it; `submit_draft::catch_up` does that after the unlock.
fn keep(context: &Context, changes: Vec<Change>, for_draft: Vec<Change>) -> Result<()> {
    let whole = [changes.clone(), for_draft].concat();
    match context.store.commit(&whole) {
        Err(StoreError::Locked) => Ok(context.store.commit(&changes)?),
        done => Ok(done?),
    }
}

/// One log line for what a person will want explained; the screens read the reasons from the entries.
fn tell(effects: &[Effect]) {
    for effect in effects {
        let code = match effect {
            Effect::TellBlocked(block) => block.code.as_str(),
            Effect::TellQuarantined(code) | Effect::TellNotSecure(code) => code.as_str(),
            Effect::TellReceiptWrong(problem) => problem.code().as_str(),
            Effect::TellAlreadySubmitted => Code::AlreadySubmitted.as_str(),
            _ => continue,
        };
        tracing::warn!(code, "an outbox entry needs attention");
    }
}

fn jitter(context: &Context) -> i16 {
    let span = u16::try_from(2 * i32::from(MAX_JITTER_PERMILLE) + 1).unwrap_or(u16::MAX);
    let draw = u16::from_le_bytes(random_bytes(&*context.random)) % span;
    i16::try_from(i32::from(draw) - i32::from(MAX_JITTER_PERMILLE)).unwrap_or(0)
}
