//! Observers: a snapshot first, each change after it, silence after the end.

use std::sync::{
    Arc,
    mpsc::{Receiver, Sender, channel},
};

use motcua_ffi::{
    DraftList, DraftsObserver, FailureWords, FeedbackList, FeedbackObserver, NewFeedback, Place,
    PlatformError, SessionModel, SessionObserver,
};

use crate::phone::Phone;

/// What an observer was told.
enum Told<T> {
    Changed(T),
    Failed(FailureWords),
}

impl<T> Told<T> {
    fn model(self) -> T {
        match self {
            Self::Changed(model) => model,
            Self::Failed(failure) => panic!("{}", failure.code),
        }
    }
}

/// Passes on what it is told, and says whether that went well.
struct Watch<T> {
    told: Sender<Told<T>>,
    answer: Result<(), PlatformError>,
}

impl<T> Watch<T> {
    fn new(answer: Result<(), PlatformError>) -> (Arc<Self>, Receiver<Told<T>>) {
        let (told, heard) = channel();
        (Arc::new(Self { told, answer }), heard)
    }

    fn tell(&self, what: Told<T>) -> Result<(), PlatformError> {
        // A test that has heard enough lets go.
        let _ = self.told.send(what);
        self.answer
    }
}

impl FeedbackObserver for Watch<FeedbackList> {
    fn changed(&self, feedback: FeedbackList) -> Result<(), PlatformError> {
        self.tell(Told::Changed(feedback))
    }

    fn failed(&self, failure: FailureWords) -> Result<(), PlatformError> {
        self.tell(Told::Failed(failure))
    }
}

impl DraftsObserver for Watch<DraftList> {
    fn changed(&self, drafts: DraftList) -> Result<(), PlatformError> {
        self.tell(Told::Changed(drafts))
    }

    fn failed(&self, failure: FailureWords) -> Result<(), PlatformError> {
        self.tell(Told::Failed(failure))
    }
}

impl SessionObserver for Watch<SessionModel> {
    fn changed(&self, session: SessionModel) -> Result<(), PlatformError> {
        self.tell(Told::Changed(session))
    }

    fn failed(&self, failure: FailureWords) -> Result<(), PlatformError> {
        self.tell(Told::Failed(failure))
    }
}

fn report(phone: &Phone) {
    let report = NewFeedback {
        service_code: "GT".to_owned(),
        description: "Ổ gà sâu trước số 12".to_owned(),
        place: Place::Pinned {
            lat: 10.7769,
            long: 106.7009,
        },
    };
    phone.app.send_feedback(report, None).unwrap();
}

#[test]
fn an_observer_hears_the_state_first_then_each_change_until_it_is_cancelled() {
    let phone = Phone::offline();
    let (watch, heard) = Watch::<FeedbackList>::new(Ok(()));
    let subscription = phone.app.observe_feedback(10, watch);
    assert!(heard.recv().unwrap().model().items.is_empty());
    report(&phone);
    assert_eq!(heard.recv().unwrap().model().items.len(), 1);
    subscription.cancel();
    // The core lets go of the observer: its channel ends, so nothing new can come any more.
    assert!(heard.iter().all(|told| told.model().items.len() == 1));
    report(&phone);
    subscription.cancel();
}

#[test]
fn letting_go_of_the_subscription_ends_it() {
    let phone = Phone::offline();
    let (watch, heard) = Watch::<SessionModel>::new(Ok(()));
    let subscription = phone.app.observe_session(watch);
    assert!(heard.recv().unwrap().model().name.is_none());
    drop(subscription);
    assert!(heard.recv().is_err());
}

#[test]
fn an_observer_that_fails_hears_of_the_next_change_all_the_same() {
    let phone = Phone::offline();
    let (watch, heard) = Watch::<FeedbackList>::new(Err(PlatformError::Failed));
    let _subscription = phone.app.observe_feedback(10, watch);
    assert!(heard.recv().unwrap().model().items.is_empty());
    report(&phone);
    assert_eq!(heard.recv().unwrap().model().items.len(), 1);
}

#[test]
fn another_language_redraws_what_is_observed() {
    let phone = Phone::offline();
    let (watch, heard) = Watch::<SessionModel>::new(Ok(()));
    let _subscription = phone.app.observe_session(watch);
    let vietnamese = heard.recv().unwrap().model().text;
    phone.app.set_language("en".to_owned()).unwrap();
    assert_ne!(heard.recv().unwrap().model().text, vietnamese);
}

#[test]
fn a_locked_phone_says_so_and_an_unlocked_one_shows_again() {
    let phone = Phone::offline();
    phone.app.new_draft(crate::phone::PROCEDURE.to_owned()).unwrap();
    let (watch, heard) = Watch::<DraftList>::new(Ok(()));
    let _subscription = phone.app.observe_drafts(10, watch);
    assert_eq!(heard.recv().unwrap().model().total, 1);
    phone.app.lock();
    assert!(matches!(heard.recv().unwrap(), Told::Failed(words) if words.code == "LOCKED"));
    phone.app.unlock().unwrap();
    assert_eq!(heard.recv().unwrap().model().total, 1);
}
