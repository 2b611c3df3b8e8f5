// Its code is run as a whole, by tests/docs.
#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]
#![forbid(unsafe_code)]

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use commet_webhooks::{DEFAULT_MAX_BODY_BYTES, Error, Event, Options, Webhooks};
use http_body_util::BodyExt as _;

/// Receives the webhooks of one endpoint; the state of a route that has a [`WebhookEvent`]. Clones
/// share one prepared secret.
#[derive(Debug, Clone)]
pub struct Receiver {
    webhooks: Arc<Webhooks>,
    mode: Option<String>,
    max_age: Option<Duration>,
    clock_skew: Option<Duration>,
    max_body_bytes: usize,
}

impl Receiver {
    /// A receiver that accepts what the verifier does, up to bodies of 1 MiB.
    #[must_use]
    pub fn new(webhooks: Webhooks) -> Self {
        Self {
            webhooks: Arc::new(webhooks),
            mode: None,
            max_age: None,
            clock_skew: None,
            max_body_bytes: DEFAULT_MAX_BODY_BYTES,
        }
    }

    /// Only events of this mode, such as `live`: see [`Options::mode`].
    #[must_use]
    pub fn mode(mut self, mode: impl Into<String>) -> Self {
        self.mode = Some(mode.into());
        self
    }

    /// Only events whose signed time is at most this long ago: see [`Options::max_age`].
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// How far ahead of the system's clock an event may be: see [`Options::clock_skew`].
    #[must_use]
    pub fn clock_skew(mut self, clock_skew: Duration) -> Self {
        self.clock_skew = Some(clock_skew);
        self
    }

    /// Only bodies of at most this many bytes. axum's own limit does not apply.
    #[must_use]
    pub fn max_body_bytes(mut self, max_body_bytes: usize) -> Self {
        self.max_body_bytes = max_body_bytes;
        self
    }

    /// Verifies and parses a request.
    ///
    /// # Errors
    ///
    /// What is wrong with the request.
    pub async fn receive(&self, request: Request) -> Result<Event<'static>, Rejection> {
        let (parts, body) = request.into_parts();
        let body = read(body, self.max_body_bytes).await?;
        let mut options = Options::new().max_body_bytes(self.max_body_bytes);
        if let Some(mode) = &self.mode {
            options = options.mode(mode);
        }
        if let Some(max_age) = self.max_age {
            options = options.max_age(max_age, SystemTime::now());
        }
        if let Some(clock_skew) = self.clock_skew {
            options = options.clock_skew(clock_skew);
        }
        let event = self.webhooks.receive_with(&body, &parts.headers, &options)?;
        Ok(event.into_owned())
    }
}

/// A body; of one that is larger than the limit as much as shows that.
async fn read(mut body: Body, limit: usize) -> Result<Vec<u8>, Rejection> {
    let enough = limit.saturating_add(1);
    let mut bytes = Vec::new();
    while bytes.len() < enough {
        let Some(frame) = body.frame().await else { break };
        if let Ok(data) = frame.map_err(Rejection::Body)?.into_data() {
            let rest = enough - bytes.len();
            bytes.extend_from_slice(data.get(..rest).unwrap_or(&data));
        }
    }
    Ok(bytes)
}

/// An extractor that gives an authentic event, and answers every other request by itself.
///
/// It takes the body, so it is the last of a handler's arguments.
#[derive(Debug, Clone)]
pub struct WebhookEvent(pub Event<'static>);

impl<S> FromRequest<S> for WebhookEvent
where
    Receiver: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        Receiver::from_ref(state).receive(request).await.map(Self)
    }
}

/// The answer that tells the provider that its event has been handled: 200 `{"received":true}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received;

impl IntoResponse for Received {
    fn into_response(self) -> Response {
        json(StatusCode::OK, r#"{"received":true}"#.to_owned())
    }
}

/// Why a request is no event. As a response, it is what to answer the provider.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// It is not authentic, cannot be read, or is not expected.
    Refused(Error),
    /// Its body did not arrive.
    Body(axum::Error),
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Body(_) => f.write_str("the body of the request did not arrive"),
        }
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Refused(error) => Some(error),
            Self::Body(error) => Some(error),
        }
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(error) => {
                let status = StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
                json(status, format!(r#"{{"received":false,"code":"{}"}}"#, error.code()))
            }
            Self::Body(_) => json(StatusCode::BAD_REQUEST, r#"{"received":false}"#.to_owned()),
        }
    }
}

fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
