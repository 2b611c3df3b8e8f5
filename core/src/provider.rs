//! The providers, as tables.

use std::fmt;
use std::str::FromStr;

use crate::event::Access;
use crate::generated::{commet, creem};
use crate::names::NameTable;
use crate::schema::{ObjectType, UnionType};

/// A billing provider whose webhooks this crate understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Provider {
    /// Commet: header `X-Commet-Signature`, events such as `subscription.activated`.
    #[default]
    Commet,
    /// CREEM: header `creem-signature`, events such as `checkout.completed`.
    Creem,
}

impl Provider {
    /// All providers.
    pub const ALL: [Self; 2] = [Self::Commet, Self::Creem];

    /// The provider's name in the catalog, in options and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.spec().name
    }

    /// The header that carries the signature.
    #[must_use]
    pub fn signature_header(self) -> &'static str {
        self.spec().signature_header
    }

    /// The header that repeats the event's name, unsigned, if the provider sends one.
    #[must_use]
    pub fn event_header(self) -> Option<&'static str> {
        self.spec().event_header
    }

    /// The events in the catalog.
    #[must_use]
    pub fn event_types(self) -> &'static [&'static str] {
        self.spec().events.names()
    }

    pub(crate) fn spec(self) -> &'static Spec {
        match self {
            Self::Commet => &commet::SPEC,
            Self::Creem => &creem::SPEC,
        }
    }
}

/// From the name in the catalog, `commet` or `creem`.
impl FromStr for Provider {
    type Err = UnknownProvider;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|provider| provider.as_str() == name).ok_or(UnknownProvider)
    }
}

/// There is no provider of the name that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownProvider;

impl fmt::Display for UnknownProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Provider::ALL.map(Provider::as_str).join(", ");
        write!(f, "unknown provider; the known ones are {names}")
    }
}

impl std::error::Error for UnknownProvider {}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the catalog says of a provider.
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    pub(crate) signature_header: &'static str,
    /// The header that repeats the event's name, unsigned.
    pub(crate) event_header: Option<&'static str>,
    pub(crate) envelope: EnvelopeKeys,
    pub(crate) events: NameTable,
    /// In the order of `events`.
    pub(crate) event_types: &'static [EventType],
    /// Where a subscription's status in the data decides on access.
    pub(crate) access_status: Option<AccessStatus>,
    /// By their names in the catalog.
    pub(crate) unions: &'static [(&'static str, &'static UnionType)],
}

/// Numbers of the envelope's keys.
pub(crate) struct EnvelopeKeys {
    pub(crate) event: u32,
    pub(crate) data: u32,
    pub(crate) id: u32,
    pub(crate) time: u32,
    pub(crate) mode: Place,
    pub(crate) organization_id: Option<u32>,
    pub(crate) api_version: Option<u32>,
}

/// Where a field of the envelope stands.
pub(crate) enum Place {
    /// Beside the event's name.
    Envelope(u32),
    /// Within the event's data.
    Data(u32),
}

pub(crate) struct EventType {
    pub(crate) data: &'static ObjectType,
    /// What the event itself says of access.
    pub(crate) access: Option<Access>,
}

/// Access by status, for the events whose name starts with a prefix.
pub(crate) struct AccessStatus {
    pub(crate) event_prefix: &'static str,
    /// Number of the key that holds the status.
    pub(crate) key: u32,
    pub(crate) granted: &'static [&'static str],
    pub(crate) grace: &'static [&'static str],
}
