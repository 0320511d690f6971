//! Provinces, wards and the office of each ward, from the list on the phone. Offline like everything a person needs while filling in.
//!
//! The list has thousands of wards and a phone asks for a few, again and again: a timeline names an office in each of its lines. So what was found in it is
//! remembered, until a list is fetched.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use serde::Deserialize;

use super::{Context, documents::UNITS};
use crate::{error::Result, screen::text::Var};

/// A ward with the office that receives its dossiers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ward {
    /// Five digits, list of 01/07/2025.
    pub code: String,
    /// `Phường Sài Gòn`.
    pub full_name: String,
    /// The agency id of its service centre.
    pub agency_code: String,
}

#[derive(Deserialize)]
struct Units {
    wards: Vec<Ward>,
}

/// What was looked for in the list, and what was found; nothing for what the list doesn't have.
#[derive(Default)]
pub(crate) struct FoundWards(Mutex<BTreeMap<Key, Option<Ward>>>);

/// What a ward is looked for by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Code(String),
    Agency(String),
}

impl Key {
    fn fits(&self, ward: &Ward) -> bool {
        match self {
            Self::Code(code) => ward.code == *code,
            Self::Agency(code) => ward.agency_code == *code,
        }
    }
}

/// One ward; `None` when the list isn't on the phone or doesn't have it.
pub fn ward(context: &Context, code: &str) -> Result<Option<Ward>> {
    find(context, &Key::Code(code.to_owned()))
}

/// The name of an office by its agency id: its ward's service centre. The id itself when the list isn't on the phone.
pub(super) fn office_name(context: &Context, agency_code: &str) -> String {
    let ward = find(context, &Key::Agency(agency_code.to_owned())).ok().flatten();
    ward.map_or_else(|| agency_code.to_owned(), |ward| service_centre(context, &ward))
}

/// A list was fetched: what was found in the one before may read differently.
pub(super) fn forget(context: &Context) {
    context
        .wards
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
}

fn find(context: &Context, key: &Key) -> Result<Option<Ward>> {
    // Held while reading: a list that is fetched meanwhile empties it afterwards.
    let mut found = context.wards.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = found.get(key) {
        return Ok(known.clone());
    }
    let Some(units) = load(context)? else {
        return Ok(None);
    };
    let ward = units.wards.into_iter().find(|ward| key.fits(ward));
    found.insert(key.clone(), ward.clone());
    Ok(ward)
}

/// The name of a ward's service centre.
pub(super) fn service_centre(context: &Context, ward: &Ward) -> String {
    context
        .texts()
        .with("office-of-ward", &[("ward", Var::Text(&ward.full_name))])
}

fn load(context: &Context) -> Result<Option<Units>> {
    let document = context.public.document(UNITS)?;
    Ok(document.and_then(|it| serde_json::from_slice(&it.body).ok()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        port::store::Document,
        test_support::{World, form::AGENCY, form::WARD},
    };

    fn put(world: &World, name: &str) {
        let list = json!({"wards": [{"code": WARD, "full_name": name, "agency_code": AGENCY}]});
        let document = Document {
            name: UNITS.to_owned(),
            etag: None,
            fetched_at: world.context.now(),
            body: list.to_string().into_bytes(),
        };
        world.public().put_documents(&[document]).unwrap();
    }

    #[test]
    fn a_list_that_was_fetched_gives_the_new_names() {
        let world = World::new();
        put(&world, "Phường Cũ");
        assert!(office_name(&world.context, AGENCY).contains("Phường Cũ"));
        assert_eq!(
            ward(&world.context, WARD).unwrap().unwrap().full_name,
            "Phường Cũ"
        );
        put(&world, "Phường Mới");
        forget(&world.context);
        assert!(office_name(&world.context, AGENCY).contains("Phường Mới"));
        assert_eq!(
            ward(&world.context, WARD).unwrap().unwrap().full_name,
            "Phường Mới"
        );
    }

    #[test]
    fn what_the_list_has_not_is_no_ward_and_its_office_goes_by_its_id() {
        let world = World::new();
        for _ in 0..2 {
            assert_eq!(ward(&world.context, "00000").unwrap(), None);
            assert_eq!(office_name(&world.context, "H00.0"), "H00.0");
        }
    }
}
