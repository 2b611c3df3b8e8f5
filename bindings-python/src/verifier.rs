//! Verifies and parses.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use commet_webhooks::{Error, ErrorCode, Options, Provider, Webhooks};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use pyo3::{Borrowed, intern};

use crate::document::Document;
use crate::event::Event;
use crate::guard::{guard, released};
use crate::headers::Headers;
use crate::input::{self, Body};
use crate::{build, error};

/// What is expected of an event beyond its signature.
#[derive(Default)]
struct Expectations {
    mode: Option<String>,
    max_age: Option<Duration>,
    clock_skew: Option<Duration>,
    max_body_bytes: Option<usize>,
}

/// Verifies and parses the webhooks of one provider; the base of `Webhooks` and `CreemWebhooks`.
///
/// It never changes, so that threads can share it. Secrets are kept in prepared form, are zeroed
/// when it goes, and are never shown.
#[pyclass(frozen, subclass, module = "commet._native")]
pub(crate) struct Verifier {
    provider: Provider,
    /// None where each call brings its secret.
    webhooks: Option<Webhooks>,
    expectations: Expectations,
}

impl Verifier {
    /// The verifier for a call's own secrets, or else for ours.
    fn using(
        &self,
        secret: Option<&Bound<'_, PyAny>>,
        secrets: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Result<Using<'_>, Error>> {
        if secret.is_none()
            && secrets.is_none()
            && let Some(webhooks) = &self.webhooks
        {
            return Ok(Ok(Using::Ours(webhooks)));
        }
        Ok(prepare(self.provider, secret, secrets)?.map(Using::Theirs))
    }
}

enum Using<'w> {
    Ours(&'w Webhooks),
    Theirs(Webhooks),
}

impl std::ops::Deref for Using<'_> {
    type Target = Webhooks;

    fn deref(&self) -> &Webhooks {
        match self {
            Self::Ours(webhooks) => webhooks,
            Self::Theirs(webhooks) => webhooks,
        }
    }
}

/// A verifier with a secret, or with several in its place.
fn prepare(
    provider: Provider,
    secret: Option<&Bound<'_, PyAny>>,
    secrets: Option<&Bound<'_, PyAny>>,
) -> PyResult<Result<Webhooks, Error>> {
    let Some(secrets) = secrets else {
        let secret = secret.map_or(Ok(Cow::Borrowed(&b""[..])), input::secret)?;
        return Ok(Webhooks::new(provider, [secret]));
    };
    // Its characters would be taken for secrets.
    if secrets.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("secrets are several; a single one is secret"));
    }
    let secrets = secrets.try_iter()?.collect::<PyResult<Vec<_>>>()?;
    let secrets = secrets.iter().map(input::secret).collect::<PyResult<Vec<_>>>()?;
    Ok(Webhooks::new(provider, secrets))
}

/// The body, or the exception that says that this is none.
fn raw<'py>(object: &Bound<'py, PyAny>) -> PyResult<Body<'py>> {
    Body::new(object)?.ok_or_else(|| error::exception_of(object.py(), ErrorCode::BodyNotRaw))
}

#[pymethods]
impl Verifier {
    #[new]
    #[classmethod]
    #[pyo3(signature = (*_args, **kwargs))]
    fn new(
        class: &Bound<'_, PyType>,
        _args: &Bound<'_, PyTuple>,
        kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = class.py();
        guard(|| {
            let provider = class.getattr(intern!(py, "provider"))?.extract::<String>()?;
            let provider: Provider =
                provider.parse().map_err(|_| PyValueError::new_err("there is no such provider"))?;
            let given = |name: &str| match kwargs {
                Some(kwargs) => kwargs.get_item(name),
                None => Ok(None),
            };
            let option = |name: &str| given(name).map(|value| value.filter(|value| !value.is_none()));
            let (secret, secrets) = (given("secret")?, option("secrets")?);
            let webhooks = if secret.is_none() && secrets.is_none() {
                None
            } else {
                let made = prepare(provider, secret.as_ref(), secrets.as_ref())?;
                Some(made.map_err(|refused| error::exception(py, &refused))?)
            };
            let expectations = Expectations {
                mode: option("mode")?.map(|mode| mode.extract()).transpose()?,
                max_age: option("max_age")?.as_ref().map(input::duration).transpose()?,
                clock_skew: option("clock_skew")?.as_ref().map(input::duration).transpose()?,
                max_body_bytes: option("max_body_bytes")?.map(|size| size.extract()).transpose()?,
            };
            Ok(Self { provider, webhooks, expectations })
        })
    }

