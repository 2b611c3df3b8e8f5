//! A received event.

use std::fmt;

use crate::error::{Error, ErrorCode};
use crate::generated::errors::EnvelopeReason;
use crate::generated::keys;
use crate::payload::Payload;
use crate::provider::{Place, Provider, Spec};
use crate::schema::object_at;
use crate::signature::{is_blank, sha256_hex};
use crate::tape::{EventSection, TapeParts, node};
use crate::time::Timestamp;
use crate::value::{Object, Value};
use crate::{commet, creem};

/// What an event says of the customer's access to what they pay for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Paid for or on trial.
    Granted,
    /// A payment is overdue; the provider's documentation lets the customer in while it retries.
    Grace,
    /// Not, or no longer, paid for.
    Denied,
}

impl Access {
    /// Whether to let the customer in: yes when granted and in the grace period.
    #[must_use]
    pub fn grants(self) -> bool {
        self != Self::Denied
    }

    /// The name in the catalog: `granted`, `grace` or `denied`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Grace => "grace",
            Self::Denied => "denied",
        }
    }
}

/// A verified webhook event.
///
/// Whatever else the body holds, an authentic event with a name and a data object arrives here: its
/// other fields are read leniently, and data that this version of the crate does not understand is
/// still there as [`data`](Self::data), with the reason in
/// [`untyped_reason`](Self::untyped_reason).
///
/// ```
/// use commet_webhooks::{commet, Webhooks};
///
/// # let body = br#"{"event":"subscription.canceled","timestamp":"2026-03-25T14:30:00.000Z",
/// #   "organizationId":"org_1","data":{"subscriptionId":"sub_1","customerId":"user_1",
/// #   "status":"canceled","cancelReason":null}}"#;
/// # let headers = [("X-Commet-Signature", commet_webhooks::sign(body, "whsec_test")?)];
/// let webhooks = Webhooks::commet("whsec_test")?;
/// let event = webhooks.receive(body, headers)?;
/// assert_eq!(event.grants_access(), Some(false));
/// match event.commet() {
///     commet::Data::SubscriptionCanceled(canceled) => assert_eq!(canceled.customer_id, "user_1"),
///     commet::Data::Unknown(unknown) => eprintln!("{}: {}", unknown.event_type, unknown.reason),
///     _ => {}
/// }
/// # Ok::<(), commet_webhooks::Error>(())
/// ```
#[derive(Clone)]
pub struct Event<'b> {
    payload: Payload<'b>,
    provider: Provider,
    /// Places of the envelope's values; 0 where a value is absent or of another kind.
    places: Places,
    time: Option<Timestamp>,
    /// The event's number in the catalog.
    number: Option<u32>,
    /// Why the data does not fit the catalog, if it does not.
    mismatch: Option<String>,
}

#[derive(Clone, Copy, Default)]
struct Places {
    event: usize,
    id: usize,
    mode: usize,
    organization_id: usize,
    api_version: usize,
    data: usize,
}

impl<'b> Event<'b> {
    /// Reads the envelope of an authentic payload, and checks the data against the catalog.
    pub(crate) fn read(provider: Provider, payload: Payload<'b>) -> Result<Self, Error> {
        let spec = provider.spec();
        let keys = &spec.envelope;
        let [event, data, id, time, mode, organization_id, api_version] = payload.object().find_all([
            Some(keys.event),
            Some(keys.data),
            Some(keys.id),
            Some(keys.time),
            match keys.mode {
                Place::Envelope(key) => Some(key),
                Place::Data(_) => None,
            },
            keys.organization_id,
            keys.api_version,
        ]);
        let words = payload.tape.words.as_slice();
        if !node::is_string(words[event]) {
            return Err(invalid(payload.object(), keys.event));
        }
        if data == 0 || node::tag(words[data]) != node::OBJECT {
            return Err(invalid(payload.object(), keys.data));
        }
        let mode = match keys.mode {
            Place::Envelope(_) => mode,
            Place::Data(key) => Object::at(&payload, data).find(key).unwrap_or_default(),
        };
        // The payload itself stands at 0, and is no string.
        let string = |at: usize| if node::is_string(words[at]) { at } else { 0 };
        let places = Places {
            event,
            id: string(id),
            mode: string(mode),
            organization_id: string(organization_id),
            api_version: string(api_version),
            data,
        };
        let time = if time == 0 { None } else { Value::read(&payload, time).as_time() };
        let name = Value::read(&payload, places.event).as_str().unwrap_or_default();
        let number = spec.events.find(name.as_bytes());
        let mismatch = event_type(spec, number)
            .and_then(|event_type| event_type.data.check(&payload, places.data).err());
        let mismatch =
            mismatch.map(|mismatch| format!("{}.{mismatch}", keys::NAMES[spec.envelope.data as usize]));
        Ok(Self { payload, provider, places, time, number, mismatch })
    }

