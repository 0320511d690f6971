//! Comparing values (XPath 1.0 §3.4): a node-set is compared by any of its nodes, a boolean pulls the other side to boolean, a number
//! or date to number, and two texts are compared as such.

use std::borrow::Cow;

use super::eval::Eval;
use super::program::Comparison;
use super::value::Value;

/// The result of a comparison of numbers.
pub(crate) fn numbers(comparison: Comparison, left: f64, right: f64) -> bool {
    match comparison {
        // The standard's own equality: exact.
        #[expect(clippy::float_cmp, reason = "XPath compares IEEE 754 numbers exactly")]
        Comparison::Equal => left == right,
        #[expect(clippy::float_cmp, reason = "XPath compares IEEE 754 numbers exactly")]
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::LessEqual => left <= right,
        Comparison::Greater => left > right,
        Comparison::GreaterEqual => left >= right,
    }
}

fn texts(eval: &Eval<'_>, comparison: Comparison, left: &str, right: &str) -> bool {
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        _ => numbers(comparison, eval.number_of(left), eval.number_of(right)),
    }
}

fn is_equality(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::Equal | Comparison::NotEqual)
}

/// Compares two values of any kinds.
pub(crate) fn values(eval: &Eval<'_>, comparison: Comparison, left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Bool(_), other) | (other, Value::Bool(_))
            if is_equality(comparison) || matches!(other, Value::Nodes(_)) =>
        {
            let (left, right) = (eval.to_bool(left), eval.to_bool(right));
            numbers(comparison, f64::from(u8::from(left)), f64::from(u8::from(right)))
        }
        (Value::Nodes(left), Value::Nodes(right)) => {
            let rights: Vec<Cow<'_, str>> = right.iter().map(|node| eval.text_at(*node)).collect();
            left.iter().any(|node| {
                let text = eval.text_at(*node);
                rights.iter().any(|right| texts(eval, comparison, &text, right))
            })
        }
        (Value::Nodes(nodes), other) => nodes.iter().any(|node| {
            let text = eval.text_at(*node);
            atoms(eval, comparison, &Value::Text(text), other)
        }),
        (other, Value::Nodes(nodes)) => nodes.iter().any(|node| {
            let text = eval.text_at(*node);
            atoms(eval, comparison, other, &Value::Text(text))
        }),
        _ => atoms(eval, comparison, left, right),
    }
}

/// Neither side is a node-set or boolean.
fn atoms(eval: &Eval<'_>, comparison: Comparison, left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => texts(eval, comparison, left, right),
        _ => numbers(comparison, eval.to_number(left), eval.to_number(right)),
    }
}
