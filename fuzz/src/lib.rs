//! Properties of the core that hold for every input; each function panics where one does not.
//!
//! `tests/bounded.rs` tries them on generated inputs in every test run, the fuzzers in `targets/`
//! for as long as they are let (`make fuzz`).

mod mutate;
pub mod php;
mod reference;
mod request;

use commet_webhooks::tape::{Nodes, node};
use commet_webhooks::{Event, Payload, Provider, Timestamp, commet, creem, sign, verify, verify_and_parse};

pub use mutate::mutate;

const SECRET: &str = "whsec_fuzz";

/// A signature verifies exactly if it is the payload's HMAC in hex. The input is the signature, a
/// newline, and the payload.
///
/// # Panics
///
/// Where the property does not hold.
pub fn signature(input: &[u8]) {
    let split = input.iter().position(|&byte| byte == b'\n').unwrap_or(input.len());
    let (signature, payload) = (&input[..split], input.get(split + 1..).unwrap_or_default());
    let expected = reference::hmac_hex(SECRET.as_bytes(), payload);
    let right = !payload.is_empty() && signature.to_ascii_lowercase() == expected.as_bytes();
    assert_eq!(verify(payload, signature, SECRET), right);
    assert_eq!(verify(payload, &expected, SECRET), !payload.is_empty());
    assert_eq!(verify(payload, expected.to_uppercase(), SECRET), !payload.is_empty());
    assert_eq!(sign(payload, SECRET).ok(), Some(expected));
    // The payload as the secret: any bytes are a key, but for blank ones.
    let blank = payload.iter().all(u8::is_ascii_whitespace);
    assert_eq!(sign(b"x", payload).ok(), (!blank).then(|| reference::hmac_hex(payload, b"x")));
}

/// A body parses exactly if the reference parses it, to the same value; and the value survives
/// being written as JSON and as a tape.
///
/// # Panics
///
/// Where the property does not hold.
pub fn json(body: &[u8]) {
    let payload = sign(body, SECRET).ok().and_then(|signature| verify_and_parse(body, signature, SECRET));
    let expected = reference::parse(body);
    match (&payload, &expected) {
        (None, None) => {}
        (Some(payload), Some(expected)) => {
            assert!(reference::same_object(payload.object(), expected), "{payload} is not {expected:?}");
            survives(payload);
        }
        _ => panic!("core: {payload:?}, reference: {expected:?}"),
    }
}

/// A request becomes an event, or the error that comes first in the order of the contract; an event is
/// `Unknown` exactly if it says that it is untyped. The input is eight bytes that say what stands around
/// the body (signature, headers, options), and the body.
///
/// # Panics
///
/// Where the property does not hold.
pub fn receive(input: &[u8]) {
    let Some((choices, body)) = input.split_first_chunk() else { return };
    request::check(*choices, body);
}

fn check_event(event: &Event<'_>) {
    let decoded = match event.provider() {
        Provider::Creem => !matches!(event.creem(), creem::Data::Unknown(_)),
        _ => !matches!(event.commet(), commet::Data::Unknown(_)),
    };
    assert_eq!(decoded, event.is_typed(), "{event:?}: {:?}", event.untyped_reason());
    assert_eq!(event.untyped_reason().is_none(), event.is_typed());
    assert!(event.is_known() || !event.is_typed());
    assert!(!event.idempotency_key().is_empty());
    if let Some(time) = event.time() {
        assert_eq!(Timestamp::parse(&time.to_string()), Some(time), "{time}");
        assert_eq!(Timestamp::from(std::time::SystemTime::from(time)), time);
    }
    assert_eq!(event.grants_access(), event.access().map(commet_webhooks::Access::grants));
    let reread = Payload::from_tape(&event.to_tape(), event.payload().body()).expect("an event's tape");
    assert_eq!(&reread, event.payload());
    assert!(format!("{event:?} {:?} {:?}", event.commet(), event.creem()).len() > 1);
    if let commet::Data::CustomerStateChanged(changed) = event.commet() {
        changed.features.iter().for_each(|feature| check_variant(event.payload(), feature));
    }
    survives(event.payload());
}

/// Bindings are told the variant that typed decoding comes to.
fn check_variant(payload: &Payload<'_>, feature: &commet::Feature<'_>) {
    let (number, raw) = match feature {
        commet::Feature::Boolean(feature) => (Some(0), feature.raw),
        commet::Feature::Usage(feature) => (Some(1), feature.raw),
        commet::Feature::Seats(feature) => (Some(2), feature.raw),
        commet::Feature::Quota(feature) => (Some(3), feature.raw),
        commet::Feature::FeatureAccessFlat(feature) => (Some(4), feature.raw),
        commet::Feature::Unknown(raw) => (None, *raw),
        feature => panic!("a variant that is not told: {feature:?}"),
    };
    assert_eq!(payload.variant_at(Provider::Commet, "Feature", raw.place()), number, "{raw}");
}

/// No bytes make the tape's reader panic, and what it accepts can be walked to the end. The input
/// is the length of the body as two bytes, the body, and the tape.
///
/// # Panics
///
/// Where the property does not hold.
pub fn tape(input: &[u8]) {
    let Some((length, rest)) = input.split_first_chunk() else { return };
    let (body, tape) = rest.split_at(usize::from(u16::from_le_bytes(*length)).min(rest.len()));
    if let Ok(payload) = Payload::from_tape(tape, body) {
        walk(payload.nodes(), 0);
        assert!(payload.to_string().len() >= 2);
        let reread = payload.to_tape();
        let again = Payload::from_tape(&reread, body).expect("a tape that was just written");
        assert_eq!(payload.to_string(), again.to_string());
    }
}

