//! A form as its author keeps it: a spreadsheet or an XForm, loaded; and the answers that it is looked at with.

use std::{
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, FixedOffset};
use motcua_conformance::{
    FormFile,
    form_file::FormFileError,
    story::{Player, Story},
};
use motcua_form::{Definition, Env, Instance, LoadCode, LoadError};

use super::{args::AnswersArgs, args::Compiler, fault::Fault, pyxform, read, sheet::Workbook};
use crate::refusal::Refusal;

/// Việt Nam has one zone and no summer time.
const ZONE_SECONDS: i32 = 7 * 3600;

/// A form that can be used.
pub(crate) struct Authored {
    pub(crate) definition: Definition,
    /// What its author should look at all the same.
    pub(crate) warnings: Vec<String>,
}

/// Loads a form, compiling it first when it is a spreadsheet.
pub(crate) fn open(file: &Path, compiler: &Compiler) -> Result<Authored, Refusal> {
    let is_sheet = file.extension().is_some_and(|it| it.eq_ignore_ascii_case("xlsx"));
    let name = file.display().to_string();
    if !is_sheet {
        // The spreadsheet beside a compiled form says where its nodes are written.
        let sheet = Workbook::open(&file.with_extension("xlsx")).ok();
        let form = FormFile::open(file).map_err(|error| refused(&name, sheet.as_ref(), error))?;
        return Ok(with_warnings(form.definition, Vec::new(), sheet.as_ref()));
    }
    let sheet = Workbook::open(file).map_err(|error| Refusal::WrongUse(format!("{name}: {error}")))?;
    if sheet.has_blocks() {
        return Err(Refusal::Form(Box::new(Fault {
            place: name,
            code: "SHEET",
            node: None,
            what: "the survey names shared blocks, which pyxform doesn't know".to_owned(),
            remedy: "Assemble it (./dev forms assemble FOLDER) and check the form.xlsx that comes out.",
        })));
    }
    let compiled =
        pyxform::compile(file, &sheet, &compiler.pyxform).map_err(|fault| Refusal::Form(Box::new(fault)))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let form = FormFile::load(compiled.xml, folder).map_err(|error| refused(&name, Some(&sheet), error))?;
    Ok(with_warnings(form.definition, compiled.warnings, Some(&sheet)))
}

/// What pyxform said, then what the engine says, with the cell where there is one.
fn with_warnings(definition: Definition, mut warnings: Vec<String>, sheet: Option<&Workbook>) -> Authored {
    let told = |warning: &LoadError| match sheet {
        Some(sheet) => format!("{}: {warning}", sheet.place_of_node(&warning.path)),
        None => warning.to_string(),
    };
    warnings.extend(definition.warnings().iter().map(told));
    Authored { definition, warnings }
}

fn refused(file: &str, sheet: Option<&Workbook>, error: FormFileError) -> Refusal {
    let error = match error {
        FormFileError::Unreadable { file, cause } => {
            return Refusal::file(&file.display().to_string(), &cause);
        }
        FormFileError::Load(error) => error,
    };
    let place = sheet.map_or_else(|| file.to_owned(), |sheet| sheet.place_of_node(&error.path));
    Refusal::Form(Box::new(Fault {
        place,
        code: error.code.as_str(),
        what: error.detail,
        remedy: remedy(error.code),
        node: Some(error.path),
    }))
}

fn remedy(code: LoadCode) -> &'static str {
    match code {
        LoadCode::Xml | LoadCode::Structure => {
            "Compile the spreadsheet again with pyxform; don't edit the XML by hand."
        }
        LoadCode::Limit => "Make the form smaller: fewer questions, lists or nested groups.",
        LoadCode::UnknownNode => "Correct the address, or add the question that it names.",
        LoadCode::Expression => {
            "Correct the expression: quotes, brackets, and `and`/`or` between conditions."
        }
        LoadCode::UnknownFunction => {
            "Use a function of the ODK XForms specification, with its number of arguments."
        }
        LoadCode::Cycle => "Break the circle: one of these answers must not depend on the others.",
        LoadCode::Resource => "Put the list's file beside the form, or into ../lists, or correct it.",
        LoadCode::Unsupported => "Leave this part out: docs/xforms-coverage.md lists what isn't supported.",
    }
}

/// Time and random bytes for looking at a form: always the same, but for the time.
pub(crate) fn env(now: Option<&str>) -> Result<Env, Refusal> {
    let now = match now {
        Some(text) => DateTime::parse_from_rfc3339(text).map_err(|_| {
            Refusal::WrongUse(format!(
                "--now {text}: not a time such as 2026-11-22T08:30:00+07:00"
            ))
        })?,
        None => machine_time(),
    };
    Ok(Env { now, random: [7; 32] })
}

#[expect(
    clippy::disallowed_methods,
    reason = "a command is the edge: this is where the time comes from, and --now replaces it"
)]
fn machine_time() -> DateTime<FixedOffset> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = DateTime::from_timestamp(since.as_secs() as i64, 0).unwrap_or_default();
    FixedOffset::east_opt(ZONE_SECONDS).map_or(now.fixed_offset(), |zone| now.with_timezone(&zone))
}

/// The form with the answers that the options name.
pub(crate) fn answered(definition: &Definition, args: &AnswersArgs) -> Result<(Instance, Env), Refusal> {
    let Some(file) = &args.answers else {
        let env = env(args.now.as_deref())?;
        return Ok((Instance::open(definition, &env), env));
    };
    let name = file.display().to_string();
    if file.extension().is_some_and(|it| it == "json") {
        let story = story(file)?;
        let mut player = Player::open(&story, definition);
        player.play(&story.steps);
        let env = match args.now.as_deref() {
            Some(now) => env(Some(now))?,
            None => player.env,
        };
        return Ok((player.instance, env));
    }
    let env = env(args.now.as_deref())?;
    let instance = Instance::restore(definition, &read(file)?, &env)
        .map_err(|error| Refusal::WrongUse(format!("{name}: {error}")))?;
    Ok((instance, env))
}

/// A story from its file.
pub(crate) fn story(file: &Path) -> Result<Story, Refusal> {
    Story::read(&read(file)?).map_err(|error| Refusal::WrongUse(format!("{}: {error}", file.display())))
}
