//! What the catalog says of an event's data, as tables, and whether a value fits them.
//!
//! The tables are generated; this is the one place that interprets them, for every language.

use crate::generated::keys;
use crate::names;
use crate::payload::Payload;
use crate::tape::node::{self, node_len};
use crate::time::Timestamp;
use crate::typed::tag;
use crate::value::{Array, Object, Value};

/// No type of the catalog has more fields.
pub(crate) const MAX_FIELDS: usize = 32;

pub(crate) struct ObjectType {
    /// In the catalog's order, which is usually that of the wire.
    fields: &'static [Field],
    /// How many of them must be there.
    required: u32,
}

pub(crate) struct Field {
    /// The node of the key.
    key: u32,
    /// Whether the field is there, and not null, in every published version.
    required: bool,
    kind: Kind,
    /// One bit for each tag that tells all there is to know of a fitting value.
    fitting_tags: u16,
}

pub(crate) enum Kind {
    Boolean,
    /// A number whose value is integral and fits 64 bits.
    Integer,
    Number,
    String,
    /// ISO 8601, or a number of seconds or milliseconds.
    Time,
    /// An object with any keys.
    Free,
    Object(&'static ObjectType),
    /// A string id, or the object itself.
    Expandable(&'static ObjectType),
    Union(&'static UnionType),
    Array(&'static Kind),
    /// An array, or one bare element.
    OneOrMany(&'static Kind),
}

pub(crate) struct UnionType {
    /// Number of the key whose value tells the variants apart.
    pub(crate) discriminator: u32,
    pub(crate) variants: &'static [(&'static str, &'static ObjectType)],
    /// The type of objects that fit no variant.
    pub(crate) fallback: Option<&'static ObjectType>,
}

const fn bit(tag: u32) -> u16 {
    1 << tag
}

/// Where and how a value differs from its type.
///
/// Boxed, as it is rare and results are many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mismatch(Box<Difference>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Difference {
    /// The fields on the way to it, innermost first.
    path: Vec<Step>,
    expected: &'static str,
    found: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Field(u32),
    Element(usize),
}

impl Mismatch {
    #[cold]
    fn new(expected: &'static str, found: &'static str) -> Self {
        Self(Box::new(Difference { path: Vec::new(), expected, found }))
    }

    #[cold]
    fn within(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }
}

/// Nothing, or why not.
type Checked = Result<(), Mismatch>;

/// Such as `plan.id: expected a string, found null`. Never quotes a value.
impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, step) in self.0.path.iter().rev().enumerate() {
            match step {
                Step::Field(key) => {
                    let name = keys::NAMES.get(*key as usize).copied().unwrap_or_default();
                    write!(f, "{}{name}", if index == 0 { "" } else { "." })?;
                }
                Step::Element(at) => write!(f, "[{at}]")?,
            }
        }
        write!(f, ": expected {}, found {}", self.0.expected, self.0.found)
    }
}

/// The places of an object's values in the order of its type's fields; 0 where a field is absent.
pub(crate) type Slots = [usize; MAX_FIELDS];

impl ObjectType {
    pub(crate) const fn new(fields: &'static [Field]) -> Self {
        assert!(fields.len() <= MAX_FIELDS, "too many fields");
        let mut required = 0;
        let mut index = 0;
        while index < fields.len() {
            required += fields[index].required as u32;
            index += 1;
        }
        Self { fields, required }
    }

