//! The verifier.

use std::fmt;
use std::time::Duration;

use crate::error::{Error, ErrorCode};
use crate::event::Event;
use crate::payload::{MAX_BODY_BYTES, Payload, check_size};
use crate::provider::Provider;
use crate::signature::{Key, Signature};
use crate::time::Timestamp;

/// How far an event's time may lie ahead of ours before it counts as being from the future.
const DEFAULT_CLOCK_SKEW: Duration = Duration::from_secs(300);

/// The body size up to which adapters should read: 1 MiB, many times the largest event.
pub const DEFAULT_MAX_BODY_BYTES: usize = 1 << 20;

/// Verifies and parses the webhooks of one endpoint.
///
/// Make one when the application starts and share it: it is immutable, and calls from any number of
/// threads do not wait for each other. It holds one or more secrets in prepared form, so that a
/// secret can be rotated without losing events.
///
/// ```
/// use commet_webhooks::Webhooks;
///
/// let webhooks = Webhooks::commet("whsec_test")?;
/// # let body = br#"{"event":"trial.started","data":{}}"#;
/// # let headers = [("X-Commet-Signature", webhooks.sign(body))];
/// // `headers` is any list of pairs: a `http::HeaderMap`, a `HashMap`, an array.
/// let event = webhooks.receive(body, headers)?;
/// println!("{} at {:?}", event.event_type(), event.time());
/// # Ok::<(), commet_webhooks::Error>(())
/// ```
#[derive(Clone)]
pub struct Webhooks {
    provider: Provider,
    /// Never empty.
    keys: Vec<Key>,
}

impl Webhooks {
    /// For Commet, with one secret (`whsec_…`, the prefix included).
    ///
    /// # Errors
    ///
    /// [`EmptySecret`](ErrorCode::EmptySecret) when the secret is empty or blank.
    pub fn commet(secret: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::new(Provider::Commet, [secret])
    }

    /// For CREEM, with one secret.
    ///
    /// # Errors
    ///
    /// [`EmptySecret`](ErrorCode::EmptySecret) when the secret is empty or blank.
    pub fn creem(secret: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::new(Provider::Creem, [secret])
    }

    /// For any provider, with several secrets, any of which may have signed.
    ///
    /// # Errors
    ///
    /// [`EmptySecret`](ErrorCode::EmptySecret) when there is no secret, or one is empty or blank.
    pub fn new<S: AsRef<[u8]>>(
        provider: Provider,
        secrets: impl IntoIterator<Item = S>,
    ) -> Result<Self, Error> {
        let mut webhooks = Self { provider, keys: Vec::new() };
        for secret in secrets {
            webhooks.add_secret(secret)?;
        }
        if webhooks.keys.is_empty() { Err(Error::new(ErrorCode::EmptySecret)) } else { Ok(webhooks) }
    }

    /// Accepts what this secret has signed too, as while a secret is being rotated.
    ///
    /// # Errors
    ///
    /// [`EmptySecret`](ErrorCode::EmptySecret) when the secret is empty or blank.
    pub fn add_secret(&mut self, secret: impl AsRef<[u8]>) -> Result<(), Error> {
        Key::add(&mut self.keys, secret.as_ref())
    }

    /// The provider whose webhooks these are.
    #[must_use]
    pub fn provider(&self) -> Provider {
        self.provider
    }

    /// The signature of a payload with the first secret, for tests: 64 lower-case hex digits.
    #[must_use]
    pub fn sign(&self, payload: impl AsRef<[u8]>) -> String {
        self.keys.first().map(|key| key.sign(payload.as_ref())).unwrap_or_default()
    }

    /// Whether the signature is that of the payload with one of the secrets. Never fails.
    #[must_use]
    pub fn verify(&self, payload: impl AsRef<[u8]>, signature: impl AsRef<[u8]>) -> bool {
        self.authenticate(payload.as_ref(), None, Some(signature.as_ref())).is_ok()
    }

