//! What is sent, and what is due for it. Stated here and not asked of the library, so that the two can differ.

use std::collections::BTreeMap;

use commet_webhooks::{DEFAULT_MAX_BODY_BYTES, Provider, Webhooks};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The events with a body in each API version, as `commet-webhooks sample` prints them.
const CATALOG: &str = include_str!("../../../cli/src/generated/catalog.json");

/// A request, and what is due for it.
pub(crate) struct Delivery {
    pub(crate) kind: Kind,
    /// What it is, for whoever reads that it was not answered as due.
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) due: Due,
}

/// Why something is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An event of the catalog.
    Event,
    /// The same event once more.
    Repeated,
    /// Authentic, and not in the catalog or not as it says.
    Untyped,
    /// Not from the provider.
    Forged,
    /// Signed by the provider, and yet no event.
    Unreadable,
    /// Of more bytes than a receiver has to accept.
    TooLarge,
}

impl Kind {
    /// Whether the provider has signed it, and it can be read.
    pub(crate) fn is_accepted(self) -> bool {
        matches!(self, Self::Event | Self::Repeated | Self::Untyped)
    }
}

/// What a receiver has to answer, and to write into its log.
pub(crate) struct Due {
    pub(crate) status: u16,
    pub(crate) body: Value,
    /// Such as `handled payment.received as whev_1`.
    pub(crate) log: Option<String>,
}

#[derive(Deserialize)]
struct Catalog {
    providers: BTreeMap<String, Events>,
}

#[derive(Deserialize)]
struct Events {
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    name: String,
    /// Bodies by API version.
    samples: Map<String, Value>,
}

/// All deliveries, in the order in which each receiver gets them.
pub(crate) fn all() -> Vec<Delivery> {
    let catalog: Catalog = serde_json::from_str(CATALOG).expect("the codegen writes what is read here");
    Provider::ALL
        .into_iter()
        .flat_map(|provider| Author::new(provider).write(&catalog.providers[provider.as_str()]))
        .collect()
}

/// How many there are of each kind, in words.
pub(crate) fn summary(deliveries: &[Delivery]) -> String {
    let count = |kind| deliveries.iter().filter(|delivery| delivery.kind == kind).count();
    let names: usize = Provider::ALL.iter().map(|provider| provider.event_types().len()).sum();
    format!(
        "Each receiver gets {} webhooks over HTTP: the {names} events of Commet and CREEM in all their API\n\
         versions ({}), the same again ({}), events that nobody knows ({}), forged ones ({}), signed\n\
         ones that cannot be read ({}) and oversized ones ({}). Each answer is compared with what is due.",
        deliveries.len(),
        count(Kind::Event),
        count(Kind::Repeated),
        count(Kind::Untyped),
        count(Kind::Forged),
        count(Kind::Unreadable),
        count(Kind::TooLarge),
    )
}

/// The secret of a provider's endpoint.
pub(crate) fn secret(provider: Provider) -> &'static str {
    match provider {
        Provider::Commet => "whsec_demo_commet",
        _ => "whsec_demo_creem",
    }
}

/// Writes a provider's deliveries.
struct Author {
    provider: Provider,
    webhooks: Webhooks,
    /// The keys of the event's name and of its data.
    keys: [&'static str; 2],
    written: Vec<Delivery>,
}

impl Author {
    fn new(provider: Provider) -> Self {
        let webhooks = Webhooks::new(provider, [secret(provider)]).expect("the secret is not blank");
        let keys = match provider {
            Provider::Commet => ["event", "data"],
            _ => ["eventType", "object"],
        };
        Self { provider, webhooks, keys, written: Vec::new() }
    }

    fn write(mut self, catalog: &Events) -> Vec<Delivery> {
        let mut bodies = Vec::new();
        for event in &catalog.events {
            for (version, sample) in &event.samples {
                let body = self.distinct(sample, bodies.len());
                bodies.push((
                    format!("{} {version}", event.name).trim().to_owned(),
                    event.name.as_str(),
                    body,
                ));
            }
        }
        let (_, event, sample) = bodies[0].clone();
        let padding = DEFAULT_MAX_BODY_BYTES - sample.to_string().len();
        bodies.push((format!("{event} of 1 MiB"), event, padded(sample.clone(), padding)));
        for (kind, verb) in [(Kind::Event, "handled"), (Kind::Repeated, "repeated")] {
            for (name, event, body) in &bodies {
                self.accepted(kind, name, verb, event, body);
            }
        }
        self.untyped(event, &sample);
        self.forged(&bodies[0].2, &bodies[1].2);
        self.unreadable(&sample);
        self.signed(Kind::TooLarge, "1 MiB and a byte", padded(sample, padding + 1).to_string())
            .refused(413, "body_too_large");
        self.written
    }

