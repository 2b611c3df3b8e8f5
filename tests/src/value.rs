//! VALUE: a JSON value in a form that every language writes byte for byte alike.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A JSON value without anything that languages print differently.
///
/// In JSON a number is `{"n": "<16 hex digits of its IEEE-754 bits>"}` and an object is
/// `{"o": [[key, VALUE], …]}`, sorted by the key's UTF-8 bytes; everything else is itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// The bits of the number as a double.
    Number(u64),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Value>),
    /// An object. A map of `String` is sorted by UTF-8 bytes.
    Object(BTreeMap<String, Value>),
}

impl Value {
    /// A number given as a double.
    #[must_use]
    pub fn number(double: f64) -> Self {
        Self::Number(double.to_bits())
    }

    /// The member `key`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.get(key),
            _ => None,
        }
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(bits) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("n", &format!("{bits:016x}"))?;
                map.end()
            }
            Self::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("o", &members.iter().collect::<Vec<_>>())?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_json(serde_json::Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Reads the JSON form, strictly.
fn from_json(json: serde_json::Value) -> Result<Value, String> {
    use serde_json::Value as Json;
    match json {
        Json::Null => Ok(Value::Null),
        Json::Bool(value) => Ok(Value::Bool(value)),
        Json::String(text) => Ok(Value::Text(text)),
        Json::Array(items) => items.into_iter().map(from_json).collect::<Result<_, _>>().map(Value::Array),
        Json::Number(number) => Err(format!("a bare number {number} is no VALUE")),
        Json::Object(members) => {
            let mut members = members.into_iter();
            match (members.next(), members.next()) {
                (Some((tag, Json::String(hex))), None) if tag == "n" => bits(&hex).map(Value::Number),
                (Some((tag, Json::Array(pairs))), None) if tag == "o" => object(pairs),
                _ => Err("an object VALUE is {\"n\": hex} or {\"o\": pairs}".to_owned()),
            }
        }
    }
}

fn bits(hex: &str) -> Result<u64, String> {
    let digits = hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if hex.len() != 16 || !digits {
        return Err(format!("{hex:?} is not 16 lower-case hex digits"));
    }
    u64::from_str_radix(hex, 16).map_err(|error| error.to_string())
}

fn object(pairs: Vec<serde_json::Value>) -> Result<Value, String> {
    let mut members = BTreeMap::new();
    for pair in pairs {
        let (key, value): (String, Value) = serde_json::from_value(pair).map_err(|error| error.to_string())?;
        if members.last_key_value().is_some_and(|(last, _)| *last >= key) {
            return Err(format!("key {key:?} is out of order"));
        }
        members.insert(key, value);
    }
    Ok(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_the_language_free_form() {
        let value = Value::Object(BTreeMap::from([
            ("b".to_owned(), Value::Array(vec![Value::Null, Value::Bool(true), Value::number(-0.0)])),
            ("a".to_owned(), Value::from("x")),
        ]));
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(text, r#"{"o":[["a","x"],["b",[null,true,{"n":"8000000000000000"}]]]}"#);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn refuses_other_forms() {
        for text in ["1", "{}", r#"{"n":"0"}"#, r#"{"n":"3FF0000000000000"}"#, r#"{"o":[["b",null],["a",null]]}"#] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        }
    }
}