    /// The payload, if the signature is right and the body a JSON object; the documented contract
    /// of the providers' SDKs. Use [`receive`](Self::receive) to learn what was wrong.
    #[must_use]
    pub fn verify_and_parse<'b>(
        &self,
        raw_body: &'b [u8],
        signature: impl AsRef<[u8]>,
    ) -> Option<Payload<'b>> {
        self.try_verify_and_parse(raw_body, signature).ok()
    }

    /// As [`verify_and_parse`](Self::verify_and_parse), for languages whose contract has an error
    /// in the place of nothing.
    ///
    /// # Errors
    ///
    /// The first fault in the order of [`ErrorCode`]'s variants.
    pub fn try_verify_and_parse<'b>(
        &self,
        raw_body: &'b [u8],
        signature: impl AsRef<[u8]>,
    ) -> Result<Payload<'b>, Error> {
        self.authenticate(raw_body, None, Some(signature.as_ref()))?;
        Payload::parse_verified(raw_body)
    }

    /// Verifies and parses a request.
    ///
    /// `raw_body` is the body as it came, before any decoding or parsing; `headers` are all the
    /// request's headers, their names in any case.
    ///
    /// # Errors
    ///
    /// The first fault in the order of [`ErrorCode`]'s variants. Answer the provider with
    /// [`Error::http_status`].
    pub fn receive<'b, K, V>(
        &self,
        raw_body: &'b [u8],
        headers: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Event<'b>, Error>
    where
        K: AsRef<str>,
        V: AsRef<[u8]>,
    {
        self.receive_with(raw_body, headers, &Options::new())
    }

    /// As [`receive`](Self::receive), with expectations of the event's age, mode and size.
    ///
    /// # Errors
    ///
    /// As [`receive`](Self::receive).
    pub fn receive_with<'b, K, V>(
        &self,
        raw_body: &'b [u8],
        headers: impl IntoIterator<Item = (K, V)>,
        options: &Options<'_>,
    ) -> Result<Event<'b>, Error>
    where
        K: AsRef<str>,
        V: AsRef<[u8]>,
    {
        let spec = self.provider.spec();
        let mut signature = Header::Absent;
        let mut event_name = Header::Absent;
        for (name, value) in headers {
            let name = name.as_ref();
            if name.eq_ignore_ascii_case(spec.signature_header) {
                signature.note(value);
            } else if spec.event_header.is_some_and(|header| name.eq_ignore_ascii_case(header)) {
                event_name.note(value);
            }
        }
        self.authenticate(raw_body, options.max_body_bytes, signature.value())?;
        let event = Event::read(self.provider, Payload::parse_verified(raw_body)?)?;
        if options.age.is_some() && event.time().is_none() {
            return Err(event.invalid_time());
        }
        if event_name.value().is_some_and(|name| !name.is_empty() && name != event.event_type().as_bytes()) {
            let header = spec.event_header.unwrap_or_default();
            return Err(Error::new(ErrorCode::EventHeaderMismatch).with("header", header));
        }
        options.check(&event)?;
        Ok(event)
    }

    /// Everything that stands before the parsing, in the order of the contract.
    fn authenticate(
        &self,
        body: &[u8],
        max_body_bytes: Option<usize>,
        signature: Option<&[u8]>,
    ) -> Result<(), Error> {
        let limit = max_body_bytes.unwrap_or(MAX_BODY_BYTES).min(MAX_BODY_BYTES);
        let header = self.provider.signature_header();
        if body.is_empty() {
            return Err(Error::new(ErrorCode::EmptyBody));
        }
        check_size(body, limit)?;
        let text = signature
            .filter(|text| !text.is_empty())
            .ok_or_else(|| Error::new(ErrorCode::MissingSignature).with("header", header))?;
        let signature = Signature::parse(text)
            .ok_or_else(|| Error::new(ErrorCode::MalformedSignature).with("header", header))?;
        if self.keys.iter().any(|key| key.verifies(body, &signature)) {
            Ok(())
        } else {
            Err(Error::new(ErrorCode::SignatureMismatch))
        }
    }
}

/// Shows the provider and the number of secrets, never a secret.
impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks")
            .field("provider", &self.provider)
            .field("secrets", &self.keys.len())
            .finish()
    }
}

/// A header of which a request should have one.
enum Header<V> {
    Absent,
    Once(V),
    Repeated,
}

impl<V: AsRef<[u8]>> Header<V> {
    fn note(&mut self, value: V) {
        *self = if matches!(self, Self::Absent) { Self::Once(value) } else { Self::Repeated };
    }

    /// The value; of a repeated header the comma that joins the values, which is never right.
    fn value(&self) -> Option<&[u8]> {
        match self {
            Self::Absent => None,
            Self::Once(value) => Some(value.as_ref()),
            Self::Repeated => Some(b","),
        }
    }
}

/// What [`Webhooks::receive_with`] expects of an event beyond its signature. Nothing by default.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use commet_webhooks::Options;
///
/// let options = Options::new()
///     .mode("live")
///     .max_age(Duration::from_secs(24 * 60 * 60), SystemTime::now());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Options<'o> {
    mode: Option<&'o str>,
    age: Option<(Duration, Timestamp)>,
    clock_skew: Option<Duration>,
    max_body_bytes: Option<usize>,
}

