//! Realistic payloads of every event in every API version, the same ones at every run.
//!
//! Arrays of a union hold every variant that the version has, so that a full payload shows
//! everything a receiver may meet.

use serde_json::{Map, Value, json};

use crate::catalog::{Field, Format, Items, Kind, Provider, Record, Release, Type, UnionType};
use crate::names;

/// Which payload of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Every field that the version has, none of them null.
    Full,
    /// Only what must be there; null where that is allowed.
    Minimal,
    /// As full, but what people type in is written in many scripts, with quotes, backslashes and
    /// line breaks, and each union outside an array is its next variant.
    Unicode,
}

impl Variant {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Full, Self::Minimal, Self::Unicode];

    /// A short name, for files and test cases.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Minimal => "minimal",
            Self::Unicode => "unicode",
        }
    }
}

/// What people type in, at its most demanding.
const UNICODE_TEXTS: [&str; 6] = [
    "Zoë “Ümläut” O'Brien & <Söhne> 🚀👩‍👩‍👧‍👦🏳️‍🌈",
    "She said \"no\" \\ C:\\new\\u0041 / path\nsecond line\r\n\ttabbed",
    "شركة النور \u{202b}(تجريبية)\u{202c} — עברית",
    "株式会社サンプル 한국어 测试 𠮷野家",
    "e\u{301}a\u{308}n\u{303} Z\u{351}\u{36b}\u{343} \u{200b}\u{feff}zero width",
    "\u{2028}separators\u{2029} \u{7f}\u{85} \u{fffd} \u{10ffff} ﬁ ẞ İ",
];

/// The last words of keys whose strings people, or the merchant's own systems, choose freely.
const FREE_TEXT: [&str; 11] = [
    "name",
    "description",
    "label",
    "message",
    "reason",
    "text",
    "value",
    "reference",
    "note",
    "external_id",
    "metadata",
];

/// The whole body of an event, as the provider would send it in that version.
///
/// # Panics
///
/// If the provider has no such event.
#[must_use]
pub fn payload(provider: &Provider, event: &str, release: Release<'_>, variant: Variant) -> Value {
    let envelope = &provider.envelope;
    let mut data = Some(data(provider, event, release, variant));
    let mut sampler = Sampler::new(provider, release, variant);
    let record = provider.envelope_record();
    let mut body = Map::new();
    for (key, field) in record.fields {
        let value = if *key == envelope.event {
            Some(Value::from(event))
        } else if *key == envelope.data {
            data.take()
        } else if Some(key) == envelope.api_version.as_ref() {
            let present = sampler.field(&record, key, field, Place::ROOT);
            present.and_then(|_| release.declared().map(Value::from))
        } else {
            sampler.field(&record, key, field, Place::ROOT)
        };
        if let Some(value) = value {
            body.insert(key.clone(), value);
        }
    }
    Value::Object(body)
}

/// The data of an event: what the envelope surrounds.
///
/// # Panics
///
/// If the provider has no such event.
#[must_use]
pub fn data(provider: &Provider, event: &str, release: Release<'_>, variant: Variant) -> Value {
    let record = provider.data_record(event);
    let mut sampler = Sampler::new(provider, release, variant);
    let mut data = sampler.record(&record, Place::ROOT);
    for (key, value) in &provider.events[event].example_overrides {
        if let Some(slot) = data.get_mut(key) {
            *slot = value.clone();
        }
    }
    Value::Object(data)
}

/// The payload as bytes on the wire: compact, non-ASCII characters as they are.
#[must_use]
pub fn bytes(payload: &Value) -> Vec<u8> {
    payload.to_string().into_bytes()
}

/// The payload for readers.
#[must_use]
pub fn pretty(payload: &Value) -> String {
    format!("{payload:#}")
}

/// Where in the payload a value is being made.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Directly in the event's data, where expandable fields arrive as objects.
    root: bool,
    /// The position among like items of an array, so that they differ.
    item: usize,
}

