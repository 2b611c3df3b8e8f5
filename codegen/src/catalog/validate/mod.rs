//! Whether the catalog is consistent: every name it mentions exists, and nothing contradicts.

mod descriptions;
mod errors;
mod fields;
mod samples;

use std::collections::BTreeSet;

use serde_json::Value;

use super::provider::{Event, Provider};
use super::types::{Enum, Type, UnionType};
use super::versions::Span;
use crate::names;

/// Collects problems, each under the place it was found in.
struct Problems {
    file: String,
    found: Vec<String>,
}

impl Problems {
    fn add(&mut self, place: &str, problem: impl AsRef<str>) {
        let Self { file, found } = self;
        found.push(format!("{file}: {place}: {}", problem.as_ref()));
    }

    fn require(&mut self, holds: bool, place: &str, problem: impl AsRef<str>) {
        if !holds {
            self.add(place, problem);
        }
    }
}

impl Provider {
    /// Everything that is wrong with this provider's file.
    #[must_use]
    pub fn validate(&self) -> Vec<String> {
        let mut problems = Problems { file: format!("{}.json", self.id), found: Vec::new() };
        self.check_versions(&mut problems);
        self.check_envelope(&mut problems);
        self.check_access_status(&mut problems);
        self.check_names(&mut problems);
        for (name, list) in &self.enums {
            self.check_enum(&format!("enums.{name}"), list, &mut problems);
        }
        for (name, named) in &self.types {
            self.check_type(&format!("types.{name}"), named, &mut problems);
        }
        for (name, event) in &self.events {
            self.check_event(name, event, &mut problems);
        }
        // Examples and cycles can only be looked at once every reference is known to lead somewhere.
        if problems.found.is_empty() {
            self.check_cycles(&mut problems);
            self.check_examples(&mut problems);
        }
        for place in self.missing_descriptions() {
            problems.add(&place, "no description");
        }
        problems.found
    }

    fn check_versions(&self, problems: &mut Problems) {
        let unique: BTreeSet<_> = self.versions.iter().map(|version| &version.id).collect();
        problems.require(unique.len() == self.versions.len(), "versions", "named twice");
        for schedule in &self.delivery.schedules {
            for version in &schedule.versions {
                self.check_version(Some(version), "delivery.schedules", problems);
            }
        }
    }

    fn check_version(&self, version: Option<&String>, place: &str, problems: &mut Problems) {
        if let Some(version) = version
            && self.position(version).is_none()
        {
            problems.add(place, format!("unknown version {version}"));
        }
    }

    fn check_span(
        &self,
        since: Option<&String>,
        until: Option<&String>,
        outer: Span,
        span: Span,
        place: &str,
        problems: &mut Problems,
    ) {
        self.check_version(since, place, problems);
        self.check_version(until, place, problems);
        problems.require(span.first <= span.last, place, "until is before since");
        let inside = outer.first <= span.first && span.last <= outer.last;
        problems.require(inside, place, "exists in versions that its owner does not");
    }

    fn check_envelope(&self, problems: &mut Problems) {
        let envelope = &self.envelope;
        let optional =
            [&envelope.id, &envelope.time, &envelope.organization_id, &envelope.mode, &envelope.api_version];
        let always = [&envelope.event, &envelope.data];
        for path in always.into_iter().chain(optional.into_iter().flatten()) {
            // A path such as `object.mode` leads into the data, whose type differs by event.
            let (key, inside) = path.split_once('.').unwrap_or((path, ""));
            problems.require(
                envelope.fields.contains_key(key) && (inside.is_empty() || key == envelope.data),
                "envelope",
                format!("no field {path}"),
            );
        }
        self.check_fields("envelope", &envelope.fields, self.envelope_record().span, problems);
    }

