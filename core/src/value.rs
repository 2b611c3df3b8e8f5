//! Views of a parsed body.

use std::fmt::{self, Write};

use crate::generated::keys;
use crate::number::Number;
use crate::payload::Payload;
use crate::tape::{node, slice};
use crate::time::Timestamp;

/// A JSON value within a [`Payload`] or an [`Event`](crate::Event); a view that copies nothing.
///
/// Displays as compact JSON.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'p> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, its escapes replaced.
    String(&'p str),
    /// An array.
    Array(Array<'p>),
    /// An object.
    Object(Object<'p>),
}

impl<'p> Value<'p> {
    /// The value whose node is at `at`.
    #[inline]
    pub(crate) fn read(payload: &'p Payload<'p>, at: usize) -> Self {
        let words = &payload.tape.words;
        let word = words.get(at).copied().unwrap_or_default();
        let wide = || {
            let half = |at: usize| u64::from(words.get(at).copied().unwrap_or_default());
            half(at + 1) | half(at + 2) << 32
        };
        match node::tag(word) {
            node::FALSE => Self::Bool(false),
            node::TRUE => Self::Bool(true),
            node::SMALL => Self::Number(Number::Integer(node::small(word).into())),
            node::INTEGER => Self::Number(Number::Integer(wide().cast_signed())),
            node::UNSIGNED => Self::Number(Number::Unsigned(wide())),
            node::DOUBLE => Self::Number(Number::Double(f64::from_bits(wide()))),
            node::ASCII | node::UTF8 | node::UNESCAPED | node::KEY => Self::String(text(payload, at)),
            node::ARRAY => Self::Array(Array { payload, at }),
            node::OBJECT => Self::Object(Object { payload, at }),
            _ => Self::Null,
        }
    }

    /// Whether the value is `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if it is a boolean.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(value) } else { None }
    }

    /// The value, if it is a number.
    #[must_use]
    pub fn as_number(self) -> Option<Number> {
        if let Self::Number(value) = self { Some(value) } else { None }
    }

    /// The value, if it is a string.
    #[must_use]
    pub fn as_str(self) -> Option<&'p str> {
        if let Self::String(value) = self { Some(value) } else { None }
    }

    /// The value, if it is an array.
    #[must_use]
    pub fn as_array(self) -> Option<Array<'p>> {
        if let Self::Array(value) = self { Some(value) } else { None }
    }

    /// The value, if it is an object.
    #[must_use]
    pub fn as_object(self) -> Option<Object<'p>> {
        if let Self::Object(value) = self { Some(value) } else { None }
    }

    /// The time that the value states, if it states one: ISO 8601 text, or a number, which is
    /// seconds since 1970 below 10¹¹ and milliseconds from there on.
    #[must_use]
    pub fn as_time(self) -> Option<Timestamp> {
        match self {
            Self::String(text) => Timestamp::parse(text),
            Self::Number(number) => Timestamp::from_number(number),
            _ => None,
        }
    }

    /// What kind of value this is, for messages.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// Where a value stands in its payload: a number, for bindings whose handles cannot hold references.
///
/// ```
/// # use commet_webhooks::{Place, Webhooks};
/// # let body = br#"{"event":"trial.started","data":{}}"#;
/// # let webhooks = Webhooks::commet("whsec_test")?;
/// # let payload = webhooks.verify_and_parse(body, webhooks.sign(body)).expect("authentic");
/// let place: u32 = payload.object().place_of("event").expect("it is there").into();
/// assert_eq!(payload.value_at(Place::from(place)).as_str(), Some("trial.started"));
/// # Ok::<(), commet_webhooks::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place(u32);

impl Place {
    #[expect(clippy::cast_possible_truncation, reason = "places on a tape fit a word")]
    pub(crate) fn new(at: usize) -> Self {
        Self(at as u32)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl From<u32> for Place {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<Place> for u32 {
    fn from(place: Place) -> Self {
        place.0
    }
}

/// The text of the key or string at `at`.
fn text<'p>(payload: &'p Payload<'p>, at: usize) -> &'p str {
    let words = &payload.tape.words;
    let word = words.get(at).copied().unwrap_or_default();
    let offset = || words.get(at + 1).copied().unwrap_or(u32::MAX);
    match node::tag(word) {
        node::KEY => keys::NAMES.get(node::payload(word) as usize).copied(),
        node::UNESCAPED => slice(&payload.tape.strings, offset(), node::payload(word)),
        _ => slice(&payload.body, offset(), node::payload(word)),
    }
    .unwrap_or_default()
}

/// The number of elements or entries of the container at `at`, and the words its content takes.
fn content(payload: &Payload<'_>, at: usize) -> (usize, std::ops::Range<usize>) {
    let words = &payload.tape.words;
    match (words.get(at), words.get(at + 1)) {
        (Some(&word), Some(&length)) => {
            let start = at + 2;
            (node::payload(word) as usize, start..words.len().min(start.saturating_add(length as usize)))
        }
        _ => (0, 0..0),
    }
}

/// A JSON array within a payload.
#[derive(Clone, Copy)]
pub struct Array<'p> {
    payload: &'p Payload<'p>,
    at: usize,
}

impl<'p> Array<'p> {
    /// The array whose node is at `at`.
    pub(crate) fn at(payload: &'p Payload<'p>, at: usize) -> Self {
        Self { payload, at }
    }

    /// The number of elements.
    #[must_use]
    pub fn len(self) -> usize {
        content(self.payload, self.at).0
    }

    /// Whether there are no elements.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The elements in order.
    pub fn iter(self) -> impl Iterator<Item = Value<'p>> {
        self.places().map(move |at| Value::read(self.payload, at))
    }

    /// The nodes of the elements.
    pub(crate) fn places(self) -> impl Iterator<Item = usize> {
        let (_, mut range) = content(self.payload, self.at);
        std::iter::from_fn(move || {
            let at = range.start;
            (at < range.end).then(|| {
                range.start = at.saturating_add(node::node_len(&self.payload.tape.words, at));
                at
            })
        })
    }

    /// The element at `index`; takes time in proportion to the index.
    #[must_use]
    pub fn get(self, index: usize) -> Option<Value<'p>> {
        self.iter().nth(index)
    }
}

