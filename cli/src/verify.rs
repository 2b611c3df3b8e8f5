//! `verify`: is it authentic, and what does it say?

use std::time::SystemTime;

use commet_webhooks::{Access, Error, Event, Options, Value, Webhooks};

use crate::args::VerifyArgs;
use crate::catalog::Catalog;
use crate::outcome::{Outcome, Usage};
use crate::text::{Paint, WIDTH, aligned, printable, wrap};
use crate::{data, input, secrets};

pub(crate) fn run(args: VerifyArgs, paint: Paint) -> Result<Outcome, Usage> {
    let VerifyArgs { provider, secret, signature, headers, mode, max_age, max_body_bytes, json, file } = args;
    let secrets = secrets::find(secret, provider)?;
    let body = input::read(&file)?;

    let mut headers = headers;
    if let Some(signature) = signature {
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case(provider.signature_header()));
        headers.push((provider.signature_header().to_owned(), signature));
    }
    let mut options = Options::new();
    if let Some(mode) = &mode {
        options = options.mode(mode);
    }
    if let Some(max_age) = max_age {
        options = options.max_age(max_age, SystemTime::now());
    }
    if let Some(max_body_bytes) = max_body_bytes {
        options = options.max_body_bytes(max_body_bytes);
    }

    let received =
        Webhooks::new(provider, secrets).and_then(|webhooks| webhooks.receive_with(&body, headers, &options));
    Ok(match received {
        Ok(event) if json => Outcome::Done(event_as_json(&event)),
        Ok(event) => Outcome::Done(event_as_text(&event, paint)),
        Err(error) if json => Outcome::Refused { output: error_as_json(&error), message: String::new() },
        Err(error) => Outcome::refused(&error),
    })
}

/// One line. The numbers of the event are those of the body, as only the library writes them.
fn event_as_json(event: &Event<'_>) -> String {
    let text = |text: &str| Value::String(text).to_string();
    let line = format!(
        concat!(
            r#"{{"ok":true,"type":{},"known":{},"typed":{},"event_id":{},"#,
            r#""idempotency_key":{},"grants_access":{},"event":{}}}"#,
        ),
        text(event.event_type()),
        event.is_known(),
        event.is_typed(),
        event.id().map_or(Value::Null, Value::String),
        text(&event.idempotency_key()),
        event.grants_access().map_or(Value::Null, Value::Bool),
        event.payload(),
    );
    format!("{}\n", printable(&line))
}

fn error_as_json(error: &Error) -> String {
    let text = |text: &str| Value::String(text).to_string();
    let line = format!(
        r#"{{"ok":false,"code":{},"message":{},"hint":{}}}"#,
        text(error.code().as_str()),
        text(&error.message()),
        text(error.hint()),
    );
    format!("{}\n", printable(&line))
}

fn event_as_text(event: &Event<'_>, paint: Paint) -> String {
    let provider = Catalog::get().provider(event.provider());
    let known = provider.events.iter().find(|known| known.name == event.event_type());
    let given =
        |value: Option<&str>| value.map_or_else(|| paint.dim("not given"), |value| printable(value).into());
    let typed = match event.untyped_reason() {
        None => "yes".to_owned(),
        Some(reason) => format!("no: {}", printable(reason)),
    };
    let access = match event.access() {
        None => "the event does not speak of it".to_owned(),
        Some(access @ Access::Grace) => {
            format!("{} (a payment is late; let the customer in)", access.as_str())
        }
        Some(access) => access.as_str().to_owned(),
    };
    let key = event.idempotency_key();
    let key = if event.id() == Some(&key) {
        printable(&key).into()
    } else {
        format!("{key} (SHA-256 of the body)")
    };
    let rows = [
        ("known", if event.is_known() { "yes" } else { "no" }.to_owned()),
        ("typed", typed),
        ("event id", given(event.id())),
        ("idempotency key", key),
        ("time", given(event.time().map(|time| time.to_string()).as_deref())),
        ("mode", given(event.mode())),
        ("organization", given(event.organization_id())),
        ("API version", given(event.api_version())),
        ("access", access),
    ];
    let heading = format!(
        "{} {} from {}\n",
        paint.green("verified:"),
        paint.bold(&printable(event.event_type())),
        provider.title
    );
    let description =
        known.map(|known| format!("{}\n", wrap(&known.description, 2, WIDTH))).unwrap_or_default();
    format!(
        "{heading}{description}\n{}\n{}\n{}",
        aligned(rows),
        paint.bold("data"),
        data::render(event.data(), known, paint)
    )
}
