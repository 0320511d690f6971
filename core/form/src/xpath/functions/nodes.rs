//! Node-sets and the form around the expression (XPath 1.0 §4.1; ODK XForms, "XPath functions").

use super::Call;
use crate::tree::{Kind, NameId, Names, Node};
use crate::xpath::ast::Axis;
use crate::xpath::axes;
use crate::xpath::eval::{Failure, Result};
use crate::xpath::program::{Expr, Test};
use crate::xpath::value::Value;

type Answer<'a> = Result<Value<'a>>;

pub(super) fn last<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(call.context.size as f64))
}

/// `position()`, or `position(node)`: the node's number among its siblings of the same name (the row number of a repeat).
pub(super) fn position<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    if call.arguments.is_empty() {
        return Ok(Value::Number(call.context.position as f64));
    }
    let Some(node) = call.nodes(0)?.first().copied() else {
        return Ok(Value::Number(f64::NAN));
    };
    let world = &call.eval.world;
    if let Some(primary) = world.primary.filter(|_| node.tree == 0) {
        let scope = primary.store.scope_of(node.id);
        if primary.store.base(scope) == node.id {
            return Ok(Value::Number(f64::from(primary.store.row_number(scope)) + 1.0));
        }
    }
    let mut before = Vec::new();
    axes::collect(world, node, Axis::PrecedingSibling, &Test::Any, &mut before);
    call.eval.spend(before.len())?;
    let name = world.name(node);
    Ok(Value::Number(
        before
            .iter()
            .filter(|sibling| world.name(**sibling) == name)
            .count() as f64
            + 1.0,
    ))
}

pub(super) fn count<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    if let Some(Expr::Rows(path)) = call.arguments.first()
        && let Some(rows) = call.eval.row_count(path, call.context)
    {
        return Ok(Value::Number(rows as f64));
    }
    Ok(Value::Number(call.nodes(0)?.len() as f64))
}

pub(super) fn count_non_empty<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let nodes = call.nodes(0)?;
    call.eval.spend(nodes.len())?;
    Ok(Value::Number(
        nodes
            .iter()
            .filter(|node| !call.eval.text_at(**node).is_empty())
            .count() as f64,
    ))
}

fn name_part<'a>(call: &Call<'_, 'a>, part: fn(&Names, NameId) -> &str) -> Answer<'a> {
    let node = if call.arguments.is_empty() {
        Some(call.context.node)
    } else {
        call.nodes(0)?.first().copied()
    };
    let name = node.and_then(|node| call.eval.world.name(node));
    Ok(Value::text(name.map_or("", |id| part(call.eval.world.names, id))))
}

pub(super) fn local_name<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    name_part(call, Names::local)
}

pub(super) fn namespace_uri<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    name_part(call, Names::namespace)
}

pub(super) fn name<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    name_part(call, Names::qualified)
}

pub(super) fn current<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Nodes(vec![call.eval.origin]))
}

/// `instance(id)` whose id isn't a literal; literals are resolved when the form is loaded.
pub(super) fn instance<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let id = call.text(0)?;
    match call.eval.host.instance(&id) {
        Some(root) => Ok(Value::Nodes(vec![root])),
        None => Err(Failure::Argument("no such instance".into())),
    }
}

pub(super) fn itext<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let id = call.text(0)?;
    call.eval.host.itext(call.eval, &id)
}

pub(super) fn version<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::text(call.eval.host.version()))
}

/// Device properties are personal or change between phones: all read as empty.
pub(super) fn property<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    call.text(0)?;
    Ok(Value::text(""))
}

fn named_children(call: &Call<'_, '_>, nodes: &[Node], name: &str) -> Vec<Node> {
    let (axis, name) = match name.strip_prefix('@') {
        Some(name) => (Axis::Attribute, name),
        None => (Axis::Child, name),
    };
    let mut out = Vec::new();
    if let Some(id) = call.eval.world.names.plain(name) {
        for node in nodes {
            axes::collect(&call.eval.world, *node, axis, &Test::Name(id), &mut out);
        }
    }
    out
}

/// `pulldata(instance, wanted, column, key)`: the wanted column of the first row of `root/item` whose column is the key.
pub(super) fn pulldata<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (id, wanted, column, key) = (call.text(0)?, call.text(1)?, call.text(2)?, call.text(3)?);
    let Some(root) = call.eval.host.instance(&id) else {
        return Err(Failure::Argument("no such instance".into()));
    };
    let rows = named_children(call, &named_children(call, &[root], "root"), "item");
    call.eval.spend(rows.len())?;
    for row in rows {
        let keys = named_children(call, &[row], &column);
        if keys.iter().any(|node| call.eval.text_at(*node) == key) {
            let found = named_children(call, &[row], &wanted).first().copied();
            return Ok(Value::text(
                found.map(|node| call.eval.text_at(node)).unwrap_or_default(),
            ));
        }
    }
    Ok(Value::text(""))
}

/// `indexed-repeat(target, repeat, number, …)` over any tree: in the answers it is compiled to row look-ups instead. The repeat and
/// target paths are taken over all rows, then cut down to the row of the given number, level by level.
pub(super) fn indexed_repeat<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let world = &call.eval.world;
    let mut chosen: Vec<Node> = Vec::new();
    for level in 0..(call.arguments.len() - 1) / 2 {
        let rows = call.nodes(1 + level * 2)?;
        let number = call.number(2 + level * 2)?;
        let inside = |row: &Node| level == 0 || chosen.iter().any(|outer| is_inside(call, *row, *outer));
        let rows: Vec<Node> = rows.into_iter().filter(inside).collect();
        let at = number.trunc();
        let row = if at >= 1.0 && at <= rows.len() as f64 {
            rows.get(at as usize - 1).copied()
        } else {
            None
        };
        chosen = row.into_iter().collect();
    }
    let mut targets = call.nodes(0)?;
    call.eval.spend(targets.len())?;
    targets.retain(|node| {
        world.kind(*node) != Kind::Root && chosen.iter().any(|row| is_inside(call, *node, *row))
    });
    Ok(Value::Nodes(targets))
}

fn is_inside(call: &Call<'_, '_>, node: Node, outer: Node) -> bool {
    let mut place = Some(node);
    while let Some(current) = place {
        if current == outer {
            return true;
        }
        place = call.eval.world.parent(current);
    }
    false
}
