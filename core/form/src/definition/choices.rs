//! A question's choices: those that stand in the form, and those that an itemset takes from a list.

use super::bind::own_value;
use super::body::{Choices, Item};
use super::itext::Label;
use super::reader::{Reader, text_id};
use super::rule::Rule;
use super::source::{attribute, child, children};
use crate::error::{LoadCode, LoadError};
use crate::xpath::compile::Dependency;

impl Reader<'_> {
    /// The choices of a question, with the rules that follow them; nothing when it has none.
    pub(super) fn choices(
        &mut self,
        xml: roxmltree::Node<'_, '_>,
        def: u32,
    ) -> Result<Option<Choices>, LoadError> {
        if let Some(itemset) = child(xml, "itemset") {
            return self.itemset(itemset, def).map(Some);
        }
        let items: Result<Vec<Item>, LoadError> =
            children(xml, "item").map(|item| self.item(item, def)).collect();
        let items = items?;
        if items.is_empty() {
            return Ok(None);
        }
        let own = vec![own_value(self.source, def)];
        self.rules.push(Rule::choices(def, own, ""));
        Ok(Some(Choices::Items(items)))
    }

    fn item(&mut self, xml: roxmltree::Node<'_, '_>, def: u32) -> Result<Item, LoadError> {
        let value = child(xml, "value").and_then(|value| value.text());
        let value = value.unwrap_or_default().trim();
        let label = child(xml, "label");
        Ok(Item {
            value: value.into(),
            label: match label {
                Some(label) => self.item_label(label, value, def)?,
                None => Label::Templates(Vec::new()),
            },
            text_id: label.and_then(text_id),
        })
    }

    fn item_label(
        &mut self,
        label: roxmltree::Node<'_, '_>,
        value: &str,
        def: u32,
    ) -> Result<Label, LoadError> {
        let place = format!("{} (choice {value})", self.source.model.path(def));
        let compiled = self.itext.label(label, self.source, def, &place)?;
        self.reads(def, &compiled.dependencies);
        self.rules.extend(Rule::label(def, compiled.dependencies));
        Ok(compiled.label)
    }

    fn itemset(&mut self, xml: roxmltree::Node<'_, '_>, def: u32) -> Result<Choices, LoadError> {
        let place = format!("{} (itemset)", self.source.model.path(def));
        let nodeset = attribute(xml, "nodeset").unwrap_or_default().trim();
        let nodes = self.source.compile_nodes(nodeset, def, &place)?;
        let (value, label) = value_and_label(xml, &place)?;
        let value = self
            .source
            .compile_below(value, def, nodes.defs.clone(), &place)?;
        let label = self.source.compile_below(label, def, nodes.defs, &place)?;
        for reads in [&nodes.dependencies, &value.dependencies, &label.dependencies] {
            self.reads(def, reads);
        }
        self.rules.extend(Rule::label(def, label.dependencies));
        let mut dependencies = nodes.dependencies;
        dependencies.extend(value.dependencies);
        dependencies.push(own_value(self.source, def));
        self.rules.push(Rule::choices(def, dependencies, nodeset));
        Ok(Choices::Itemset {
            nodes: nodes.expr,
            value: value.expr,
            label: label.expr,
        })
    }

    /// Notes what a choice's name depends on.
    fn reads(&mut self, def: u32, dependencies: &[Dependency]) {
        if !dependencies.is_empty() {
            self.source.choice_reads.push((def, dependencies.to_vec()));
        }
    }
}

/// Where an itemset's choices have their values and labels; one without labels shows its values.
fn value_and_label<'a>(xml: roxmltree::Node<'a, '_>, place: &str) -> Result<(&'a str, &'a str), LoadError> {
    let part = |name: &'static str| attribute(child(xml, name)?, "ref").filter(|path| !path.is_empty());
    let Some(value) = part("value") else {
        return Err(LoadError::new(
            LoadCode::Structure,
            place,
            "an itemset has no value",
        ));
    };
    Ok((value, part("label").unwrap_or(value)))
}