    /// The provider whose verifier received the event.
    #[must_use]
    pub fn provider(&self) -> Provider {
        self.provider
    }

    /// The event's name, such as `subscription.activated`.
    #[must_use]
    pub fn event_type(&self) -> &str {
        self.text(self.places.event).unwrap_or_default()
    }

    /// The event's number in the catalog, by which the generated tables of bindings have it.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// Whether the catalog has the event.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.number.is_some()
    }

    /// Whether the catalog has the event and its data fits: whether it is other than `Unknown`.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.is_known() && self.mismatch.is_none()
    }

    /// Why the event is not typed, if it is not.
    #[must_use]
    pub fn untyped_reason(&self) -> Option<&str> {
        if self.is_known() { self.mismatch.as_deref() } else { Some("the catalog does not have this event") }
    }

    /// The provider's id of the event, the same on every delivery.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.text(self.places.id)
    }

    /// A key under which to remember that the event was handled: deliveries of one event share it.
    ///
    /// The event's id; where it has none, or a blank one, the SHA-256 of the body in hex, which is worked out when
    /// asked for.
    #[must_use]
    pub fn idempotency_key(&self) -> String {
        match self.id() {
            Some(id) if !is_blank(id.as_bytes()) => id.to_owned(),
            _ => sha256_hex(self.payload.body()),
        }
    }

    /// When the provider emitted the event, as the signed body states it.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        self.time
    }

    /// The environment: `live` or `sandbox` for Commet, such as `prod` or `test` for CREEM.
    #[must_use]
    pub fn mode(&self) -> Option<&str> {
        self.text(self.places.mode)
    }

    /// The organization whose event it is, where the provider says so.
    #[must_use]
    pub fn organization_id(&self) -> Option<&str> {
        self.text(self.places.organization_id)
    }

    /// The API version that shaped the data, such as `2026-08-27`, where the provider says so.
    #[must_use]
    pub fn api_version(&self) -> Option<&str> {
        self.text(self.places.api_version)
    }

    /// What the event says of access: by the subscription's status for Commet, by the event for
    /// CREEM; nothing where it does not speak of access.
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        let spec = self.provider.spec();
        if let Some(rule) =
            spec.access_status.as_ref().filter(|rule| self.event_type().starts_with(rule.event_prefix))
        {
            let place = self.data().find(rule.key)?;
            let status = Value::read(&self.payload, place).as_str()?;
            return Some(if rule.granted.contains(&status) {
                Access::Granted
            } else if rule.grace.contains(&status) {
                Access::Grace
            } else {
                Access::Denied
            });
        }
        event_type(spec, self.number)?.access
    }

    /// Whether to let the customer in; nothing where the event does not speak of access.
    #[must_use]
    pub fn grants_access(&self) -> Option<bool> {
        self.access().map(Access::grants)
    }

    /// The event's data as an object: `data` of a Commet event, `object` of a CREEM event.
    #[must_use]
    pub fn data(&self) -> Object<'_> {
        object_at(&self.payload, self.places.data).unwrap_or(self.payload.object())
    }

    /// The data of a Commet event as its type; `Unknown` for an event of another provider.
    #[must_use]
    pub fn commet(&self) -> commet::Data<'_> {
        if self.is_of(Provider::Commet)
            && let Some(number) = self.number
            && let Some(data) = commet::Data::decode(number, self.data())
        {
            return data;
        }
        commet::Data::Unknown(self.unknown())
    }

    /// The data of a CREEM event as its type; `Unknown` for an event of another provider.
    #[must_use]
    pub fn creem(&self) -> creem::Data<'_> {
        if self.is_of(Provider::Creem)
            && let Some(number) = self.number
            && let Some(data) = creem::Data::decode(number, self.data())
        {
            return data;
        }
        creem::Data::Unknown(self.unknown())
    }

    /// The whole body: envelope, data and whatever else the provider sent.
    #[must_use]
    pub fn payload(&self) -> &Payload<'b> {
        &self.payload
    }

    /// The event in the binary form that `docs/tape.md` describes.
    #[must_use]
    pub fn to_tape(&self) -> Vec<u8> {
        self.tape_parts().to_bytes()
    }

    /// The same form in pieces, to be written somewhere else than into a vector.
    #[must_use]
    pub fn tape_parts(&self) -> TapeParts<'_> {
        const NO_ACCESS: u32 = 0;
        let access = self.access().map_or(NO_ACCESS, |access| match access {
            Access::Granted => 1,
            Access::Grace => 2,
            Access::Denied => 3,
        });
        let number = self.number.unwrap_or(EventSection::NO_EVENT);
        let mut flags = EventSection::PRESENT;
        for (flag, set) in [
            (EventSection::KNOWN, self.is_known()),
            (EventSection::TYPED, self.is_typed()),
            (EventSection::TIMED, self.time.is_some()),
        ] {
            flags |= if set { flag } else { 0 };
        }
        let provider = match self.provider {
            Provider::Commet => 0,
            Provider::Creem => 1,
        };
        let Places { event, id, mode, organization_id, api_version, data } = self.places;
        #[expect(clippy::cast_possible_truncation, reason = "places on a tape fit a word")]
        let nodes = [event, id, mode, organization_id, api_version, data].map(|place| place as u32);
        let section = EventSection {
            flags,
            identity: provider | access << 8 | number << 16,
            time: self.time.map_or(0, Timestamp::as_millis),
            nodes,
            reason: self.untyped_reason().unwrap_or_default(),
        };
        TapeParts::new(&self.payload.tape, &section)
    }

    /// The same event with a body of its own, to outlive the request.
    #[must_use]
    pub fn into_owned(self) -> Event<'static> {
        Event { payload: self.payload.into_owned(), ..self }
    }

    /// The error of an event whose time is asked for and which states none.
    pub(crate) fn invalid_time(&self) -> Error {
        invalid(self.payload.object(), self.provider.spec().envelope.time)
    }

    fn is_of(&self, provider: Provider) -> bool {
        self.provider == provider && self.mismatch.is_none()
    }

    fn unknown(&self) -> Unknown<'_> {
        let reason = self.untyped_reason().unwrap_or("the event is another provider's");
        Unknown { event_type: self.event_type(), data: self.data(), reason }
    }

    fn text(&self, place: usize) -> Option<&str> {
        // The first node is the payload itself, so no string is at 0.
        if place == 0 { None } else { Value::read(&self.payload, place).as_str() }
    }
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("provider", &self.provider)
            .field("event_type", &self.event_type())
            .field("id", &self.id())
            .field("time", &self.time)
            .field("mode", &self.mode())
            .field("typed", &self.is_typed())
            .field("data", &self.data())
            .finish_non_exhaustive()
    }
}

/// An event that has no type here: it is not in the catalog, or its data does not fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unknown<'p> {
    /// The event's name.
    pub event_type: &'p str,
    /// The data as it came.
    pub data: Object<'p>,
    /// Why there is no type, such as `data.plan.id: expected a string, found null`.
    pub reason: &'p str,
}

fn event_type(spec: &'static Spec, number: Option<u32>) -> Option<&'static crate::provider::EventType> {
    spec.event_types.get(number? as usize)
}

/// The error of an envelope's value that is missing, or is there but of no use.
fn invalid(root: Object<'_>, key: u32) -> Error {
    let reason = if root.find(key).is_some() { EnvelopeReason::WrongType } else { EnvelopeReason::Missing };
    let field = keys::NAMES.get(key as usize).copied().unwrap_or_default();
    Error::new(ErrorCode::InvalidEnvelope).with("field", field).with("reason", reason.message())
}

#[cfg(test)]
mod tests {
    use super::Access;

    #[test]
    fn grace_lets_in() {
        assert_eq!([Access::Granted, Access::Grace, Access::Denied].map(Access::grants), [true, true, false]);
    }
}
