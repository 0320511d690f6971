//! A draft's answers as its journal makes them: replay it, apply one step more, know how to take steps back.
//!
//! The journal is the draft. Replaying it gives every step the time and the random bytes it was made with, so that the same journal gives the same
//! answers, bit by bit, in any process. Memory is only a copy of that: whenever the two may differ, it is made anew from the journal.

use chrono::{DateTime, FixedOffset};
use motcua_domain::{failure::Code, time::Millis};
use motcua_form::{Changes, Edit, EditError, Env, Instance, References};

use super::{
    Context,
    edit_codec::{self, Step},
    form_library::LoadedForm,
};
use crate::{error::Result, port::store::DraftRow};

/// What a step's edits did together.
#[derive(Default)]
pub(super) struct Applied {
    /// As [`Changes::changed`], of all of them.
    pub(super) changed: References,
    /// As [`Changes::outline_changed`], of any of them.
    pub(super) outline_changed: bool,
    /// The edits that take all of it back, in their order.
    pub(super) undo: Vec<Edit>,
}

/// The answers as they stand after some steps.
pub(super) struct Live {
    /// The form with its answers.
    pub(super) instance: Instance,
    /// The number of the newest step.
    pub(super) last_seq: u64,
    /// How to take each step back that wasn't yet, oldest first.
    pub(super) undo: Vec<Vec<Edit>>,
}

impl Live {
    /// A draft without any step.
    pub(super) fn begin(form: &LoadedForm, draft: &DraftRow) -> Self {
        Self {
            instance: Instance::open(&form.definition, &env(draft, 0, draft.opened_at)),
            last_seq: 0,
            undo: Vec::new(),
        }
    }

    /// The draft's journal, replayed. `APP_TOO_OLD` when a newer app wrote a step that this one can't read.
    pub(super) fn replay(context: &Context, form: &LoadedForm, draft: &DraftRow) -> Result<Self> {
        let mut live = Self::begin(form, draft);
        for row in context.store.journal(&draft.id)? {
            let step = edit_codec::decode(&row.edit).ok_or(Code::AppTooOld)?;
            // A step that was kept once is never refused later: the engine is deterministic.
            let done = live
                .apply(&step.edits, &env(draft, row.seq, row.at))
                .map_err(|_| Code::StoreDamaged)?;
            live.took(&step, row.seq, done.undo);
        }
        Ok(live)
    }

    /// Applies a step's edits as one; when one is refused, those before it are taken back.
    pub(super) fn apply(&mut self, edits: &[Edit], env: &Env) -> std::result::Result<Applied, EditError> {
        let mut whole = Applied::default();
        for edit in edits {
            match self.instance.apply(edit, env) {
                Ok(done) => add(&mut whole, done),
                Err(error) => {
                    for back in &whole.undo {
                        self.instance.apply(back, env)?;
                    }
                    return Err(error);
                }
            }
        }
        Ok(whole)
    }

    /// Notes that a step was kept under `seq`. A step that took one back uses up how to; one that changed nothing, such as the phone not knowing its
    /// place, can't be taken back.
    pub(super) fn took(&mut self, step: &Step, seq: u64, undo: Vec<Edit>) {
        self.last_seq = seq;
        if step.undo {
            self.undo.pop();
        } else if !undo.is_empty() {
            self.undo.push(undo);
        }
    }
}

fn add(whole: &mut Applied, done: Changes) {
    whole.changed.merge(&done.changed);
    whole.outline_changed |= done.outline_changed;
    whole.undo.splice(0..0, done.undo);
}

/// The engine's world for step `seq`: the time it was made, and bytes that differ from step to step and are the same at each replay.
pub(super) fn env(draft: &DraftRow, seq: u64, at: Millis) -> Env {
    let mut random = draft.seed;
    for (byte, of_seq) in random.iter_mut().zip(seq.to_le_bytes()) {
        *byte ^= of_seq;
    }
    Env {
        now: vietnam_time(at),
        random,
    }
}

fn vietnam_time(at: Millis) -> DateTime<FixedOffset> {
    const VIETNAM: i32 = 7 * 3600;
    let zone = FixedOffset::east_opt(VIETNAM).expect("seven hours are a valid offset");
    DateTime::from_timestamp_millis(at.0)
        .unwrap_or_default()
        .with_timezone(&zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list whose new rows, and a question whose change, set off actions.
    const FORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
        <h:head><h:title>Thử</h:title><model><instance><data id="thu"><a/><b/><kids jr:template=""><name/></kids></data></instance>
        <bind nodeset="/data/b" readonly="true()"/></model></h:head><h:body>
        <input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/b, 'x')"/></input><input ref="/data/b"/>
        <repeat nodeset="/data/kids"><setvalue event="odk-new-repeat" ref="/data/kids/name" value="'Con'"/><input ref="/data/kids/name"/></repeat>
        </h:body></h:html>"#;

    fn world() -> Env {
        Env {
            now: vietnam_time(Millis(0)),
            random: [0; 32],
        }
    }

    /// Steps that set off actions are taken back one after the other, as the journal keeps them, and none blocks those before it.
    #[test]
    fn steps_with_actions_are_taken_back() {
        let definition = motcua_form::Definition::load(FORM, &[]).expect("a form");
        let mut live = Live {
            instance: Instance::open(&definition, &world()),
            last_seq: 0,
            undo: Vec::new(),
        };
        let row = Edit::AddRow {
            repeat: "/data/kids".to_owned(),
        };
        let answer = Edit::Answer {
            reference: "/data/a".to_owned(),
            value: "1".to_owned(),
        };
        let mut seen = vec![live.instance.save()];
        for (seq, edit) in [(1, row.clone()), (2, answer), (3, row)] {
            let edits = vec![edit];
            let done = live.apply(&edits, &world()).expect("applied");
            live.took(&Step { undo: false, edits }, seq, done.undo);
            seen.push(live.instance.save());
        }
        for (seq, before) in (4..).zip(seen.iter().rev().skip(1)) {
            let edits = live.undo.last().cloned().expect("a step");
            let kept = edit_codec::encode(&Step { undo: true, edits });
            let step = edit_codec::decode(&kept).expect("as it was kept");
            let done = live.apply(&step.edits, &world()).expect("never refused");
            live.took(&step, seq, done.undo);
            assert_eq!(live.instance.save(), *before);
        }
        assert!(live.undo.is_empty());
    }
}
