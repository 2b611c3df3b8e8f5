//! A received event.

use crate::value::Value;

/// A verified webhook event.
#[derive(Debug, uniffi::Record)]
pub struct Event {
    /// Its name, such as `subscription.activated`.
    pub r#type: String,
    /// The provider's id of the event, the same on every delivery.
    pub id: Option<String>,
    /// A key under which to remember that the event was handled: the id, or the SHA-256 of the body in hex.
    pub idempotency_key: String,
    /// When the provider emitted it: milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: Option<i64>,
    /// The same time as ISO 8601 in UTC.
    pub time: Option<String>,
    /// The environment: `live` or `sandbox` for Commet, such as `prod` or `test` for CREEM.
    pub mode: Option<String>,
    /// The organization whose event it is, where the provider says so.
    pub organization_id: Option<String>,
    /// The API version that shaped the data, such as `2026-08-27`, where the provider says so.
    pub api_version: Option<String>,
    /// What it says of the customer's access: `granted`, `grace` or `denied`; absent where it does not speak of it.
    pub access: Option<String>,
    /// Whether to let the customer in: true for `granted` and `grace`.
    pub grants_access: Option<bool>,
    /// Whether the catalog has the event.
    pub known: bool,
    /// Whether the catalog has the event and its data fits.
    pub typed: bool,
    /// Why the event is not typed, if it is not.
    pub untyped_reason: Option<String>,
    /// The event's data, an object: `data` of a Commet event, `object` of a CREEM event.
    pub data: Value,
    /// The whole body: envelope, data and whatever else the provider sent.
    pub raw: Value,
}

impl From<commet_webhooks::Event<'_>> for Event {
    fn from(event: commet_webhooks::Event<'_>) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self {
            r#type: event.event_type().to_owned(),
            id: owned(event.id()),
            idempotency_key: event.idempotency_key(),
            time_ms: event.time().map(commet_webhooks::Timestamp::as_millis),
            time: event.time().map(|time| time.to_string()),
            mode: owned(event.mode()),
            organization_id: owned(event.organization_id()),
            api_version: owned(event.api_version()),
            access: owned(event.access().map(commet_webhooks::Access::as_str)),
            grants_access: event.grants_access(),
            known: event.is_known(),
            typed: event.is_typed(),
            untyped_reason: owned(event.untyped_reason()),
            data: event.data().into(),
            raw: event.payload().object().into(),
        }
    }
}
