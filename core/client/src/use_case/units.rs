//! Provinces, wards and the office of each ward, from the list on the phone. Offline like everything a person needs while filling in.

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

/// One ward; `None` when the list isn't on the phone or doesn't have it.
pub fn ward(context: &Context, code: &str) -> Result<Option<Ward>> {
    Ok(load(context)?.and_then(|units| units.wards.into_iter().find(|ward| ward.code == code)))
}

/// The name of an office by its agency id: its ward's service centre. The id itself when the list isn't on the phone.
pub(super) fn office_name(context: &Context, agency_code: &str) -> String {
    let wards = load(context).ok().flatten().map(|units| units.wards);
    let ward = wards.and_then(|wards| wards.into_iter().find(|ward| ward.agency_code == agency_code));
    ward.map_or_else(|| agency_code.to_owned(), |ward| service_centre(context, &ward))
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