    /// The field with a key. Fields come in the catalog's order, but for those that are left out: the next
    /// one is mostly the first of those behind the last.
    #[inline]
    fn field(&self, key: u32, behind: &mut &'static [Field]) -> Option<&'static Field> {
        match *behind {
            [field, after @ ..] if field.key == key => {
                *behind = after;
                Some(field)
            }
            _ => self.other_field(key, behind),
        }
    }

    #[inline(never)]
    fn other_field(&self, key: u32, behind: &mut &'static [Field]) -> Option<&'static Field> {
        for fields in [*behind, self.fields] {
            if let Some(index) = fields.iter().position(|field| field.key == key) {
                *behind = &fields[index + 1..];
                return fields.get(index);
            }
        }
        None
    }

    /// Where the values of the fields are.
    pub(crate) fn slots(&self, object: Object<'_>) -> Slots {
        let mut slots = [0; MAX_FIELDS];
        let mut behind = self.fields;
        for (key, value) in object.places() {
            if self.field(object.payload().tape.words[key], &mut behind).is_some() {
                slots[self.fields.len() - behind.len() - 1] = value;
            }
        }
        slots
    }

    /// Whether the object at `object` is of this type.
    pub(crate) fn check(&self, payload: &Payload<'_>, object: usize) -> Checked {
        let words = payload.tape.words.as_slice();
        let mut rest = node::content(words, object);
        let end = object + node::CONTAINER_WORDS + rest.len();
        let mut behind = self.fields;
        let mut required = 0;
        while let [key, after @ ..] = rest {
            let field = self.field(*key, &mut behind);
            // A key of the catalog takes a word: known before it is read.
            let value = if field.is_some() { Some(after) } else { rest.get(node_len(rest, 0)..) };
            let Some(value @ [node, ..]) = value else { break };
            if let Some(field) = field {
                if field.fitting_tags & bit(node::tag(*node)) == 0 {
                    let checked = field.check(payload, end - value.len(), node::tag(*node));
                    checked.map_err(|mismatch| mismatch.within(field.step()))?;
                }
                required += u32::from(field.required);
            }
            let Some(after) = value.get(node_len(value, 0)..) else { break };
            rest = after;
        }
        if required == self.required { Ok(()) } else { self.incomplete(payload, object) }
    }

    /// What is missing.
    #[cold]
    fn incomplete(&self, payload: &Payload<'_>, object: usize) -> Checked {
        let is_there = |field: &Field| node::find(&payload.tape.words, object, field.key).is_some();
        match self.fields.iter().find(|field| field.required && !is_there(field)) {
            Some(field) => Err(field.kind.mismatch("nothing").within(field.step())),
            None => Ok(()),
        }
    }
}

impl Field {
    pub(crate) const fn new(key: u32, required: bool, kind: Kind) -> Self {
        let null = if required { 0 } else { bit(node::NULL) };
        let fitting_tags = null | kind.fitting_tags();
        Self { key: node::pack(node::KEY, key), required, kind, fitting_tags }
    }

    #[cold]
    fn step(&self) -> Step {
        Step::Field(node::payload(self.key))
    }

    /// Whether the value at `at` may stand in the field, where its tag does not tell.
    fn check(&self, payload: &Payload<'_>, at: usize, tag: u32) -> Checked {
        match tag {
            node::NULL => Err(self.kind.mismatch("null")),
            _ => self.kind.check(payload, at, tag),
        }
    }
}

impl Kind {
    /// The tags of values that are of this kind whatever they hold.
    const fn fitting_tags(&self) -> u16 {
        let string = bit(node::ASCII) | bit(node::UTF8) | bit(node::UNESCAPED);
        let integer = bit(node::SMALL) | bit(node::INTEGER);
        match self {
            Self::Boolean => bit(node::FALSE) | bit(node::TRUE),
            Self::Integer => integer,
            Self::Number => integer | bit(node::UNSIGNED) | bit(node::DOUBLE),
            Self::String | Self::Expandable(_) => string,
            Self::Free => bit(node::OBJECT),
            Self::Time | Self::Object(_) | Self::Union(_) | Self::Array(_) | Self::OneOrMany(_) => 0,
        }
    }

    /// Whether the value at `at` is of this kind, where its tag does not tell.
    #[inline]
    fn check(&self, payload: &Payload<'_>, at: usize, tag: u32) -> Checked {
        match self {
            Self::Object(of) | Self::Expandable(of) if tag == node::OBJECT => of.check(payload, at),
            Self::Union(of) if tag == node::OBJECT => of.check(payload, at),
            Self::Array(of) | Self::OneOrMany(of) if tag == node::ARRAY => of.check_all(payload, at),
            Self::OneOrMany(of) => of.check_any(payload, at),
            _ => self.check_content(payload, at),
        }
    }

    /// Whether the value at `at` is of this kind.
    #[inline(never)]
    fn check_any(&self, payload: &Payload<'_>, at: usize) -> Checked {
        let tag = payload.tape.tag_at(at);
        if self.fitting_tags() & bit(tag) != 0 { Ok(()) } else { self.check(payload, at, tag) }
    }

    /// Whether all elements of the array at `at` are of this kind.
    #[inline(never)]
    fn check_all(&self, payload: &Payload<'_>, at: usize) -> Checked {
        for (index, element) in Array::at(payload, at).places().enumerate() {
            self.check_any(payload, element).map_err(|mismatch| mismatch.within(Step::Element(index)))?;
        }
        Ok(())
    }

    /// The kinds of which the node's tag does not tell enough, and what is none of the kind.
    #[inline(never)]
    fn check_content(&self, payload: &Payload<'_>, at: usize) -> Checked {
        if let (Self::Time, Some(text)) = (self, payload.nodes().text(at))
            && Timestamp::is_time(text)
        {
            return Ok(());
        }
        let value = Value::read(payload, at);
        let found = match (self, value) {
            (Self::Integer, Value::Number(number)) if number.as_i64().is_some() => return Ok(()),
            (Self::Time, Value::Number(_)) if value.as_time().is_some() => return Ok(()),
            // The kind of value is right, its content is not.
            (Self::Integer, Value::Number(_)) => "another number",
            (Self::Time, Value::String(_)) => "another string",
            (Self::Time, Value::Number(_)) => "a number out of range",
            (_, value) => value.kind(),
        };
        Err(self.mismatch(found))
    }

    #[cold]
    fn mismatch(&self, found: &'static str) -> Mismatch {
        Mismatch::new(self.name(), found)
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Time => "a time",
            Self::Free | Self::Object(_) | Self::Union(_) => "an object",
            Self::Expandable(_) => "an id or an object",
            Self::Array(_) | Self::OneOrMany(_) => "an array",
        }
    }
}

impl UnionType {
    /// An object fits if its variant or the fallback does, or if it names a variant that the
    /// catalog does not have yet.
    #[inline(never)]
    fn check(&self, payload: &Payload<'_>, at: usize) -> Checked {
        let (tag, named) = self.named(payload, at);
        let outcome = match (named, tag) {
            (Some(number), _) => self.variants[number].1.check(payload, at),
            (None, Some(_)) => Ok(()),
            (None, None) => {
                Err(Mismatch::new("a string", "nothing of the kind").within(Step::Field(self.discriminator)))
            }
        };
        match self.fallback {
            Some(fallback) if outcome.is_err() => fallback.check(payload, at).or(outcome),
            _ => outcome,
        }
    }

