//! Filling in a form: open a draft, answer, add and remove rows, attach papers, undo. Each edit is kept before its call returns.
//!
//! ```text
//!   answer(reference, value)
//!     → the engine applies it and says which questions changed
//!     → one commit: the edit at the journal's end, the draft's head with its progress
//!     → the changed questions go back to the screen
//! ```
//!
//! A form may ask for the phone's place on its own (`wanted_places`): the shell asks the phone and hands it over as a step like any other.
//!
//! Opening a draft replays its journal. When a commit fails, the session goes back to what the journal says: a screen never shows
//! what wasn't kept. Two sessions of one draft can't overwrite each other: the one that is behind is told `CHANGED_ELSEWHERE` and shows the newer
//! answers from then on; a draft that was frozen meanwhile takes no edit.

mod shown;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};

use motcua_domain::{
    draft::DraftState,
    failure::Code,
    ids::{DossierId, DraftId, ProcedureCode},
    time::Millis,
    vietnam::{search::Query, text::nfc},
};
use motcua_form::{Edit, Instance, Page, Question, QuestionKind};

use super::{
    Context, attachment, browse_catalogue,
    edit_codec::{self, Step},
    form_library::{self, LoadedForm},
    journal::{Applied, Live, env},
    submit_draft,
};
use crate::{
    error::{Failure, Result, edit_refused},
    port::{
        random::random_bytes,
        store::{AttachmentRow, Change, DraftRow, JournalRow, StoreError},
    },
    screen::{
        form_page::{self, ChoiceItem, FormItem, FormPage, ProblemList, QuestionItem},
        frozen::Frozen,
    },
};

/// The longest answer that is kept, in bytes of UTF-8.
pub const MAX_ANSWER_BYTES: usize = 64 * 1024;
/// How many choices one search gives back.
const CHOICES_PER_SEARCH: usize = 60;

/// What an edit did: what a screen must draw anew.
#[derive(Clone, PartialEq)]
pub struct EditOutcome {
    /// The questions whose model changed, in the form's order; one that isn't asked any more is missing here and named in `gone`.
    pub changed: Vec<QuestionItem>,
    /// References of questions that aren't asked any more.
    pub gone: Vec<String>,
    /// What stands on pages changed: questions, notes or rows came or went, or a heading reads otherwise.
    pub page_changed: bool,
    /// The page of the edit's place as it stands now, to be drawn in front: where the page changed, and after a step was taken back. `None` there too
    /// when the place itself is gone from all pages.
    pub page: Option<FormPage>,
    /// When it was kept.
    pub kept_at: Millis,
    /// Required questions with an answer.
    pub answered: u32,
    /// Required questions, of those asked now.
    pub questions: u32,
    /// "12 of 40 required questions answered".
    pub progress: String,
    /// The same as a share, 0 to 1.
    pub progress_share: f32,
    /// "Saved safely on this phone at 10:32".
    pub kept: String,
    /// What a screen reader says now: the answered question's problem, how many questions came or went. `None` when there is nothing to say.
    pub announcement: Option<String>,
    /// As [`FormSession::wanted_places`].
    pub wanted_places: Vec<String>,
}

/// One open draft.
pub struct FormSession {
    context: Arc<Context>,
    form: LoadedForm,
    inner: Mutex<Inner>,
}

struct Inner {
    draft: DraftRow,
    live: Live,
}

/// Makes a draft of a procedure's form: the current one, or the one fetched last while the current one isn't on the phone. `PROCEDURE_UNKNOWN` for one
/// without an electronic form in the catalogue, `NOT_ON_THIS_PHONE` when none was ever fetched (`prepare_procedure`).
pub fn new_draft(context: &Context, procedure_code: &ProcedureCode) -> Result<DraftId> {
    let code = procedure_code.as_str();
    let procedure = browse_catalogue::procedure(context, code)?.ok_or(Code::ProcedureUnknown)?;
    let named = procedure.form.ok_or(Code::ProcedureUnknown)?.version;
    let form_version = form_library::version_here(&*context.public, code, named)?;
    let form = context.forms.load(&*context.public, code, &form_version)?;
    let now = context.now();
    let mut draft = DraftRow {
        id: DraftId::new(now, context.id_bytes()),
        state: DraftState::Editing,
        procedure_code: code.to_owned(),
        form_version,
        opened_at: now,
        changed_at: now,
        seed: random_bytes(&*context.random),
        answered: 0,
        questions: 0,
        dossier_id: None,
        supplement: None,
        touched: 0,
    };
    let live = Live::begin(&form, &draft);
    note_progress(&mut draft, &live.instance);
    let id = draft.id;
    context.store.commit(&[Change::PutDraft(draft)])?;
    context.topics.drafts.touch();
    Ok(id)
}

