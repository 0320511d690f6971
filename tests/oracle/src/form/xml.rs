//! Writes a form as an ODK XForm.

use std::fmt::Write as _;

use crate::pair::File;

use super::{Action, Choices, Control, Field, Form, Kind, Node, Rows};

/// The languages of every generated form; the first is the default.
pub const LANGUAGES: [&str; 2] = ["en", "vi"];

/// Names of the namespaces, as pyxform writes them.
const NAMESPACES: &str = concat!(
    r#"xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" "#,
    r#"xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" "#,
    r#"xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:orx="http://openrosa.org/xforms""#
);

/// The whole form.
#[must_use]
pub fn write(form: &Form) -> String {
    let mut binds = String::new();
    form.each(&mut |_, node| bind(form, node, &mut binds));
    let mut body = String::new();
    nodes(form, &form.nodes, &mut body);
    format!(
        "<h:html {NAMESPACES}><h:head><h:title>t</h:title><model>{itext}<instance><data id=\"t\" version=\"1\">{data}</data></instance>{lists}{binds}{actions}</model></h:head><h:body>{body}</h:body></h:html>",
        itext = itext(form),
        data = data(&form.nodes),
        lists = lists(form),
        actions = actions(form, None),
    )
}

/// The files beside it.
#[must_use]
pub fn files(form: &Form) -> Vec<File> {
    let lists = form.lists.iter().enumerate();
    lists.filter_map(|(number, list)| list.file(number)).collect()
}

/// XML's own characters written as entities.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn data(nodes: &[Node]) -> String {
    nodes
        .iter()
        .map(|node| {
            let name = &node.name;
            match &node.kind {
                Kind::Group(inner) => format!("<{name}>{}</{name}>", data(inner)),
                Kind::Repeat(inner, Rows::Open(rows) | Rows::Fixed(rows)) => {
                    format!("<{name}>{}</{name}>", data(inner)).repeat(*rows)
                }
                Kind::Repeat(inner, Rows::Count(_)) => format!("<{name}>{}</{name}>", data(inner)),
                Kind::Repeat(inner, Rows::Template) => {
                    format!("<{name} jr:template=\"\">{}</{name}>", data(inner))
                }
                Kind::Field(field) => format!("<{name}>{}</{name}>", escape(&field.default)),
            }
        })
        .collect()
}

fn lists(form: &Form) -> String {
    let lists = form.lists.iter().enumerate();
    lists.map(|(number, list)| list.instance(number)).collect()
}

fn itext(form: &Form) -> String {
    let mut text = String::from("<itext>");
    for language in LANGUAGES {
        let _ = write!(text, "<translation lang=\"{language}\">");
        form.each(&mut |_, node| {
            let output = node.output.as_ref().map_or(String::new(), |output| {
                format!(": <output value=\"{}\"/>", escape(&output.to_string()))
            });
            let _ = write!(
                text,
                "<text id=\"{name}\"><value>{language} {name}{output}</value></text>",
                name = node.name
            );
        });
        for (number, list) in form.lists.iter().enumerate() {
            for value in list.items.iter().map(|item| &item.name) {
                let _ = write!(
                    text,
                    "<text id=\"l{number}-{value}\"><value>{language} {value}</value></text>"
                );
            }
        }
        text.push_str("</translation>");
    }
    text.push_str("</itext>");
    text
}

fn bind(form: &Form, node: &Node, out: &mut String) {
    let _ = write!(out, "<bind nodeset=\"{}\"", form.path(&node.name));
    if let Kind::Field(field) = &node.kind {
        let _ = write!(out, " type=\"{}\"", field.data_type);
        if let Some((preload, parameters)) = field.preload {
            let _ = write!(out, " jr:preload=\"{preload}\" jr:preloadParams=\"{parameters}\"");
        }
    }
    for (rule, expression) in &node.binds {
        let _ = write!(
            out,
            " {}=\"{}\"",
            rule.attribute(),
            escape(&expression.to_string())
        );
    }
    out.push_str("/>");
}

fn nodes(form: &Form, of: &[Node], out: &mut String) {
    for node in of {
        let path = form.path(&node.name);
        let label = format!("<label ref=\"jr:itext('{}')\"/>", node.name);
        match &node.kind {
            Kind::Group(inner) => {
                let _ = write!(out, "<group ref=\"{path}\">{label}");
                nodes(form, inner, out);
                out.push_str("</group>");
            }
            Kind::Repeat(inner, rows) => {
                let count = match rows {
                    Rows::Count(count) => format!(" jr:count=\"{}\"", escape(&count.to_string())),
                    Rows::Fixed(_) => " jr:noAddRemove=\"true()\"".to_owned(),
                    Rows::Open(_) | Rows::Template => String::new(),
                };
                let _ = write!(
                    out,
                    "<group ref=\"{path}\">{label}<repeat nodeset=\"{path}\"{count}>{}",
                    actions(form, Some(&node.name))
                );
                nodes(form, inner, out);
                out.push_str("</repeat></group>");
            }
            Kind::Field(field) => control(form, node, field, &path, &label, out),
        }
    }
}

fn control(form: &Form, node: &Node, field: &Field, path: &str, label: &str, out: &mut String) {
    let hint = format!("<hint ref=\"jr:itext('{}')\"/>", node.name);
    let inside = format!("{label}{hint}{}", actions(form, Some(&node.name)));
    let _ = match &field.control {
        Control::None => Ok(()),
        Control::Input => write!(out, "<input ref=\"{path}\">{inside}</input>"),
        Control::Range => write!(
            out,
            "<range ref=\"{path}\" start=\"0\" end=\"10\" step=\"1\">{inside}</range>"
        ),
        Control::Trigger => write!(out, "<trigger ref=\"{path}\">{inside}</trigger>"),
        Control::Upload => write!(
            out,
            "<upload ref=\"{path}\" mediatype=\"image/*\">{inside}</upload>"
        ),
        Control::Select(tag, choices) => {
            let choices = self::choices(form, choices);
            write!(out, "<{tag} ref=\"{path}\">{inside}{choices}</{tag}>")
        }
    };
}

fn choices(form: &Form, choices: &Choices) -> String {
    match choices {
        Choices::Items(list) => form.lists[*list]
            .items
            .iter()
            .map(|item| {
                let value = &item.name;
                format!("<item><label ref=\"jr:itext('l{list}-{value}')\"/><value>{value}</value></item>")
            })
            .collect(),
        Choices::Itemset(list, filter, label) => {
            let filter = filter
                .as_ref()
                .map_or(String::new(), |filter| format!("[{filter}]"));
            itemset(&format!("instance('l{list}')/root/item{filter}"), "name", label)
        }
        Choices::Shuffled(list, seed) => itemset(
            &format!("randomize(instance('l{list}')/root/item, {seed})"),
            "name",
            "jr:itext(itextId)",
        ),
        Choices::Rows(path, value) => itemset(&path.to_string(), value, value),
    }
}

fn itemset(nodes: &str, value: &str, label: &str) -> String {
    let nodes = escape(nodes);
    format!("<itemset nodeset=\"{nodes}\"><value ref=\"{value}\"/><label ref=\"{label}\"/></itemset>")
}

fn actions(form: &Form, at: Option<&str>) -> String {
    let here = |action: &&Action| action.at.as_deref() == at;
    let write = |action: &Action| {
        format!(
            "<setvalue ref=\"{}\" event=\"{}\" value=\"{}\"/>",
            form.path(&action.target),
            action.event,
            escape(&action.value.to_string())
        )
    };
    form.actions.iter().filter(here).map(write).collect()
}
