//! What receiving a webhook has come to: an event or a payload, or an error.

use std::ffi::{CStr, CString, c_char, c_void};
use std::sync::OnceLock;

use commet_webhooks::{Error, Event, Payload, Webhooks};

use crate::code::texts;
use crate::generated::codes::commet_code;
use crate::guard::{array, bytes, guard};
use crate::options::{commet_options, options};
use crate::slice::commet_slice;
use crate::verifier::{commet_verifier, verifier};

/// What receiving a webhook has come to: an event, a payload or an error. It has a copy of the body
/// and is never changed, so any number of threads may read it. What its functions return is valid
/// until `commet_result_free`.
pub struct commet_result {
    outcome: Result<Webhook, Fault>,
    idempotency_key: OnceLock<String>,
    tape: OnceLock<Vec<u8>>,
}

enum Webhook {
    Event(Event<'static>),
    Payload(Payload<'static>),
}

/// Why there is no webhook.
struct Fault {
    code: commet_code,
    message: CString,
    offset: Option<usize>,
    field: Option<String>,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        // A mode that a receiver expects may hold anything, and is part of a message.
        let message = CString::new(error.message().replace('\0', "\u{fffd}")).unwrap_or_default();
        Self {
            code: commet_code::of(error.code()),
            message,
            offset: error.offset(),
            field: error.field().map(str::to_owned),
        }
    }
}

impl From<commet_code> for Fault {
    fn from(code: commet_code) -> Self {
        Self { code, message: texts(code as i32)[1].to_owned(), offset: None, field: None }
    }
}

impl commet_result {
    fn of(outcome: Result<Webhook, Fault>) -> *mut Self {
        let result = Self { outcome, idempotency_key: OnceLock::new(), tape: OnceLock::new() };
        Box::into_raw(Box::new(result))
    }

    pub(crate) fn event(&self) -> Option<&Event<'static>> {
        match &self.outcome {
            Ok(Webhook::Event(event)) => Some(event),
            _ => None,
        }
    }

    pub(crate) fn payload(&self) -> Option<&Payload<'static>> {
        match &self.outcome {
            Ok(Webhook::Event(event)) => Some(event.payload()),
            Ok(Webhook::Payload(payload)) => Some(payload),
            Err(_) => None,
        }
    }

    /// Worked out when first asked for; other threads that ask wait.
    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        let event = self.event()?;
        Some(self.idempotency_key.get_or_init(|| event.idempotency_key()))
    }

    fn tape(&self) -> Option<&[u8]> {
        let tape = match self.outcome.as_ref().ok()? {
            Webhook::Event(event) => self.tape.get_or_init(|| event.to_tape()),
            Webhook::Payload(payload) => self.tape.get_or_init(|| payload.to_tape()),
        };
        Some(tape)
    }

    fn fault(&self) -> Option<&Fault> {
        self.outcome.as_ref().err()
    }
}

/// What `read` finds in the result at a pointer; `absent` for NULL, and if it panics.
///
/// # Safety
///
/// The pointer is NULL or that of a result that has not been freed.
pub(crate) unsafe fn read<T: Copy>(
    result: *const commet_result,
    absent: T,
    read: impl FnOnce(&commet_result) -> Option<T>,
) -> T {
    guard(absent, || {
        // SAFETY: as our caller promises.
        let result = unsafe { result.as_ref() };
        result.and_then(read).unwrap_or(absent)
    })
}

/// The result of `make`, or of the panic in it.
fn made(make: impl FnOnce() -> Result<Webhook, Fault>) -> *mut commet_result {
    let outcome = guard(None, || Some(make()));
    commet_result::of(outcome.unwrap_or_else(|| Err(commet_code::COMMET_ERROR_INTERNAL.into())))
}

/// A header of a request.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct commet_header {
    /// Its name, in any case.
    pub name: commet_slice,
    /// Its value, as it came.
    pub value: commet_slice,
}