impl<'o> Options<'o> {
    /// No expectations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only events of this mode, exactly as [`Event::mode`] gives it, so that an event of a sandbox
    /// cannot act in production. An event that does not say its mode is refused.
    #[must_use]
    pub fn mode(mut self, mode: &'o str) -> Self {
        self.mode = Some(mode);
        self
    }

    /// Only events whose signed time is at most this long before `now`, and no further ahead of it
    /// than the [clock skew](Self::clock_skew). Off by default, as retries arrive hours later.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration, now: impl Into<Timestamp>) -> Self {
        self.age = Some((max_age, now.into()));
        self
    }

    /// How far ahead of `now` an event's time may be when [`max_age`](Self::max_age) is set; five
    /// minutes by default.
    #[must_use]
    pub fn clock_skew(mut self, clock_skew: Duration) -> Self {
        self.clock_skew = Some(clock_skew);
        self
    }

    /// Only bodies of at most this many bytes; [`MAX_BODY_BYTES`] without it.
    #[must_use]
    pub fn max_body_bytes(mut self, max_body_bytes: usize) -> Self {
        self.max_body_bytes = Some(max_body_bytes);
        self
    }

    fn check(&self, event: &Event<'_>) -> Result<(), Error> {
        if let Some(mode) = self.mode
            && event.mode() != Some(mode)
        {
            return Err(Error::new(ErrorCode::WrongMode).with("expected", mode));
        }
        let (Some((max_age, now)), Some(time)) = (self.age, event.time()) else {
            return Ok(());
        };
        let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        let age = now.as_millis() - time.as_millis();
        if age > millis(max_age) {
            return Err(Error::new(ErrorCode::TooOld));
        }
        if -age > millis(self.clock_skew.unwrap_or(DEFAULT_CLOCK_SKEW)) {
            return Err(Error::new(ErrorCode::FromTheFuture));
        }
        Ok(())
    }
}

/// The signature of a payload: HMAC-SHA256 in 64 lower-case hex digits, as the providers send it.
///
/// For tests of a receiver. The key is the whole secret string, a prefix such as `whsec_` included.
///
/// # Errors
///
/// [`EmptySecret`](ErrorCode::EmptySecret) when the secret is empty or blank.
///
/// ```
/// let signature = commet_webhooks::sign(r#"{"event":"trial.started"}"#, "whsec_test")?;
/// assert!(commet_webhooks::verify(r#"{"event":"trial.started"}"#, &signature, "whsec_test"));
/// # Ok::<(), commet_webhooks::Error>(())
/// ```
pub fn sign(payload: impl AsRef<[u8]>, secret: impl AsRef<[u8]>) -> Result<String, Error> {
    Ok(Webhooks::commet(secret)?.sign(payload))
}

/// Whether `signature` is that of `payload` with `secret`. Never fails: anything wrong is `false`.
///
/// A signature is exactly 64 hex digits of either case; the comparison takes constant time. To
/// verify often with one secret, make a [`Webhooks`].
#[must_use]
pub fn verify(payload: impl AsRef<[u8]>, signature: impl AsRef<[u8]>, secret: impl AsRef<[u8]>) -> bool {
    Webhooks::commet(secret).is_ok_and(|webhooks| webhooks.verify(payload, signature))
}

/// The payload, if `signature` is that of `raw_body` with `secret` and the body is a JSON object.
///
/// The documented contract of the providers' SDKs, for either provider: the envelope is not
/// checked, and nothing says what was wrong. [`Webhooks::receive`] does both.
#[must_use]
pub fn verify_and_parse(
    raw_body: &[u8],
    signature: impl AsRef<[u8]>,
    secret: impl AsRef<[u8]>,
) -> Option<Payload<'_>> {
    Webhooks::commet(secret).ok()?.verify_and_parse(raw_body, signature)
}

/// Verifies and parses a request with one secret; see [`Webhooks::receive_with`].
///
/// # Errors
///
/// The first fault in the order of [`ErrorCode`]'s variants.
pub fn receive<'b, K, V>(
    provider: Provider,
    raw_body: &'b [u8],
    headers: impl IntoIterator<Item = (K, V)>,
    secret: impl AsRef<[u8]>,
    options: &Options<'_>,
) -> Result<Event<'b>, Error>
where
    K: AsRef<str>,
    V: AsRef<[u8]>,
{
    Webhooks::new(provider, [secret])?.receive_with(raw_body, headers, options)
}
