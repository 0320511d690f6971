//! Grows a form from a seed: few nodes, many rules between them.
//!
//! Every expression names only nodes that come before its own, so that no generated form depends on itself. [`Writer`] makes the
//! expressions, this page the nodes.

pub mod writer;

use self::writer::{Step, Target, Value, Writer};
use super::expression::{Expression, Sort};
use super::list::List;
use super::{Action, Choices, Control, Field, Form, Kind, Node, Preload, Rows, Rule};
use crate::random::Random;

/// Nodes of a form, at most.
const MOST_NODES: usize = 14;

/// What opening the form writes into a node: its type, and what that is to expressions; nothing when it is another time at each look.
const PRELOADS: [(Preload, &str, Option<Value>); 5] = [
    (("uid", ""), "string", Some(Value::Fresh)),
    (("date", "today"), "date", Some(Value::Date)),
    (("timestamp", "start"), "dateTime", Some(Value::Opened)),
    (("timestamp", "end"), "dateTime", None),
    (("property", "deviceid"), "string", Some(Value::Text)),
];

/// Events of opening the form: the first time, each time, both.
const LOADS: [&str; 3] = [
    "odk-instance-first-load",
    "odk-instance-load",
    "odk-instance-first-load odk-instance-load",
];

/// The form of a seed's stream.
pub fn grow(random: &mut Random) -> Form {
    let lists = (0..2 + random.below(2)).map(|_| List::grow(random)).collect();
    let nodes = 3 + random.below(MOST_NODES - 2);
    let mut garden = Garden {
        random,
        form: Form {
            nodes: Vec::new(),
            lists,
            actions: Vec::new(),
        },
        targets: Vec::new(),
        made_once: Vec::new(),
        nodes: 0,
        hidden: false,
        counted: false,
        left: nodes,
    };
    let nodes = garden.bed(&[], 0);
    garden.form.nodes = nodes;
    garden.form
}

/// The last step of a path is a name.
fn ends_with(path: &str, name: &str) -> bool {
    path.rsplit(['/', ':']).next() == Some(name)
}

struct Garden<'a> {
    random: &'a mut Random,
    form: Form,
    /// What expressions may name: the nodes so far.
    targets: Vec<Target>,
    /// Paths that `once()` keeps the value of.
    made_once: Vec<String>,
    /// How many nodes there are so far.
    nodes: usize,
    /// Something around the place may hide it.
    hidden: bool,
    /// The place is in rows that the form counts.
    counted: bool,
    left: usize,
}

