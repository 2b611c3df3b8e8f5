//! The shape of a provider's file, `catalog/<provider>.json`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::types::{Enum, Fields, Type};

/// Everything known about one provider's webhooks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The JSON Schema of this file, for editors.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// Identifier, and the file's name: `commet`.
    #[serde(rename = "provider")]
    pub id: String,
    /// The name as the provider spells it.
    pub title: String,
    /// How a request is signed.
    pub signature: Signature,
    /// Headers other than the signature; none of them is signed.
    pub headers: Headers,
    /// What surrounds the data of every event.
    pub envelope: Envelope,
    /// API versions, oldest first; empty where the provider has none.
    pub versions: Vec<Version>,
    /// Where an event's data says whether its customer has access.
    pub access_status: Option<AccessStatus>,
    /// Time limit and retries.
    pub delivery: Delivery,
    /// Sections in which events are listed.
    pub groups: IndexMap<String, Group>,
    /// Named lists of strings.
    pub enums: IndexMap<String, Enum>,
    /// Named objects and unions.
    pub types: IndexMap<String, Type>,
    /// Events by name.
    pub events: IndexMap<String, Event>,
}

/// How a provider signs a request.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The header that holds the signature.
    pub header: String,
    /// The environment variable that conventionally holds the secret.
    pub secret_env: String,
    /// What every secret of this provider begins with; part of the key.
    pub secret_prefix: String,
}

/// Names of the unsigned headers.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Headers {
    /// Repeats the event's name.
    pub event: Option<String>,
    /// Repeats the event's time.
    pub timestamp: Option<String>,
    /// Repeats the event's id.
    pub event_id: Option<String>,
}

/// Which key of the body plays which part.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The event's name.
    pub event: String,
    /// The event's data.
    pub data: String,
    /// The event's id.
    pub id: Option<String>,
    /// When the event happened.
    pub time: Option<String>,
    /// The organization it belongs to.
    pub organization_id: Option<String>,
    /// Test or production; may be a path into the data, such as `object.mode`.
    pub mode: Option<String>,
    /// The API version of the payload.
    pub api_version: Option<String>,
    /// Every key of the body.
    pub fields: Fields,
}

/// One API version.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The date that names it.
    pub id: String,
    /// Whether payloads of this version name it themselves.
    pub declared: bool,
    /// What changed.
    pub summary: String,
}

/// Where an event's data says whether its customer has access.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AccessStatus {
    /// How the names of these events begin.
    pub events: String,
    /// The field of their data that decides.
    pub field: String,
    /// The enum whose values say what each status means.
    #[serde(rename = "enum")]
    pub enumeration: String,
}

/// What having received an event says about the customer's access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// The customer has access.
    Granted,
    /// The customer still has access, but a payment is late.
    Grace,
    /// The customer has no access.
    Denied,
}

/// How the provider delivers, and what it does when that fails.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// How deliveries work.
    pub description: String,
    /// What the provider takes for success.
    pub success: String,
    /// How long it waits for an answer, where that is documented.
    pub timeout_seconds: Option<u32>,
    /// When it tries again.
    pub schedules: Vec<Schedule>,
}

/// One documented series of retries.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The versions whose documentation says so; empty: always.
    pub versions: Vec<String>,
    /// The pause before each retry.
    pub delays_seconds: Vec<u32>,
    /// In words.
    pub description: String,
}

/// A section of the list of events.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its heading.
    pub title: String,
    /// What its events have in common.
    pub description: String,
}

/// An event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When it is sent.
    pub description: String,
    /// The section it is listed in.
    pub group: String,
    /// The name of its handler in the adapters.
    pub handler: String,
    /// The first version that has it.
    pub since: Option<String>,
    /// The last version that has it.
    pub until: Option<String>,
    /// The fields of its data, where no other event shares them.
    pub fields: Option<Fields>,
    /// The named type of its data, otherwise.
    #[serde(rename = "type")]
    pub data_type: Option<String>,
    /// What the event by itself says about access.
    pub access: Option<Access>,
    /// Fields of the shared type that have another example in this event.
    #[serde(default)]
    pub example_overrides: IndexMap<String, Value>,
}