/// Copies a draft with its journal and papers, to answer an office's supplement request under the same dossier.
pub(super) fn copy_draft(
    context: &Context,
    of: &DraftRow,
    dossier: DossierId,
    supplement: u32,
) -> Result<DraftId> {
    let now = context.now();
    let id = DraftId::new(now, context.id_bytes());
    let draft = DraftRow {
        id,
        state: DraftState::Editing,
        changed_at: now,
        dossier_id: Some(dossier),
        supplement: Some(supplement),
        ..of.clone()
    };
    let mut changes = vec![Change::PutDraft(draft)];
    let journal = context.store.journal(&of.id)?.into_iter();
    changes.extend(journal.map(|row| Change::AppendEdit(JournalRow { draft_id: id, ..row })));
    let papers = context.store.attachments(&of.id)?.into_iter();
    changes.extend(papers.map(|row| Change::PutAttachment(AttachmentRow { draft_id: id, ..row })));
    context.store.commit(&changes)?;
    context.topics.drafts.touch();
    Ok(id)
}

/// Removes a draft with its journal and papers. Refused while it is waiting to be sent.
pub fn delete_draft(context: &Context, id: &DraftId) -> Result<()> {
    let _one_at_a_time = context.changing();
    let draft = context.store.draft(id)?.ok_or(Code::NotOnThisPhone)?;
    if draft.state != DraftState::Editing {
        return Err(Code::DraftFrozen.into());
    }
    context.store.commit(&[Change::DeleteDraft(*id)])?;
    context.topics.drafts.touch();
    if let Err(error) = context.store.sweep_files() {
        tracing::info!(%error, "the draft is gone; its files go with the next sweep");
    }
    Ok(())
}

/// Opens a draft by replaying its journal.
pub fn open_draft(context: &Arc<Context>, id: &DraftId) -> Result<FormSession> {
    let (draft, form, live) = read(context, id)?;
    Ok(FormSession {
        context: context.clone(),
        form,
        inner: Mutex::new(Inner { draft, live }),
    })
}

/// A draft's form with its answers, to look something up.
pub(super) fn open_read_only(context: &Context, id: &DraftId) -> Result<Live> {
    read(context, id).map(|(_, _, live)| live)
}

fn read(context: &Context, id: &DraftId) -> Result<(DraftRow, LoadedForm, Live)> {
    let draft = context.store.draft(id)?.ok_or(Code::NotOnThisPhone)?;
    let form = context
        .forms
        .load(&*context.public, &draft.procedure_code, &draft.form_version)?;
    let live = Live::replay(context, &form, &draft)?;
    Ok((draft, form, live))
}

impl FormSession {
    /// The draft's id.
    pub fn draft_id(&self) -> DraftId {
        self.lock().draft.id
    }

    /// The form's title.
    pub fn title(&self) -> String {
        let manifest = &self.form.manifest;
        self.context
            .texts()
            .language()
            .pick(&manifest.title_vi, &manifest.title_en)
            .to_owned()
    }

    /// Answers a question; an empty value takes the answer away. An answer that breaks a rule is kept and marked. Text is kept in NFC, whatever
    /// the keyboard gave. A file slot is filled by [`attach`](Self::attach) alone: `FIELD_INVALID`.
    pub fn answer(&self, reference: &str, value: &str) -> Result<EditOutcome> {
        keepable(value, reference)?;
        let is_slot = |it: Question| it.kind == QuestionKind::Upload;
        if !value.is_empty() && self.engine_question(reference).is_some_and(is_slot) {
            return Err(Failure::at(Code::FieldInvalid, reference));
        }
        let edit = Edit::Answer {
            reference: reference.to_owned(),
            value: nfc(value),
        };
        self.edit(edit, reference)
    }

    /// References of what waits for the phone's place, in the order in which the form asked (`odk:setgeopoint`); none while the draft is frozen. A
    /// request that wasn't answered is there again when the draft is opened next.
    pub fn wanted_places(&self) -> Vec<String> {
        wanted_places(&self.looked())
    }

