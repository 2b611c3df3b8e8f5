//! Properties of the core that hold for every input; each function panics where one does not.
//!
//! `tests/bounded.rs` tries them on generated inputs in every test run, the fuzzers in `targets/`
//! for as long as they are let (`make fuzz`).

mod reference;

use commet_webhooks::{Event, Payload, Provider, Webhooks, commet, creem, sign, verify, verify_and_parse};

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

/// An authentic request becomes an event or an error of the unreadable kind; an event is `Unknown`
/// exactly if it says that it is untyped.
///
/// # Panics
///
/// Where the property does not hold.
pub fn receive(body: &[u8]) {
    for provider in Provider::ALL {
        let webhooks = Webhooks::new(provider, [SECRET]).expect("a secret");
        let headers = [(provider.signature_header(), webhooks.sign(body))];
        match webhooks.receive(body, headers) {
            Ok(event) => check_event(&event),
            Err(error) => {
                let status = if body.is_empty() { 403 } else { 400 };
                assert_eq!(error.http_status(), status, "{error}");
                assert!(error.offset().is_none_or(|offset| offset <= body.len()), "{error}");
                assert!(!error.to_string().contains('{'), "{error}");
            }
        }
    }
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
    assert_eq!(event.grants_access(), event.access().map(commet_webhooks::Access::grants));
    let reread = Payload::from_tape(&event.to_tape(), event.payload().body()).expect("an event's tape");
    assert_eq!(&reread, event.payload());
    assert!(format!("{event:?} {:?} {:?}", event.commet(), event.creem()).len() > 1);
    survives(event.payload());
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
        assert!(payload.to_string().len() >= 2);
        let reread = payload.to_tape();
        let again = Payload::from_tape(&reread, body).expect("a tape that was just written");
        assert_eq!(payload.to_string(), again.to_string());
    }
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
