//! The group-commit writer.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{broadcast, oneshot};

use super::StoreError;

/// The most jobs that share one commit: keeps one slow batch from holding the others for long.
const BATCH: usize = 128;

/// What a writing job works on: a connection inside the batch's transaction.
pub(crate) struct Tx<'a> {
    connection: &'a Connection,
    touched: RefCell<BTreeSet<String>>,
}

impl Deref for Tx<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Tx<'_> {
    /// Notes that this person's event log grew; told to listeners after the commit.
    pub(crate) fn touch(&self, sub: &str) {
        self.touched.borrow_mut().insert(sub.to_owned());
    }
}

/// A job in two halves: the work inside the transaction, the answer after the commit.
trait Job: Send {
    fn run(&mut self, tx: &Tx<'_>) -> bool;
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Work<F, T, E> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Work<F, T, E>
where
    F: FnOnce(&Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &Tx<'_>) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| work(tx)))
            .unwrap_or_else(|_| Err(StoreError::Failed("a writing job panicked".into()).into()));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let answer = match (self.outcome, committed) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.into()),
            (None, Ok(())) => Err(StoreError::Closed.into()),
        };
        // The caller may have gone away (its connection closed); the work stays done.
        let _ = self.reply.send(answer);
    }
}

#[derive(Clone)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        touched: broadcast::Sender<String>,
    ) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel();
        std::thread::Builder::new()
            .name("portal-writer".into())
            .spawn(move || write_until_closed(connection, &queue, &touched))
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        Ok(Self { jobs })
    }

    pub(super) async fn run<T, E>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Work {
            work: Some(work),
            outcome: None,
            reply,
        };
        self.jobs.send(Box::new(job)).map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }
}

fn write_until_closed(
    mut connection: Connection,
    queue: &mpsc::Receiver<Box<dyn Job>>,
    touched: &broadcast::Sender<String>,
) {
    while let Ok(first) = queue.recv() {
        let mut batch = vec![first];
        batch.extend(queue.try_iter().take(BATCH - 1));
        let mut subs = BTreeSet::new();
        let committed = run_batch(&mut connection, &mut batch, &mut subs);
        if let Err(error) = &committed {
            tracing::error!(%error, jobs = batch.len(), "a batch of writes wasn't committed");
        }
        let told = committed.is_ok();
        for job in batch {
            job.answer(match &committed {
                Ok(()) => Ok(()),
                Err(error) => Err(StoreError::Failed(error.to_string())),
            });
        }
        for sub in subs.into_iter().filter(|_| told) {
            // Nobody listening is fine: listeners read the log when they come.
            let _ = touched.send(sub);
        }
    }
}

fn run_batch(
    connection: &mut Connection,
    batch: &mut [Box<dyn Job>],
    subs: &mut BTreeSet<String>,
) -> Result<(), StoreError> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in batch.iter_mut() {
        let savepoint = transaction.savepoint()?;
        let tx = Tx {
            connection: &savepoint,
            touched: RefCell::default(),
        };
        let keep = job.run(&tx);
        let mut touched = tx.touched.into_inner();
        if keep {
            savepoint.commit()?;
            subs.append(&mut touched);
        } else {
            savepoint.finish()?;
        }
    }
    transaction.commit()?;
    Ok(())
}
