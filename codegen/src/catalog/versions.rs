//! Which versions have what.

use super::provider::{Event, Provider, Version};
use super::types::{Field, Fields, Type};
use crate::names;

/// One API version of a provider; the only, nameless one of a provider that has none.
#[derive(Debug, Clone, Copy)]
pub struct Release<'a> {
    index: usize,
    version: Option<&'a Version>,
}

impl<'a> Release<'a> {
    /// Whether it is this version or a later one of the same provider.
    #[must_use]
    pub fn is_from(self, since: Release<'_>) -> bool {
        self.index >= since.index
    }

    /// The version's name; empty where the provider has no versions.
    #[must_use]
    pub fn label(self) -> &'a str {
        self.version.map_or("", |version| &version.id)
    }

    /// The version as payloads name it, if they do.
    #[must_use]
    pub fn declared(self) -> Option<&'a str> {
        let version = self.version.filter(|version| version.declared)?;
        Some(&version.id)
    }
}

/// An unbroken run of a provider's versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Span {
    /// Whether the version belongs to it.
    #[must_use]
    pub fn contains(self, release: Release<'_>) -> bool {
        (self.first..=self.last).contains(&release.index)
    }

    /// The versions of both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }

    /// The versions of both, and those between them.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// Whether a field is there, and possibly null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// Always there.
    pub required: bool,
    /// May be null.
    pub nullable: bool,
}

/// An object with named fields: a named type, an event's own data, or the envelope.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    /// The name of its type, in Pascal case.
    pub name: String,
    /// The versions that have it.
    pub span: Span,
    /// Its fields.
    pub fields: &'a Fields,
}

impl Provider {
    /// Every version, oldest first; a single nameless one where there are none.
    #[must_use]
    pub fn releases(&self) -> Vec<Release<'_>> {
        if self.versions.is_empty() {
            return vec![Release { index: 0, version: None }];
        }
        let versions = self.versions.iter().enumerate();
        versions.map(|(index, version)| Release { index, version: Some(version) }).collect()
    }

    /// The version of that name.
    #[must_use]
    pub fn release(&self, label: &str) -> Option<Release<'_>> {
        self.releases().into_iter().find(|release| release.label() == label)
    }

    /// The versions that have the event, oldest first.
    #[must_use]
    pub fn event_releases(&self, event: &Event) -> Vec<Release<'_>> {
        let span = self.event_span(event);
        let mut releases = self.releases();
        releases.retain(|release| span.contains(*release));
        releases
    }

    /// The versions that have the event.
    #[must_use]
    pub fn event_span(&self, event: &Event) -> Span {
        self.narrow(self.all_versions(), event.since.as_deref(), event.until.as_deref())
    }

    /// The versions that have the type.
    #[must_use]
    pub fn type_span(&self, named: &Type) -> Span {
        let (since, until) = match named {
            Type::Object(object) => (&object.since, &object.until),
            Type::Union(union) => (&union.since, &union.until),
        };
        self.narrow(self.all_versions(), since.as_deref(), until.as_deref())
    }

    /// The versions of its owner that have the field.
    #[must_use]
    pub fn field_span(&self, owner: Span, field: &Field) -> Span {
        self.narrow(owner, field.since.as_deref(), field.until.as_deref())
    }

    /// The part of `outer` that the span covers, for readers; empty if it covers all of it.
    #[must_use]
    pub fn span_in_words(&self, span: Span, outer: Span) -> String {
        let id = |index: usize| &self.versions[index].id;
        match (span.first > outer.first, span.last < outer.last) {
            (false, false) => String::new(),
            (true, false) => format!("since {}", id(span.first)),
            (false, true) if span.first < span.last => format!("until {}", id(span.last)),
            _ if span.first == span.last => format!("only {}", id(span.first)),
            _ => format!("{} to {}", id(span.first), id(span.last)),
        }
    }

    /// Whether the field is there in a version; `None` if that version does not have it.
    #[must_use]
    pub fn presence(&self, owner: Span, field: &Field, release: Release<'_>) -> Option<Presence> {
        if !self.field_span(owner, field).contains(release) {
            return None;
        }
        let run = field
            .presence
            .iter()
            .find(|run| self.narrow(self.all_versions(), Some(&run.from), Some(&run.to)).contains(release));
        Some(match run {
            Some(run) => Presence { required: run.required, nullable: run.nullable },
            None => Presence { required: field.required, nullable: field.nullable },
        })
    }

    /// The object that surrounds every event's data.
    #[must_use]
    pub fn envelope_record(&self) -> Record<'_> {
        Record { name: "Envelope".to_owned(), span: self.all_versions(), fields: &self.envelope.fields }
    }

    /// The named type, if it is an object.
    #[must_use]
    pub fn type_record(&self, name: &str) -> Option<Record<'_>> {
        let named = self.types.get(name)?;
        let Type::Object(object) = named else {
            return None;
        };
        Some(Record { name: name.to_owned(), span: self.type_span(named), fields: &object.fields })
    }

    /// An event's data: its own fields, or the named type it shares with other events.
    ///
    /// # Panics
    ///
    /// If the event is not in the catalog, or in one that [`validate`](Provider::validate) refuses.
    #[must_use]
    pub fn data_record(&self, event_name: &str) -> Record<'_> {
        let event = &self.events[event_name];
        match (&event.fields, &event.data_type) {
            (Some(fields), _) => {
                Record { name: names::pascal(event_name), span: self.event_span(event), fields }
            }
            (None, Some(name)) => self.type_record(name).expect("an event's type is an object"),
            (None, None) => panic!("an event has fields or a type"),
        }
    }

    /// A version's position in the list.
    pub(super) fn position(&self, version: &str) -> Option<usize> {
        self.versions.iter().position(|known| known.id == version)
    }

    fn all_versions(&self) -> Span {
        Span { first: 0, last: self.versions.len().saturating_sub(1) }
    }

    fn narrow(&self, outer: Span, since: Option<&str>, until: Option<&str>) -> Span {
        let position = |version: Option<&str>| version.and_then(|version| self.position(version));
        Span { first: position(since).unwrap_or(outer.first), last: position(until).unwrap_or(outer.last) }
    }
}
