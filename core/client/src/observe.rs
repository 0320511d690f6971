//! Latest-value observables: snapshot first, latest wins, cancel on drop.
//!
//! A use case or worker that changed something [`touch`](Topic::touch)es the topic; each subscriber's own task then reads a fresh snapshot and
//! hands it to its observer. Ten touches while an observer is busy become one snapshot: a slow screen gets the newest state, never a backlog.
//! Nothing is lost by that, because a snapshot is the whole state and not a difference. The other way round, a change that lands while a snapshot is
//! read is in it and still touches the topic after: then the same state is told once more. It is never an older one.

use std::sync::Arc;

use tokio::{runtime::Handle, sync::watch, task::JoinHandle};

/// Something that screens watch.
#[derive(Debug, Clone)]
pub struct Topic {
    own: Arc<watch::Sender<u64>>,
    /// The topic that this one is a part of.
    whole: Option<Arc<watch::Sender<u64>>>,
}

impl Topic {
    /// A topic that nobody has touched yet.
    pub fn new() -> Self {
        Self {
            own: Arc::new(watch::Sender::new(0)),
            whole: None,
        }
    }

    /// A topic whose changes are changes of `whole` too: a model that is made of several is watched by one subscription.
    pub fn part_of(whole: &Self) -> Self {
        Self {
            whole: Some(whole.own.clone()),
            ..Self::new()
        }
    }

    /// Says that the state behind this topic changed.
    pub fn touch(&self) {
        for topic in std::iter::once(&self.own).chain(&self.whole) {
            topic.send_modify(|changes| *changes = changes.wrapping_add(1));
        }
    }

    /// A receiver that becomes ready at each change after now.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.own.subscribe()
    }

    /// Calls `deliver` with a snapshot now and after each change, until the subscription is dropped. `snapshot` may block for a store read.
    pub fn subscribe<T: Send + 'static>(
        &self,
        runtime: &Handle,
        snapshot: impl Fn() -> T + Send + Sync + 'static,
        deliver: impl Fn(T) + Send + Sync + 'static,
    ) -> Subscription {
        let mut changes = self.changes();
        let (snapshot, deliver) = (Arc::new(snapshot), Arc::new(deliver));
        let task = runtime.spawn(async move {
            loop {
                changes.borrow_and_update();
                let (snapshot, deliver) = (snapshot.clone(), deliver.clone());
                // Off the async threads: the store blocks, and an observer is foreign code.
                if tokio::task::spawn_blocking(move || deliver(snapshot()))
                    .await
                    .is_err()
                {
                    return;
                }
                if changes.changed().await.is_err() {
                    return;
                }
            }
        });
        Subscription(task)
    }
}

impl Default for Topic {
    fn default() -> Self {
        Self::new()
    }
}

/// Keeps an observer attached; dropping it detaches the observer. A snapshot that is being delivered at that moment may still arrive.
#[derive(Debug)]
pub struct Subscription(JoinHandle<()>);

impl Drop for Subscription {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn an_observer_gets_a_snapshot_first_and_then_the_newest_state() {
        let (topic, state) = (Topic::new(), Arc::new(AtomicU32::new(1)));
        let (sender, mut seen) = mpsc::unbounded_channel();
        let read = state.clone();
        let subscription = topic.subscribe(
            &Handle::current(),
            move || read.load(Ordering::SeqCst),
            move |value| {
                let _ = sender.send(value);
            },
        );
        assert_eq!(seen.recv().await, Some(1));
        state.store(7, Ordering::SeqCst);
        topic.touch();
        assert_eq!(seen.recv().await, Some(7));
        drop(subscription);
        assert_eq!(
            seen.recv().await,
            None,
            "a dropped subscription lets go of its observer"
        );
    }

    #[tokio::test]
    async fn whoever_watches_the_whole_sees_a_change_of_each_part() {
        let whole = Topic::new();
        let parts = [Topic::part_of(&whole), Topic::part_of(&whole)];
        let other = parts[1].changes();
        for part in &parts {
            let mut changes = whole.changes();
            part.touch();
            assert!(changes.has_changed().unwrap());
            changes.borrow_and_update();
        }
        assert!(other.has_changed().unwrap());
        let part = parts[0].changes();
        whole.touch();
        assert!(!part.has_changed().unwrap(), "a part doesn't hear of the whole");
    }

    #[tokio::test]
    async fn a_slow_observer_gets_the_newest_state_and_no_backlog() {
        let (topic, state) = (Topic::new(), Arc::new(AtomicU32::new(0)));
        let (sender, mut seen) = mpsc::unbounded_channel();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let (read, wait) = (state.clone(), std::sync::Mutex::new(wait));
        let _subscription = topic.subscribe(
            &Handle::current(),
            move || read.load(Ordering::SeqCst),
            move |value| {
                sender.send(value).unwrap();
                wait.lock().unwrap().recv().unwrap();
            },
        );
        assert_eq!(seen.recv().await, Some(0));
        for number in 1..=50 {
            state.store(number, Ordering::SeqCst);
            topic.touch();
        }
        go.send(()).unwrap();
        assert_eq!(seen.recv().await, Some(50));
        go.send(()).unwrap();
        state.store(51, Ordering::SeqCst);
        topic.touch();
        assert_eq!(seen.recv().await, Some(51), "nothing in between was queued");
        go.send(()).unwrap();
    }
}
