//! Random bodies.

use commet_webhooks_codegen::catalog::{Catalog, Provider as Entry};
use commet_webhooks_codegen::sample::{self, Variant};
use fastrand::Rng;
use serde_json::Value;

use super::text;
use super::{one_of, percent};

/// Names that are no event's, as texts.
const NAMES: [&str; 9] = ["\"\"", "\"x\"", "\"subscription.dreamt\"", "42", "null", "[]", "\"payment.failed \"", "\"Payment.Failed\"", "\"toString\""];

const TIMES: [&str; 26] = [
    "\"2026-09-14T08:30:00.000Z\"",
    "\"2026-09-14t08:30:00z\"",
    "\"2026-09-14 08:30:00,5+02:00\"",
    "\"2026-09-14\"",
    "\"2026-09-14T08:30:60Z\"",
    "\"2026-02-29T00:00:00Z\"",
    "\"2024-02-29T23:59:59.9999Z\"",
    "\"0000-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:59.999Z\"",
    "\"2026-09-14T08:30:00+24:00\"",
    "\"2026-09-14T24:00:00Z\"",
    "\"2026-09-14T08:30Z\"",
    "\"20260914T083000Z\"",
    "\"yesterday\"",
    "\"\"",
    "1789374600123",
    "1789374600",
    "99999999999",
    "100000000000",
    "0",
    "-1",
    "1789374600123.9",
    "1e300",
    "null",
    "{}",
    "true",
];

/// Values to put in the place of a field's own.
const VALUES: [&str; 14] =
    ["null", "0", "1.5", "-7", "9900.0", "\"\"", "\"x\"", "\"active\"", "true", "{}", "[]", "[null]", "\"2026-01-01\"", "18446744073709551615"];

/// A body of a provider's.
pub(super) fn body(rng: &mut Rng, catalog: &Catalog, entry: &Entry) -> Vec<u8> {
    let mut body = match rng.u8(..10) {
        0..=3 => event(rng, entry).into_bytes(),
        4..=6 => envelope(rng, entry).into_bytes(),
        7 => text::object(rng, 5).into_bytes(),
        8 => text::value(rng, 3).into_bytes(),
        // The other provider's, or one of this.
        _ => {
            let entries: Vec<&Entry> = catalog.providers.values().collect();
            let entry = one_of(rng, &entries);
            event(rng, entry).into_bytes()
        }
    };
    if percent(rng, 15) {
        damage(rng, &mut body);
    }
    body
}

/// An event of the catalog, with some values in the place of others.
fn event(rng: &mut Rng, entry: &Entry) -> String {
    let names: Vec<&String> = entry.events.keys().collect();
    let name = one_of(rng, &names).as_str();
    let releases = entry.event_releases(&entry.events[name]);
    let release = one_of(rng, &releases);
    let mut payload = sample::payload(entry, name, release, one_of(rng, &Variant::ALL));
    for _ in 0..one_of(rng, &[0, 0, 1, 1, 2, 5]) {
        tamper(rng, &mut payload, 0);
    }
    if percent(rng, 20) { sample::pretty(&payload) } else { payload.to_string() }
}

/// Changes one value somewhere within.
fn tamper(rng: &mut Rng, value: &mut Value, depth: usize) {
    let inner: Option<&mut Value> = match value {
        Value::Object(members) if !members.is_empty() => {
            if percent(rng, 10) {
                members.insert(one_of(rng, &["__proto__", "new", "id", "type", "0", "object"]).to_string(), random(rng));
                return;
            }
            let place = rng.usize(..members.len());
            if percent(rng, 10) {
                let key = members.keys().nth(place).cloned().unwrap_or_default();
                members.shift_remove(&key);
                return;
            }
            members.values_mut().nth(place)
        }
        Value::Array(elements) if !elements.is_empty() => {
            let place = rng.usize(..elements.len());
            elements.get_mut(place)
        }
        _ => None,
    };
    match inner {
        // Mostly deep within, as most that can go wrong is there.
        Some(inner) if depth == 0 || !percent(rng, 30) => tamper(rng, inner, depth + 1),
        Some(inner) => *inner = random(rng),
        None => *value = random(rng),
    }
}

fn random(rng: &mut Rng) -> Value {
    serde_json::from_str(one_of(rng, &VALUES)).expect("these are JSON")
}

/// An envelope around random data.
fn envelope(rng: &mut Rng, entry: &Entry) -> String {
    let keys = &entry.envelope;
    let names: Vec<&String> = entry.events.keys().collect();
    let name = if percent(rng, 80) { format!("{:?}", one_of(rng, &names)) } else { one_of(rng, &NAMES).to_owned() };
    let data = if percent(rng, 90) { text::object(rng, 4) } else { text::value(rng, 1) };
    let mut members = vec![member(&keys.event, &name), member(&keys.data, &data)];
    if percent(rng, 10) {
        // Again, perhaps with escapes in the key.
        let escaped = format!("\"\\u{:04x}{}\":", u32::from(keys.event.as_bytes()[0]), &keys.event[1..]);
        members.push(escaped + &format!("{:?}", one_of(rng, &names)));
    }
    if let Some(time) = &keys.time {
        members.push(member(time, one_of(rng, &TIMES)));
    }
    for key in [keys.id.as_deref(), keys.api_version.as_deref(), Some("mode")].into_iter().flatten() {
        if percent(rng, 70) {
            let value = if percent(rng, 80) { text::string(rng) } else { text::value(rng, 1) };
            members.push(member(key, &value));
        }
    }
    text::object_with(rng, members)
}

fn member(key: &str, value: &str) -> String {
    format!("\"{key}\":{value}")
}

/// Changes some bytes.
fn damage(rng: &mut Rng, body: &mut Vec<u8>) {
    for _ in 0..one_of(rng, &[1, 1, 2, 4]) {
        let place = rng.usize(..=body.len());
        match rng.u8(..5) {
            0 => body.truncate(place),
            1 => body.insert(place, rng.u8(..)),
            2 => body.splice(place..place, one_of(rng, &["\u{feff}", " ", "\0", "\"", "{", "]", ",", "\\"]).bytes()).for_each(drop),
            _ if place == body.len() => {}
            3 => body[place] = rng.u8(..),
            _ => {
                body.remove(place);
            }
        }
    }
}
