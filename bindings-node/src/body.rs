//! Bodies: text or bytes of JavaScript, brought into the scratch.

use commet_webhooks::MAX_BODY_BYTES;

use crate::environment::Environment;
use crate::value::{FAULT, Value};
use crate::wide;

/// A body, or what the call returns in its place.
pub(crate) type Fetched<'a> = Result<Body<'a>, i32>;

/// A body that the core may read.
pub(crate) enum Body<'a> {
    /// At the beginning of the scratch.
    Copied(&'a [u8]),
    /// The same, of a text of which not each character is a byte.
    Wide(&'a [u8]),
    /// Larger than the limit: only its length matters.
    TooLarge(Vec<u8>),
}

impl Body<'_> {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Copied(bytes) | Self::Wide(bytes) => bytes,
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
pub(crate) fn fetch<'a>(
    body: Value,
    encoding: Encoding,
    limit: usize,
    environment: &Environment,
) -> Fetched<'a> {
    let scratch = environment.scratch();
    let limit = limit.min(MAX_BODY_BYTES);
    let mut wide = false;
    let length = if let Some((from, length)) = body.bytes() {
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
    } else {
        let length = match wide_string(body, encoding, environment) {
            Some(length) => length,
            None => string(body, encoding, limit, environment)?,
        };
        wide = matches!(encoding, Encoding::Utf8) && environment.wide.get();
        length
    };
    if length > limit {
        return Ok(too_large(length));
    }
    // SAFETY: just written, and only what is behind is written to from now on.
    let bytes = unsafe { scratch.written(length) }.ok_or(FAULT)?;
    Ok(if wide { Body::Wide(bytes) } else { Body::Copied(bytes) })
}

/// A text of which UTF-16 is the faster way, for V8 most likely has it so: the last one was not ASCII
/// either. None if it is another, or there is not enough room.
fn wide_string(body: Value, encoding: Encoding, environment: &Environment) -> Option<usize> {
    if !environment.wide.get() || matches!(encoding, Encoding::Latin1) {
        return None;
    }
    let (units, scratch) = (body.units()?, environment.scratch());
    let from = scratch.end(wide::space(units), units + 1)?;
    // SAFETY: there is room for the units and a NUL.
    let written = unsafe { body.write_utf16(from, units + 1) }?;
    if written != units {
        return None;
    }
    // SAFETY: the units lie at the end of enough space.
    let length = unsafe { wide::narrow(from, units, scratch.start()) };
    environment.wide.set(length > units);
    Some(length)
}

fn string(body: Value, encoding: Encoding, limit: usize, environment: &Environment) -> Result<usize, i32> {
    // A NUL follows, and a character that no longer fits is left out whole.
    const SPARE: usize = 8;
    let scratch = environment.scratch();
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
        if matches!(encoding, Encoding::Utf8) {
            environment.wide.set(body.units().is_some_and(|units| length > units));
        }
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
