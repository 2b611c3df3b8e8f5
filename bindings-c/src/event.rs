//! What an event says.

use commet_webhooks::{Access, Event};

use crate::generated::codes::commet_provider;
use crate::result::{commet_result, read};
use crate::slice::commet_slice;
use crate::value::commet_value;

/// What an event says of the customer's access to what they pay for.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum commet_access {
    /// Nothing.
    COMMET_ACCESS_NOT_STATED = 0,
    /// Paid for or on trial.
    COMMET_ACCESS_GRANTED = 1,
    /// A payment is overdue, and the customer is let in while the provider retries.
    COMMET_ACCESS_GRACE = 2,
    /// Not, or no longer, paid for.
    COMMET_ACCESS_DENIED = 3,
}

/// A text of the event in a result.
///
/// # Safety
///
/// As of `read`.
unsafe fn text(
    result: *const commet_result,
    text: impl for<'e> FnOnce(&'e Event<'static>) -> Option<&'e str>,
) -> commet_slice {
    // SAFETY: as our caller promises.
    unsafe { read(result, commet_slice::NONE, |result| Some(commet_slice::text(text(result.event()?)))) }
}

/// Whose event it is; -1 if the result holds none. Otherwise a `commet_provider`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_provider(result: *const commet_result) -> i32 {
    let provider = |result: &commet_result| Some(commet_provider::of(result.event()?.provider()));
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, -1, provider) }
}

/// The event's name, such as `subscription.activated`. To compare it with one, or to switch on it,
/// see `commet_events.h`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_type(result: *const commet_result) -> commet_slice {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { text(result, |event| Some(event.event_type())) }
}

/// The provider's id of the event, the same on every delivery, if it has one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_id(result: *const commet_result) -> commet_slice {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { text(result, Event::id) }
}

/// A key under which to remember that the event was handled: deliveries of one event share it. Its
/// id; where it has none, the SHA-256 of the body in hex, worked out when first asked for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_idempotency_key(result: *const commet_result) -> commet_slice {
    let key = |result: &commet_result| Some(commet_slice::text(result.idempotency_key()));
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, commet_slice::NONE, key) }
}

/// Writes when the provider emitted the event, as the signed body states it, in milliseconds since
/// 1970. False, and nothing written, where it does not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_time(result: *const commet_result, time_ms: *mut i64) -> bool {
    let time = |result: &commet_result| Some(result.event()?.time()?.as_millis());
    // SAFETY: the caller passes a result, or NULL.
    let Some(time) = (unsafe { read(result, None, |result| Some(time(result))) }) else { return false };
    // SAFETY: the caller passes the address of a number, or NULL.
    unsafe { crate::value::give(time_ms, time) }
}

/// The environment: `live` or `sandbox` for Commet, such as `prod` or `test` for CREEM, if it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_mode(result: *const commet_result) -> commet_slice {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { text(result, Event::mode) }
}

/// The organization whose event it is, if it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_organization_id(result: *const commet_result) -> commet_slice {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { text(result, Event::organization_id) }
}

/// The API version that shaped the data, such as `2026-08-27`, if it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_api_version(result: *const commet_result) -> commet_slice {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { text(result, Event::api_version) }
}

/// Whether the library knows the event.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_known(result: *const commet_result) -> bool {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, false, |result| Some(result.event()?.is_known())) }
}

/// Whether the library knows the event and its data has the fields and types that the provider
/// documents, so that what is documented as required is there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_typed(result: *const commet_result) -> bool {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, false, |result| Some(result.event()?.is_typed())) }
}

/// Why the event is not typed, such as `data.plan.id: expected a string, found null`; nothing if it
/// is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_untyped_reason(result: *const commet_result) -> commet_slice {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { text(result, Event::untyped_reason) }
}

/// What the event says of access: by the subscription's status for Commet, by the event for CREEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_access(result: *const commet_result) -> commet_access {
    let access = |result: &commet_result| {
        Some(match result.event()?.access()? {
            Access::Granted => commet_access::COMMET_ACCESS_GRANTED,
            Access::Grace => commet_access::COMMET_ACCESS_GRACE,
            Access::Denied => commet_access::COMMET_ACCESS_DENIED,
        })
    };
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, commet_access::COMMET_ACCESS_NOT_STATED, access) }
}

/// Whether to let the customer in: 1 for yes (granted or in grace), 0 for no, -1 where the event
/// does not speak of access.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_grants_access(result: *const commet_result) -> i32 {
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, -1, |result| result.event()?.grants_access().map(i32::from)) }
}

/// The event's data, an object: `data` of a Commet event, `object` of a CREEM event.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_event_data(result: *const commet_result) -> commet_value {
    let place = |result: &commet_result| Some(commet_value::at(result, result.event()?.data().place()));
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, commet_value::ABSENT, place) }
}
