//! Where wake-ups come from. On phones the shell receives them (UnifiedPush, FCM, APNs) and hands the bytes in; the virtual phone and QA use the
//! portal's embedded push service through this port.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::portal_api::Result;

/// A registration at a push service.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// What the portal is told.
    pub endpoint: String,
    /// Where messages are read; empty when the shell receives them itself.
    pub stream: String,
}

/// A push service that this phone registers with.
#[async_trait]
pub trait PushChannel: Send + Sync {
    /// Registers this installation.
    async fn register(&self) -> Result<Registration>;
    /// Passes each received message body on until the receiver is dropped or the connection ends (then returns, and the worker calls again).
    async fn listen(&self, registration: &Registration, messages: mpsc::Sender<Vec<u8>>) -> Result<()>;
}
