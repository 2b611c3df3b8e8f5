//! Whether fields are consistent in themselves and across versions.

use std::collections::BTreeSet;

use super::Problems;
use crate::catalog::provider::Provider;
use crate::catalog::types::{Field, Fields, Format, Kind, Type};
use crate::catalog::versions::{Presence, Span};
use crate::names;

impl Provider {
    pub(super) fn check_fields(&self, owner: &str, fields: &Fields, span: Span, problems: &mut Problems) {
        let mut seen = BTreeSet::new();
        for (key, field) in fields {
            let place = format!("{owner}.{key}");
            problems.require(seen.insert(names::snake(key)), &place, "the same name twice");
            self.check_field_shape(&place, field, problems);
            let inner = self.field_span(span, field);
            let (since, until) = (field.since.as_ref(), field.until.as_ref());
            self.check_span(since, until, span, inner, &place, problems);
            self.check_presence(&place, field, span, problems);
            if let Some(target) = field.target().and_then(|name| self.types.get(name)) {
                let exists = self.covers(target, inner);
                problems.require(exists, &place, "its type does not exist in all its versions");
            }
        }
    }

    /// Whether a field of that type can be filled in every version of the span.
    fn covers(&self, named: &Type, span: Span) -> bool {
        let own = self.type_span(named);
        let fallback = match named {
            Type::Union(union) => union.fallback.as_ref().and_then(|name| self.types.get(name)),
            Type::Object(_) => None,
        };
        let spans = fallback.map(|named| self.type_span(named)).into_iter().chain([own]);
        let spans: Vec<_> = spans.collect();
        let mut releases = self.releases().into_iter().filter(|release| span.contains(*release));
        releases.all(|release| spans.iter().any(|span| span.contains(release)))
    }

    fn check_field_shape(&self, place: &str, field: &Field, problems: &mut Problems) {
        let refers = matches!(field.kind, Kind::Ref | Kind::Expandable);
        problems.require(refers == field.reference.is_some(), place, "type and ref disagree");
        problems.require(
            (field.kind == Kind::Array) == field.items.is_some(),
            place,
            "type and items disagree",
        );
        problems.require(!field.or_single || field.items.is_some(), place, "or_single without items");
        if let Some(items) = &field.items {
            let refers = items.kind == Kind::Ref;
            problems.require(refers == items.reference.is_some(), place, "items: type and ref disagree");
            let nested = matches!(items.kind, Kind::Array | Kind::Expandable);
            problems.require(!nested, place, "items cannot be arrays or expandable");
        }
        if let Some(name) = field.target() {
            problems.require(self.types.contains_key(name), place, format!("unknown type {name}"));
        }
        if let (Kind::Expandable, Some(name)) = (field.kind, &field.reference) {
            let has_id = self.type_record(name).is_some_and(|record| record.fields.contains_key("id"));
            problems.require(has_id, place, format!("{name} is no object with an id"));
        }
        let formatted = match field.format {
            None => true,
            Some(Format::EpochMs) => field.kind == Kind::Datetime,
            Some(Format::Decimal) => field.kind == Kind::String,
        };
        problems.require(formatted, place, "type and format disagree");
        self.check_field_enum(place, field, problems);
    }

    fn check_field_enum(&self, place: &str, field: &Field, problems: &mut Problems) {
        let Some(name) = &field.enumeration else {
            return problems.require(field.values.is_empty(), place, "values without an enum");
        };
        problems.require(field.kind == Kind::String, place, "only a string has an enum");
        let Some(list) = self.enums.get(name) else {
            return problems.add(place, format!("unknown enum {name}"));
        };
        for value in &field.values {
            let known = list.values.iter().any(|known| known.value == *value);
            problems.require(known, place, format!("{value} is not in {name}"));
        }
    }

    /// The view of all versions together must follow from the versions.
    fn check_presence(&self, place: &str, field: &Field, owner: Span, problems: &mut Problems) {
        let span = self.field_span(owner, field);
        for run in &field.presence {
            self.check_version(Some(&run.from), place, problems);
            self.check_version(Some(&run.to), place, problems);
            let (from, to) = (self.position(&run.from), self.position(&run.to));
            let inside = from <= to && from >= Some(span.first) && to <= Some(span.last);
            problems.require(inside, place, "presence outside the versions of the field");
        }
        let releases = self.releases().into_iter().filter(|release| owner.contains(*release));
        let seen: Vec<_> = releases.map(|release| self.presence(owner, field, release)).collect();
        let required = seen.iter().all(|presence| presence.is_some_and(|p| p.required));
        let nullable = seen.iter().flatten().any(|presence| presence.nullable);
        problems.require(
            Presence { required, nullable }
                == Presence { required: field.required, nullable: field.nullable },
            place,
            format!("over all versions it is required: {required}, nullable: {nullable}"),
        );
    }
}
