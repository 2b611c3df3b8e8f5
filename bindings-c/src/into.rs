//! One call a webhook and nothing to free: for hosts that collect garbage.

use std::ffi::{c_char, c_void};
use std::ptr;

use commet_webhooks::{Error, Event, Payload, TapeParts, Webhooks};

use crate::generated::codes::commet_code;
use crate::guard::{bytes, guard};
use crate::options::{commet_options, options};
use crate::verifier::{commet_verifier, verifier};

/// The size of a buffer that holds the tape, or the error record, of nearly any body of `body_len`
/// bytes: a kilobyte more than the body. Tapes of real events take 0.4 to 1.1 times their body; only
/// of bodies that are made of tiny values, such as `[[],[]]`, up to four times. Where it is not
/// enough, the call says so.
#[unsafe(no_mangle)]
pub extern "C" fn commet_buffer_size(body_len: usize) -> usize {
    body_len.saturating_add(1024)
}

/// Memory of the caller, perhaps not initialised, and where to say how much of it was needed.
struct Buffer {
    start: *mut u8,
    capacity: usize,
    needed: *mut usize,
}

impl Buffer {
    /// Writes the number of bytes needed, and says whether they fit.
    ///
    /// # Safety
    ///
    /// `needed` is NULL or can be written to.
    unsafe fn claim(&self, size: usize) -> bool {
        if !self.needed.is_null() {
            // SAFETY: not NULL; the rest is the caller's promise.
            unsafe { self.needed.write(size) };
        }
        size <= self.capacity && !self.start.is_null()
    }

    /// What the call of a function that writes here comes to, `needed` being 0 if it has not written.
    ///
    /// # Safety
    ///
    /// As of `claim`.
    unsafe fn fill(&self, write: impl FnOnce() -> Result<commet_code, commet_code>) -> commet_code {
        guard(commet_code::COMMET_ERROR_INTERNAL, || {
            // SAFETY: as our caller promises.
            unsafe { self.claim(0) };
            write().unwrap_or_else(|code| code)
        })
    }

    /// # Safety
    ///
    /// As of `claim`; and `capacity` bytes can be written at `start`, unless that is NULL.
    unsafe fn write_tape(&self, tape: &TapeParts<'_>) -> commet_code {
        // SAFETY: as our caller promises.
        if !unsafe { self.claim(tape.len()) } {
            return commet_code::COMMET_ERROR_BUFFER_TOO_SMALL;
        }
        let mut to = self.start;
        for words in tape.words() {
            for word in words {
                // SAFETY: the parts together are as long as the tape, for which there is room.
                to = unsafe { put(to, &word.to_le_bytes()) };
            }
        }
        for text in tape.strings() {
            // SAFETY: as above.
            to = unsafe { put(to, text.as_bytes()) };
        }
        commet_code::COMMET_OK
    }

    /// # Safety
    ///
    /// As of `write_tape`.
    unsafe fn write_error(&self, error: &Error) -> commet_code {
        let (message, field) = (error.message(), error.field().unwrap_or_default());
        let offset = error.offset().and_then(|offset| i64::try_from(offset).ok()).unwrap_or(-1);
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes();
        let mut record = Vec::with_capacity(16 + message.len() + field.len());
        record.extend(length(&message));
        record.extend(length(field));
        record.extend(offset.to_le_bytes());
        record.extend(message.as_bytes());
        record.extend(field.as_bytes());
        // SAFETY: as our caller promises.
        if unsafe { self.claim(record.len()) } {
            // SAFETY: there is room for that many bytes.
            unsafe { put(self.start, &record) };
        }
        commet_code::of(error.code())
    }

    /// # Safety
    ///
    /// As of `write_tape`.
    unsafe fn write(&self, tape: Result<TapeParts<'_>, &Error>) -> commet_code {
        match tape {
            // SAFETY: as our caller promises.
            Ok(tape) => unsafe { self.write_tape(&tape) },
            // SAFETY: as our caller promises.
            Err(error) => unsafe { self.write_error(error) },
        }
    }
}

/// Writes bytes and gives the place behind them.
///
/// # Safety
///
/// That many bytes can be written at `to`.
unsafe fn put(to: *mut u8, bytes: &[u8]) -> *mut u8 {
    // SAFETY: as our caller promises; a view of Rust's and memory of C's do not overlap.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()) };
    // SAFETY: within the same memory, or at its end.
    unsafe { to.add(bytes.len()) }
}

