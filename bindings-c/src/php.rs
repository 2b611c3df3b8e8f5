//! For the PHP package: one call a webhook, answered in the format of PHP's `serialize`.
//!
//! PHP has no faster way from bytes to an array than `unserialize`, which takes less than half
//! the time of its `json_decode`; and as the core has parsed the body already, nothing is read twice.
//!
//! Each argument of a call costs PHP's FFI as much as a small array, and a result that is a constant
//! text it makes a string of without being asked: hence calls that keep the text themselves.

mod buffer;
mod short;
#[cfg(test)]
mod tests;
mod write;

use std::cell::RefCell;
use std::ffi::{CStr, c_char, c_void};
use std::ptr;

use commet_webhooks::{Number, Payload, Timestamp};

use self::buffer::{Buffer, Place};
use self::write::Style;
use crate::generated::codes::commet_code;
use crate::guard::{bytes, guard};
use crate::options::{commet_options, options};
use crate::verifier::{commet_verifier, verifier};

/// How much memory is kept for the next text.
const KEPT: usize = 1 << 20;

thread_local! {
    /// The text that the last call in this thread has given.
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The fault of the library itself, as a serialized list.
const INTERNAL: &CStr = c"a:1:{i:0;i:1000;}";
const _: () = assert!(commet_code::COMMET_ERROR_INTERNAL as i32 == 1000);

/// Keeps a text about a body, and gives its address, or that of an empty one if it has to be fetched by
/// `commet_php_take`.
fn answer(body: &[u8], write: impl FnOnce(&mut Buffer<'_>, Place) -> Place) -> *const c_char {
    TEXT.with_borrow_mut(|text| {
        let mut out = Buffer::new(std::mem::take(text), expected(body), body);
        let start = out.start();
        let end = write(&mut out, start);
        let end = out.put(end, [b"\0"]);
        let (bytes, has_nul) = out.into_bytes(end);
        *text = bytes;
        if has_nul || text.capacity() > KEPT { c"".as_ptr() } else { text.as_ptr().cast() }
    })
}

/// As much as nearly all texts need.
fn expected(body: &[u8]) -> usize {
    2 * body.len() + 512
}

/// The text of the last call in this thread, where that call gave an empty one: if it is longer than
/// 1 MiB or has NULs in it. Writes it to `buffer` and forgets it, if `capacity` suffices.
///
/// Gives its number of bytes; nothing was written if that is more than `capacity`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_take(buffer: *mut c_void, capacity: usize) -> usize {
    guard(0, || {
        TEXT.with_borrow_mut(|text| {
            let size = text.len().saturating_sub(1);
            if size <= capacity && !buffer.is_null() {
                // SAFETY: the caller passes room for `capacity` bytes.
                unsafe { buffer.cast::<u8>().copy_from_nonoverlapping(text.as_ptr(), size) };
                *text = Vec::new();
            }
            size
        })
    })
}

/// Verifies a body and parses it, whatever its envelope, into a serialized PHP array; NULL if the request
/// is refused, for whatever reason.
///
/// The text ends with a NUL, and stays until the next call in the same thread of a function whose name
/// begins with `commet_php_`. If it is empty, `commet_php_take` gives it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_verify_and_parse(
    verifier: *const commet_verifier,
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
) -> *const c_char {
    guard(ptr::null(), || {
        // SAFETY: the caller passes a verifier, or NULL.
        let verifier = unsafe { self::verifier(verifier) };
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) };
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) };
        let (Ok(verifier), Ok(body), Ok(signature)) = (verifier, body, signature) else { return ptr::null() };
        let Some(payload) = verifier.verify_and_parse(body, signature) else { return ptr::null() };
        answer(body, |out, to| out.payload(to, &payload, Style::Arrays))
    })
}

/// As `commet_receive_into`, with the event as a number of sixteen digits and two serialized PHP arrays.
///
/// The number has in its lowest 31 bits how long the first array is, in the next one whether large
/// containers were left out there, and above that the number of the event in the catalog, from 1 on; 0 if
/// it is not typed.
///
/// The first array is the data, by key, with null in the place of large containers. The second one is a
/// list of what else the event says: its name, id, idempotency key (null: the SHA-256 of the body),
/// milliseconds since 1970, mode, organization, API version, whether it is known, why it is untyped, and
/// access, null where it does not say it; and if there are any, the large containers by key, each as a
/// text that is itself serialized.
///
/// An error is a list only, of its code, message, offset in the body and field: it begins with a letter.
/// For how long the text stays, see `commet_php_verify_and_parse`. It is never NULL.
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
) -> *const c_char {
    guard(INTERNAL.as_ptr(), || {
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
            Err(code) => {
                return answer(&[], |out, to| out.fault(to, code));
            }
        };
        let provider = verifier.provider();
        let event_header = provider.event_header().map(|name| (name, event));
        let headers = [(provider.signature_header(), signature)].into_iter().chain(event_header);
        let received = verifier.receive_with(body, headers, &options);
        answer(body, |out, to| match received {
            Ok(event) => out.event(to, &event),
            Err(error) => out.error(to, &error),
        })
    })
}

/// Parses a body that has been verified before into a serialized PHP array; NULL if it is no JSON object.
///
/// With `objects` not 0, it and every object within is an instance of a PHP class: apart from
/// arrays, and with keys that stay strings.
/// For how long the text stays, see `commet_php_verify_and_parse`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_php_parse(
    body: *const c_void,
    body_len: usize,
    objects: i32,
) -> *const c_char {
    guard(ptr::null(), || {
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let Ok(body) = (unsafe { bytes(body, body_len) }) else { return ptr::null() };
        let Ok(payload) = Payload::parse_verified(body) else { return ptr::null() };
        let style = if objects == 0 { Style::Arrays } else { Style::Objects };
        answer(body, |out, to| out.payload(to, &payload, style))
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