/// Reads a tape's nodes as bindings do, and gives the node behind the value.
fn walk(nodes: Nodes<'_>, at: usize) -> usize {
    let (tag, mut next) = (nodes.tag(at), at + node::CONTAINER_WORDS);
    match tag {
        node::ARRAY => (0..nodes.payload(at)).for_each(|_| next = walk(nodes, next)),
        node::OBJECT => {
            for _ in 0..nodes.payload(at) {
                assert!(nodes.tag(next) == node::KEY || nodes.text(next).is_some());
                next = walk(nodes, nodes.after(next));
            }
        }
        node::ASCII | node::UTF8 | node::UNESCAPED => assert!(nodes.text(at).is_some()),
        _ => {}
    }
    let after = nodes.after(at);
    assert!(after == next || !matches!(tag, node::ARRAY | node::OBJECT));
    after
}

/// An input for [`tape`]: a body and its tape.
#[must_use]
pub fn tape_input(body: &[u8]) -> Option<Vec<u8>> {
    let signature = sign(body, SECRET).ok()?;
    let payload = verify_and_parse(body, signature, SECRET)?;
    let length = u16::try_from(body.len()).ok()?;
    Some([&length.to_le_bytes()[..], body, &payload.to_tape()].concat())
}

/// The value is the same after a detour by JSON, and by the tape.
fn survives(payload: &Payload<'_>) {
    let text = payload.to_string();
    let signature = sign(&text, SECRET).expect("a secret");
    let reparsed = verify_and_parse(text.as_bytes(), signature, SECRET).expect("JSON that was just written");
    assert_eq!(&reparsed, payload);
    let reread =
        Payload::from_tape(&payload.to_tape(), payload.body()).expect("a tape that was just written");
    assert_eq!(&reread, payload);
}

/// An input for [`receive`]: each body with other surroundings, the first with none.
#[must_use]
pub fn receive_input(index: usize, body: &[u8]) -> Vec<u8> {
    [&(index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes()[..], body].concat()
}

/// Inputs for the target `boundary`: calls of all kinds, and a body.
#[must_use]
pub fn boundary_input(index: usize, body: &[u8]) -> Vec<u8> {
    let calls: Vec<u8> =
        (0..64_u8).map(|at| (at.wrapping_mul(37) ^ at >> 2).wrapping_add(index.to_le_bytes()[0])).collect();
    // A verifier, and an event to ask.
    let start = [0, 9, 1, 3, 9, 0, 0, 0, 9, 6, 7, 0, 8, 2, 9, 10, 11];
    [&(start.len() + calls.len()).to_le_bytes()[..2], &start, &calls, body].concat()
}

/// Words for a fuzzer: JSON's own, and the keys and short texts of bodies, as libFuzzer reads them.
#[must_use]
pub fn dictionary(bodies: &[Vec<u8>]) -> String {
    const JSON: [&str; 27] = [
        "\"2024-02-29T23:59:59.999+05:30\"",
        "\"2100-02-29T24:00:60,5-23:59\"",
        "\"0000-01-01 00:00z\"",
        "null",
        "true",
        "false",
        "-0",
        "0.0",
        "1e308",
        "1e309",
        "5e-324",
        "9007199254740993",
        "9223372036854775808",
        "18446744073709551616",
        "\\u0065",
        "\\ud83d\\ude00",
        "\\ud800",
        "\\udc00",
        "\\\"",
        "\u{feff}",
        "\u{1f600}",
        "{}",
        "[]",
        "\":",
        "\",\"",
        "[[[[[[[[",
        "]]]]]]]]",
    ];
    let mut words: std::collections::BTreeSet<String> = JSON.map(str::to_owned).into();
    for body in bodies {
        collect(&serde_json::from_slice(body).unwrap_or_default(), &mut words);
    }
    let mut lines = String::new();
    for word in words {
        lines.extend(["\"", &word.bytes().flat_map(hex).collect::<String>(), "\"\n"]);
    }
    lines
}

/// A byte as an escape.
fn hex(byte: u8) -> [char; 4] {
    let digit = |number: u8| char::from_digit(u32::from(number), 16).unwrap_or('0');
    ['\\', 'x', digit(byte >> 4), digit(byte & 15)]
}

fn collect(value: &serde_json::Value, words: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                words.insert(format!("\"{key}\":"));
                collect(value, words);
            }
        }
        serde_json::Value::Array(elements) => elements.iter().for_each(|element| collect(element, words)),
        serde_json::Value::String(text) if text.len() < 40 && text.is_ascii() => {
            words.insert(format!("\"{text}\""));
        }
        _ => {}
    }
}

/// Bodies of every event and version, to start from.
///
/// # Panics
///
/// When the catalog cannot be read.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    use commet_webhooks_codegen::catalog::Catalog;
    use commet_webhooks_codegen::sample::{self, Variant};

    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog");
    let catalog = Catalog::load(directory.as_ref()).expect("the catalog");
    let mut seeds = Vec::new();
    for provider in catalog.providers.values() {
        for (name, event) in &provider.events {
            for release in provider.event_releases(event) {
                for variant in Variant::ALL {
                    seeds.push(sample::bytes(&sample::payload(provider, name, release, variant)));
                }
            }
        }
    }
    seeds
}
