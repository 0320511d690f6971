//! The core's own threads.
//!
//! Kotlin and Swift poll exported futures on their own executors and drop them when a screen goes away. So no work happens inside such a future: it is
//! spawned here, and the future only waits for it. Dropping it detaches; what was begun is finished and kept.
//!
//! A write to a connection that the other side has closed raises SIGPIPE in the writing thread, which ends a process that says nothing about it: hosts in
//! Swift or C on Linux. Only these threads write to connections, so they block the signal for themselves and see an error instead, after which the outbox
//! tries again. What the host does with its own SIGPIPE is left alone.

use std::future::Future;

use motcua_client::{
    error::{Failure, Result as ClientResult},
    vocabulary::Code,
};
use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Runtime};

use crate::error::Result;

/// Enough for a transfer beside a screen's question; blocking work has threads of its own.
const WORKERS: usize = 2;

/// Threads for what blocks: reads of the store, observers, look-ups of names. A screen needs a few at a time; more than these wait their turn, for a
/// thousand observers told at once would otherwise cost a cheap phone hundreds of threads.
const BLOCKING: usize = 32;

/// The process' one runtime, made at its first use and never ended: workers end with [`MotCua::stop`](crate::MotCua::stop).
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceCell<Runtime> = OnceCell::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .max_blocking_threads(BLOCKING)
            .thread_name("motcua")
            .on_thread_start(block_sigpipe)
            .enable_all()
            .build()
            .expect("a system that gives no threads runs no app")
    })
}

/// Blocks SIGPIPE for the calling thread. A signal that is raised while blocked stays pending on it for good, for it is never unblocked.
#[cfg(unix)]
fn block_sigpipe() {
    let mut broken_pipe = std::mem::MaybeUninit::uninit();
    // SAFETY: `sigemptyset` fills the whole set before anything reads it, the pointers are to a local that outlives the calls, and the old mask isn't
    // asked for. `pthread_sigmask` changes this thread's mask alone. None of them can fail: the signal's number and SIG_BLOCK are the system's own.
    unsafe {
        libc::sigemptyset(broken_pipe.as_mut_ptr());
        libc::sigaddset(broken_pipe.as_mut_ptr(), libc::SIGPIPE);
        libc::pthread_sigmask(libc::SIG_BLOCK, broken_pipe.as_ptr(), std::ptr::null_mut());
    }
}

/// There is no such signal.
#[cfg(not(unix))]
fn block_sigpipe() {}

/// Does `work` on the core's threads and waits for it. Dropping this future stops the waiting, not the work.
pub(crate) async fn carry_out<T: Send + 'static>(
    work: impl Future<Output = ClientResult<T>> + Send + 'static,
) -> Result<T> {
    match runtime().spawn(work).await {
        Ok(done) => Ok(done?),
        // It panicked; its own thread told the log.
        Err(_) => Err(Failure::new(Code::AppFailed).into()),
    }
}
