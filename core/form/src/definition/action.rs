//! Actions on events (ODK XForms, "Events and actions"): `setvalue`, and `odk:setgeopoint`, which asks the shell for the device's place.
//!
//! Other actions and events are refused: a form that counts on them would lose what they record.

use super::source::{Source, attribute};
use crate::error::{LoadCode, LoadError};
use crate::xpath::program::Expr;

/// When an action runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// `odk-instance-first-load`: new answers are opened.
    FirstLoad,
    /// `odk-instance-load`: answers are opened, new or saved.
    Load,
    /// `odk-new-repeat`: a row was added, by the person or by `jr:count`.
    NewRow,
    /// `xforms-value-changed`: the value of the question around the action changed.
    ValueChanged,
}

/// A `setvalue` or `odk:setgeopoint`.
pub(crate) struct Action {
    pub(crate) events: Vec<Event>,
    /// The question or repeat it stands in; the root for the model's own.
    pub(crate) owner: u32,
    /// The nodes it sets, seen from the owner.
    pub(crate) target: Expr,
    pub(crate) value: ActionValue,
}

/// What is set.
pub(crate) enum ActionValue {
    Text(Box<str>),
    Computed(Expr),
    /// Where the device is; the shell knows.
    Place,
}

/// Reads the actions directly inside an element.
pub(crate) fn read(
    parent: roxmltree::Node<'_, '_>,
    owner: u32,
    source: &mut Source,
    actions: &mut Vec<Action>,
) -> Result<(), LoadError> {
    for xml in parent.children().filter(|xml| xml.is_element()) {
        match xml.tag_name().name() {
            "setvalue" | "setgeopoint" => actions.push(action(xml, owner, source)?),
            // Whatever waits for an event is an action.
            name if attribute(xml, "event").is_some() => {
                let place = attribute(xml, "ref").unwrap_or(name);
                let detail = format!("the action {name} is not supported");
                return Err(LoadError::new(LoadCode::Unsupported, place, detail));
            }
            _ => {}
        }
    }
    Ok(())
}

fn action(xml: roxmltree::Node<'_, '_>, owner: u32, source: &mut Source) -> Result<Action, LoadError> {
    let reference = attribute(xml, "ref")
        .or_else(|| attribute(xml, "bind"))
        .unwrap_or_default();
    let name = xml.tag_name().name();
    let place = format!("{name} {reference}");
    let mut events = Vec::new();
    for name in attribute(xml, "event").unwrap_or_default().split_whitespace() {
        events.push(event(name, &place)?);
    }
    if events.is_empty() {
        let detail = "it has no event and would never run";
        return Err(LoadError::new(LoadCode::Structure, place, detail));
    }
    let def = source.node(reference, owner, &place)?;
    let target = source.compile(reference, owner, &place)?.expr;
    let value = match attribute(xml, "value").filter(|text| !text.trim().is_empty()) {
        _ if name == "setgeopoint" => ActionValue::Place,
        Some(text) => ActionValue::Computed(source.compile(text, def, &place)?.expr),
        None => ActionValue::Text(xml.text().unwrap_or_default().into()),
    };
    Ok(Action {
        events,
        owner,
        target,
        value,
    })
}

fn event(name: &str, place: &str) -> Result<Event, LoadError> {
    match name {
        "odk-instance-first-load" | "xforms-ready" => Ok(Event::FirstLoad),
        "odk-instance-load" => Ok(Event::Load),
        "odk-new-repeat" | "jr-insert" => Ok(Event::NewRow),
        "xforms-value-changed" => Ok(Event::ValueChanged),
        _ => Err(LoadError::new(
            LoadCode::Unsupported,
            place,
            format!("the event {name} is not supported"),
        )),
    }
}
