//! `motcua run`: the app, up. It sends, pulls and receives wake-ups in the background, shows what changes by itself, and takes commands on standard
//! input, one a line, as an app takes taps. It goes on until it is ended or killed; the end of standard input ends nothing.
//!
//! With `--json` a command's objects are followed by `end` with the command's status; `changed` objects may stand anywhere between whole lines.

use std::{
    io::{self, BufRead},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use clap::Parser;
use motcua_ffi::{
    FailureWords, FeedbackList, FeedbackObserver, Inbox, InboxObserver, OutboxList, OutboxObserver,
    PlatformError, SessionModel, SessionObserver, Subscription,
};
use serde_json::{Value, json};

use crate::{
    args::Line,
    command::{Call, Input},
    out::{Out, tell},
    phone::Phone,
    refusal::Refusal,
    show::Show,
    words,
};

/// How often airplane mode is looked at, when another process may have switched it.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How many messages and reports are shown when they change.
const SHOWN: u32 = 20;

/// Stays up until the process ends.
pub(crate) fn stay_up(phone: &Phone, out: &Arc<Out>) -> Result<(), Refusal> {
    let (sender, lines) = mpsc::channel();
    out.frame(&json!({"kind": "ready"}));
    let _watched = watch(phone, out);
    phone.core.start();
    // Kept, so that the channel stays open when standard input has ended.
    let reader = sender.clone();
    thread::spawn(move || read_lines(&reader));
    take_commands(phone, out, &lines);
    drop(sender);
    Ok(())
}

fn read_lines(sender: &Sender<String>) {
    for line in io::stdin().lock().lines().map_while(Result::ok) {
        if sender.send(line).is_err() {
            return;
        }
    }
}

fn take_commands(phone: &Phone, out: &Out, lines: &Receiver<String>) {
    let mut offline = phone.home.is_offline();
    loop {
        match lines.recv_timeout(LOOK_EVERY) {
            Ok(line) => {
                let status = match obey(phone, out, &line) {
                    Ok(()) => 0,
                    Err(refusal) => {
                        out.refuse(&refusal, &phone.core.language());
                        refusal.status()
                    }
                };
                out.frame(&json!({"kind": "end", "status": status}));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let now = phone.home.is_offline();
        if now != offline && phone.core.connectivity_changed().is_err() {
            tell("motcua: the core couldn't be told of the network");
        }
        offline = now;
    }
}

fn obey(phone: &Phone, out: &Out, line: &str) -> Result<(), Refusal> {
    let wrong = |what: String| Refusal::WrongUse(what);
    let words = words::split(line).map_err(|error| wrong(error.to_string()))?;
    if words.is_empty() {
        return Ok(());
    }
    let line = Line::try_parse_from(words).map_err(|error| wrong(error.to_string()))?;
    let call = Call {
        phone,
        out,
        input: Input::Commands,
    };
    call.carry_out(line.command)
}

/// Shows a topic's model when it is another than the last.
struct Watcher {
    out: Arc<Out>,
    topic: &'static str,
    last: Mutex<Value>,
}

impl Watcher {
    fn new(out: &Arc<Out>, topic: &'static str) -> Arc<Self> {
        Arc::new(Self {
            out: out.clone(),
            topic,
            last: Mutex::new(Value::Null),
        })
    }

    fn show(&self, model: &dyn Show) {
        let object = model.object();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if *last != object {
            self.out.changed(self.topic, model);
            *last = object;
        }
    }
}

macro_rules! watches {
    ($($observer:ident of $model:ty),+ $(,)?) => {
        $(impl $observer for Watcher {
            fn changed(&self, model: $model) -> Result<(), PlatformError> {
                self.show(&model);
                Ok(())
            }

            fn failed(&self, failure: FailureWords) -> Result<(), PlatformError> {
                self.show(&failure);
                Ok(())
            }
        })+
    };
}

watches!(
    SessionObserver of SessionModel,
    OutboxObserver of OutboxList,
    InboxObserver of Inbox,
    FeedbackObserver of FeedbackList,
);

fn watch(phone: &Phone, out: &Arc<Out>) -> Vec<Arc<Subscription>> {
    let core = &phone.core;
    vec![
        core.observe_session(Watcher::new(out, "session")),
        core.observe_outbox(Watcher::new(out, "outbox")),
        core.observe_inbox(SHOWN, Watcher::new(out, "inbox")),
        core.observe_feedback(SHOWN, Watcher::new(out, "feedback")),
    ]
}