    /// Answers one of the [`wanted_places`](Self::wanted_places) and ends that request for good; `place` is written as a geopoint's answer, empty when
    /// the phone can't tell. It is kept like an answer, and one that changed something can be taken back. `NOT_ON_THIS_PHONE` when `reference` doesn't
    /// wait (any more): drop the place.
    pub fn put_place(&self, reference: &str, place: &str) -> Result<EditOutcome> {
        keepable(place, reference)?;
        let edit = Edit::Place {
            reference: reference.to_owned(),
            place: place.to_owned(),
        };
        self.edit(edit, reference)
    }

    /// Adds an empty row to a list.
    pub fn add_row(&self, repeat: &str) -> Result<EditOutcome> {
        let repeat_of = repeat.to_owned();
        self.edit(Edit::AddRow { repeat: repeat_of }, repeat)
    }

    /// Removes a row; [`undo`](Self::undo) brings it back.
    pub fn remove_row(&self, row: &str) -> Result<EditOutcome> {
        self.edit(Edit::RemoveRow { row: row.to_owned() }, row)
    }

    /// Puts a file into a slot: checks size and type by its content, keeps a sealed copy, and answers the question with its name. Where the draft
    /// has another file of that name, this one becomes `name (2).jpg`.
    ///
    /// `FILE_TOO_LARGE`, `FILE_TYPE_REFUSED`, `ATTACHMENT_REJECTED` (empty): nothing was changed; `FIELD_INVALID` when the question takes no file.
    pub fn attach(&self, reference: &str, source: &Path, name: &str) -> Result<EditOutcome> {
        let question = self
            .engine_question(reference)
            .ok_or_else(|| Failure::at(Code::NotOnThisPhone, reference))?;
        if question.kind != QuestionKind::Upload {
            return Err(Failure::at(Code::FieldInvalid, reference));
        }
        let paper = attachment::inspect(source, name, self.form.slot(&question.reference))
            .map_err(|code| Failure::at(code, reference))?;
        let file = self.context.store.keep_file(source)?;
        let one_at_a_time = self.context.changing();
        let papers = self.context.store.attachments(&self.draft_id())?;
        let name = attachment::free_name(&papers, &paper.name, &file.sha256);
        let row = AttachmentRow {
            draft_id: self.draft_id(),
            reference: reference.to_owned(),
            name: name.clone(),
            media_type: paper.media_type.to_owned(),
            file,
        };
        let edit = Edit::Answer {
            reference: reference.to_owned(),
            value: name,
        };
        let step = Step {
            undo: false,
            edits: vec![edit],
        };
        self.step(&one_at_a_time, &step, reference, vec![Change::PutAttachment(row)])
    }

    /// Empties a file slot. The file itself stays with the draft, so that this can be taken back.
    pub fn detach(&self, reference: &str) -> Result<EditOutcome> {
        self.answer(reference, "")
    }

    /// The bytes of the picture in a slot, to be drawn small; `None` when there is none, or it is no picture. Never more than a slot takes.
    pub fn picture(&self, reference: &str) -> Result<Option<Vec<u8>>> {
        let Some(question) = self.engine_question(reference) else {
            return Ok(None);
        };
        let papers = self.context.store.attachments(&self.draft_id())?;
        let kept = attachment::named(&papers, &question.value);
        let Some(paper) = kept.filter(|it| it.media_type.starts_with("image/")) else {
            return Ok(None);
        };
        let size = usize::try_from(paper.file.size).unwrap_or(usize::MAX);
        Ok(Some(self.context.store.read_file(&paper.file, 0, size)?))
    }

    /// Takes the last step back; `None` when there is none. Taking back is a step too, so it is kept and can be seen in the history.
    pub fn undo(&self) -> Result<Option<EditOutcome>> {
        let one_at_a_time = self.context.changing();
        let Some(edits) = self.lock().live.undo.last().cloned() else {
            return Ok(None);
        };
        let place = edits.first().map(place_of).unwrap_or_default();
        self.step(&one_at_a_time, &Step { undo: true, edits }, &place, Vec::new())
            .map(Some)
    }

    /// How many steps can be taken back; none while the draft is frozen.
    pub fn undo_count(&self) -> usize {
        let inner = self.looked();
        match inner.draft.state {
            DraftState::Editing => inner.live.undo.len(),
            _ => 0,
        }
    }

    /// One page; `None` past the last.
    pub fn page(&self, index: usize) -> Option<FormPage> {
        let inner = self.looked();
        self.drawn(&inner, &self.pages(&inner), index)
    }

    /// One page, the last one for an index past it; `None` when the form asks nothing at all.
    pub fn page_or_last(&self, index: usize) -> Option<FormPage> {
        let inner = self.looked();
        let pages = self.pages(&inner);
        self.drawn(&inner, &pages, index.min(pages.len().saturating_sub(1)))
    }

