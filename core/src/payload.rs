//! A verified body and what it says.

use std::borrow::Cow;
use std::fmt;

use crate::error::Error;
use crate::generated::errors::ErrorCode;
use crate::json;
use crate::provider::Provider;
use crate::schema::object_at;
use crate::tape::{self, EventSection, Nodes, Tape, TapeError, TapeParts, node};
use crate::value::{Object, Place, Value};

/// The largest body that is ever accepted, one byte short of 128 MiB, so that lengths fit the tape.
pub const MAX_BODY_BYTES: usize = (1 << 27) - 1;

/// A webhook's body, verified and parsed: one JSON object.
///
/// Borrows the body it was made from; [`into_owned`](Self::into_owned) cuts that tie.
///
/// ```
/// # let (secret, raw_body) = ("whsec_test", br#"{"event":"trial.started","data":{}}"#);
/// # let signature = commet_webhooks::sign(raw_body, secret)?;
/// let payload = commet_webhooks::verify_and_parse(raw_body, &signature, secret).expect("authentic");
/// assert_eq!(payload.get("event").and_then(|event| event.as_str()), Some("trial.started"));
/// # Ok::<(), commet_webhooks::Error>(())
/// ```
#[derive(Clone)]
pub struct Payload<'b> {
    pub(crate) body: Cow<'b, str>,
    pub(crate) tape: Tape,
}

impl<'b> Payload<'b> {
    /// Parses a body whose authenticity has been established before: a webhook that was stored, say.
    ///
    /// It does not verify anything. For a request, use [`verify_and_parse`](crate::verify_and_parse)
    /// or [`receive`](crate::receive).
    ///
    /// ```
    /// use commet_webhooks::{ErrorCode, Payload};
    ///
    /// let payload = Payload::parse_verified(br#"{"event":"trial.started","data":{}}"#)?;
    /// assert_eq!(payload.get("event").and_then(|event| event.as_str()), Some("trial.started"));
    /// assert_eq!(Payload::parse_verified(b"[]").unwrap_err().code(), ErrorCode::NotAnObject);
    /// # Ok::<(), commet_webhooks::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorCode::InvalidUtf8`], [`ErrorCode::InvalidJson`] or [`ErrorCode::NotAnObject`]; and
    /// [`ErrorCode::BodyTooLarge`] beyond [`MAX_BODY_BYTES`].
    pub fn parse_verified(body: &'b [u8]) -> Result<Self, Error> {
        check_size(body, MAX_BODY_BYTES)?;
        let text = match std::str::from_utf8(body) {
            Ok(text) => text,
            Err(fault) => return Err(Error::new(ErrorCode::InvalidUtf8).with("offset", fault.valid_up_to())),
        };
        let tape = json::parse(text).map_err(|fault| {
            Error::new(ErrorCode::InvalidJson)
                .with("offset", fault.offset)
                .with("reason", fault.reason.message())
        })?;
        if tape.tag_at(0) != node::OBJECT {
            return Err(Error::new(ErrorCode::NotAnObject));
        }
        Ok(Self { body: Cow::Borrowed(text), tape })
    }

    /// Reads back a payload from its tape and the body that the tape was made from.
    ///
    /// For tapes that cross a language or process boundary. Everything is checked: no input makes
    /// the result, or anything reached from it, panic.
    ///
    /// # Errors
    ///
    /// When the bytes are not a tape of this version of the crate, or do not fit the body.
    pub fn from_tape(tape: &[u8], body: &'b [u8]) -> Result<Self, TapeError> {
        let (tape, body) = tape::read(tape, body)?;
        Ok(Self { body: Cow::Borrowed(body), tape })
    }

    /// The payload in the binary form that `docs/tape.md` describes.
    #[must_use]
    pub fn to_tape(&self) -> Vec<u8> {
        self.tape_parts().to_bytes()
    }

    /// The same form in pieces, to be written somewhere else than into a vector.
    #[must_use]
    pub fn tape_parts(&self) -> TapeParts<'_> {
        TapeParts::new(&self.tape, &EventSection::default())
    }

    /// The nodes that the payload consists of.
    #[must_use]
    pub fn nodes(&self) -> Nodes<'_> {
        Nodes::new(&self.tape.words, &self.body, &self.tape.strings)
    }

    /// The payload as an object.
    #[must_use]
    pub fn object(&self) -> Object<'_> {
        Object::root(self)
    }

    /// The value of a key at the top level, such as `"event"`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Value<'_>> {
        self.object().get(key)
    }

    /// The value at a place, which is that of a value of this payload.
    ///
    /// Any other place gives some value of no meaning, `null` most likely.
    #[must_use]
    pub fn value_at(&self, place: Place) -> Value<'_> {
        Value::read(self, place.index())
    }

    /// The place of a container's first element or first key, if it is not empty.
    #[must_use]
    pub fn place_within(&self, container: Place) -> Place {
        Place::new(container.index().saturating_add(node::CONTAINER_WORDS))
    }

    /// The place behind a value and all it contains: that of the next element or key, if there is
    /// one in the same container.
    #[must_use]
    pub fn place_after(&self, place: Place) -> Place {
        let at = place.index();
        Place::new(at.saturating_add(node::node_len(&self.tape.words, at)))
    }

    /// Which variant of a union of the provider's catalog the object at a place fits, for bindings that make objects
    /// of their own of them: the variant's number in the catalog's order, behind them all that of the fallback.
    ///
    /// Nothing where the object names a variant that the catalog does not have, or fits none, and where the catalog
    /// has no such union.
    #[must_use]
    pub fn variant_at(&self, provider: Provider, union: &str, place: Place) -> Option<usize> {
        let (_, of) = provider.spec().unions.iter().find(|(name, _)| *name == union)?;
        let object = object_at(self, place.index())?;
        of.variant(self, object.place().index())
    }

    /// The body, byte for byte as it was signed.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body.as_bytes()
    }

    /// The same payload with a body of its own, to outlive the request.
    #[must_use]
    pub fn into_owned(self) -> Payload<'static> {
        Payload { body: Cow::Owned(self.body.into_owned()), tape: self.tape }
    }
}

/// Refuses a body of more bytes than `limit`.
pub(crate) fn check_size(body: &[u8], limit: usize) -> Result<(), Error> {
    if body.len() > limit {
        return Err(Error::new(ErrorCode::BodyTooLarge).with("size", body.len()).with("limit", limit));
    }
    Ok(())
}

/// Equal values; how they were written does not matter.
impl PartialEq for Payload<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.object() == other.object()
    }
}

impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.object().fmt(f)
    }
}

/// As compact JSON.
impl fmt::Display for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.object().fmt(f)
    }
}