impl Place {
    const ROOT: Self = Self { root: true, item: 0 };
    const NESTED: Self = Self { root: false, item: 0 };
}

struct Sampler<'a> {
    provider: &'a Provider,
    release: Release<'a>,
    variant: Variant,
    texts_used: usize,
}

impl<'a> Sampler<'a> {
    fn new(provider: &'a Provider, release: Release<'a>, variant: Variant) -> Self {
        Self { provider, release, variant, texts_used: 0 }
    }

    fn record(&mut self, record: &Record<'_>, place: Place) -> Map<String, Value> {
        let fields = record.fields.iter();
        let present = fields.filter_map(|(key, field)| {
            let value = self.field(record, key, field, place)?;
            Some((key.clone(), value))
        });
        present.collect()
    }

    /// The field's value; `None` where the payload does not have it.
    fn field(&mut self, owner: &Record<'_>, key: &str, field: &Field, place: Place) -> Option<Value> {
        let presence = self.provider.presence(owner.span, field, self.release)?;
        if self.variant == Variant::Minimal {
            if !presence.required {
                return None;
            }
            if presence.nullable {
                return Some(Value::Null);
            }
        }
        let value = self.value(field, place);
        Some(self.vary(key, field, value, place))
    }

    fn value(&mut self, field: &Field, place: Place) -> Value {
        if let Some(constant) = &field.constant {
            return constant.clone();
        }
        if field.enumeration.is_some() {
            return self.enum_value(field, place.item);
        }
        if let Some(example) = &field.example {
            return example.clone();
        }
        let reference = field.reference.as_deref().unwrap_or_default();
        match field.kind {
            Kind::Array => self.array(field.items.as_ref()),
            Kind::Ref => self.named(reference, place),
            Kind::Expandable if place.root && self.variant != Variant::Minimal => {
                self.named(reference, Place::NESTED)
            }
            Kind::Expandable => self.id(reference),
            Kind::Datetime if field.format == Some(Format::EpochMs) => json!(1_788_256_800_000_u64),
            Kind::String if field.format == Some(Format::Decimal) => json!("9007199254740993"),
            kind => plain(kind, field.prefix.as_deref()),
        }
    }

    /// Makes like items differ, and free text demanding.
    fn vary(&mut self, key: &str, field: &Field, value: Value, place: Place) -> Value {
        let fixed = field.constant.is_some() || field.enumeration.is_some() || field.format.is_some();
        match value {
            Value::String(_) if !fixed && self.is_demanding(key) => self.next_text().into(),
            Value::Object(_) if field.kind == Kind::Object && self.is_demanding(key) => {
                json!({ self.next_text(): self.next_text() })
            }
            Value::String(text) if !fixed && place.item > 0 && matches!(key, "id" | "code" | "key") => {
                format!("{text}_{}", place.item + 1).into()
            }
            value => value,
        }
    }

    fn is_demanding(&self, key: &str) -> bool {
        let key = names::snake(key);
        self.variant == Variant::Unicode
            && FREE_TEXT.iter().any(|word| {
                let before = key.strip_suffix(word);
                before.is_some_and(|before| before.is_empty() || before.ends_with('_'))
            })
    }

