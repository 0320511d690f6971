//! `form eval` and `form play`: conformance material, one JSON object a line, then the count.

use std::path::Path;

use motcua_conformance::{
    Count, Differences, Material,
    material::{Kind, MaterialError},
};

use super::read;
use crate::{out::Out, refusal::Refusal};

/// Evaluates a file of XPath vectors.
pub(crate) fn eval(file: &Path, out: &Out) -> Result<(), Refusal> {
    run(file, Kind::Vectors, out)
}

/// Plays a file of form scenarios.
pub(crate) fn play(file: &Path, out: &Out) -> Result<(), Refusal> {
    run(file, Kind::Scenarios, out)
}

fn run(file: &Path, wanted: Kind, out: &Out) -> Result<(), Refusal> {
    let wrong = |what: String| Refusal::WrongUse(format!("{}: {what}", file.display()));
    let failed = |error: MaterialError| wrong(error.to_string());
    let material = Material::read(&read(file)?).map_err(failed)?;
    if material.kind() != wanted {
        return Err(wrong(match wanted {
            Kind::Vectors => "these are form scenarios: use `motcua form play`".to_owned(),
            Kind::Scenarios => "these are XPath vectors: use `motcua form eval`".to_owned(),
        }));
    }
    let differences = Differences::listed().map_err(|error| wrong(error.to_string()))?;
    let mut count = Count::default();
    for item in material.items() {
        let verdict = material.run(item, &differences).map_err(failed)?;
        count.add(&verdict);
        out.line(&verdict.to_json());
    }
    out.line(&count.to_json());
    if count.faults() == 0 {
        Ok(())
    } else {
        Err(Refusal::Otherwise)
    }
}
