//! What an open draft shows: a page, a question with what is in its slot, what an edit changed.

use motcua_domain::draft::DraftState;
use motcua_form::{Page, Question, QuestionKind};

use super::{Applied, EditOutcome, FormSession, Inner, attachment, submit_draft};
use crate::{
    error::Result,
    screen::{
        announcement::{self, Edited},
        form_page::{self, FileItem, FormPage, QuestionItem},
        place,
        progress::{self, Progress},
        text::Texts,
        timeline::SupplementRequest,
    },
    use_case::follow_dossier,
};

impl FormSession {
    pub(super) fn outcome(
        &self,
        inner: &Inner,
        done: &Applied,
        taken_back: bool,
        place: &str,
        asked: (usize, usize),
    ) -> EditOutcome {
        let (mut items, mut gone, mut page_changed) = (Vec::new(), Vec::new(), done.outline_changed);
        for reference in done.changed.iter() {
            match inner.live.instance.question(reference, self.language()) {
                Some(question) if question.relevant => items.extend(self.item(inner, reference)),
                Some(_) => gone.push(reference.to_owned()),
                // A group: its heading may quote the answer.
                None => page_changed = true,
            }
        }
        let edited = Edited {
            question: items.iter().find(|item| item.reference == place),
            asked,
            gone: gone.len(),
        };
        let announcement = announcement::announcement(&edited, &self.context.texts());
        let progress = self.progress(inner);
        let list = place.rsplit_once('[').map(|(list, _)| list);
        let changed_first = items.first().filter(|_| taken_back);
        let places = [Some(place), list, changed_first.map(|it| it.reference.as_str())];
        let page = (page_changed || taken_back)
            .then(|| self.page_of_first(inner, places.into_iter().flatten()))
            .flatten();
        EditOutcome {
            page_changed,
            page,
            changed: items,
            gone,
            kept_at: inner.draft.changed_at,
            answered: inner.draft.answered,
            questions: inner.draft.questions,
            progress: progress.text,
            progress_share: progress.share,
            kept: progress.kept,
            announcement,
            wanted_places: super::wanted_places(inner),
        }
    }

    /// The page of the first of these places that stands on one.
    pub(super) fn page_of_first<'a>(
        &self,
        inner: &Inner,
        places: impl IntoIterator<Item = &'a str>,
    ) -> Option<FormPage> {
        let pages = self.pages(inner);
        let index = places
            .into_iter()
            .find_map(|place| place::page_of(&pages, place))?;
        self.drawn(inner, &pages, index)
    }

    /// A page as its screen shows it. One whose request can't be read is a page all the same.
    pub(super) fn drawn(&self, inner: &Inner, pages: &[Page], index: usize) -> Option<FormPage> {
        let mut page = self.answered(inner, pages, index)?;
        page.supplement = self.request_of(inner).ok().flatten();
        Some(match submit_draft::frozen(&self.context, &inner.draft) {
            Some(frozen) => page.frozen(frozen),
            None => page,
        })
    }

    /// The office's request that this draft answers; `None` for a first submission.
    pub(in crate::use_case) fn request(&self) -> Result<Option<SupplementRequest>> {
        self.request_of(&self.lock())
    }

    fn request_of(&self, inner: &Inner) -> Result<Option<SupplementRequest>> {
        let label = |reference: &str| {
            let question = inner.live.instance.question(reference, self.language());
            question.map(|it| it.label).unwrap_or_default()
        };
        follow_dossier::request(&self.context, &inner.draft, &label)
    }

    /// A page with its answers.
    pub(super) fn answered(&self, inner: &Inner, pages: &[Page], index: usize) -> Option<FormPage> {
        let progress = self.progress(inner);
        form_page::page(pages, index, progress, &self.context.texts(), &|reference| {
            self.item(inner, reference)
        })
    }

    fn progress(&self, inner: &Inner) -> Progress {
        let draft = &inner.draft;
        let kept_at = (inner.live.last_seq > 0).then_some(draft.changed_at);
        let (now, texts) = (self.context.now(), self.context.texts());
        progress::progress(draft.answered, draft.questions, kept_at, now, &texts)
    }

    pub(super) fn item(&self, inner: &Inner, reference: &str) -> Option<QuestionItem> {
        let language = self.language();
        let question = inner.live.instance.question(reference, language)?;
        // One more than a page shows tells whether there are more.
        let choices = inner
            .live
            .instance
            .choices(reference, language, form_page::CHOICES_ON_PAGE + 1);
        let (slot, texts) = (self.form.slot(reference), self.context.texts());
        let file = self.file(inner, &question, &texts);
        let item = form_page::question(question, choices, slot, file, &texts);
        Some(match inner.draft.state {
            DraftState::Editing => item,
            _ => item.frozen(&texts),
        })
    }

    /// What is in a slot. Where the store can't say, the answer itself still names it.
    fn file(&self, inner: &Inner, question: &Question, texts: &Texts) -> Option<FileItem> {
        if question.kind != QuestionKind::Upload || question.value.is_empty() {
            return None;
        }
        let papers = self.context.store.attachments(&inner.draft.id).ok()?;
        let paper = attachment::named(&papers, &question.value)?;
        Some(form_page::file(
            &paper.name,
            &paper.media_type,
            paper.file.size,
            texts,
        ))
    }
}
