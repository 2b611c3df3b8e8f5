//! Signatures: one-shot, and with a verifier.

use std::ffi::{c_char, c_void};
use std::ptr;

use commet_webhooks::{Provider, Webhooks};

use crate::generated::codes::{commet_code, commet_provider};
use crate::guard::{attempt, bytes, guard};
use crate::slice::commet_slice;

/// Checks the webhooks of one endpoint: a provider, and the secrets of which one has signed. Make
/// one when the program starts. Any number of threads may use it at once.
pub struct commet_verifier(Webhooks);

impl commet_verifier {
    pub(crate) fn webhooks(&self) -> &Webhooks {
        &self.0
    }
}

/// The verifier at a pointer.
///
/// # Safety
///
/// The pointer is NULL or that of a verifier which lives as long as `'a`.
pub(crate) unsafe fn verifier<'a>(pointer: *const commet_verifier) -> Result<&'a Webhooks, commet_code> {
    // SAFETY: as our caller promises.
    let verifier = unsafe { pointer.as_ref() };
    verifier.map(commet_verifier::webhooks).ok_or(commet_code::COMMET_ERROR_NULL_ARGUMENT)
}

/// Makes a verifier with one secret, the whole string as the provider shows it (`whsec_...`, prefix
/// included), and writes its address to `*verifier`. Free it with `commet_verifier_free`.
///
/// `provider` is a `commet_provider`. The secret is not kept; what is kept is zeroed when freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verifier_new(
    provider: i32,
    secret: *const c_char,
    secret_len: usize,
    verifier: *mut *mut commet_verifier,
) -> commet_code {
    attempt(|| {
        if verifier.is_null() {
            return Err(commet_code::COMMET_ERROR_NULL_ARGUMENT);
        }
        let provider = commet_provider::core(provider).ok_or(commet_code::COMMET_ERROR_INVALID_ARGUMENT)?;
        // SAFETY: the caller passes `secret_len` readable bytes, or NULL.
        let secret = unsafe { bytes(secret, secret_len) }?;
        let webhooks = Webhooks::new(provider, [secret]).map_err(|error| commet_code::of(error.code()))?;
        let made = Box::into_raw(Box::new(commet_verifier(webhooks)));
        // SAFETY: not NULL; the caller passes the address of a pointer.
        unsafe { verifier.write(made) };
        Ok(())
    })
}

/// Accepts what this secret has signed too, while a secret is being rotated. Call it before the
/// verifier is shared: no other thread may use it meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verifier_add_secret(
    verifier: *mut commet_verifier,
    secret: *const c_char,
    secret_len: usize,
) -> commet_code {
    attempt(|| {
        // SAFETY: the caller passes a verifier that nobody else uses now, or NULL.
        let verifier = unsafe { verifier.as_mut() }.ok_or(commet_code::COMMET_ERROR_NULL_ARGUMENT)?;
        // SAFETY: the caller passes `secret_len` readable bytes, or NULL.
        let secret = unsafe { bytes(secret, secret_len) }?;
        verifier.0.add_secret(secret).map_err(|error| commet_code::of(error.code()))
    })
}

/// Frees a verifier and zeroes what it kept of the secrets. NULL is fine. No thread may be using it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verifier_free(verifier: *mut commet_verifier) {
    guard((), || {
        if !verifier.is_null() {
            // SAFETY: the caller passes what `commet_verifier_new` gave, once.
            drop(unsafe { Box::from_raw(verifier) });
        }
    });
}

/// The header that carries the provider's signature; nothing for a number that is no
/// provider. For hosts that look headers up themselves. Static.
#[unsafe(no_mangle)]
pub extern "C" fn commet_signature_header(provider: i32) -> commet_slice {
    guard(commet_slice::NONE, || {
        commet_slice::text(commet_provider::core(provider).map(Provider::signature_header))
    })
}

/// The header that repeats the event's name, unsigned; nothing where the provider has none. Static.
#[unsafe(no_mangle)]
pub extern "C" fn commet_event_header(provider: i32) -> commet_slice {
    guard(commet_slice::NONE, || {
        commet_slice::text(commet_provider::core(provider).and_then(Provider::event_header))
    })
}

/// The bytes that `commet_sign` writes: 64 lower-case hex digits and a NUL.
pub const COMMET_SIGNATURE_SIZE: usize = 65;

/// How large a body a server may well accept, in bytes: many times the largest event. The library
/// itself has no such limit; see `max_body_bytes` of `commet_options`.
pub const COMMET_DEFAULT_MAX_BODY_BYTES: usize = 1_048_576;

const _: () = assert!(COMMET_DEFAULT_MAX_BODY_BYTES == commet_webhooks::DEFAULT_MAX_BODY_BYTES);

/// Writes the signature of a payload, for tests: `COMMET_SIGNATURE_SIZE` bytes at `signature`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_sign(
    payload: *const c_void,
    payload_len: usize,
    secret: *const c_char,
    secret_len: usize,
    signature: *mut c_char,
) -> commet_code {
    attempt(|| {
        if signature.is_null() {
            return Err(commet_code::COMMET_ERROR_NULL_ARGUMENT);
        }
        // SAFETY: the caller passes `payload_len` readable bytes, or NULL.
        let payload = unsafe { bytes(payload, payload_len) }?;
        // SAFETY: the caller passes `secret_len` readable bytes, or NULL.
        let secret = unsafe { bytes(secret, secret_len) }?;
        let signed = commet_webhooks::sign(payload, secret).map_err(|error| commet_code::of(error.code()))?;
        let mut text = [0; COMMET_SIGNATURE_SIZE];
        let digits = text.iter_mut().zip(signed.as_bytes());
        digits.for_each(|(to, from)| *to = *from);
        // SAFETY: the caller passes room for as many bytes.
        unsafe { ptr::copy_nonoverlapping(text.as_ptr().cast(), signature, text.len()) };
        Ok(())
    })
}

/// Whether `signature` is that of the payload with `secret`. Anything wrong is false, NULL too; the
/// comparison takes constant time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verify(
    payload: *const c_void,
    payload_len: usize,
    signature: *const c_char,
    signature_len: usize,
    secret: *const c_char,
    secret_len: usize,
) -> bool {
    guard(false, || {
        // SAFETY: the caller passes `payload_len` readable bytes, or NULL.
        let payload = unsafe { bytes(payload, payload_len) };
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) };
        // SAFETY: the caller passes `secret_len` readable bytes, or NULL.
        let secret = unsafe { bytes(secret, secret_len) };
        match (payload, signature, secret) {
            (Ok(payload), Ok(signature), Ok(secret)) => commet_webhooks::verify(payload, signature, secret),
            _ => false,
        }
    })
}

/// As `commet_verify`, with the secrets of a verifier, which saves preparing them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_verifier_verify(
    verifier: *const commet_verifier,
    payload: *const c_void,
    payload_len: usize,
    signature: *const c_char,
    signature_len: usize,
) -> bool {
    guard(false, || {
        // SAFETY: the caller passes a verifier, or NULL.
        let verifier = unsafe { self::verifier(verifier) };
        // SAFETY: the caller passes `payload_len` readable bytes, or NULL.
        let payload = unsafe { bytes(payload, payload_len) };
        // SAFETY: the caller passes `signature_len` readable bytes, or NULL.
        let signature = unsafe { bytes(signature, signature_len) };
        match (verifier, payload, signature) {
            (Ok(verifier), Ok(payload), Ok(signature)) => verifier.verify(payload, signature),
            _ => false,
        }
    })
}