/// A JSON object within a payload: keys in the order of the body, each once.
///
/// Where the body gives a key twice, its last value stands at the place of its first.
#[derive(Clone, Copy)]
pub struct Object<'p> {
    payload: &'p Payload<'p>,
    at: usize,
}

impl<'p> Object<'p> {
    /// The object at the top of a payload.
    pub(crate) fn root(payload: &'p Payload<'p>) -> Self {
        Self { payload, at: 0 }
    }

    /// The object whose node is at `at`.
    pub(crate) fn at(payload: &'p Payload<'p>, at: usize) -> Self {
        Self { payload, at }
    }

    /// The number of entries.
    #[must_use]
    pub fn len(self) -> usize {
        content(self.payload, self.at).0
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value of `key`; takes time in proportion to the number of entries.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Value<'p>> {
        self.locate(key).map(|at| Value::read(self.payload, at))
    }

    /// The place of the value of `key`, for [`Payload::value_at`].
    #[must_use]
    pub fn place_of(self, key: &str) -> Option<Place> {
        self.locate(key).map(Place::new)
    }

    fn locate(self, key: &str) -> Option<usize> {
        if let Some(number) = keys::TABLE.find(key.as_bytes()) {
            return self.find(number);
        }
        let mut places = self.places();
        places.find(|&(name, _)| text(self.payload, name) == key).map(|(_, value)| value)
    }

    /// Keys and values in order.
    pub fn iter(self) -> impl Iterator<Item = (&'p str, Value<'p>)> {
        self.places().map(move |(key, value)| (text(self.payload, key), Value::read(self.payload, value)))
    }

    /// The node of the value whose key has this number in the catalog.
    #[inline]
    pub(crate) fn find(self, number: u32) -> Option<usize> {
        node::find(&self.payload.tape.words, self.at, node::pack(node::KEY, number))
    }

    /// The nodes of the values of several keys, at one go; 0 where there is none.
    #[inline]
    pub(crate) fn find_all<const N: usize>(self, numbers: [Option<u32>; N]) -> [usize; N] {
        // No node of a key has all bits set.
        let wanted = numbers.map(|number| number.map_or(u32::MAX, |number| node::pack(node::KEY, number)));
        let mut found = [0; N];
        for (key, value) in self.places() {
            let key = self.payload.tape.words[key];
            for (place, &wanted) in found.iter_mut().zip(&wanted) {
                if key == wanted {
                    *place = value;
                }
            }
        }
        found
    }

    /// The nodes of keys and values.
    #[inline]
    pub(crate) fn places(self) -> impl Iterator<Item = (usize, usize)> {
        let (_, mut range) = content(self.payload, self.at);
        let words = &self.payload.tape.words;
        std::iter::from_fn(move || {
            let key = range.start;
            let value = key.saturating_add(node::node_len(words, key));
            range.start = value.saturating_add(node::node_len(words, value));
            (value < range.end).then_some((key, value))
        })
    }

    /// The place of the object itself, for [`Payload::value_at`].
    #[must_use]
    pub fn place(self) -> Place {
        Place::new(self.at)
    }

    pub(crate) fn payload(self) -> &'p Payload<'p> {
        self.payload
    }
}

impl PartialEq for Array<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

/// Equal keys with equal values, in any order.
impl PartialEq for Object<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::String(value) => write_json_string(f, value),
            Self::Array(value) => value.fmt(f),
            Self::Object(value) => value.fmt(f),
        }
    }
}

impl fmt::Display for Array<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('[')?;
        for (index, value) in self.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "," })?;
            value.fmt(f)?;
        }
        f.write_char(']')
    }
}

impl fmt::Display for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('{')?;
        for (index, (key, value)) in self.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "," })?;
            write_json_string(f, key)?;
            write!(f, ":{value}")?;
        }
        f.write_char('}')
    }
}

impl fmt::Debug for Array<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

fn write_json_string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\0'..' ' => write!(f, "\\u{:04x}", u32::from(character))?,
            _ => f.write_char(character)?,
        }
    }
    f.write_char('"')
}