    /// Whether the signature is that of the payload with the secret.
    ///
    /// `payload` is the raw body, bytes or text; `signature` the value of the provider's signature
    /// header; `secret` may be left out where the object has one. Whatever a request brings, the
    /// answer is a bool. Raises `ConfigurationError` where the payload is no raw body, such as a
    /// dict.
    #[pyo3(signature = (*, payload, signature, secret = None))]
    fn verify(
        &self,
        py: Python<'_>,
        payload: &Bound<'_, PyAny>,
        signature: Option<&Bound<'_, PyAny>>,
        secret: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<bool> {
        guard(|| {
            let Ok(webhooks) = self.using(secret, None)? else { return Ok(false) };
            let body = raw(payload)?;
            let Some(signature) = signature.map(input::text).transpose()?.flatten() else { return Ok(false) };
            let body = body.as_slice();
            Ok(released(py, body.len(), || webhooks.verify(body, &signature)))
        })
    }

    /// The payload as a dict, if the signature is right and the body a JSON object; otherwise None.
    ///
    /// `raw_body` is the body before anything parsed it, bytes or text; `signature` the value of the
    /// provider's signature header; `secret` may be left out where the object has one. It accepts any
    /// signed object; `receive` says what is wrong, and gives typed events. Whatever a request
    /// brings, nothing is raised. Raises `ConfigurationError` where `raw_body` is no raw body, such
    /// as a dict.
    #[pyo3(signature = (*, raw_body, signature, secret = None))]
    fn verify_and_parse<'py>(
        &self,
        py: Python<'py>,
        raw_body: &Bound<'py, PyAny>,
        signature: Option<&Bound<'py, PyAny>>,
        secret: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyDict>>> {
        guard(|| {
            let Ok(webhooks) = self.using(secret, None)? else { return Ok(None) };
            let body = raw(raw_body)?;
            let Some(signature) = signature.map(input::text).transpose()?.flatten() else { return Ok(None) };
            let bytes = body.as_slice();
            let payload = released(py, bytes.len(), || webhooks.verify_and_parse(bytes, &signature));
            let Some(payload) = payload else { return Ok(None) };
            build::object(py, payload.nodes()).map(Some)
        })
    }

    /// Verifies a request and gives its event, or raises a `WebhookError` that says what is wrong.
    ///
    /// `raw_body` is the body before anything parsed it, bytes or text; `headers` are all the
    /// request's headers: any mapping or iterable of pairs, names in any case, a WSGI environ or
    /// Django's META included. `secret`, or `secrets` any of which may have signed, may be left out
    /// where the object has one.
    ///
    /// The options take the place of the object's own: `mode`, such as "live", and `max_age`, a
    /// timedelta or seconds, accept only such events; with `max_age`, `clock_skew` says how far ahead
    /// an event may be (5 minutes), and `now` is a datetime in the place of the clock's; a body of
    /// more than `max_body_bytes` is refused.
    #[pyo3(signature = (
        raw_body, headers, *, secret = None, secrets = None,
        mode = None, max_age = None, clock_skew = None, max_body_bytes = None, now = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "options are keywords")]
    fn receive<'py>(
        &self,
        py: Python<'py>,
        raw_body: &Bound<'py, PyAny>,
        headers: &Bound<'py, PyAny>,
        secret: Option<&Bound<'py, PyAny>>,
        secrets: Option<&Bound<'py, PyAny>>,
        mode: Option<&str>,
        max_age: Option<&Bound<'py, PyAny>>,
        clock_skew: Option<&Bound<'py, PyAny>>,
        max_body_bytes: Option<&Bound<'py, PyAny>>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, Event>> {
        guard(|| {
            let refused = |refused: Error| error::exception(py, &refused);
            let webhooks = self.using(secret, secrets)?.map_err(refused)?;
            let (bytes, owner) = raw(raw_body)?.into_parts();
            let headers = Headers::find(self.provider, headers)?;
            let ours = &self.expectations;
            let mut options = Options::new();
            if let Some(mode) = mode.or(ours.mode.as_deref()) {
                options = options.mode(mode);
            }
            if let Some(max_age) = max_age.map(input::duration).transpose()?.or(ours.max_age) {
                let now = now.map_or_else(|| input::clock(py), input::time)?;
                options = options.max_age(max_age, now);
            }
            if let Some(skew) = clock_skew.map(input::duration).transpose()?.or(ours.clock_skew) {
                options = options.clock_skew(skew);
            }
            // Read here, as `__index__` may be Python code.
            let limit = max_body_bytes.map(PyAnyMethods::extract).transpose()?;
            if let Some(size) = limit.or(ours.max_body_bytes) {
                options = options.max_body_bytes(size);
            }
            let found = headers.values();
            // Where it stays, as events are large to be moved about.
            let document = released(py, bytes.len(), || {
                let event = webhooks.receive_with(bytes, found, &options)?;
                Ok(Arc::new(Document::of_event(event, owner)))
            });
            Event::new(py, document.map_err(refused)?)
        })
    }

    /// The signature of a payload, for tests: 64 lower-case hex digits.
    ///
    /// Raises `ConfigurationError` where there is no secret, neither here nor in the object.
    #[pyo3(signature = (payload, secret = None))]
    fn sign(
        &self,
        py: Python<'_>,
        payload: &Bound<'_, PyAny>,
        secret: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        guard(|| {
            let webhooks = self.using(secret, None)?.map_err(|refused| error::exception(py, &refused))?;
            let body = raw(payload)?;
            let body = body.as_slice();
            Ok(released(py, body.len(), || webhooks.sign(body)))
        })
    }

    /// For annotations.
    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        class.py().import("types")?.getattr("GenericAlias")?.call1((class, item))
    }

    fn __repr__(slf: Borrowed<'_, '_, Self>) -> PyResult<String> {
        let class = slf.get_type();
        let with = if slf.get().webhooks.is_some() { "secret=…" } else { "" };
        Ok(format!("{}({with})", class.name()?))
    }
}