    fn check_access_status(&self, problems: &mut Problems) {
        let Some(access) = &self.access_status else {
            return;
        };
        let place = "access_status";
        match self.enums.get(&access.enumeration) {
            None => problems.add(place, format!("unknown enum {}", access.enumeration)),
            Some(list) => {
                let complete = list.values.iter().all(|value| value.access.is_some());
                problems.require(complete, place, "a status without access");
            }
        }
        for (name, event) in &self.events {
            let fields = event.fields.as_ref().filter(|_| name.starts_with(&access.events));
            if let Some(field) = fields.and_then(|fields| fields.get(&access.field)) {
                let agrees = field.enumeration.as_ref() == Some(&access.enumeration);
                problems.require(agrees, place, format!("{name} has another {}", access.field));
            }
        }
    }

    /// Types, enums and the data of events become types of one module.
    fn check_names(&self, problems: &mut Problems) {
        let own = self.events.iter().filter(|(_, event)| event.fields.is_some());
        let events = own.map(|(name, _)| names::pascal(name));
        let mut seen = BTreeSet::new();
        for name in self.types.keys().chain(self.enums.keys()).cloned().chain(events) {
            problems.require(names::pascal(&name) == name, &name, "not in Pascal case");
            problems.require(seen.insert(name.clone()), &name, "names two types");
        }
        for group in self.groups.keys() {
            let used = self.events.values().any(|event| event.group == *group);
            problems.require(used, &format!("groups.{group}"), "has no events");
        }
    }

    fn check_enum(&self, place: &str, list: &Enum, problems: &mut Problems) {
        let mut seen = BTreeSet::new();
        for value in &list.values {
            let name = names::pascal(&value.value);
            problems.require(seen.insert(name), place, format!("{} twice", value.value));
            self.check_version(value.since.as_ref(), place, problems);
            if let Some(usual) = &value.alias_of {
                let known = list.values.iter().any(|other| other.value == *usual);
                problems.require(known, place, format!("{} is an alias of nothing", value.value));
            }
        }
        problems.require(!list.values.is_empty(), place, "no values");
    }

    fn check_type(&self, place: &str, named: &Type, problems: &mut Problems) {
        let span = self.type_span(named);
        let all = self.envelope_record().span;
        let (since, until) = match named {
            Type::Object(object) => (object.since.as_ref(), object.until.as_ref()),
            Type::Union(union) => (union.since.as_ref(), union.until.as_ref()),
        };
        self.check_span(since, until, all, span, place, problems);
        match named {
            Type::Object(object) => self.check_fields(place, &object.fields, span, problems),
            Type::Union(union) => self.check_union(place, union, problems),
        }
    }

    fn check_union(&self, place: &str, union: &UnionType, problems: &mut Problems) {
        for (value, name) in &union.variants {
            let record = self.type_record(name);
            let field = record.and_then(|record| record.fields.get(&union.discriminator));
            let constant = field.and_then(|field| field.constant.as_ref());
            let told_apart = constant.and_then(Value::as_str) == Some(value);
            problems.require(
                told_apart,
                place,
                format!("{name} must be an object whose {} is {value}", union.discriminator),
            );
        }
        if let Some(name) = &union.fallback {
            let known = self.type_record(name).is_some();
            problems.require(known, place, format!("the fallback {name} is no object"));
        }
        problems.require(!union.variants.is_empty(), place, "no variants");
    }

    fn check_event(&self, name: &str, event: &Event, problems: &mut Problems) {
        let place = format!("events.{name}");
        let handler = format!("on{}", names::pascal(name));
        let known_group = self.groups.contains_key(&event.group);
        problems.require(known_group, &place, format!("unknown group {}", event.group));
        problems.require(event.handler == handler, &place, format!("its handler is {handler}"));
        let all = self.envelope_record().span;
        let span = self.event_span(event);
        let (since, until) = (event.since.as_ref(), event.until.as_ref());
        self.check_span(since, until, all, span, &place, problems);
        match (&event.fields, &event.data_type) {
            (Some(fields), None) => self.check_fields(&place, fields, span, problems),
            (None, Some(name)) => {
                let known = self.type_record(name).is_some();
                problems.require(known, &place, format!("its type {name} is no object"));
            }
            _ => problems.add(&place, "needs either fields or a type"),
        }
    }
}
