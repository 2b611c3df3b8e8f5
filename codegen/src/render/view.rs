//! The catalog as templates see it: the keys of its files, each always there (`none` where the
//! file says nothing), and besides what a template would otherwise have to look up or compute.

use indexmap::IndexMap;
use serde::Serialize;

use super::fields::{FlatField, flatten};
use super::keys::KeysView;
use super::types::{EnumView, FieldViews, TypeView, field_views};
use crate::catalog::{
    Access, AccessStatus, Catalog, Delivery, Envelope, Errors, Event, Headers, Provider, Signature, Version,
};
use crate::sample::{self, Variant};

/// The whole catalog.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    /// Every provider, by identifier.
    pub providers: IndexMap<&'a str, ProviderView<'a>>,
    /// Every error.
    pub errors: &'a Errors,
    /// The keys of all objects: `keys`, `key_numbers`, `after`, `first`, `first_of_all` and
    /// `fingerprint`.
    #[serde(flatten)]
    pub keys: KeysView<'a>,
}

impl<'a> View<'a> {
    /// What templates see of the catalog.
    #[must_use]
    pub fn new(catalog: &'a Catalog) -> Self {
        let providers = catalog.providers.iter();
        Self {
            providers: providers.map(|(id, provider)| (id.as_str(), ProviderView::new(provider))).collect(),
            errors: &catalog.errors,
            keys: KeysView::new(catalog),
        }
    }
}

/// A provider.
#[derive(Debug, Serialize)]
pub struct ProviderView<'a> {
    /// `commet`.
    #[serde(rename = "provider")]
    pub id: &'a str,
    /// `Commet`.
    pub title: &'a str,
    /// How a request is signed.
    pub signature: &'a Signature,
    /// The unsigned headers.
    pub headers: &'a Headers,
    /// What surrounds an event's data.
    pub envelope: EnvelopeView<'a>,
    /// API versions, oldest first.
    pub versions: &'a [Version],
    /// Where an event's data says whether its customer has access.
    pub access_status: Option<&'a AccessStatus>,
    /// Time limit and retries.
    pub delivery: &'a Delivery,
    /// Sections in which events are listed.
    pub groups: IndexMap<&'a str, GroupView<'a>>,
    /// Named lists of strings.
    pub enums: IndexMap<&'a str, EnumView<'a>>,
    /// Named objects and unions.
    pub types: IndexMap<&'a str, TypeView<'a>>,
    /// Every event.
    pub events: IndexMap<&'a str, EventView<'a>>,
}

/// What surrounds an event's data: for each part, the key that plays it.
#[derive(Debug, Serialize)]
pub struct EnvelopeView<'a> {
    /// The event's name.
    pub event: &'a str,
    /// The event's data.
    pub data: &'a str,
    /// The event's id.
    pub id: Option<&'a str>,
    /// When it happened.
    pub time: Option<&'a str>,
    /// The organization it belongs to.
    pub organization_id: Option<&'a str>,
    /// Test or production, perhaps a path such as `object.mode`.
    pub mode: Option<&'a str>,
    /// The API version of the payload.
    pub api_version: Option<&'a str>,
    /// Every key of the body.
    pub fields: FieldViews<'a>,
}

/// A section of the list of events.
#[derive(Debug, Serialize)]
pub struct GroupView<'a> {
    /// Its heading.
    pub title: &'a str,
    /// What its events have in common.
    pub description: &'a str,
    /// The names of its events.
    pub events: Vec<&'a str>,
}