    /// A sample that no other is equal to: it is remembered by its id, or where it has none by its hash.
    fn distinct(&self, sample: &Value, number: usize) -> Value {
        let mut body = sample.clone();
        let key = if body.get("id").is_some() { "id" } else { "organizationId" };
        body[key] = Value::from(format!("{}_{key}_{number}", self.provider));
        body
    }

    fn untyped(&mut self, event: &str, sample: &Value) {
        let mut unknown = self.distinct(sample, 10_000);
        unknown[self.keys[0]] = json!("invoice.teleported");
        self.accepted(Kind::Untyped, "an event of the future", "untyped", "invoice.teleported", &unknown);
        let mut misfit = self.distinct(sample, 10_001);
        misfit[self.keys[1]] = json!({"id": 1, "customerId": ["Zoë", null]});
        self.accepted(Kind::Untyped, "data that does not fit its type", "untyped", event, &misfit);
    }

    fn forged(&mut self, body: &Value, other: &Value) {
        let (body, other) = (body.to_string(), other.to_string());
        let genuine = self.webhooks.sign(&body);
        let guessed = commet_webhooks::sign(&body, "whsec_guessed").expect("the secret is not blank");
        for (name, body, signature, code) in [
            ("a space added after signing", format!("{body} "), Some(genuine.clone()), "signature_mismatch"),
            ("another event's signature", other, Some(genuine.clone()), "signature_mismatch"),
            ("another secret", body.clone(), Some(guessed), "signature_mismatch"),
            ("no signature", body.clone(), None, "missing_signature"),
            ("half a signature", body, Some(genuine[..32].to_owned()), "malformed_signature"),
            ("no body", String::new(), Some(self.webhooks.sign("")), "empty_body"),
        ] {
            let headers = signature.map(|signature| (self.provider.signature_header(), signature));
            self.post(Kind::Forged, name, headers.into_iter().collect(), body).refused(403, code);
        }
    }

    fn unreadable(&mut self, sample: &Value) {
        let text = sample.to_string();
        let mut nameless = sample.clone();
        nameless.as_object_mut().expect("a sample is an object").remove(self.keys[0]);
        for (name, body, code) in [
            ("cut off by its sender", text.as_bytes()[..text.len() / 2].to_vec(), "invalid_json"),
            ("not UTF-8", [text.as_bytes(), b"\xff"].concat(), "invalid_utf8"),
            ("a list", b"[]".to_vec(), "not_an_object"),
            ("without the event's name", nameless.to_string().into_bytes(), "invalid_envelope"),
        ] {
            self.signed(Kind::Unreadable, name, body).refused(400, code);
        }
        if let Some(header) = self.provider.event_header() {
            let delivery = self.signed(Kind::Unreadable, "another event in the header", text);
            delivery.headers.push((header, "invoice.teleported".to_owned()));
            delivery.refused(400, "event_header_mismatch");
        }
    }

    fn accepted(&mut self, kind: Kind, name: &str, verb: &str, event: &str, body: &Value) {
        let body = body.to_string();
        let signature = (self.provider.signature_header(), self.webhooks.sign(&body));
        let received = self.webhooks.receive(body.as_bytes(), [(signature.0, &signature.1)]);
        let key = received.expect("a signed sample is authentic").idempotency_key();
        let event_header = self.provider.event_header();
        let delivery = self.signed(kind, name, body);
        delivery.headers.extend(event_header.map(|header| (header, event.to_owned())));
        delivery.due = Due {
            status: 200,
            body: json!({"received": true}),
            log: Some(format!("{verb} {event} as {key}")),
        };
    }

    fn signed(&mut self, kind: Kind, name: &str, body: impl Into<Vec<u8>>) -> &mut Delivery {
        let body = body.into();
        let signature = (self.provider.signature_header(), self.webhooks.sign(&body));
        self.post(kind, name, vec![signature], body)
    }

    fn post(
        &mut self,
        kind: Kind,
        name: &str,
        headers: Vec<(&'static str, String)>,
        body: impl Into<Vec<u8>>,
    ) -> &mut Delivery {
        self.written.push(Delivery {
            kind,
            name: format!("{}: {name}", self.provider),
            path: format!("/webhooks/{}", self.provider),
            headers,
            body: body.into(),
            due: Due { status: 0, body: Value::Null, log: None },
        });
        self.written.last_mut().expect("one was pushed")
    }
}

impl Delivery {
    fn refused(&mut self, status: u16, code: &str) {
        self.due = Due { status, body: json!({"received": false, "code": code}), log: None };
    }
}

/// The body with so many bytes more.
fn padded(mut body: Value, bytes: usize) -> Value {
    let around = r#","padding":"""#.len();
    body["padding"] = Value::from("x".repeat(bytes - around));
    body
}
