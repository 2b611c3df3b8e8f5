//! JSON values.

use commet_webhooks::Number;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool {
        /// Which.
        value: bool,
    },
    /// An integer from −2⁶³ to 2⁶³ − 1.
    Integer {
        /// The integer; money is in the unit that the field's documentation names, usually cents.
        value: i64,
    },
    /// An integer from 2⁶³ to 2⁶⁴ − 1.
    Unsigned {
        /// The integer.
        value: u64,
    },
    /// Any other number, and `-0`; always finite.
    Double {
        /// The nearest double.
        value: f64,
    },
    /// A string.
    Text {
        /// The string, its escapes replaced.
        value: String,
    },
    // Not `List`: in Kotlin that would hide the type of its own items.
    /// An array.
    Array {
        /// The elements in order.
        items: Vec<Value>,
    },
    /// An object.
    Object {
        /// The entries in the order of the body, each key once.
        entries: Vec<Entry>,
    },
}

/// An entry of an object.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: Value,
}

// The parser has refused what is nested deeper than 128 levels, so the recursion is shallow.
impl From<commet_webhooks::Value<'_>> for Value {
    fn from(value: commet_webhooks::Value<'_>) -> Self {
        match value {
            commet_webhooks::Value::Null => Self::Null,
            commet_webhooks::Value::Bool(value) => Self::Bool { value },
            commet_webhooks::Value::Number(Number::Integer(value)) => Self::Integer { value },
            commet_webhooks::Value::Number(Number::Unsigned(value)) => Self::Unsigned { value },
            commet_webhooks::Value::Number(Number::Double(value)) => Self::Double { value },
            commet_webhooks::Value::String(value) => Self::Text { value: value.to_owned() },
            commet_webhooks::Value::Array(array) => {
                Self::Array { items: array.iter().map(Self::from).collect() }
            }
            commet_webhooks::Value::Object(object) => object.into(),
        }
    }
}

impl From<commet_webhooks::Object<'_>> for Value {
    fn from(object: commet_webhooks::Object<'_>) -> Self {
        let entry = |(key, value): (&str, commet_webhooks::Value<'_>)| Entry {
            key: key.to_owned(),
            value: value.into(),
        };
        Self::Object { entries: object.iter().map(entry).collect() }
    }
}
