//! The same rules by other means: `hmac` as its documentation shows it, and `serde_json`.

use commet_webhooks::{Number, Object, Value};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::Value as Json;
use sha2::Sha256;

/// The deepest nesting that is accepted.
const MAX_DEPTH: usize = 128;

pub(crate) fn hmac_hex(key: &[u8], payload: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(payload);
    mac.finalize().into_bytes().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The object that a body holds; nothing if it is not one.
pub(crate) fn parse(body: &[u8]) -> Option<serde_json::Map<String, Json>> {
    read(body).ok()
}

/// The object that a body holds, or the code of what is wrong.
pub(crate) fn read(body: &[u8]) -> Result<serde_json::Map<String, Json>, &'static str> {
    let text = std::str::from_utf8(body).map_err(|_| "invalid_utf8")?;
    match json(text) {
        Some(Json::Object(object)) => Ok(object),
        Some(_) => Err("not_an_object"),
        None => Err("invalid_json"),
    }
}

fn json(text: &str) -> Option<Json> {
    let text = whole_surrogates(text);
    if depth(&text) > MAX_DEPTH {
        return None;
    }
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    deserializer.disable_recursion_limit();
    let value = Json::deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(value)
}

/// The deepest nesting of brackets outside strings.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The text with each escape of half a surrogate pair replaced by that of U+FFFD.
fn whole_surrogates(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
            (Some(0xd800..0xe000), _) => {
                result.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            // The character after the backslash is no escape's beginning, whatever it is.
            _ => rest.chars().take(2).map(char::len_utf8).sum(),
        };
        result.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    result + rest
}

/// The number of the `\uXXXX` escape that the text starts with.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Whether the keys come in the same order, with the same values.
pub(crate) fn same_object(object: Object<'_>, expected: &serde_json::Map<String, Json>) -> bool {
    object.len() == expected.len()
        && object.iter().zip(expected).all(|((key, value), (expected_key, expected))| {
            key == expected_key && same(value, expected) && object.get(key) == Some(value)
        })
}

fn same(value: Value<'_>, expected: &Json) -> bool {
    match (value, expected) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(value), Json::Bool(expected)) => value == *expected,
        (Value::String(value), Json::String(expected)) => value == expected,
        (Value::Number(value), Json::Number(expected)) => match value {
            Number::Integer(value) => expected.as_i64() == Some(value),
            Number::Unsigned(value) => expected.as_i64().is_none() && expected.as_u64() == Some(value),
            Number::Double(value) => {
                expected.is_f64() && expected.as_f64().map(f64::to_bits) == Some(value.to_bits())
            }
        },
        (Value::Array(value), Json::Array(expected)) => {
            value.len() == expected.len()
                && value.iter().zip(expected).all(|(value, expected)| same(value, expected))
        }
        (Value::Object(value), Json::Object(expected)) => same_object(value, expected),
        _ => false,
    }
}