/// Verifies and parses a body with one secret, and writes its tape (docs/tape.md) into the caller's
/// buffer: one call a webhook and nothing to free, for languages that collect garbage.
///
/// - `COMMET_OK`: the first `*needed` bytes of the buffer are the tape.
/// - `COMMET_ERROR_BUFFER_TOO_SMALL`: the body is authentic and sound; call again with `*needed`
///   bytes. `commet_buffer_size` says what nearly always is enough.
/// - any other code: the request is refused. If `*needed` is not more than `capacity`, that many
///   bytes of the buffer are an error record: the length of the message (32 bits, little-endian),
///   the length of the field (32 bits), the offset in the body at which a fault showed (64 bits,
///   signed, -1 if there is none), the message and the field in UTF-8. The field, of the envelope,
///   is empty where there is none. A fault of the call (1000 and up) has no record: `*needed` is 0.
///
/// `needed` may be NULL, and `buffer` if `capacity` is 0. The buffer must not overlap the body.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verify_and_parse_into(
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
    secret: *const c_char,
    secret_len: usize,
    buffer: *mut c_void,
    capacity: usize,
    needed: *mut usize,
) -> commet_code {
    let buffer = Buffer { start: buffer.cast(), capacity, needed };
    let write = || {
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) }?;
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) }?;
        // SAFETY: the caller passes `secret_len` readable bytes, or NULL.
        let secret = unsafe { bytes(secret, secret_len) }?;
        let payload =
            Webhooks::commet(secret).and_then(|webhooks| webhooks.try_verify_and_parse(body, signature));
        // SAFETY: the caller passes room for `capacity` bytes, or NULL.
        Ok(unsafe { buffer.write(payload.as_ref().map(Payload::tape_parts)) })
    };
    // SAFETY: the caller passes the address of a number, or NULL.
    unsafe { buffer.fill(write) }
}

/// As `commet_verify_and_parse_into`, with the secrets of a verifier, which saves preparing them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verifier_verify_and_parse_into(
    verifier: *const commet_verifier,
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
    buffer: *mut c_void,
    capacity: usize,
    needed: *mut usize,
) -> commet_code {
    let buffer = Buffer { start: buffer.cast(), capacity, needed };
    let write = || {
        // SAFETY: the caller passes a verifier, or NULL.
        let verifier = unsafe { self::verifier(verifier) }?;
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) }?;
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) }?;
        let payload = verifier.try_verify_and_parse(body, signature);
        // SAFETY: the caller passes room for `capacity` bytes, or NULL.
        Ok(unsafe { buffer.write(payload.as_ref().map(Payload::tape_parts)) })
    };
    // SAFETY: the caller passes the address of a number, or NULL.
    unsafe { buffer.fill(write) }
}

/// As `commet_receive`, and writes the event's tape into the caller's buffer, as
/// `commet_verify_and_parse_into` does.
///
/// In the place of all headers it takes the values of the two that matter, as
/// `commet_signature_header` and `commet_event_header` name them; absent ones have length 0. Join
/// the values of a header that came more than once with a comma, as HTTP does: it is then refused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_receive_into(
    verifier: *const commet_verifier,
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
    event: *const c_char,
    event_len: usize,
    options: *const commet_options,
    buffer: *mut c_void,
    capacity: usize,
    needed: *mut usize,
) -> commet_code {
    let buffer = Buffer { start: buffer.cast(), capacity, needed };
    let write = || {
        // SAFETY: the caller passes a verifier, or NULL.
        let verifier = unsafe { self::verifier(verifier) }?;
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) }?;
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) }?;
        // SAFETY: the caller passes `event_len` readable bytes, or NULL.
        let event = unsafe { bytes(event, event_len) }?;
        // SAFETY: the caller passes options, or NULL.
        let options = unsafe { self::options(options) }?;
        let provider = verifier.provider();
        let event_header = provider.event_header().map(|name| (name, event));
        let headers = [(provider.signature_header(), signature)].into_iter().chain(event_header);
        let event = verifier.receive_with(body, headers, &options);
        // SAFETY: the caller passes room for `capacity` bytes, or NULL.
        Ok(unsafe { buffer.write(event.as_ref().map(Event::tape_parts)) })
    };
    // SAFETY: the caller passes the address of a number, or NULL.
    unsafe { buffer.fill(write) }
}
