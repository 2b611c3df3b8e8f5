//! For the PHP package: one call a webhook, answered in the format of PHP's `serialize`.
//!
//! PHP has no faster way from bytes to an array than `unserialize`, which takes a third of the time
//! of its `json_decode`; and as the core has parsed the body already, nothing is read twice.

mod buffer;
#[cfg(test)]
mod tests;
mod write;

use std::ffi::{c_char, c_void};

use commet_webhooks::{Number, Payload, Timestamp};

use self::buffer::Buffer;
use self::write::Style;
use crate::generated::codes::commet_code;
use crate::guard::{bytes, guard};
use crate::options::{commet_options, options};
use crate::verifier::{commet_verifier, verifier};

/// Verifies a body and parses it, whatever its envelope, into a serialized PHP array.
///
/// Gives the number of bytes of the array; if that is more than `capacity`, nothing of use was
/// written: call again with so much room. 0 if the request is refused, for whatever reason.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_verify_and_parse(
    verifier: *const commet_verifier,
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
    buffer: *mut c_void,
    capacity: usize,
) -> i64 {
    guard(0, || {
        let mut out = Buffer::new(buffer, capacity);
        // SAFETY: the caller passes a verifier, or NULL.
        let verifier = unsafe { self::verifier(verifier) };
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) };
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) };
        let (Ok(verifier), Ok(body), Ok(signature)) = (verifier, body, signature) else { return 0 };
        let Some(payload) = verifier.verify_and_parse(body, signature) else { return 0 };
        out.payload(&payload, Style::Arrays);
        out.length()
    })
}

/// As `commet_receive_into`, with the event as a serialized PHP list: whether it is known, its name,
/// id, idempotency key (null: the SHA-256 of the body), milliseconds since 1970, mode, organization,
/// API version, access, why it is untyped, and the body; null where the event does not have it.
///
/// The body is a list of two: the object at the top, its data null, as a text that is itself
/// serialized; and the data, as a list of two arrays by key, in the first of which large containers
/// are null, and the second of which holds those, again as texts.
///
/// Gives the number of bytes; if that is more than `capacity`, nothing of use was written: call
/// again with so much room. Negative, and likewise, for an error: a list of its code, message,
/// offset in the body and field.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_receive(
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
) -> i64 {
    let fault = |code: commet_code| {
        let mut out = Buffer::new(buffer, capacity);
        out.fault(code);
        -out.length()
    };
    guard(None, || {
        let request = (|| {
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
            Ok((verifier, body, signature, event, options))
        })();
        let (verifier, body, signature, event, options) = match request {
            Ok(request) => request,
            Err(code) => return Some(fault(code)),
        };
        let provider = verifier.provider();
        let event_header = provider.event_header().map(|name| (name, event));
        let headers = [(provider.signature_header(), signature)].into_iter().chain(event_header);
        let mut out = Buffer::new(buffer, capacity);
        Some(match verifier.receive_with(body, headers, &options) {
            Ok(event) => {
                out.event(&event);
                out.length()
            }
            Err(error) => {
                out.error(&error);
                -out.length()
            }
        })
    })
    .unwrap_or_else(|| fault(commet_code::COMMET_ERROR_INTERNAL))
}

/// Parses a body that has been verified before, and writes its object with every object within as
/// an instance of a PHP class: apart from arrays, and with keys that stay strings.
///
/// Gives the number of bytes, as `commet_php_verify_and_parse` does; 0 if it is no JSON object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_parse(
    body: *const c_void,
    body_len: usize,
    buffer: *mut c_void,
    capacity: usize,
) -> i64 {
    guard(0, || {
        let mut out = Buffer::new(buffer, capacity);
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let Ok(body) = (unsafe { bytes(body, body_len) }) else { return 0 };
        let Ok(payload) = Payload::parse_verified(body) else { return 0 };
        out.payload(&payload, Style::Objects);
        out.length()
    })
}

/// The time that a text states, or if `text` is NULL, that a number states, in milliseconds since
/// 1970. NaN where it states none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_time(text: *const c_char, text_len: usize, number: f64) -> f64 {
    guard(f64::NAN, || {
        let time = if text.is_null() {
            Timestamp::from_number(Number::Double(number))
        } else {
            // SAFETY: the caller passes `text_len` readable bytes.
            let text = unsafe { bytes(text, text_len) }.ok();
            text.and_then(|text| Timestamp::parse(str::from_utf8(text).ok()?))
        };
        #[expect(clippy::cast_precision_loss, reason = "years have four digits: far below 2^53")]
        time.map_or(f64::NAN, |time| time.as_millis() as f64)
    })
}
