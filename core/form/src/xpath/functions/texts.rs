//! Texts and choices in them (XPath 1.0 §4.2; ODK XForms, "XPath functions"). Positions count characters, not bytes.

use std::borrow::Cow;
use std::cell::RefCell;

use super::Call;
use super::numbers::half_up;
use crate::xpath::eval::{Failure, Result};
use crate::xpath::value::Value;

type Answer<'a> = Result<Value<'a>>;

/// Bytes that one call may produce.
const MAX_TEXT: usize = 1 << 20;

pub(super) fn string<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Text(call.text_or_here()?))
}

/// Every node of a node-set argument takes part (ODK XForms, `concat`).
pub(super) fn concat<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let mut out = String::new();
    for part in parts(call, 0)? {
        out.push_str(&part);
        if out.len() > MAX_TEXT {
            return Err(Failure::Limit);
        }
    }
    Ok(Value::text(out))
}

pub(super) fn join<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let glue = call.text(0)?;
    let parts = parts(call, 1)?;
    let length: usize = parts.iter().map(|part| part.len() + glue.len()).sum();
    if length > MAX_TEXT {
        return Err(Failure::Limit);
    }
    Ok(Value::text(parts.join(&*glue)))
}

fn parts<'a>(call: &Call<'_, 'a>, from: usize) -> Result<Vec<Cow<'a, str>>> {
    let mut parts = Vec::new();
    for index in from..call.arguments.len() {
        match call.value(index)? {
            Value::Nodes(nodes) => parts.extend(nodes.iter().map(|node| call.eval.text_at(*node))),
            value => parts.push(call.eval.to_text(value)),
        }
    }
    call.eval.spend(parts.len())?;
    Ok(parts)
}

pub(super) fn starts_with<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Bool(call.text(0)?.starts_with(&*call.text(1)?)))
}

pub(super) fn ends_with<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Bool(call.text(0)?.ends_with(&*call.text(1)?)))
}

pub(super) fn contains<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Bool(call.text(0)?.contains(&*call.text(1)?)))
}

pub(super) fn substring_before<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (text, mark) = (call.text(0)?, call.text(1)?);
    Ok(Value::text(
        text.split_once(&*mark).map_or("", |(before, _)| before),
    ))
}

pub(super) fn substring_after<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (text, mark) = (call.text(0)?, call.text(1)?);
    Ok(Value::text(
        text.split_once(&*mark).map_or("", |(_, after)| after),
    ))
}

/// §4.2: characters whose position, from 1, is at least the rounded start and below start + length.
pub(super) fn substring<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let text = call.text(0)?;
    let start = half_up(call.number(1)?);
    let end = match call.arguments.len() {
        3 => start + half_up(call.number(2)?),
        _ => f64::INFINITY,
    };
    let inside = |position: usize| position as f64 >= start && (position as f64) < end;
    Ok(Value::text(
        text.chars()
            .enumerate()
            .filter(|(i, _)| inside(i + 1))
            .map(|(_, c)| c)
            .collect::<String>(),
    ))
}

/// `substr(text, start, end?)`: from 0, negative counts from the end, `end` is left out.
pub(super) fn substr<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let text = call.text(0)?;
    let length = text.chars().count() as f64;
    let place = |at: f64| {
        if at < 0.0 {
            (length + at).max(0.0)
        } else {
            at.min(length)
        }
    };
    let start = place(call.number(1)?.trunc());
    let end = match call.arguments.len() {
        3 => place(call.number(2)?.trunc()),
        _ => length,
    };
    let inside = |index: usize| index as f64 >= start && (index as f64) < end;
    Ok(Value::text(
        text.chars()
            .enumerate()
            .filter(|(i, _)| inside(*i))
            .map(|(_, c)| c)
            .collect::<String>(),
    ))
}

pub(super) fn string_length<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(call.text_or_here()?.chars().count() as f64))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
}

pub(super) fn normalize_space<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::text(
        words(&call.text_or_here()?).collect::<Vec<_>>().join(" "),
    ))
}

pub(super) fn translate<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (text, from, to) = (call.text(0)?, call.text(1)?, call.text(2)?);
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    call.eval
        .spend(text.len().saturating_mul(from.len().max(1)) / 16)?;
    let swap = |c: char| match from.iter().position(|f| *f == c) {
        Some(place) => to.get(place).copied(),
        None => Some(c),
    };
    Ok(Value::text(text.chars().filter_map(swap).collect::<String>()))
}

pub(super) fn selected<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (list, choice) = (call.text(0)?, call.text(1)?);
    let choice = choice.trim();
    let found = words(&list).any(|word| word == choice) || (choice.is_empty() && list.trim().is_empty());
    Ok(Value::Bool(found))
}

pub(super) fn selected_at<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (list, at) = (call.text(0)?, call.number(1)?);
    let word = if at >= 0.0 {
        words(&list).nth(at.trunc().min(1e9) as usize)
    } else {
        None
    };
    Ok(Value::text(word.unwrap_or_default()))
}

pub(super) fn count_selected<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    Ok(Value::Number(words(&call.text(0)?).count() as f64))
}

thread_local! {
    /// The last few patterns: a form asks the same ones again and again.
    static PATTERNS: RefCell<Vec<(String, Option<regex_lite::Regex>)>> = const { RefCell::new(Vec::new()) };
}

const KEPT_PATTERNS: usize = 32;
/// Longest text a pattern is tried on; regex-lite is linear, but its constant is not small.
const MAX_MATCHED: usize = 64 * 1024;

/// The compiled pattern; nothing when it can't be compiled. A clone shares what was compiled.
fn compiled(pattern: &str) -> Option<regex_lite::Regex> {
    PATTERNS.with_borrow_mut(|kept| {
        if let Some((_, regex)) = kept.iter().find(|(known, _)| known == pattern) {
            return regex.clone();
        }
        let regex = regex_lite::RegexBuilder::new(pattern)
            .size_limit(1 << 20)
            .build()
            .ok();
        if kept.len() == KEPT_PATTERNS {
            kept.remove(0);
        }
        kept.push((pattern.to_owned(), regex.clone()));
        regex
    })
}

/// The text is a regular expression that `regex()` can run.
pub(crate) fn is_pattern(text: &str) -> bool {
    compiled(text).is_some()
}

/// Unanchored match; a pattern that can't be compiled is the author's error.
pub(super) fn regex<'a>(call: &Call<'_, 'a>) -> Answer<'a> {
    let (text, pattern) = (call.text(0)?, call.text(1)?);
    if text.len() > MAX_MATCHED {
        return Err(Failure::Limit);
    }
    call.eval.spend(text.len() / 8)?;
    match compiled(&pattern) {
        Some(regex) => Ok(Value::Bool(regex.is_match(&text))),
        None => Err(Failure::Argument("not a regular expression".into())),
    }
}