    /// What an object fits: the number of the variant that it names, or else, behind those, that of
    /// the fallback; nothing if it fits neither.
    #[inline(never)]
    pub(crate) fn variant(&self, payload: &Payload<'_>, at: usize) -> Option<usize> {
        let fits = |of: &ObjectType| of.check(payload, at).is_ok();
        let (_, named) = self.named(payload, at);
        let fallback = || self.fallback.filter(|of| fits(of)).map(|_| self.variants.len());
        named.filter(|&number| fits(self.variants[number].1)).or_else(fallback)
    }

    /// The string that tells the variants apart, and the number of the one that it names.
    #[inline]
    fn named<'p>(&self, payload: &'p Payload<'_>, at: usize) -> (Option<&'p str>, Option<usize>) {
        let tag = tag(Object::at(payload, at), self.discriminator);
        let named = tag.and_then(|tag| {
            self.variants.iter().position(|(name, _)| names::same(name.as_bytes(), tag.as_bytes()))
        });
        (tag, named)
    }
}

/// The object whose node is at `at`, if the node is one.
pub(crate) fn object_at<'p>(payload: &'p Payload<'p>, at: usize) -> Option<Object<'p>> {
    (payload.tape.tag_at(at) == node::OBJECT).then(|| Object::at(payload, at))
}

#[cfg(test)]
mod tests {
    use crate::commet::{Data, Feature};
    use crate::{Provider, Webhooks};

    /// Bindings are told the same variant as the types of this crate have.
    #[test]
    fn an_object_is_of_the_variant_that_it_fits() {
        let flat = r#""code":"a","name":"A","allowed":true"#;
        let consumption = r#"{"model":"metered","period":{"start":"2026-01-01","end":"2026-02-01"},"unitsUsed":1,"includedUnits":1,"unlimited":false,"overage":{"enabled":false,"units":0}}"#;
        let features = [
            (format!(r#"{{{flat},"type":"usage","consumption":{consumption}}}"#), Some(1)),
            (format!(r#"{{{flat},"type":"boolean","enabled":true}}"#), Some(0)),
            // What is within does not fit.
            (format!(r#"{{{flat},"type":"usage","consumption":{{"model":"metered"}}}}"#), Some(4)),
            (format!(r#"{{{flat},"type":"boolean","enabled":null}}"#), Some(4)),
            (format!(r#"{{{flat},"type":"from_tomorrow"}}"#), Some(4)),
            (r#"{"type":"from_tomorrow"}"#.to_owned(), None),
        ];
        let list = features.each_ref().map(|(feature, _)| feature.as_str()).join(",");
        let body = format!(
            r#"{{"event":"customer.state_changed","data":{{"customerId":"c","trigger":"t","status":"active","seats":[],"features":[{list}]}}}}"#
        );
        let webhooks = Webhooks::commet("whsec_test").expect("a secret");
        let event = webhooks
            .receive(body.as_bytes(), [("x-commet-signature", webhooks.sign(&body))])
            .expect("authentic");
        let Data::CustomerStateChanged(changed) = event.commet() else {
            panic!("{:?}", event.untyped_reason())
        };
        for (feature, (text, expected)) in changed.features.iter().zip(&features) {
            let (number, raw) = match feature {
                Feature::Boolean(feature) => (Some(0), feature.raw),
                Feature::Usage(feature) => (Some(1), feature.raw),
                Feature::Seats(feature) => (Some(2), feature.raw),
                Feature::Quota(feature) => (Some(3), feature.raw),
                Feature::FeatureAccessFlat(feature) => (Some(4), feature.raw),
                Feature::Unknown(raw) => (None, *raw),
            };
            assert_eq!(number, *expected, "{text}");
            let told = event.payload().variant_at(Provider::Commet, "Feature", raw.place());
            assert_eq!(told, *expected, "{text}");
        }
        let nowhere = event.data().place();
        assert_eq!(event.payload().variant_at(Provider::Commet, "Feature", nowhere), None);
        assert_eq!(event.payload().variant_at(Provider::Creem, "Feature", nowhere), None);
    }
}
