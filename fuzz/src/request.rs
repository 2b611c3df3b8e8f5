//! A request, and what must come of it by the order of the contract: stated without the core, but for
//! the event's own fields, which the core gives when nothing else is asked of it.

use std::time::Duration;

use commet_webhooks::{Error, Event, Options, Provider, Timestamp, Webhooks};
use serde_json::Value as Json;

use crate::{SECRET, check_event, reference};

/// 2026-03-25T14:30:00Z
const NOW_MS: i64 = 1_774_449_000_000;

/// Checks the request that the choices make of a body.
#[expect(clippy::too_many_lines, reason = "one list of what may stand around a body")]
pub(crate) fn check(choices: [u8; 8], body: &[u8]) {
    let [sender, signed, names, header, mode, age, skew, size] = choices;
    let provider = Provider::ALL[usize::from(sender) % Provider::ALL.len()];
    let webhooks = match sender / 2 % 3 {
        0 => Webhooks::new(provider, [SECRET]),
        1 => Webhooks::new(provider, ["another", SECRET]),
        _ => Webhooks::new(provider, [SECRET, "another", "a third"]),
    }
    .expect("secrets");

    // Without expectations, so that those can be held against what the event says of itself.
    let right = reference::hmac_hex(SECRET.as_bytes(), body);
    let plain = webhooks.receive(body, [(provider.signature_header(), &right)]);
    let first_fault = unreadable(provider, body);
    match &plain {
        Ok(event) => check_event(event),
        Err(error) => {
            let status = if body.is_empty() { 403 } else { 400 };
            assert_eq!(error.http_status(), status, "{error}");
            assert!(error.offset().is_none_or(|offset| offset <= body.len()), "{error}");
            assert!(!error.to_string().contains('{'), "{error}");
        }
    }
    assert_eq!(code(&plain), first_fault, "{plain:?}");

    let (signatures, signature_fault) = match signed % 8 {
        0 | 1 => (vec![right.clone()], None),
        2 => (vec![right.to_uppercase()], None),
        3 => (vec![], Some("missing_signature")),
        4 => (vec![String::new()], Some("missing_signature")),
        5 => (vec![right.clone(), right.clone()], Some("malformed_signature")),
        6 => (vec![format!(" {right}")], Some("malformed_signature")),
        _ => (vec![reference::hmac_hex(b"wrong", body)], Some("signature_mismatch")),
    };
    let name = plain.as_ref().ok().map(Event::event_type).unwrap_or_default();
    let events = match header % 6 {
        0 | 1 => vec![],
        2 => vec![name.to_owned()],
        3 => vec![String::new()],
        4 => vec![format!("{name}x")],
        _ => vec![name.to_owned(), name.to_owned()],
    };
    let cased = |text: &str| match names % 3 {
        0 => text.to_owned(),
        1 => text.to_lowercase(),
        _ => text.to_uppercase(),
    };
    let mut headers: Vec<(String, &str)> = vec![("Content-Type".to_owned(), "application/json")];
    headers.extend(signatures.iter().map(|value| (cased(provider.signature_header()), value.as_str())));
    headers.extend(
        provider.event_header().into_iter().flat_map(|header| {
            events.iter().map(|value| (cased(header), value.as_str())).collect::<Vec<_>>()
        }),
    );
    if names >= 128 {
        headers.reverse();
    }

    let mode = ["live", "sandbox", "prod", "", "LIVE"].get(usize::from(mode) % 8).copied();
    let age = (age % 4 > 0).then(|| Duration::from_secs(1 << (u32::from(age) / 4)));
    let skew = (skew % 2 > 0).then(|| Duration::from_secs(1 << (u32::from(skew) / 4)));
    let limit = match size % 4 {
        0 | 1 => None,
        2 => Some(body.len()),
        _ => Some(body.len().saturating_sub(1 + usize::from(size / 4))),
    };
    let mut options = Options::new();
    if let Some(mode) = mode {
        options = options.mode(mode);
    }
    if let Some(age) = age {
        options = options.max_age(age, Timestamp::from_millis(NOW_MS).expect("a time"));
    }
    if let Some(skew) = skew {
        options = options.clock_skew(skew);
    }
    if let Some(limit) = limit {
        options = options.max_body_bytes(limit);
    }

    let expected = if body.is_empty() {
        Some("empty_body")
    } else if limit.is_some_and(|limit| body.len() > limit) {
        Some("body_too_large")
    } else {
        signature_fault.or(first_fault).or_else(|| {
            let event = plain.as_ref().expect("no fault");
            let contradicted = provider.event_header().is_some()
                && match events.as_slice() {
                    [] => false,
                    [value] => !value.is_empty() && value != name,
                    _ => true,
                };
            // Milliseconds that the event is old; far beyond 64 bits of them there is none.
            let old = event.time().map(|time| i128::from(NOW_MS) - i128::from(time.as_millis()));
            match (age, old) {
                (Some(_), None) => Some("invalid_envelope"),
                _ if contradicted => Some("event_header_mismatch"),
                _ if mode.is_some() && event.mode() != mode => Some("wrong_mode"),
                (Some(age), Some(old)) if old > i128::try_from(age.as_millis()).expect("small") => {
                    Some("too_old")
                }
                (Some(_), Some(old))
                    if -old
                        > i128::try_from(skew.unwrap_or(Duration::from_secs(300)).as_millis())
                            .expect("small") =>
                {
                    Some("from_the_future")
                }
                _ => None,
            }
        })
    };
    let received = webhooks.receive_with(body, headers.iter().map(|(name, value)| (name, value)), &options);
    assert_eq!(code(&received), expected, "{headers:?} {options:?} {received:?}");
}

fn code(outcome: &Result<Event<'_>, Error>) -> Option<&'static str> {
    outcome.as_ref().err().map(|error| error.code().as_str())
}

/// What is wrong with an authentic body.
fn unreadable(provider: Provider, body: &[u8]) -> Option<&'static str> {
    if body.is_empty() {
        return Some("empty_body");
    }
    let (name, data) = if provider == Provider::Creem { ("eventType", "object") } else { ("event", "data") };
    match reference::read(body) {
        Err(fault) => Some(fault),
        Ok(object) => (!object.get(name).is_some_and(Json::is_string)
            || !object.get(data).is_some_and(Json::is_object))
        .then_some("invalid_envelope"),
    }
}
