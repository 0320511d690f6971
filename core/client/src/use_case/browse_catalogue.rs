//! Looking through the catalogue on the phone: no network, no marks needed, best first.

use std::collections::BTreeMap;

use motcua_domain::{
    time::Millis,
    vietnam::search::{Query, Rank, best_first},
};
use serde::Deserialize;

use super::{Context, documents::CATALOGUE, form_library};
use crate::{
    error::Result,
    screen::{
        catalogue::{self, CatalogueList, Procedure, ProcedurePage},
        text::Language,
    },
};

/// How many procedures a list shows.
const LISTED: usize = 60;

#[derive(Deserialize)]
struct Catalogue {
    procedures: Vec<Procedure>,
}

/// The catalogue, of which only names are wanted: what isn't named here is skipped, and a list is drawn sooner.
#[derive(Deserialize)]
struct Named {
    procedures: Vec<NameOf>,
}

#[derive(Deserialize)]
struct NameOf {
    code: String,
    name_vi: String,
    name_en: String,
}

/// Procedures whose code, name or field fit `query`; all of them, in the catalogue's order, for an empty query.
pub fn search_catalogue(context: &Context, query: &str) -> Result<CatalogueList> {
    let (procedures, fetched_at) = load(context)?;
    let typed = (query.trim(), Query::read(query));
    let found = best_first(procedures.iter().map(|it| rank(it, typed.0, &typed.1)));
    let found: Vec<&Procedure> = found.into_iter().map(|at| &procedures[at]).take(LISTED).collect();
    Ok(catalogue::list(&found, query, fetched_at, &context.texts()))
}

/// One procedure's page; `None` when the catalogue on the phone doesn't have it.
pub fn procedure_page(context: &Context, code: &str) -> Result<Option<ProcedurePage>> {
    let Some(procedure) = procedure(context, code)? else {
        return Ok(None);
    };
    let prepared = match &procedure.form {
        Some(form) => form_library::is_there(&*context.public, &form.code, &form.version)?,
        None => false,
    };
    Ok(Some(catalogue::page(&procedure, prepared, &context.texts())))
}

/// One procedure of the catalogue on the phone.
pub(super) fn procedure(context: &Context, code: &str) -> Result<Option<Procedure>> {
    let (procedures, _) = load(context)?;
    Ok(procedures.into_iter().find(|it| it.code == code))
}

/// Names of procedures in the chosen language, read once for a whole list.
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    pub(crate) fn load(context: &Context) -> Result<Self> {
        let Some(document) = context.public.document(CATALOGUE)? else {
            return Ok(Self(BTreeMap::new()));
        };
        // As in `load`: a catalogue that can't be read now is no catalogue.
        let named = serde_json::from_slice::<Named>(&document.body).map(|it| it.procedures);
        let language = context.texts().language();
        let name = |it: NameOf| {
            (
                it.code,
                if language == Language::Vi {
                    it.name_vi
                } else {
                    it.name_en
                },
            )
        };
        Ok(Self(named.unwrap_or_default().into_iter().map(name).collect()))
    }

    /// The name, or the code when the catalogue on the phone doesn't have it.
    pub(crate) fn of(&self, code: &str) -> String {
        self.0.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }
}

fn load(context: &Context) -> Result<(Vec<Procedure>, Option<Millis>)> {
    let Some(document) = context.public.document(CATALOGUE)? else {
        return Ok((Vec::new(), None));
    };
    // Its signature was verified when it was fetched; a catalogue that can't be read now is no catalogue.
    let procedures = serde_json::from_slice::<Catalogue>(&document.body)
        .map(|it| it.procedures)
        .unwrap_or_default();
    Ok((procedures, Some(document.fetched_at)))
}

/// How well a procedure fits what was typed: by its code, then its names, then its field.
fn rank(procedure: &Procedure, typed: &str, query: &Query) -> Option<Rank> {
    if query.is_empty() || procedure.code.starts_with(typed) {
        return Some(Rank::BEST);
    }
    let best = |texts: [&str; 2]| texts.into_iter().filter_map(|text| query.rank(text)).min();
    let name = best([&procedure.name_vi, &procedure.name_en]);
    name.or_else(|| best([&procedure.field_vi, &procedure.field_en]).map(Rank::in_lesser_text))
}