/// Verifies and parses a request: the call that we recommend. `body` is the body as it came, and
/// `headers` are all `header_count` headers of the request, a repeated one as often as it came.
/// `options` may be NULL: nothing is expected then.
///
/// Never NULL: ask the result whether it is ok, and free it with `commet_result_free` either way.
/// Neither body nor headers need to live on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_receive(
    verifier: *const commet_verifier,
    body: *const c_void,
    body_len: usize,
    headers: *const commet_header,
    header_count: usize,
    options: *const commet_options,
) -> *mut commet_result {
    made(|| {
        // SAFETY: the caller passes a verifier, or NULL.
        let verifier = unsafe { self::verifier(verifier) }?;
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) }?;
        // SAFETY: the caller passes as many headers, or NULL.
        let given = unsafe { array(headers, header_count) }?;
        // SAFETY: the caller passes options, or NULL.
        let options = unsafe { self::options(options) }?;
        let mut headers = Vec::with_capacity(given.len());
        for header in given {
            // SAFETY: the caller passes headers whose names can be read.
            let name = unsafe { header.name.view() }?;
            // SAFETY: the caller passes headers whose values can be read.
            let value = unsafe { header.value.view() }?;
            // Names that matter are ASCII.
            headers.extend(std::str::from_utf8(name).ok().map(|name| (name, value)));
        }
        let event = verifier.receive_with(body, headers, &options)?;
        Ok(Webhook::Event(event.into_owned()))
    })
}

/// Verifies a body with one secret and parses it, whatever its envelope: the call of the providers'
/// own packages. The result holds a payload, of which `commet_result_root` is the object; what is
/// asked of an event is absent. For the rest as `commet_receive`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verify_and_parse(
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
    secret: *const c_char,
    secret_len: usize,
) -> *mut commet_result {
    made(|| {
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) }?;
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) }?;
        // SAFETY: the caller passes `secret_len` readable bytes, or NULL.
        let secret = unsafe { bytes(secret, secret_len) }?;
        let payload = Webhooks::commet(secret)?.try_verify_and_parse(body, signature)?;
        Ok(Webhook::Payload(payload.into_owned()))
    })
}

/// As `commet_verify_and_parse`, with the secrets of a verifier, which saves preparing them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verifier_verify_and_parse(
    verifier: *const commet_verifier,
    body: *const c_void,
    body_len: usize,
    signature: *const c_char,
    signature_len: usize,
) -> *mut commet_result {
    made(|| {
        // SAFETY: the caller passes a verifier, or NULL.
        let verifier = unsafe { self::verifier(verifier) }?;
        // SAFETY: the caller passes `body_len` readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) }?;
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) }?;
        let payload = verifier.try_verify_and_parse(body, signature)?;
        Ok(Webhook::Payload(payload.into_owned()))
    })
}

/// Frees a result. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_free(result: *mut commet_result) {
    guard((), || {
        if !result.is_null() {
            // SAFETY: the caller passes what a call gave, once.
            drop(unsafe { Box::from_raw(result) });
        }
    });
}

/// Whether the result holds an event or a payload, and no error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_ok(result: *const commet_result) -> bool {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, false, |result| Some(result.outcome.is_ok())) }
}

/// How it went: `COMMET_OK`, or which error. For name, hint and HTTP status see `commet_code_name`
/// and the following.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_code(result: *const commet_result) -> commet_code {
    let code =
        |result: &commet_result| Some(result.fault().map_or(commet_code::COMMET_OK, |fault| fault.code));
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, commet_code::COMMET_ERROR_NULL_ARGUMENT, code) }
}

/// What failed, in one line with its details; "no error" if nothing did. Never NULL. It holds
/// neither body nor secret nor signature, so it is safe to log.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_message(result: *const commet_result) -> *const c_char {
    let message = |result: &commet_result| {
        Some(result.fault().map_or(texts(0)[1].as_ptr(), |fault| fault.message.as_ptr()))
    };
    let null: &CStr = texts(commet_code::COMMET_ERROR_NULL_ARGUMENT as i32)[1];
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, null.as_ptr(), message) }
}

/// The byte of the body at which the fault showed, for `COMMET_ERROR_INVALID_JSON` and
/// `COMMET_ERROR_INVALID_UTF8`; otherwise -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_offset(result: *const commet_result) -> i64 {
    let offset = |result: &commet_result| i64::try_from(result.fault()?.offset?).ok();
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, -1, offset) }
}

/// The envelope's field at fault, for `COMMET_ERROR_INVALID_ENVELOPE`; otherwise nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_field(result: *const commet_result) -> commet_slice {
    let field = |result: &commet_result| Some(commet_slice::text(result.fault()?.field.as_deref()));
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, commet_slice::NONE, field) }
}

/// The body, byte for byte as it was signed; nothing for an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_body(result: *const commet_result) -> commet_slice {
    let body = |result: &commet_result| Some(commet_slice::of(result.payload()?.body()));
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, commet_slice::NONE, body) }
}

/// The event or payload in the binary form of docs/tape.md, which goes with the body; nothing for
/// an error. Worked out when first asked for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_tape(result: *const commet_result) -> commet_slice {
    let tape = |result: &commet_result| result.tape().map(commet_slice::of);
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, commet_slice::NONE, tape) }
}
