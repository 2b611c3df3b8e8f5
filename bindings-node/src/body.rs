//! Bodies: text or bytes of JavaScript, brought into the scratch.

use commet_webhooks::MAX_BODY_BYTES;

use crate::scratch::Scratch;
use crate::value::{FAULT, Value};

/// A body, or what the call returns in its place.
pub(crate) type Fetched<'a> = Result<Body<'a>, i32>;

/// A body that the core may read.
pub(crate) enum Body<'a> {
    /// At the beginning of the scratch.
    Copied(&'a [u8]),
    /// Larger than the limit: only its length matters.
    TooLarge(Vec<u8>),
}

impl Body<'_> {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Copied(bytes) => bytes,
            Self::TooLarge(zeroes) => zeroes,
        }
    }
}

/// What the characters of a string stand for.
#[derive(Clone, Copy)]
pub(crate) enum Encoding {
    /// Themselves, in UTF-8.
    Utf8,
    /// A byte each.
    Latin1,
}

/// Copies a body to the beginning of the scratch: a string as UTF-8, or as the bytes that its
/// characters stand for; or a typed array. Nothing can change the copy while it is read.
pub(crate) fn fetch<'a>(body: Value, encoding: Encoding, limit: usize, scratch: Scratch) -> Fetched<'a> {
    let limit = limit.min(MAX_BODY_BYTES);
    let length = match body.bytes() {
        Some((from, length)) => {
            if length > limit {
                return Ok(too_large(length));
            }
            if length > scratch.capacity() {
                return Err(scratch.too_small(room(length)));
            }
            // SAFETY: JavaScript is not running, and there is room; where another thread writes to
            // shared memory, some mixture of its bytes is read.
            unsafe { std::ptr::copy(from, scratch.start(), length) };
            length
        }
        None => string(body, encoding, limit, scratch)?,
    };
    if length > limit {
        return Ok(too_large(length));
    }
    // SAFETY: just written, and only what is behind is written to from now on.
    unsafe { scratch.written(length) }.map(Body::Copied).ok_or(FAULT)
}

fn string(body: Value, encoding: Encoding, limit: usize, scratch: Scratch) -> Result<usize, i32> {
    // A NUL follows, and a character that no longer fits is left out whole.
    const SPARE: usize = 8;
    if scratch.capacity() <= SPARE {
        return Err(FAULT);
    }
    let (start, capacity) = (scratch.start(), scratch.capacity());
    let written = match encoding {
        // SAFETY: as many bytes as the scratch has.
        Encoding::Utf8 => unsafe { body.write_utf8(start, capacity) },
        // SAFETY: as above.
        Encoding::Latin1 => unsafe { body.write_latin1(start, capacity) },
    };
    let length = written.ok_or(FAULT)?;
    if length + SPARE < scratch.capacity() {
        return Ok(length);
    }
    let whole = body.utf8_length().ok_or(FAULT)?;
    if whole > limit { Ok(whole) } else { Err(scratch.too_small(room(whole))) }
}

/// What a body and its tape most likely take.
fn room(length: usize) -> usize {
    length * 2 + 4096
}

/// Zeroes that are never read: they need not be there, but for their number.
fn too_large<'a>(length: usize) -> Body<'a> {
    Body::TooLarge(vec![0; length])
}
