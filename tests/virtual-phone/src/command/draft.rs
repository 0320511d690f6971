//! Drafts: beginning, looking, answering, attaching, checking.

use std::{fs, path::PathBuf};

use super::{Call, LISTED};
use crate::{
    args::DraftCommand,
    refusal::Refusal,
    show::{Choices, Draft, DraftMade, Nothing, Question},
};

impl Call<'_> {
    pub(super) fn draft(&self, command: DraftCommand) -> Result<(), Refusal> {
        use DraftCommand as D;
        match command {
            D::New(procedure) => {
                let id = self.phone.core.new_draft(procedure.code)?;
                self.out.show(&DraftMade { id });
            }
            D::List => self.out.show(&self.phone.core.drafts(None, LISTED)?),
            D::Show(draft) => self.whole(&draft.id)?,
            D::Page { id, page } => {
                let page = self.phone.draft(&id)?.page(page);
                self.out.show(&page.ok_or_else(|| Refusal::not_here(None))?);
            }
            D::Question { id, reference } => self.question(&id, reference)?,
            D::Choices { id, reference, text } => {
                let items = self.phone.draft(&id)?.choices(reference, text);
                self.out.show(&Choices { items });
            }
            D::Answer { id, reference, value } => {
                let value = self.input.value(value)?;
                self.out.show(&self.phone.draft(&id)?.answer(reference, value)?);
            }
            D::Place { id, reference, place } => {
                self.out
                    .show(&self.phone.draft(&id)?.put_place(reference, place)?);
            }
            D::Attach {
                id,
                reference,
                file,
                name,
            } => self.attach(&id, reference, file, name)?,
            D::Check(draft) => self.check(&draft.id)?,
            D::Undo(draft) => self.undo(&draft.id)?,
            D::Delete(draft) => self.delete(draft.id)?,
        }
        Ok(())
    }

    fn whole(&self, id: &str) -> Result<(), Refusal> {
        let opened = self.phone.core.open_page(id.to_owned(), 0)?;
        let pages = (0..opened.form.page_count()).filter_map(|page| opened.form.page(page));
        self.out.show(&Draft {
            id: opened.form.draft_id(),
            title: opened.title,
            undo_count: opened.undo_count,
            wanted_places: opened.wanted_places,
            pages: pages.collect(),
        });
        Ok(())
    }

    fn question(&self, id: &str, reference: String) -> Result<(), Refusal> {
        let session = self.phone.draft(id)?;
        let question = session
            .question(reference.clone())
            .ok_or_else(|| Refusal::not_here(Some(&reference)))?;
        self.out.show(&Question {
            asked: session.is_asked(reference),
            question,
        });
        Ok(())
    }

    fn attach(
        &self,
        id: &str,
        reference: String,
        file: PathBuf,
        name: Option<String>,
    ) -> Result<(), Refusal> {
        let own_name = file.file_name().map(|it| it.to_string_lossy().into_owned());
        let (path, temporary) = self.input.file(file, self.phone.home.folder())?;
        let name = name.or(own_name).unwrap_or_default();
        let session = self.phone.draft(id)?;
        let attached = session.attach(reference, path.to_string_lossy().into_owned(), name);
        if temporary {
            fs::remove_file(&path).map_err(|error| Refusal::file("a temporary file", &error))?;
        }
        self.out.show(&attached?);
        Ok(())
    }

    fn check(&self, id: &str) -> Result<(), Refusal> {
        self.out.show(&self.phone.draft(id)?.problems());
        Ok(())
    }

    fn undo(&self, id: &str) -> Result<(), Refusal> {
        match self.phone.draft(id)?.undo()? {
            Some(outcome) => self.out.show(&outcome),
            None => self.out.show(&Nothing),
        }
        Ok(())
    }

    fn delete(&self, id: String) -> Result<(), Refusal> {
        self.phone.forget(&id);
        self.phone.core.delete_draft(id)?;
        self.out.show(&self.phone.core.drafts(None, LISTED)?);
        Ok(())
    }
}
