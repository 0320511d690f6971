//! A compiled form as bytes, for a cache beside the form's files: read back in a fraction of the time that loading takes.
//!
//! The bytes begin with what they depend on: the engine that wrote them (its sources, by [`ENGINE`]), the caller's word for the files that the form was
//! loaded from, and a checksum. Whatever doesn't fit, an older engine's bytes, other files, a damaged cache, reads as nothing: the form is then
//! loaded from its files, which are the truth. They are trusted otherwise: keep them where only the app itself can write.

use std::hash::{DefaultHasher, Hasher};
use std::sync::{Arc, OnceLock};

use super::action::{Action, ActionValue, Event};
use super::bind::{Bind, Preload};
use super::body::{Body, BodyNode, Choices, Control, GroupBody, Item, RepeatBody};
use super::data_type::DataType;
use super::graph::{Edge, Graph};
use super::itext::{Itext, Label, Part, Piece, Template, Written};
use super::model::{Def, DefKind, Model, ScopeDef};
use super::rule::{Rule, Target};
use super::{Definition, Form};
use crate::error::{LoadCode, LoadError};
use crate::instance::saved::Saved;
use crate::pack::{Pack, Taking, pack_enums, pack_structs, pack_words};
use crate::question::{QuestionKind, Range};
use crate::tree::doc::{Doc, Entry};
use crate::tree::names::{Name, Names};
use crate::tree::{Kind, Node};
use crate::xpath::ast::Axis;
use crate::xpath::compile::{Dependency, Reads};
use crate::xpath::index::{Index, Spec};
use crate::xpath::program::{
    Arithmetic, CellPath, Comparison, Expr, From, IndexedRepeat, Lookup, RowsPath, Step, Test, Walk,
};

/// The engine's sources, as a number: another engine may number nodes, rules and functions in another way.
const ENGINE: &str = env!("MOTCUA_FORM_SOURCES");

/// Bytes of the checksum in front.
const SUM: usize = 8;

impl Definition {
    /// The compiled form as bytes, for [`Definition::from_compiled`]. `files` is the caller's word for what the form was loaded from, e.g. the hashes of
    /// its files: the same word reads it back.
    #[must_use]
    pub fn compiled(&self, files: &str) -> Vec<u8> {
        let mut bytes = vec![0; SUM];
        (ENGINE.to_owned(), files.to_owned()).put(&mut bytes);
        self.form.put(&mut bytes);
        let sum = checksum(&bytes[SUM..]);
        bytes[..SUM].copy_from_slice(&sum);
        bytes
    }

    /// The form that [`Definition::compiled`] wrote, with the same `files`. `None` when the bytes are another engine's, of other files or damaged: load the
    /// form with [`Definition::load`] and keep it anew.
    #[must_use]
    pub fn from_compiled(bytes: &[u8], files: &str) -> Option<Self> {
        let (sum, rest) = bytes.split_first_chunk::<SUM>()?;
        if *sum != checksum(rest) {
            return None;
        }
        let mut from = Taking(rest);
        if String::take(&mut from) != ENGINE || String::take(&mut from) != files {
            return None;
        }
        let form = Form::take(&mut from);
        Some(Self { form: Arc::new(form) })
    }
}

/// Against damage, not against an enemy.
fn checksum(bytes: &[u8]) -> [u8; SUM] {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish().to_le_bytes()
}

/// An index is made when it is first asked.
impl Pack for OnceLock<Index> {
    fn put(&self, _: &mut Vec<u8>) {}
    fn take(_: &mut Taking<'_>) -> Self {
        Self::new()
    }
}

/// What finds its nodes is made anew.
impl Pack for Model {
    fn put(&self, out: &mut Vec<u8>) {
        self.defs.put(out);
        self.scopes.put(out);
    }
    fn take(from: &mut Taking<'_>) -> Self {
        let mut model = Self {
            defs: Pack::take(from),
            scopes: Pack::take(from),
            ..Self::default()
        };
        (0..model.defs.len() as u32).for_each(|id| model.note(id));
        model
    }
}

impl Pack for ScopeDef {
    fn put(&self, out: &mut Vec<u8>) {
        (self.root, self.parent, self.depth).put(out);
        self.cells.put(out);
        self.lists.put(out);
        self.columns.put(out);
    }
    fn take(from: &mut Taking<'_>) -> Self {
        let (root, parent, depth) = Pack::take(from);
        Self {
            root,
            parent,
            depth,
            cells: Pack::take(from),
            lists: Pack::take(from),
            columns: Pack::take(from),
            tails: std::collections::HashMap::new(),
        }
    }
}

