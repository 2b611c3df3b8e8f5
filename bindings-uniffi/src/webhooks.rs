//! The calls.

#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    clippy::result_large_err,
    reason = "uniffi makes what comes in, takes what goes out, and shows the documentation in other languages"
)]

use std::sync::Arc;

use crate::error::WebhookError;
use crate::event::Event;
use crate::options::ReceiveOptions;
use crate::provider::Provider;
use crate::text::{Header, HeaderText, Secret};
use crate::value::Value;

/// Verifies and parses the webhooks of one endpoint.
///
/// Make one when the application starts and share it: it is immutable, and any number of threads may
/// call it at once.
#[derive(uniffi::Object)]
pub struct Webhooks(commet_webhooks::Webhooks);

#[uniffi::export]
impl Webhooks {
    /// For a provider, with its secret; with several while one is rotated: any of them may have signed.
    ///
    /// Fails with `empty_secret` when there is no secret, or one is empty or blank.
    #[uniffi::constructor]
    pub fn new(provider: Provider, secrets: Vec<Secret>) -> Result<Arc<Self>, WebhookError> {
        let secrets = secrets.iter().map(|secret| secret.0.as_slice());
        Ok(Arc::new(Self(commet_webhooks::Webhooks::new(provider.into(), secrets)?)))
    }

    /// The signature of a payload with the first secret, for tests: 64 lower-case hex digits.
    pub fn sign(&self, payload: Vec<u8>) -> String {
        self.0.sign(payload)
    }

    /// Whether the signature is that of the payload with one of the secrets. Never fails.
    pub fn verify(&self, payload: Vec<u8>, signature: Option<HeaderText>) -> bool {
        self.0.verify(payload, signature.unwrap_or_default().0)
    }

    /// The payload, if the signature is right and the body a JSON object; else nothing. Never fails.
    pub fn verify_and_parse(&self, raw_body: Vec<u8>, signature: Option<HeaderText>) -> Option<Value> {
        let payload = self.0.verify_and_parse(&raw_body, signature.unwrap_or_default().0)?;
        Some(payload.object().into())
    }

    /// Verifies and parses a request.
    ///
    /// `raw_body` is the body as it came, before any decoding or parsing; `headers` are all the
    /// request's headers. Answer the provider with the error's HTTP status.
    #[uniffi::method(default(options = None))]
    pub fn receive(
        &self,
        raw_body: Vec<u8>,
        headers: Vec<Header>,
        options: Option<ReceiveOptions>,
    ) -> Result<Event, WebhookError> {
        let headers = headers.into_iter().map(|Header { name, value }| {
            // A name that is no UTF-8 is none that anybody looks for.
            (String::from_utf8_lossy(&name.0).into_owned(), value.0)
        });
        let options = options.unwrap_or_default();
        Ok(self.0.receive_with(&raw_body, headers, &options.core())?.into())
    }
}

/// The signature of a payload, for tests: HMAC-SHA256 in 64 lower-case hex digits.
///
/// Fails with `empty_secret` when the secret is empty or blank.
#[uniffi::export]
pub fn sign(payload: Vec<u8>, secret: Secret) -> Result<String, WebhookError> {
    Ok(commet_webhooks::sign(payload, secret.0.as_slice())?)
}

/// Whether the signature is that of the payload with the secret. Never fails: anything wrong is false.
///
/// To verify often with one secret, make a `Webhooks`.
#[uniffi::export]
pub fn verify(payload: Vec<u8>, signature: Option<HeaderText>, secret: Secret) -> bool {
    commet_webhooks::verify(payload, signature.unwrap_or_default().0, secret.0.as_slice())
}

/// The payload, if the signature is that of the body with the secret and the body is a JSON object.
///
/// For either provider: the envelope is not checked, and nothing says what was wrong; `receive` does both.
#[uniffi::export]
pub fn verify_and_parse(raw_body: Vec<u8>, signature: Option<HeaderText>, secret: Secret) -> Option<Value> {
    let signature = signature.unwrap_or_default().0;
    Some(commet_webhooks::verify_and_parse(&raw_body, signature, secret.0.as_slice())?.object().into())
}

/// Verifies and parses a request with one secret; see the method of `Webhooks`.
#[uniffi::export(default(options = None))]
pub fn receive(
    provider: Provider,
    raw_body: Vec<u8>,
    headers: Vec<Header>,
    secret: Secret,
    options: Option<ReceiveOptions>,
) -> Result<Event, WebhookError> {
    Webhooks::new(provider, vec![secret])?.receive(raw_body, headers, options)
}