/// An event.
#[derive(Debug, Serialize)]
pub struct EventView<'a> {
    /// When it is sent.
    pub description: &'a str,
    /// The section it is listed in.
    pub group: &'a str,
    /// `onSubscriptionPlanChanged`.
    pub handler: &'a str,
    /// The first version that has it, if not all do.
    pub since: Option<&'a str>,
    /// The last version that has it, if not all do.
    pub until: Option<&'a str>,
    /// Both in words; empty if all versions have it.
    pub versions: String,
    /// The fields of its data; empty where it shares a named type with other events.
    pub fields: FieldViews<'a>,
    /// That named type.
    #[serde(rename = "type")]
    pub shared_type: Option<&'a str>,
    /// The name of its data's type: the shared one, or its own name in Pascal case.
    pub data_type: String,
    /// The fields of its data and of everything inside, wherever they are declared.
    pub flat_fields: Vec<FlatField<'a>>,
    /// What the event by itself says about access.
    pub access: Option<Access>,
    /// Whether a status in its data says it.
    pub access_by_status: bool,
    /// A full payload of each version that has it, oldest first.
    pub samples: Vec<SampleView<'a>>,
}

/// A payload.
#[derive(Debug, Serialize)]
pub struct SampleView<'a> {
    /// Its version; empty where the provider has none.
    pub version: &'a str,
    /// Compact JSON.
    pub compact: String,
    /// Indented JSON.
    pub pretty: String,
}

impl<'a> ProviderView<'a> {
    /// What templates see of a provider.
    #[must_use]
    pub fn new(provider: &'a Provider) -> Self {
        let types = provider.types.iter();
        let enums = provider.enums.iter();
        let events = provider.events.iter();
        Self {
            id: &provider.id,
            title: &provider.title,
            signature: &provider.signature,
            headers: &provider.headers,
            envelope: EnvelopeView::new(provider, &provider.envelope),
            versions: &provider.versions,
            access_status: provider.access_status.as_ref(),
            delivery: &provider.delivery,
            groups: groups(provider),
            enums: enums.map(|(name, list)| (name.as_str(), EnumView::new(list))).collect(),
            types: types.map(|(name, named)| (name.as_str(), TypeView::new(provider, named))).collect(),
            events: events
                .map(|(name, event)| (name.as_str(), EventView::new(provider, name, event)))
                .collect(),
        }
    }
}

fn groups(provider: &Provider) -> IndexMap<&str, GroupView<'_>> {
    let events_of = |group: &str| {
        let events = provider.events.iter().filter(|(_, event)| event.group == *group);
        events.map(|(name, _)| name.as_str()).collect()
    };
    let groups = provider.groups.iter();
    let views = groups.map(|(id, group)| {
        let view = GroupView { title: &group.title, description: &group.description, events: events_of(id) };
        (id.as_str(), view)
    });
    views.collect()
}

impl<'a> EnvelopeView<'a> {
    fn new(provider: &'a Provider, envelope: &'a Envelope) -> Self {
        let record = provider.envelope_record();
        Self {
            event: &envelope.event,
            data: &envelope.data,
            id: envelope.id.as_deref(),
            time: envelope.time.as_deref(),
            organization_id: envelope.organization_id.as_deref(),
            mode: envelope.mode.as_deref(),
            api_version: envelope.api_version.as_deref(),
            fields: field_views(provider, record.fields, record.span),
        }
    }
}

impl<'a> EventView<'a> {
    fn new(provider: &'a Provider, name: &'a str, event: &'a Event) -> Self {
        let record = provider.data_record(name);
        let span = provider.event_span(event);
        let by_status = provider.access_status.as_ref().is_some_and(|access| {
            name.starts_with(&access.events) && record.fields.contains_key(&access.field)
        });
        let samples = provider.event_releases(event).into_iter().map(|release| {
            let payload = sample::payload(provider, name, release, Variant::Full);
            SampleView {
                version: release.label(),
                compact: payload.to_string(),
                pretty: sample::pretty(&payload),
            }
        });
        Self {
            description: &event.description,
            group: &event.group,
            handler: &event.handler,
            since: event.since.as_deref(),
            until: event.until.as_deref(),
            versions: provider.span_in_words(span, provider.envelope_record().span),
            fields: match &event.fields {
                Some(own) => field_views(provider, own, span),
                None => FieldViews::new(),
            },
            shared_type: event.data_type.as_deref(),
            flat_fields: flatten(provider, &record),
            data_type: record.name,
            access: event.access,
            access_by_status: by_status,
            samples: samples.collect(),
        }
    }
}
