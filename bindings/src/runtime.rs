//! The core's own threads.
//!
//! Kotlin and Swift poll exported futures on their own executors and drop them when a screen goes away. So no work happens inside such a future: it is
//! spawned here, and the future only waits for it. Dropping it detaches; what was begun is finished and kept.

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

/// The process' one runtime, made at its first use and never ended: workers end with [`MotCua::stop`](crate::MotCua::stop).
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceCell<Runtime> = OnceCell::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .thread_name("motcua")
            .enable_all()
            .build()
            .expect("a system that gives no threads runs no app")
    })
}

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