    fn next_text(&mut self) -> &'static str {
        self.texts_used += 1;
        UNICODE_TEXTS[(self.texts_used - 1) % UNICODE_TEXTS.len()]
    }

    /// The item's turn among the values that occur in this field and version, the example first.
    fn enum_value(&self, field: &Field, item: usize) -> Value {
        let name = field.enumeration.as_deref().unwrap_or_default();
        let list = &self.provider.enums[name];
        let example = field.example.as_ref().and_then(Value::as_str);
        let known: Vec<&str> = if field.values.is_empty() {
            let values = list.values.iter().filter(|value| {
                let since = value.since.as_deref().and_then(|since| self.provider.release(since));
                let usual = value.alias_of.is_none() || Some(value.value.as_str()) == example;
                usual && since.is_none_or(|since| self.release.is_from(since))
            });
            values.map(|value| value.value.as_str()).collect()
        } else {
            field.values.iter().map(String::as_str).collect()
        };
        let first = known.iter().position(|value| Some(*value) == example).unwrap_or(0);
        known[(first + item) % known.len()].into()
    }

    fn array(&mut self, items: Option<&Items>) -> Value {
        let kind = items.map_or(Kind::Any, |items| items.kind);
        let Some(name) = items.and_then(|items| items.reference.as_deref()) else {
            return vec![plain(kind, None); 2].into();
        };
        let union = match &self.provider.types[name] {
            Type::Union(union) => self.variants(name, union),
            Type::Object(_) => Vec::new(),
        };
        let items: Vec<(&str, usize)> = if union.is_empty() {
            let name = self.fallback(name);
            vec![(name, 0), (name, 1)]
        } else {
            let turns = |variant| (0..self.alternatives(variant)).map(move |turn| (variant, turn));
            union.into_iter().flat_map(turns).collect()
        };
        let items = items.into_iter();
        items.map(|(name, item)| self.named(name, Place { root: false, item })).collect()
    }

    /// How many items it takes to show every variant of the unions directly inside a type.
    fn alternatives(&self, name: &str) -> usize {
        let record = self.provider.type_record(name);
        let fields = record.into_iter().flat_map(|record| record.fields.values());
        let unions = fields.filter_map(|field| {
            let name = field.reference.as_deref()?;
            match &self.provider.types[name] {
                Type::Union(union) => Some(self.variants(name, union).len()),
                Type::Object(_) => None,
            }
        });
        unions.max().unwrap_or(1).max(1)
    }

    fn named(&mut self, name: &str, place: Place) -> Value {
        let name = match &self.provider.types[name] {
            Type::Object(_) => name,
            Type::Union(union) => {
                let variants = self.variants(name, union);
                let turn = place.item + usize::from(self.variant == Variant::Unicode);
                match variants.len() {
                    0 => self.fallback(name),
                    count => variants[turn % count],
                }
            }
        };
        let record = self.provider.type_record(name).expect("variants and fallbacks are objects");
        Value::Object(self.record(&record, Place { root: false, ..place }))
    }

    /// The union's variants in this version; none where the union itself came later.
    fn variants(&self, name: &str, union: &'a UnionType) -> Vec<&'a str> {
        let exists = |name: &str| {
            let span = self.provider.type_span(&self.provider.types[name]);
            span.contains(self.release)
        };
        if !exists(name) {
            return Vec::new();
        }
        let variants = union.variants.values().map(String::as_str);
        variants.filter(|variant| exists(variant)).collect()
    }

    /// What stood in a union's place before it existed.
    fn fallback<'b>(&self, name: &'b str) -> &'b str
    where
        'a: 'b,
    {
        match &self.provider.types[name] {
            Type::Union(union) => union.fallback.as_deref().unwrap_or(name),
            Type::Object(_) => name,
        }
    }

    fn id(&mut self, name: &str) -> Value {
        let record = self.provider.type_record(name).expect("an expandable is an object");
        self.value(&record.fields["id"], Place::NESTED)
    }
}

/// A value for a field without an example.
fn plain(kind: Kind, prefix: Option<&str>) -> Value {
    match kind {
        Kind::String | Kind::Any | Kind::Ref | Kind::Expandable => {
            format!("{}sample", prefix.unwrap_or_default()).into()
        }
        Kind::Integer | Kind::Number => json!(1),
        Kind::Boolean => json!(true),
        Kind::Datetime => json!("2026-09-01T10:00:00.000Z"),
        Kind::Object => json!({ "source": "sample" }),
        Kind::Array => json!([]),
    }
}
