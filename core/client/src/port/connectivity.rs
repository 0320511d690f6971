//! Which network the phone has. The shell knows (Android `ConnectivityManager`, iOS `NWPathMonitor`); the outbox planner decides with it.

use motcua_domain::outbox::Connectivity as State;

/// Tells the network's state now. A shell also calls `Client::connectivity_changed` when it changes, so that waiting work wakes up.
pub trait Connectivity: Send + Sync {
    /// The state now; [`State::Unknown`] when the system won't say (work is then tried).
    fn state(&self) -> State;
}
