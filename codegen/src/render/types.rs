//! The types of a provider as templates see them.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use crate::catalog::{Access, Enum, Field, Fields, Format, Kind, PresenceRun, Provider, Span, Type};
use crate::names;

/// A named list of strings.
#[derive(Debug, Serialize)]
pub struct EnumView<'a> {
    /// What the value tells.
    pub description: &'a str,
    /// Whether the provider declares the list to be complete.
    pub closed: bool,
    /// Its known values.
    pub values: Vec<EnumValueView<'a>>,
}

/// A known value of an enum.
#[derive(Debug, Serialize)]
pub struct EnumValueView<'a> {
    /// `past_due`.
    pub value: &'a str,
    /// `PastDue`; unique in the enum.
    pub pascal: String,
    /// What it means.
    pub description: &'a str,
    /// The first version that has it, if not all do.
    pub since: Option<&'a str>,
    /// What it says about access.
    pub access: Option<Access>,
    /// The usual spelling, where this is another one.
    pub alias_of: Option<&'a str>,
}

/// A named type.
#[derive(Debug, Serialize)]
pub struct TypeView<'a> {
    /// `object` or `union`.
    pub kind: &'static str,
    /// What it is.
    pub description: &'a str,
    /// The first version that has it, if not all do.
    pub since: Option<&'a str>,
    /// The last version that has it, if not all do.
    pub until: Option<&'a str>,
    /// Both in words; empty if all versions have it.
    pub versions: String,
    /// The fields of an object.
    pub fields: FieldViews<'a>,
    /// The key that tells a union's variants apart; empty for an object.
    pub discriminator: &'a str,
    /// The variants of a union: the discriminator's values, and the object each stands for.
    pub variants: IndexMap<&'a str, &'a str>,
    /// The object that stands for what fits no variant.
    pub fallback: Option<&'a str>,
}

/// Fields by their JSON key.
pub type FieldViews<'a> = IndexMap<&'a str, FieldView<'a>>;

/// A field.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Serialize)]
pub struct FieldView<'a> {
    /// What kind of value it holds.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// How that value is written.
    pub format: Option<Format>,
    /// The named type of a ref or an expandable.
    #[serde(rename = "ref")]
    pub reference: Option<&'a str>,
    /// The items of an array.
    pub items: Option<ItemsView<'a>>,
    /// An array of one item may arrive as that item alone.
    pub or_single: bool,
    /// The enum its strings belong to.
    #[serde(rename = "enum")]
    pub enumeration: Option<&'a str>,
    /// The only value it has.
    #[serde(rename = "const")]
    pub constant: Option<&'a Value>,
    /// The only values of the enum that occur here; empty: any.
    pub values: &'a [String],
    /// A realistic value.
    pub example: Option<&'a Value>,
    /// Present in every version.
    pub required: bool,
    /// May be null in some version.
    pub nullable: bool,
    /// Required and never null: a receiver may rely on a value.
    pub always: bool,
    /// What a number counts.
    pub unit: Option<&'a str>,
    /// What every such string begins with.
    pub prefix: Option<&'a str>,
    /// The provider advises against its use.
    pub deprecated: bool,
    /// The first version that has it, if not all of its owner's do.
    pub since: Option<&'a str>,
    /// The last version that has it, if not all of its owner's do.
    pub until: Option<&'a str>,
    /// Both in words; empty if all versions of its owner have it.
    pub versions: String,
    /// What held in which versions, where that differs from `required` and `nullable`.
    pub presence: &'a [PresenceRun],
    /// What it tells.
    pub description: &'a str,
}

/// The items of an array, as a field without a key.
#[derive(Debug, Serialize)]
pub struct ItemsView<'a> {
    /// What kind of value each is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The named type of each.
    #[serde(rename = "ref")]
    pub reference: Option<&'a str>,
    /// Never there: it lets a macro treat items and fields alike.
    #[serde(rename = "enum")]
    pub enumeration: Option<&'a str>,
}

impl<'a> EnumView<'a> {
    pub(super) fn new(list: &'a Enum) -> Self {
        let values = list.values.iter().map(|value| EnumValueView {
            value: &value.value,
            pascal: names::pascal(&value.value),
            description: &value.description,
            since: value.since.as_deref(),
            access: value.access,
            alias_of: value.alias_of.as_deref(),
        });
        Self { description: &list.description, closed: list.closed, values: values.collect() }
    }
}

impl<'a> TypeView<'a> {
    pub(super) fn new(provider: &'a Provider, named: &'a Type) -> Self {
        let span = provider.type_span(named);
        let versions = provider.span_in_words(span, provider.envelope_record().span);
        match named {
            Type::Object(object) => Self {
                kind: "object",
                description: &object.description,
                since: object.since.as_deref(),
                until: object.until.as_deref(),
                versions,
                fields: field_views(provider, &object.fields, span),
                discriminator: "",
                variants: IndexMap::new(),
                fallback: None,
            },
            Type::Union(union) => {
                let variants = union.variants.iter();
                Self {
                    kind: "union",
                    description: &union.description,
                    since: union.since.as_deref(),
                    until: union.until.as_deref(),
                    versions,
                    fields: FieldViews::new(),
                    discriminator: &union.discriminator,
                    variants: variants.map(|(value, name)| (value.as_str(), name.as_str())).collect(),
                    fallback: union.fallback.as_deref(),
                }
            }
        }
    }
}

pub(super) fn field_views<'a>(provider: &'a Provider, fields: &'a Fields, owner: Span) -> FieldViews<'a> {
    let fields = fields.iter();
    fields.map(|(key, field)| (key.as_str(), FieldView::new(provider, field, owner))).collect()
}

impl<'a> FieldView<'a> {
    fn new(provider: &'a Provider, field: &'a Field, owner: Span) -> Self {
        Self {
            kind: field.kind,
            format: field.format,
            reference: field.reference.as_deref(),
            items: field.items.as_ref().map(|items| ItemsView {
                kind: items.kind,
                reference: items.reference.as_deref(),
                enumeration: None,
            }),
            or_single: field.or_single,
            enumeration: field.enumeration.as_deref(),
            constant: field.constant.as_ref(),
            values: &field.values,
            example: field.example.as_ref(),
            required: field.required,
            nullable: field.nullable,
            always: field.required && !field.nullable,
            unit: field.unit.as_deref(),
            prefix: field.prefix.as_deref(),
            deprecated: field.deprecated,
            since: field.since.as_deref(),
            until: field.until.as_deref(),
            versions: provider.span_in_words(provider.field_span(owner, field), owner),
            presence: &field.presence,
            description: &field.description,
        }
    }
}
