//! The one thread on which answers are checked, one after the other.
//!
//! Nothing else here takes as much memory: hostile answers a hundred megabytes, and a portal may live on a small machine. On threads of
//! their own checks would add up, even those that have ended, for a thread keeps what it freed. A person's answers take milliseconds and
//! the worst a fraction of a second, so nobody waits for long. Whoever hangs up loses their turn; a check that panics fails alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;

use tokio::sync::oneshot;

use crate::problem::{Code, Problem};

type Job = Box<dyn FnOnce() + Send>;

/// The way to that thread, which ends with it.
pub(crate) struct Checker(mpsc::Sender<Job>);

impl Checker {
    /// Starts the thread.
    ///
    /// # Errors
    /// The system gives none.
    pub(crate) fn start() -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let check_all = move || queue.into_iter().for_each(|job| job());
        thread::Builder::new()
            .name("portal-checker".into())
            .spawn(check_all)?;
        Ok(Self(jobs))
    }

    /// Does one check when its turn comes.
    ///
    /// # Errors
    /// What the check says; `PORTAL_FAILED` when it panics.
    pub(super) async fn run(
        &self,
        check: impl FnOnce() -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        let (reply, answer) = oneshot::channel();
        let job = move || {
            if !reply.is_closed() {
                let checked = catch_unwind(AssertUnwindSafe(check));
                // Nobody hears it when the caller has gone away meanwhile.
                let _ = reply.send(checked.unwrap_or_else(|_| Err(failed())));
            }
        };
        self.0.send(Box::new(job)).map_err(|_| failed())?;
        answer.await.map_err(|_| failed())?
    }
}

fn failed() -> Problem {
    Problem::new(Code::PortalFailed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_check_that_panics_fails_alone() {
        let checker = Checker::start().unwrap();
        let panics = checker.run(|| panic!("a fault of ours")).await.unwrap_err();
        assert_eq!(panics.code(), Code::PortalFailed);
        assert!(checker.run(|| Ok(())).await.is_ok());
        let refuses = checker.run(|| Err(Problem::not_found())).await.unwrap_err();
        assert_eq!(refuses.code(), Code::NotFound);
    }
}