    /// The page on which a question, a list, a row or a group stands; `None` when it isn't asked now.
    pub fn page_of(&self, reference: &str) -> Option<FormPage> {
        self.page_of_first(&self.looked(), [reference])
    }

    /// How many pages there are now.
    pub fn page_count(&self) -> usize {
        self.pages(&self.lock()).len()
    }

    /// One question; `None` when the form has none of this reference.
    pub fn question(&self, reference: &str) -> Option<QuestionItem> {
        self.item(&self.lock(), reference)
    }

    /// Whether a question is asked now.
    pub fn is_asked(&self, reference: &str) -> bool {
        self.engine_question(reference)
            .is_some_and(|question| question.relevant)
    }

    /// Choices of a question that fit `text`, best first; all of them, in the form's order, when there is nothing in it to look for.
    pub fn choices(&self, reference: &str, text: &str) -> Vec<ChoiceItem> {
        let all = self
            .lock()
            .live
            .instance
            .choices(reference, self.language(), usize::MAX);
        let labels = all.iter().map(|choice| choice.label.as_str());
        let found = Query::read(text).best(labels, CHOICES_PER_SEARCH);
        found
            .into_iter()
            .map(|at| form_page::choice(all[at].clone()))
            .collect()
    }

    /// Everything that must be mended before submitting, in the form's order; nothing while the draft is frozen.
    pub fn problems(&self) -> ProblemList {
        let inner = self.looked();
        let found = match inner.draft.state {
            DraftState::Editing => inner.live.instance.problems(self.language()),
            _ => Vec::new(),
        };
        let pages = self.pages(&inner);
        let label = |reference: &str| {
            self.item(&inner, reference)
                .map(|item| item.label)
                .unwrap_or_default()
        };
        form_page::problems(found, &pages, &self.context.texts(), &label)
    }

    pub(super) fn form(&self) -> &LoadedForm {
        &self.form
    }

    /// The form could compute everything that follows from the answers; what it couldn't must not be handed in.
    pub(super) fn is_complete(&self) -> bool {
        self.lock().live.instance.is_complete()
    }

    pub(super) fn submission(&self) -> motcua_form::Submission {
        self.lock().live.instance.submission()
    }

    /// Pages with their questions as they stand now, for the review. Of the notes only those that tell what was worked out from the answers, such as a
    /// charge: the others say how to fill in.
    pub(super) fn all_pages(&self) -> Vec<(Page, FormPage)> {
        let inner = self.lock();
        let pages = self.pages(&inner);
        let stays = |item: &FormItem| match item {
            FormItem::Question { question } => {
                !question.is_note() || inner.live.instance.tells_values(&question.reference)
            }
            _ => true,
        };
        let mut drawn: Vec<FormPage> = (0..pages.len())
            .filter_map(|index| self.answered(&inner, &pages, index))
            .collect();
        for page in &mut drawn {
            page.items.retain(stays);
        }
        pages.into_iter().zip(drawn).collect()
    }

    /// Why the draft takes no edit; `None` while it does.
    pub(super) fn frozen(&self) -> Option<Frozen> {
        submit_draft::frozen(&self.context, &self.lock().draft)
    }

    /// Brings the session to what the store has, when another session of this draft went on. Call it with [`Context::changing`] held.
    pub(super) fn catch_up(&self) -> Result<()> {
        let mut inner = self.lock();
        let kept = self.context.store.journal(&inner.draft.id)?;
        if kept.last().map_or(0, |row| row.seq) != inner.live.last_seq {
            return self.read_again(&mut inner);
        }
        inner.draft = self.head(&inner.draft.id)?;
        Ok(())
    }