/// Without what only loading knows.
impl Pack for Bind {
    fn put(&self, out: &mut Vec<u8>) {
        self.constraint_message.put(out);
        self.required_message.put(out);
        self.preload.put(out);
    }
    fn take(from: &mut Taking<'_>) -> Self {
        Self {
            constraint_message: Pack::take(from),
            required_message: Pack::take(from),
            preload: Pack::take(from),
            places: Self::default().places,
        }
    }
}

impl Pack for Names {
    fn put(&self, out: &mut Vec<u8>) {
        self.list().put(out);
    }
    fn take(from: &mut Taking<'_>) -> Self {
        Self::of(Pack::take(from))
    }
}

pack_structs! {
    Form { id, version, title, names, docs, instances, indexes, model, binds, graph, itext, body, actions, watched, initial, templates, declared, warnings }
    Def { kind, name, qualified, namespace, tail, parent, children, attributes, scope, offset, column, repeat, default, data_type }
    Name { namespace, local, qualified }
    Doc { entries }
    Entry { kind, name, parent, first_child, next, first_attribute, text }
    Node { tree, text, id }
    Saved { name, text, attributes, children, template }
    Spec { tree, path, column, attribute }
    Graph { rules, at, calculations, lasting, values, rows }
    Edge { rule, anchor, down, offset, position }
    Rule { def, target, expr, dependencies, source }
    Dependency { def, anchor, what, other_rows }
    Itext { languages, default, written, scopes, compiled }
    Written { value, guidance, media }
    Template { 0 }
    Body { nodes, questions, question_of, repeats }
    RepeatBody { fixed }
    GroupBody { def, label, appearance, nodes }
    Control { def, kind, label, text_id, hint, guidance, appearance, range, media_type, choices }
    Range { start, end, step }
    Item { value, label, text_id }
    Action { events, owner, target, value }
    LoadError { code, path, detail }
    CellPath { from, hops, offset, group }
    RowsPath { from, hops, lists, offset, def }
    Step { axis, test, predicates }
    Lookup { index, key, predicates, steps }
    Walk { base, predicates, steps }
    IndexedRepeat { hops, levels, offset }
}

pack_words! {
    DefKind { Document, Element, Attribute }
    Kind { Root, Element, Attribute, Text, Comment, Instruction }
    DataType { Text, Int, Decimal, Boolean, Date, Time, DateTime, Geopoint, Geotrace, Geoshape, Barcode, Binary }
    Preload { Uid, Today, Start, End, Nothing }
    Target { Value, Relevant, Readonly, Required, Constraint, Choices, Count, Label }
    Reads { Value, Rows, Position, Later }
    Event { FirstLoad, Load, NewRow, ValueChanged }
    QuestionKind { Text, Integer, Decimal, Boolean, Date, Time, DateTime, Geopoint, Geotrace, Geoshape, Barcode, SelectOne, SelectMultiple, Rank, Range, Trigger, Upload }
    LoadCode { Xml, Limit, Structure, UnknownNode, Expression, UnknownFunction, Cycle, Resource, Unsupported }
    Comparison { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual }
    Arithmetic { Add, Subtract, Multiply, Divide, Modulo }
    From { Context, Origin }
    Axis { Ancestor, AncestorOrSelf, Attribute, Child, Descendant, DescendantOrSelf, Following, FollowingSibling, Parent, Preceding, PrecedingSibling, Own }
}

pack_enums! {
    Piece { 0 Plain(text), 1 Output(text), }
    Part { 0 Plain(text), 1 Output(value, source), }
    Label { 0 Templates(all), 1 Computed(value, source), }
    BodyNode { 0 Question(index), 1 Group(group), 2 Repeat(def, group), }
    Choices { 0 Items(items), 1 Itemset { nodes, value, label }, }
    ActionValue { 0 Text(text), 1 Computed(value), 2 Place, }
    Test { 0 Node, 1 Text, 2 Comment, 3 Instruction(name), 4 Any, 5 AnyIn(namespace), 6 Name(name), }
    Expr {
        0 Number(number), 1 Text(text), 2 Or(sides), 3 And(sides), 4 Compare(how, sides), 5 Arithmetic(how, sides), 6 Negate(inner), 7 Union(sides),
        8 Here, 9 Origin, 10 Root, 11 Fixed(node), 12 Cell(path), 13 Rows(path), 14 Walk(walk), 15 Lookup(lookup), 16 IndexedRepeat(path),
        17 ChoiceName(parts), 18 Call(function, arguments), 19 Fail(name),
    }
}
