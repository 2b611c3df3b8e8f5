//! Whether a JSON value has the shape that the catalog describes, in the view of all versions
//! together: a field must be there only if every version has it.

use std::fmt;

use serde_json::{Map, Value};

use super::provider::Provider;
use super::types::{Field, Format, Items, Kind, Type, UnionType};
use super::versions::Record;

/// Where a value departs from its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The path of the value, such as `features[0].usage`; empty for the whole.
    pub path: String,
    /// What belongs there.
    pub expected: String,
}

impl Misfit {
    fn new(expected: impl Into<String>) -> Self {
        Self { path: String::new(), expected: expected.into() }
    }

    fn within(mut self, step: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{joint}{}", self.path);
        self
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}", self.path, self.expected)
    }
}

type Fit = Result<(), Misfit>;

impl Provider {
    /// Whether the value is an object that fits the record.
    ///
    /// # Errors
    ///
    /// With the first misfit, if it does not.
    pub fn fits(&self, record: &Record<'_>, value: &Value) -> Fit {
        let object = value.as_object().ok_or_else(|| Misfit::new("an object"))?;
        self.fits_fields(record, object)
    }

    /// Whether the value is a realistic example of the field: beyond fitting it, an example has
    /// only known enum values and the documented spelling.
    ///
    /// # Errors
    ///
    /// With the first misfit, if it is not.
    pub fn fits_example(&self, field: &Field, value: &Value) -> Fit {
        self.fits_field(field, value)?;
        if let Some(constant) = &field.constant
            && constant != value
        {
            return Err(Misfit::new(format!("the constant {constant}")));
        }
        if let Some(format) = field.format {
            fits_format(format, value)?;
        }
        let text = value.as_str().unwrap_or_default();
        if let Some(prefix) = &field.prefix
            && !text.starts_with(prefix)
        {
            return Err(Misfit::new(format!("the prefix {prefix}")));
        }
        if let Some(name) = &field.enumeration {
            let known = &self.enums[name].values;
            let here = field.values.is_empty() || field.values.iter().any(|value| value == text);
            if !here || !known.iter().any(|known| known.value == text) {
                return Err(Misfit::new(format!("a value of {name} that occurs here")));
            }
        }
        Ok(())
    }

    fn fits_fields(&self, record: &Record<'_>, object: &Map<String, Value>) -> Fit {
        for (key, field) in record.fields {
            match object.get(key) {
                None | Some(Value::Null) if field.required && !field.nullable => {
                    return Err(Misfit::new("a value").within(key));
                }
                None | Some(Value::Null) => {}
                Some(value) => self.fits_field(field, value).map_err(|misfit| misfit.within(key))?,
            }
        }
        Ok(())
    }

    fn fits_field(&self, field: &Field, value: &Value) -> Fit {
        match (&field.items, value) {
            (Some(items), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.fits_item(items, value).map_err(|misfit| misfit.within(&format!("[{index}]")))?;
                }
                Ok(())
            }
            (Some(items), single) if field.or_single => self.fits_item(items, single),
            _ => self.fits_kind(field.kind, field.reference.as_deref(), value),
        }
    }

    fn fits_item(&self, items: &Items, value: &Value) -> Fit {
        self.fits_kind(items.kind, items.reference.as_deref(), value)
    }

    fn fits_kind(&self, kind: Kind, reference: Option<&str>, value: &Value) -> Fit {
        let (fits, expected) = match kind {
            Kind::Any => (true, "anything"),
            Kind::String => (value.is_string(), "a string"),
            Kind::Number => (value.is_number(), "a number"),
            Kind::Integer => (is_integral(value), "an integer"),
            Kind::Boolean => (value.is_boolean(), "a boolean"),
            Kind::Object => (value.is_object(), "an object"),
            Kind::Array => (value.is_array(), "an array"),
            Kind::Datetime => {
                let iso = value.as_str().is_some_and(is_iso_8601);
                (iso || value.is_number(), "an ISO 8601 string or a number")
            }
            Kind::Expandable if value.is_string() => (true, "an id or an object"),
            Kind::Expandable | Kind::Ref => {
                return self.fits_type(reference.unwrap_or_default(), value);
            }
        };
        if fits { Ok(()) } else { Err(Misfit::new(expected)) }
    }

    fn fits_type(&self, name: &str, value: &Value) -> Fit {
        match (self.types.get(name), self.type_record(name)) {
            (Some(Type::Union(union)), _) => self.fits_union(union, value),
            (_, Some(record)) => self.fits(&record, value),
            _ => Err(Misfit::new(format!("the unknown type {name}"))),
        }
    }

    /// A known discriminator promises a known shape; an unknown one is accepted, as are objects
    /// that fit the fallback.
    fn fits_union(&self, union: &UnionType, value: &Value) -> Fit {
        if !value.is_object() {
            return Err(Misfit::new("an object"));
        }
        let named = value.get(&union.discriminator).and_then(Value::as_str);
        let outcome = match (named, named.and_then(|name| union.variants.get(name))) {
            (_, Some(variant)) => self.fits_type(variant, value),
            (Some(_), None) => return Ok(()),
            (None, None) => Err(Misfit::new("a string").within(&union.discriminator)),
        };
        match (&union.fallback, outcome) {
            (Some(fallback), Err(misfit)) => self.fits_type(fallback, value).map_err(|_| misfit),
            (_, outcome) => outcome,
        }
    }
}

fn fits_format(format: Format, value: &Value) -> Fit {
    let (fits, expected) = match format {
        Format::EpochMs => (value.is_number(), "milliseconds since 1970"),
        Format::Decimal => (value.as_str().is_some_and(is_decimal), "a number written as a string"),
    };
    if fits { Ok(()) } else { Err(Misfit::new(expected)) }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a number has no fractional part: `3.0` is as good as `3`.
fn is_integral(value: &Value) -> bool {
    value.is_i64() || value.as_f64().is_some_and(|number| !value.is_u64() && number.fract() == 0.0)
}

/// Whether the text looks like a date, or a date and a time.
fn is_iso_8601(text: &str) -> bool {
    let shape: String = text
        .chars()
        .take("0000-00-00T00:00".len())
        .map(|character| if character.is_ascii_digit() { '0' } else { character })
        .collect();
    matches!(shape.as_str(), "0000-00-00" | "0000-00-00T00:00" | "0000-00-00 00:00")
}