    /// The session, knowing what the outbox or another session made of its draft. Where the store can't say (the phone is locked), as it was known.
    fn looked(&self) -> MutexGuard<'_, Inner> {
        let mut inner = self.lock();
        if let Ok(now) = self.head(&inner.draft.id) {
            (inner.draft.state, inner.draft.dossier_id) = (now.state, now.dossier_id);
        }
        inner
    }

    fn read_again(&self, inner: &mut Inner) -> Result<()> {
        let draft = self.head(&inner.draft.id)?;
        inner.live = Live::replay(&self.context, &self.form, &draft)?;
        inner.draft = draft;
        Ok(())
    }

    fn head(&self, id: &DraftId) -> Result<DraftRow> {
        let kept = self.context.store.draft(id)?;
        kept.ok_or_else(|| Code::NotOnThisPhone.into())
    }

    fn edit(&self, edit: Edit, place: &str) -> Result<EditOutcome> {
        let step = Step {
            undo: false,
            edits: vec![edit],
        };
        self.step(&self.context.changing(), &step, place, Vec::new())
    }

    /// Applies and keeps one step, with what else belongs to it in the same commit.
    fn step(
        &self,
        _one_at_a_time: &MutexGuard<'_, ()>,
        step: &Step,
        place: &str,
        mut changes: Vec<Change>,
    ) -> Result<EditOutcome> {
        let mut inner = self.lock();
        // As the store has it: another session, or the outbox, may have moved it on.
        inner.draft = self.head(&inner.draft.id)?;
        if inner.draft.state != DraftState::Editing {
            return Err(Code::DraftFrozen.into());
        }
        let (seq, at) = (inner.live.last_seq + 1, self.context.now());
        let env = env(&inner.draft, seq, at);
        let asked_before = inner.live.instance.progress().questions;
        let done = inner
            .live
            .apply(&step.edits, &env)
            .map_err(|error| edit_refused(error, place))?;
        let mut draft = inner.draft.clone();
        draft.changed_at = at;
        note_progress(&mut draft, &inner.live.instance);
        changes.push(Change::AppendEdit(JournalRow {
            draft_id: draft.id,
            seq,
            edit: edit_codec::encode(step),
            at,
        }));
        changes.push(Change::PutDraft(draft.clone()));
        if let Err(error) = self.context.store.commit(&changes) {
            return Err(self.not_kept(&mut inner, &done, seq, error));
        }
        inner.draft = draft;
        inner.live.took(step, seq, done.undo.clone());
        self.context.topics.drafts.touch();
        let asked = (asked_before, inner.live.instance.progress().questions);
        Ok(self.outcome(&inner, &done, step.undo, place, asked))
    }

    /// After a commit that failed, the journal alone says how things stand. Taking an edit back in memory is second best, as the form may act on
    /// that edit too; it is done when not even the journal can be read.
    fn not_kept(&self, inner: &mut Inner, done: &Applied, seq: u64, error: StoreError) -> Failure {
        if self.read_again(inner).is_err() {
            let env = env(&inner.draft, seq, self.context.now());
            let _ = inner.live.apply(&done.undo, &env);
            return error.into();
        }
        if inner.live.last_seq + 1 == seq {
            error.into()
        } else {
            Code::ChangedElsewhere.into()
        }
    }

    fn engine_question(&self, reference: &str) -> Option<Question> {
        self.lock().live.instance.question(reference, self.language())
    }

    fn pages(&self, inner: &Inner) -> Vec<Page> {
        inner.live.instance.outline(self.language())
    }

    fn language(&self) -> &'static str {
        self.context.texts().language().code()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder of this lock panics")
    }
}

/// NUL and most control characters can't stand in XML 1.0 (§2.2), so they can't be submitted.
fn can_be_kept(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (!c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}

fn keepable(value: &str, reference: &str) -> Result<()> {
    if value.len() > MAX_ANSWER_BYTES || !value.chars().all(can_be_kept) {
        return Err(Failure::at(Code::TextInvalid, reference));
    }
    Ok(())
}

fn wanted_places(inner: &Inner) -> Vec<String> {
    match inner.draft.state {
        DraftState::Editing => inner.live.instance.wanted_places(),
        _ => Vec::new(),
    }
}

fn place_of(edit: &Edit) -> String {
    match edit {
        Edit::Answer { reference, .. } | Edit::Place { reference, .. } => reference.clone(),
        Edit::AddRow { repeat } | Edit::InsertRow { repeat, .. } => repeat.clone(),
        Edit::RemoveRow { row } | Edit::MoveRow { row, .. } => row.clone(),
        Edit::Restore(before) => {
            let row = before.rows.first().map(place_of);
            let text = || before.texts.first().map(|(reference, _)| reference.clone());
            row.or_else(text).unwrap_or_default()
        }
    }
}

/// Only what is required counts: a form without its optional answers is as ready to be submitted as one with them.
fn note_progress(draft: &mut DraftRow, instance: &Instance) {
    let progress = instance.progress();
    draft.answered = u32::try_from(progress.required_answered).unwrap_or(u32::MAX);
    draft.questions = u32::try_from(progress.required).unwrap_or(u32::MAX);
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_place;
#[cfg(test)]
mod tests_told;
