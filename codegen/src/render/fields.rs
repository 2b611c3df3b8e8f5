//! The fields of an event's data and of everything inside it, as one list of dotted paths.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::Serialize;

use crate::catalog::{Field, Kind, Provider, Record, Span, Type, UnionType};

/// A field at any depth. Templates print it whole, as JSON: what does not apply is left out.
#[derive(Debug, Clone, Serialize)]
pub struct FlatField<'a> {
    /// `features[].usage.period.start`.
    pub path: String,
    /// What it holds, in words.
    #[serde(rename = "type")]
    pub kind: String,
    /// What a number counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'a str>,
    /// Present wherever the object around it is, in every version.
    pub required: bool,
    /// May be null.
    pub nullable: bool,
    /// The versions of the event that have it, in words; empty if all do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub versions: String,
    /// The only objects of a union that have it, such as `type=usage`; empty if all variants do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// What it tells.
    pub description: Cow<'a, str>,
}

/// The fields of a record, each followed by those inside it.
pub(super) fn flatten<'a>(provider: &'a Provider, record: &Record<'a>) -> Vec<FlatField<'a>> {
    let around = Around { path: "", span: record.span, root: true };
    let found = Walk { provider }.record(record, around);
    let flat = found.into_iter().map(|(path, found)| FlatField {
        path,
        kind: in_words(found.field, found.root),
        unit: found.field.unit.as_deref(),
        required: found.required,
        nullable: found.nullable,
        versions: provider.span_in_words(found.span, record.span),
        only: found.only,
        description: found.description,
    });
    flat.collect()
}

/// What surrounds a field.
#[derive(Clone, Copy)]
struct Around<'p> {
    path: &'p str,
    span: Span,
    root: bool,
}

struct Found<'a> {
    field: &'a Field,
    root: bool,
    span: Span,
    required: bool,
    nullable: bool,
    only: Vec<String>,
    description: Cow<'a, str>,
}

type FoundByPath<'a> = IndexMap<String, Found<'a>>;

struct Walk<'a> {
    provider: &'a Provider,
}

impl<'a> Walk<'a> {
    fn record(&self, record: &Record<'a>, around: Around<'_>) -> FoundByPath<'a> {
        let mut found = FoundByPath::new();
        for (key, field) in record.fields {
            let dot = if around.path.is_empty() { "" } else { "." };
            let path = format!("{}{dot}{key}", around.path);
            let own = self.provider.field_span(record.span, field);
            let span = around.span.intersection(own);
            let here = Found {
                field,
                root: around.root,
                span,
                required: field.required,
                nullable: field.nullable,
                only: Vec::new(),
                description: Cow::from(&field.description),
            };
            found.insert(path.clone(), here);
            found.extend(self.inside(field, Around { path: &path, span, ..around }));
        }
        found
    }

    fn inside(&self, field: &Field, around: Around<'_>) -> FoundByPath<'a> {
        // Only at the top does an expandable field arrive as an object; further down it is an id.
        let id = field.kind == Kind::Expandable && !around.root;
        let Some(name) = field.target().filter(|_| !id) else {
            return FoundByPath::new();
        };
        let brackets = if field.items.is_some() { "[]" } else { "" };
        let path = format!("{}{brackets}", around.path);
        let around = Around { path: &path, root: false, ..around };
        match &self.provider.types[name] {
            Type::Object(_) => self.object(name, around),
            Type::Union(union) => self.union(union, around),
        }
    }

    fn object(&self, name: &str, around: Around<'_>) -> FoundByPath<'a> {
        let record = self.provider.type_record(name).expect("variants and fallbacks are objects");
        let span = around.span.intersection(record.span);
        self.record(&record, Around { span, ..around })
    }

    /// Variants that share a field share its line. What only the fallback has needs no mark: its
    /// versions tell.
    fn union(&self, union: &UnionType, around: Around<'_>) -> FoundByPath<'a> {
        let mut merged = FoundByPath::new();
        let mut marks: IndexMap<String, Vec<String>> = IndexMap::new();
        for (value, name) in &union.variants {
            let mark = format!("{}={value}", union.discriminator);
            for (path, found) in self.object(name, around) {
                marks.entry(path.clone()).or_default().push(mark.clone());
                merge(&mut merged, path, found);
            }
        }
        for (path, marks) in marks {
            // A mark from further inside says more.
            let only = &mut merged[&path].only;
            if only.is_empty() && marks.len() < union.variants.len() {
                *only = marks;
            }
        }
        let discriminator = format!("{}.{}", around.path, union.discriminator);
        if let Some(found) = merged.get_mut(&discriminator) {
            let values: Vec<&str> = union.variants.keys().map(String::as_str).collect();
            found.description = format!("Tells which: {}.", values.join(", ")).into();
        }
        if let Some(name) = &union.fallback {
            for (path, found) in self.object(name, around) {
                if let Some(known) = merged.get_mut(&path).filter(|known| !known.only.is_empty()) {
                    known.only.push(name.clone());
                }
                merge(&mut merged, path, found);
            }
        }
        merged
    }
}

fn merge<'a>(merged: &mut FoundByPath<'a>, path: String, found: Found<'a>) {
    match merged.get_mut(&path) {
        None => {
            merged.insert(path, found);
        }
        Some(known) => {
            known.span = known.span.hull(found.span);
            known.required &= found.required;
            known.nullable |= found.nullable;
        }
    }
}

fn in_words(field: &Field, root: bool) -> String {
    if let Some(items) = &field.items {
        let named = items.reference.as_deref();
        return format!("array of {}", named.unwrap_or(items.kind.name()));
    }
    match (&field.reference, &field.enumeration) {
        (Some(name), _) if field.kind == Kind::Ref => name.clone(),
        (Some(name), _) if root => format!("{name} or its id"),
        (Some(name), _) => format!("id of {name}"),
        (None, Some(name)) => format!("string ({name})"),
        (None, None) => field.kind.name().to_owned(),
    }
}
