//! What PHP's `unserialize` reads, read by other means.

use commet_webhooks::{Number, Value};

/// A value of PHP.
#[derive(Debug, Clone, PartialEq)]
pub enum Php {
    /// `N;`
    Null,
    /// `b:1;`
    Bool(bool),
    /// `i:7;`
    Integer(i64),
    /// `d:0.5;`
    Double(f64),
    /// `s:1:"x";`
    Text(Vec<u8>),
    /// `a:1:{…}`: keys and values.
    Array(Vec<(Self, Self)>),
    /// `O:1:"C":1:{…}`: keys and values.
    Object(Vec<(Self, Self)>),
}

/// The value, if that is all there is.
#[must_use]
pub fn unserialize(text: &[u8]) -> Option<Php> {
    let mut rest = text;
    let value = value(&mut rest)?;
    rest.is_empty().then_some(value)
}

fn value(rest: &mut &[u8]) -> Option<Php> {
    let kind = take(rest, 2)?;
    Some(match kind {
        b"N;" => Php::Null,
        b"b:" => match take(rest, 2)? {
            b"0;" => Php::Bool(false),
            b"1;" => Php::Bool(true),
            _ => return None,
        },
        b"i:" => Php::Integer(until(rest, b';')?.parse().ok()?),
        b"d:" => Php::Double(until(rest, b';')?.parse().ok()?),
        b"s:" => {
            let text = text(rest)?;
            (take(rest, 1)? == b";").then_some(Php::Text(text))?
        }
        b"a:" => Php::Array(entries(rest)?),
        b"O:" => {
            text(rest)?;
            (take(rest, 1)? == b":").then_some(())?;
            Php::Object(entries(rest)?)
        }
        _ => return None,
    })
}

/// `1:{…}`
fn entries(rest: &mut &[u8]) -> Option<Vec<(Php, Php)>> {
    let count: usize = until(rest, b':')?.parse().ok()?;
    (take(rest, 1)? == b"{").then_some(())?;
    let entries = (0..count).map(|_| Some((value(rest)?, value(rest)?))).collect::<Option<Vec<_>>>()?;
    let keys_are_keys = entries.iter().all(|(key, _)| matches!(key, Php::Integer(_) | Php::Text(_)));
    (take(rest, 1)? == b"}" && keys_are_keys).then_some(entries)
}

/// `1:"x"`
fn text(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let length = until(rest, b':')?.parse().ok()?;
    (take(rest, 1)? == b"\"").then_some(())?;
    let text = take(rest, length)?.to_vec();
    (take(rest, 1)? == b"\"").then_some(text)
}

fn take<'t>(rest: &mut &'t [u8], count: usize) -> Option<&'t [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

/// The text before a byte, which is passed over.
fn until<'t>(rest: &mut &'t [u8], end: u8) -> Option<&'t str> {
    let length = rest.iter().position(|byte| *byte == end)?;
    let text = take(rest, length)?;
    take(rest, 1)?;
    std::str::from_utf8(text).ok()
}

/// Whether it is that value: an object as an array by key, or as an object of keys and values by turns.
#[must_use]
pub fn same(php: &Php, value: Value<'_>) -> bool {
    let is_index = |key: &Php, at: usize| i64::try_from(at).is_ok_and(|at| *key == Php::Integer(at));
    match (php, value) {
        (Php::Null, Value::Null) => true,
        (Php::Bool(php), Value::Bool(value)) => *php == value,
        (Php::Integer(php), Value::Number(Number::Integer(value))) => *php == value,
        (Php::Double(php), Value::Number(Number::Double(value))) => php.to_bits() == value.to_bits(),
        #[expect(clippy::cast_precision_loss, reason = "PHP has no such integers")]
        (Php::Double(php), Value::Number(Number::Unsigned(value))) => {
            php.to_bits() == (value as f64).to_bits()
        }
        (Php::Text(php), Value::String(value)) => php == value.as_bytes(),
        (Php::Array(php), Value::Array(value)) => {
            php.len() == value.len()
                && php
                    .iter()
                    .zip(value.iter())
                    .enumerate()
                    .all(|(at, ((key, php), value))| is_index(key, at) && same(php, value))
        }
        (Php::Array(php), Value::Object(value)) => {
            php.len() == value.len()
                && php.iter().zip(value.iter()).all(|((key, php), (name, value))| {
                    *key == Php::Text(name.as_bytes().to_vec()) && same(php, value)
                })
        }
        (Php::Object(php), Value::Object(value)) => {
            php.len() == 2 * value.len()
                && php.iter().enumerate().all(|(at, (key, _))| is_index(key, at))
                && php.chunks(2).zip(value.iter()).all(|(pair, (name, value))| {
                    pair[0].1 == Php::Text(name.as_bytes().to_vec()) && same(&pair[1].1, value)
                })
        }
        _ => false,
    }
}
