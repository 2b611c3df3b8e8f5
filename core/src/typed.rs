//! From values to the generated types.

use crate::number::Number;
use crate::schema::{ObjectType, Slots};
use crate::time::Timestamp;
use crate::value::{Object, Value};

/// A field that holds another object's id, or that object where the provider expanded it.
#[derive(Debug, Clone, PartialEq)]
pub enum Expandable<'p, T> {
    /// The object's id.
    Id(&'p str),
    /// The object.
    Object(Box<T>),
}

/// A value of a type of the catalog; nothing where the value does not fit.
pub(crate) trait FromValue<'p>: Sized {
    fn from_value(value: Value<'p>) -> Option<Self>;
}

/// Reads the fields of an object one after the other, in the order of its type.
pub(crate) struct Fields<'p> {
    object: Object<'p>,
    slots: Slots,
    next: usize,
}

impl<'p> Fields<'p> {
    pub(crate) fn of(object: Object<'p>, object_type: &ObjectType) -> Self {
        Self { object, slots: object_type.slots(object), next: 0 }
    }

    pub(crate) fn required<T: FromValue<'p>>(&mut self) -> Option<T> {
        T::from_value(self.value())
    }

    /// Absent and null are the same: some versions leave out what others send as null.
    #[expect(clippy::option_option, reason = "outside: whether it fits; inside: whether it is there")]
    pub(crate) fn optional<T: FromValue<'p>>(&mut self) -> Option<Option<T>> {
        match self.value() {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }

    /// As [`optional`](Self::optional), of a list that may come as one bare element.
    #[expect(clippy::option_option, reason = "outside: whether it fits; inside: whether it is there")]
    pub(crate) fn optional_list<T: FromValue<'p>>(&mut self) -> Option<Option<Vec<T>>> {
        match self.value() {
            Value::Null => Some(None),
            Value::Array(array) => array.iter().map(T::from_value).collect::<Option<_>>().map(Some),
            value => T::from_value(value).map(|element| Some(vec![element])),
        }
    }

    fn value(&mut self) -> Value<'p> {
        let slot = self.slots.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        if slot == 0 { Value::Null } else { Value::read(self.object.payload(), slot) }
    }
}

/// The string by which a union's variants are told apart.
pub(crate) fn tag(object: Object<'_>, key: u32) -> Option<&str> {
    object.find(key).and_then(|at| object.payload().nodes().text(at))
}

impl<'p> FromValue<'p> for bool {
    fn from_value(value: Value<'p>) -> Option<Self> {
        value.as_bool()
    }
}

impl<'p> FromValue<'p> for i64 {
    fn from_value(value: Value<'p>) -> Option<Self> {
        value.as_number()?.as_i64()
    }
}

impl<'p> FromValue<'p> for Number {
    fn from_value(value: Value<'p>) -> Option<Self> {
        value.as_number()
    }
}

impl<'p> FromValue<'p> for &'p str {
    fn from_value(value: Value<'p>) -> Option<Self> {
        value.as_str()
    }
}

impl<'p> FromValue<'p> for Timestamp {
    fn from_value(value: Value<'p>) -> Option<Self> {
        value.as_time()
    }
}

impl<'p> FromValue<'p> for Object<'p> {
    fn from_value(value: Value<'p>) -> Option<Self> {
        value.as_object()
    }
}

impl<'p, T: FromValue<'p>> FromValue<'p> for Vec<T> {
    fn from_value(value: Value<'p>) -> Option<Self> {
        value.as_array()?.iter().map(T::from_value).collect()
    }
}

impl<'p, T: FromValue<'p>> FromValue<'p> for Expandable<'p, T> {
    fn from_value(value: Value<'p>) -> Option<Self> {
        match value {
            Value::String(id) => Some(Self::Id(id)),
            value => T::from_value(value).map(|object| Self::Object(Box::new(object))),
        }
    }
}