impl Garden<'_> {
    /// Children of one element.
    fn bed(&mut self, around: &[Step], depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        let most = if depth == 0 {
            self.left
        } else {
            1 + self.random.below(4)
        };
        while nodes.len() < most.max(1) && (self.left > 0 || nodes.is_empty()) {
            self.left = self.left.saturating_sub(1);
            nodes.push(self.node(around, depth));
        }
        nodes
    }

    fn node(&mut self, around: &[Step], depth: usize) -> Node {
        let name = format!("n{}", self.nodes);
        self.nodes += 1;
        let shape = self.random.below(100);
        // Rows that a person adds aren't put inside rows that the form counts: when those go and come back, so would they.
        let repeat = depth < 3 && shape < 18 && (!self.counted || self.counts_beside(around));
        let mut path = around.to_vec();
        path.push((name.clone(), repeat));
        match shape {
            0..30 if depth < 3 => self.container(name, &path, repeat, depth),
            96.. => self.preloaded(name, &path),
            _ => self.leaf(name, &path),
        }
    }

    /// There is a number that says how many rows a repeat here has.
    fn counts_beside(&mut self, around: &[Step]) -> bool {
        let mut path = around.to_vec();
        path.push((String::new(), true));
        self.writer(&path).count().is_some()
    }

    fn container(&mut self, name: String, path: &[Step], repeat: bool, depth: usize) -> Node {
        let mut binds = Vec::new();
        if !repeat && self.random.percent(40) {
            binds.push((Rule::Relevant, self.writer(path).boolean(2)));
        }
        if !repeat && self.random.percent(10) {
            binds.push((Rule::Readonly, self.writer(path).boolean(2)));
        }
        let rows = self.rows(path);
        let output = self.random.percent(15).then(|| self.writer(path).told());
        let before = self.hidden;
        self.hidden |= binds.iter().any(|(rule, _)| *rule == Rule::Relevant);
        self.targets
            .push(Target::new(path, Value::Container, true, !self.hidden));
        let counted = self.counted;
        self.counted |= matches!(rows, Rows::Count(_));
        let inner = self.bed(path, depth + 1);
        (self.hidden, self.counted) = (before, counted);
        if repeat {
            self.row_action(&name, path);
        }
        let kind = if repeat {
            Kind::Repeat(inner, rows)
        } else {
            Kind::Group(inner)
        };
        Node {
            name,
            kind,
            binds,
            output: output.filter(|_| !repeat),
        }
    }

    fn rows(&mut self, path: &[Step]) -> Rows {
        let count = self.writer(path).count();
        // JavaRosa doesn't read a template inside rows that have none.
        let inner = path[..path.len() - 1].iter().any(|(_, repeat)| *repeat);
        match (self.random.below(7), count) {
            (_, Some(count)) if self.counted => Rows::Count(count),
            (0 | 1, Some(count)) => Rows::Count(count),
            (2 | 3, _) if !inner => Rows::Template,
            (4, _) if !inner => Rows::Fixed(1 + self.random.below(3)),
            _ if inner => Rows::Open(1),
            _ => Rows::Open(1 + self.random.below(2)),
        }
    }

    fn leaf(&mut self, name: String, path: &[Step]) -> Node {
        let (data_type, control, value) = self.sort(path);
        let worked_out = !matches!(
            value,
            Value::Flag
                | Value::Other
                | Value::Place
                | Value::Places
                | Value::Moment
                | Value::Opened
                | Value::Time
                | Value::Fresh
        );
        let calculated = matches!(control, Control::None) || worked_out && self.random.percent(8);
        let mut binds = Vec::new();
        if calculated {
            binds.push((Rule::Calculate, self.calculation(path, value)));
        }
        if !calculated && self.random.percent(25) {
            binds.push((Rule::Required, self.writer(path).boolean(1)));
        }
        if self.random.percent(30) {
            binds.push((Rule::Relevant, self.writer(path).boolean(2)));
        }
        // What is worked out is not to be typed over.
        if calculated && !matches!(control, Control::None) {
            binds.push((Rule::Readonly, Expression::leaf("true()").as_a(Sort::Truth)));
        } else if !calculated && self.random.percent(10) {
            binds.push((Rule::Readonly, self.writer(path).boolean(1)));
        }
        if !matches!(control, Control::None) && self.random.percent(30) {
            let constraint = self.writer(path).constraint(value);
            binds.push((Rule::Constraint, constraint));
        }
        let output = self.random.percent(25).then(|| self.writer(path).told());
        let default = if calculated {
            String::new()
        } else {
            self.default(value)
        };
        self.action(&name, path, &control, calculated);
        let always = !self.hidden && binds.iter().all(|(rule, _)| *rule != Rule::Relevant);
        let mut target = Target::new(path, value, calculated, always);
        target.whole = data_type == "int" && matches!(control, Control::Input) && !calculated;
        self.targets.push(target);
        let field = Field {
            data_type,
            control,
            default,
            preload: None,
        };
        Node {
            name,
            kind: Kind::Field(field),
            binds,
            output,
        }
    }

    /// A leaf that opening the form fills in.
    fn preloaded(&mut self, name: String, path: &[Step]) -> Node {
        let (preload, data_type, value) = *self.random.pick(&PRELOADS);
        let mut binds = Vec::new();
        if self.random.percent(20) {
            binds.push((Rule::Relevant, self.writer(path).boolean(1)));
        }
        if let Some(value) = value {
            let always = !self.hidden && binds.is_empty();
            self.targets.push(Target::new(path, value, true, always));
        }
        let shown = self.random.percent(25) && matches!(preload.0, "uid" | "date");
        let field = Field {
            data_type,
            control: if shown { Control::Input } else { Control::None },
            default: String::new(),
            preload: Some(preload),
        };
        Node {
            name,
            kind: Kind::Field(field),
            binds,
            output: None,
        }
    }

    /// Type, control and what its value is to expressions.
    fn sort(&mut self, path: &[Step]) -> (&'static str, Control, Value) {
        match self.random.below(27) {
            0..=3 => ("string", Control::Input, Value::Text),
            4..=8 => ("int", Control::Input, Value::Number),
            9 | 10 => ("decimal", Control::Input, Value::Number),
            11 | 12 => ("date", Control::Input, Value::Date),
            13 | 14 => self.rare(),
            26 => self.timed(),
            15..=19 => self.select(path, "select1"),
            20 | 21 => self.select(path, "select"),
            _ => self.calculated(),
        }
    }

    fn timed(&mut self) -> (&'static str, Control, Value) {
        let sorts = [
            ("dateTime", Control::Input, Value::Moment),
            ("time", Control::Input, Value::Time),
        ];
        self.random.pick(&sorts).clone()
    }

    fn rare(&mut self) -> (&'static str, Control, Value) {
        let list = self.random.below(self.form.lists.len());
        let sorts = [
            ("geopoint", Control::Input, Value::Place),
            ("geotrace", Control::Input, Value::Places),
            ("geoshape", Control::Input, Value::Places),
            ("barcode", Control::Input, Value::Text),
            ("boolean", Control::Input, Value::Flag),
            ("int", Control::Range, Value::Number),
            ("string", Control::Trigger, Value::Other),
            ("binary", Control::Upload, Value::Other),
            (
                "odk:rank",
                Control::Select("odk:rank", Choices::Items(list)),
                Value::Many(list),
            ),
        ];
        self.random.pick(&sorts).clone()
    }

    fn select(&mut self, path: &[Step], tag: &'static str) -> (&'static str, Control, Value) {
        let list = self.random.below(self.form.lists.len());
        let rows = self.writer(path).rows().filter(|_| tag == "select1");
        let choices = match (self.random.below(10), rows) {
            (0..=2, _) => Choices::Items(list),
            (3, _) => Choices::Shuffled(list, self.random.below(1000)),
            (4..=6, Some((nodes, value))) => {
                let choices = Choices::Rows(Expression::leaf(nodes), value);
                return ("string", Control::Select(tag, choices), Value::Other);
            }
            _ => {
                let filter = self.random.percent(75).then(|| self.writer(path).filter(list));
                let label = if self.random.percent(15) {
                    "note"
                } else {
                    "jr:itext(itextId)"
                };
                Choices::Itemset(list, filter, label)
            }
        };
        let value = if tag == "select1" {
            Value::One(list)
        } else {
            Value::Many(list)
        };
        ("string", Control::Select(tag, choices), value)
    }

    fn calculated(&mut self) -> (&'static str, Control, Value) {
        let sorts = [
            ("string", Value::Text),
            ("int", Value::Number),
            ("decimal", Value::Number),
            ("date", Value::Date),
        ];
        let (data_type, value) = *self.random.pick(&sorts);
        (data_type, Control::None, value)
    }

    fn calculation(&mut self, path: &[Step], value: Value) -> Expression {
        // A row that the form counts may go and come back, and `once` would tell that it did; of what is worked out or filtered, JavaRosa
        // may have seen another value first.
        let once = self.random.percent(10) && !self.counted;
        let day = self.random.percent(15);
        let mut writer = self.writer(path);
        match value {
            Value::Number => writer.number(3),
            Value::Date if day => writer.day(),
            Value::Date => writer.date(),
            Value::One(list) | Value::Many(list) => writer.choice_of(list),
            _ if once => {
                let (text, literal) = (writer.typed_text(), writer.literal());
                let path = text.to_string();
                let is_written =
                    |action: &Action| action.event.contains("load") && ends_with(&path, &action.target);
                let written = self.form.actions.iter().any(is_written);
                self.made_once.push(path);
                Expression::of("once({})", vec![if written { literal } else { text }])
            }
            _ => writer.text(3),
        }
    }

    fn default(&mut self, value: Value) -> String {
        let usual = self.random.percent(20);
        match value {
            Value::Number if usual => self.random.below(9).to_string(),
            Value::Text if usual => "a".to_owned(),
            Value::Date if usual => "2024-02-29".to_owned(),
            Value::One(list) if usual => self.random.pick(&self.form.lists[list].items).name.clone(),
            _ => String::new(),
        }
    }

    /// Now and then something happens when this question changes: one of the nodes before it in the same rows is written.
    fn action(&mut self, name: &str, path: &[Step], control: &Control, calculated: bool) {
        if matches!(control, Control::None) || calculated || !self.random.percent(8) {
            return;
        }
        let around = &path[..path.len() - 1];
        let mut writer = self.writer(path);
        writer.near = true;
        // JavaRosa trims what it opens again.
        let value = Expression::of("normalize-space({})", vec![writer.text(1)]);
        let beside = |target: &&Target| {
            target.value == Value::Text
                && target.path[..target.path.len() - 1] == *around
                && !target.calculated
        };
        let Some(target) = self.targets.iter().find(beside) else {
            return;
        };
        let target = target.path[target.path.len() - 1].0.clone();
        let load = self.random.percent(30) && self.opens(&target) && around.iter().all(|(_, repeat)| !repeat);
        // When the form is opened JavaRosa writes before it calculates.
        let value = if load { self.writer(path).literal() } else { value };
        let nested = !load || self.random.percent(30);
        self.form.actions.push(Action {
            event: if load {
                self.random.pick::<&str>(&LOADS)
            } else {
                "xforms-value-changed"
            },
            at: nested.then(|| name.to_owned()),
            target,
            value,
        });
    }

    /// Opening the form may write a node. JavaRosa runs what opens it in no order, and before it calculates: `once` would keep another value.
    fn opens(&self, target: &str) -> bool {
        let is_named = |path: &String| ends_with(path, target);
        let is_written = |action: &Action| action.target == target && action.event.contains("load");
        !self.made_once.iter().any(is_named) && !self.form.actions.iter().any(is_written)
    }

    /// Now and then something is written into each new row.
    fn row_action(&mut self, name: &str, path: &[Step]) {
        let inside = |target: &&Target| {
            target.value == Value::Text
                && !target.calculated
                && target.path.len() == path.len() + 1
                && target.path.starts_with(path)
        };
        let Some(target) = self
            .targets
            .iter()
            .find(inside)
            .filter(|_| self.random.percent(40))
        else {
            return;
        };
        let target = target.path[path.len()].0.clone();
        let value = self.writer(path).literal();
        let also = self.random.percent(25) && self.opens(&target);
        self.form.actions.push(Action {
            event: if also {
                "odk-instance-first-load odk-new-repeat"
            } else {
                "odk-new-repeat"
            },
            at: Some(name.to_owned()),
            target,
            value,
        });
    }

    fn writer<'b>(&'b mut self, here: &'b [Step]) -> Writer<'b> {
        Writer {
            random: self.random,
            targets: &self.targets,
            lists: &self.form.lists,
            here,
            near: false,
        }
    }
}
