//! The shape of the catalog's types: enums, objects, unions, and the fields of objects.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::provider::Access;

/// A named list of strings. Any other string is accepted too: such lists grow.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// What the value tells.
    pub description: String,
    /// Whether the provider declares the list to be complete.
    pub closed: bool,
    /// The known values.
    pub values: Vec<EnumValue>,
}

/// A known value of an enum.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnumValue {
    /// The string itself.
    pub value: String,
    /// What it means.
    pub description: String,
    /// The first version that has it.
    pub since: Option<String>,
    /// What it says about access.
    pub access: Option<Access>,
    /// The usual spelling, where this is another spelling of it.
    pub alias_of: Option<String>,
}

/// A named type.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Type {
    /// An object with fields of its own.
    Object(ObjectType),
    /// One of several objects, told apart by one of their fields.
    Union(UnionType),
}

/// A named object.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectType {
    /// What it is.
    pub description: String,
    /// The first version that has it.
    pub since: Option<String>,
    /// The last version that has it.
    pub until: Option<String>,
    /// Its fields.
    pub fields: Fields,
}

/// One of several objects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnionType {
    /// What the objects have in common.
    pub description: String,
    /// The first version that has it.
    pub since: Option<String>,
    /// The last version that has it.
    pub until: Option<String>,
    /// The field that tells which variant an object is.
    pub discriminator: String,
    /// The discriminator's values, and the type each stands for.
    pub variants: IndexMap<String, String>,
    /// The type of objects that fit no variant, such as those of older versions.
    pub fallback: Option<String>,
}

/// Fields by their JSON key, in the order in which the provider sends them.
pub type Fields = IndexMap<String, Field>;

/// A field of an object.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What kind of value it holds.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// How that value is written.
    pub format: Option<Format>,
    /// The named type of a ref or an expandable.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The items of an array.
    pub items: Option<Items>,
    /// An array of one item may arrive as that item alone.
    #[serde(default)]
    pub or_single: bool,
    /// The enum its strings belong to.
    #[serde(rename = "enum")]
    pub enumeration: Option<String>,
    /// The only value it has.
    #[serde(rename = "const")]
    pub constant: Option<Value>,
    /// The only values of the enum that occur here.
    #[serde(default)]
    pub values: Vec<String>,
    /// A realistic value.
    pub example: Option<Value>,
    /// Present in every version of its owner.
    pub required: bool,
    /// May be null in some version.
    pub nullable: bool,
    /// What a number counts.
    pub unit: Option<String>,
    /// The first version that has it; by default its owner's.
    pub since: Option<String>,
    /// The last version that has it; by default its owner's.
    pub until: Option<String>,
    /// What held in which versions, where that differs from `required` and `nullable`.
    #[serde(default)]
    pub presence: Vec<PresenceRun>,
    /// What every such string begins with.
    pub prefix: Option<String>,
    /// The provider advises against its use.
    #[serde(default)]
    pub deprecated: bool,
    /// What it tells.
    pub description: String,
}

impl Field {
    /// The named type this field leads to, itself or through its items.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        let items = self.items.as_ref();
        self.reference.as_deref().or_else(|| items.and_then(|items| items.reference.as_deref()))
    }
}

/// The items of an array.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Items {
    /// What each item is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The named type of each item.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

/// Whether a field was there, and possibly null, in consecutive versions.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PresenceRun {
    /// The first of these versions.
    pub from: String,
    /// The last of these versions.
    pub to: String,
    /// Always present in them.
    pub required: bool,
    /// May be null in them.
    pub nullable: bool,
}

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A string.
    String,
    /// A number without a fractional part that fits 64 bits.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A moment: ISO 8601, or a number.
    Datetime,
    /// An object whose keys are the customer's own.
    Object,
    /// A list of [`Items`].
    Array,
    /// Any JSON value.
    Any,
    /// The type named by `ref`.
    Ref,
    /// The object named by `ref`, or only its id.
    Expandable,
}

impl Kind {
    /// As the catalog writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Datetime => "datetime",
            Self::Object => "object",
            Self::Array => "array",
            Self::Any => "any",
            Self::Ref => "ref",
            Self::Expandable => "expandable",
        }
    }
}

/// How a value is written, where its kind leaves a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A datetime as milliseconds since 1970.
    EpochMs,
    /// A number written as a string, because it may exceed 64 bits.
    Decimal,
}
