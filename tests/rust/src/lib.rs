//! Answers of the Rust crate to the conformance protocol's questions.

// The examples of the documents are tests too.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
#[doc = include_str!("../../../core/README.md")]
struct Documents;

use std::collections::BTreeMap;
use std::error::Error;
use std::time::{Duration, SystemTime};

use commet_webhooks::{Event, Object, Options, Provider, Timestamp, Value, Webhooks, verify, verify_and_parse};
use commet_webhooks_tests::protocol::{Answer, Question};
use commet_webhooks_tests::value::Value as Plain;
use commet_webhooks_tests::vectors;

/// What the crate answers to one question.
///
/// # Errors
///
/// If the question is not one: its body is not base64, or its `now` is no time.
pub fn answer(question: &Question) -> Result<Answer, Box<dyn Error>> {
    let body = question.body()?;
    let signature = question.signature.as_deref().unwrap_or_default();
    let payload = verify_and_parse(&body, signature, &question.secret);
    Ok(Answer {
        id: question.id.clone(),
        verify: verify(&body, signature, &question.secret),
        parse: payload.map(|payload| plain_object(payload.object())),
        receive: receive(question, &body)?,
    })
}

fn receive(question: &Question, body: &[u8]) -> Result<vectors::Receive, Box<dyn Error>> {
    let provider = match question.provider {
        vectors::Provider::Commet => Provider::Commet,
        vectors::Provider::Creem => Provider::Creem,
    };
    let asked = question.options.clone().unwrap_or_default();
    let secrets = asked.secrets.unwrap_or_else(|| vec![question.secret.clone()]);
    let headers = question.headers.clone().unwrap_or_else(|| {
        let signature = question.signature.clone();
        signature.map(|signature| (provider.signature_header().to_owned(), signature)).into_iter().collect()
    });
    let mut options = Options::new();
    if let Some(mode) = &asked.mode {
        options = options.mode(mode);
    }
    if let Some(seconds) = asked.max_age_seconds {
        let now = match &asked.now {
            Some(now) => Timestamp::parse(now).ok_or("options.now is no time")?,
            None => SystemTime::now().into(),
        };
        options = options.max_age(Duration::from_secs(seconds), now);
    }
    if let Some(bytes) = asked.max_body_bytes {
        options = options.max_body_bytes(usize::try_from(bytes)?);
    }
    let received = Webhooks::new(provider, secrets).and_then(|webhooks| webhooks.receive_with(body, &headers, &options));
    Ok(match received {
        Ok(event) => vectors::Receive::Event(Box::new(plain_event(&event))),
        Err(error) => vectors::Receive::Refused(vectors::Refused { ok: false, code: error.code().to_string() }),
    })
}

fn plain_event(event: &Event<'_>) -> vectors::Event {
    vectors::Event {
        ok: true,
        kind: event.event_type().to_owned(),
        known: event.is_known(),
        typed: event.is_typed(),
        event_id: event.id().map(str::to_owned),
        idempotency_key: event.idempotency_key(),
        time: event.time().map(|time| time.to_string()),
        mode: event.mode().map(str::to_owned),
        api_version: event.api_version().map(str::to_owned),
        grants_access: event.grants_access(),
        data: plain_object(event.data()),
    }
}

fn plain_object(object: Object<'_>) -> Plain {
    Plain::Object(object.iter().map(|(key, value)| (key.to_owned(), plain(value))).collect::<BTreeMap<_, _>>())
}

fn plain(value: Value<'_>) -> Plain {
    match value {
        Value::Null => Plain::Null,
        Value::Bool(value) => Plain::Bool(value),
        Value::Number(value) => Plain::number(value.as_f64()),
        Value::String(value) => Plain::from(value),
        Value::Array(values) => Plain::Array(values.iter().map(plain).collect()),
        Value::Object(object) => plain_object(object),
    }
}
