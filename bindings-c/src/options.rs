//! What a receiver expects beyond the signature.

use std::time::{Duration, SystemTime};

use commet_webhooks::{Options, Timestamp};

use crate::generated::codes::commet_code;
use crate::guard::bytes;
use crate::slice::commet_slice;

/// What `commet_receive` expects of an event beyond its signature. Start from zeroes and the size,
/// so that fields of later versions are off:
///
///     commet_options options = {.size = sizeof options};
///     options.mode = commet_str("live");
///     options.has_max_age = 1;
///     options.max_age_seconds = 24 * 60 * 60;
///
/// A `has_` field that is not 0 says that its number counts.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct commet_options {
    /// `sizeof(commet_options)`.
    pub size: usize,
    /// Only events of exactly this mode, such as `live`; any event if `data` is NULL.
    pub mode: commet_slice,
    /// Only events whose signed time is at most this long ago. Off unless asked for: real retries
    /// arrive hours later.
    pub max_age_seconds: u64,
    /// With a maximum age: the current time, in milliseconds since 1970; otherwise the system's.
    pub now_ms: i64,
    /// With a maximum age: how far an event's time may lie ahead; otherwise five minutes.
    pub clock_skew_seconds: u64,
    /// Only bodies of at most this many bytes; otherwise up to 128 MiB.
    pub max_body_bytes: usize,
    /// Whether `max_age_seconds` counts.
    pub has_max_age: u8,
    /// Whether `now_ms` counts.
    pub has_now: u8,
    /// Whether `clock_skew_seconds` counts.
    pub has_clock_skew: u8,
    /// Whether `max_body_bytes` counts.
    pub has_max_body_bytes: u8,
    /// Zeroes.
    pub reserved: [u8; 4],
}

/// The size up to which the options of some later version are believed to be options.
const LARGEST: usize = 4096;

/// The options at a pointer; none for NULL.
///
/// # Safety
///
/// The pointer is NULL, or that of a `size_t` that says how many bytes can be read there; and what
/// the mode points to can be read for as long as `'a`.
pub(crate) unsafe fn options<'a>(pointer: *const commet_options) -> Result<Options<'a>, commet_code> {
    const INVALID: commet_code = commet_code::COMMET_ERROR_INVALID_ARGUMENT;
    let mut options = Options::new();
    if pointer.is_null() {
        return Ok(options);
    }
    // SAFETY: not NULL, and options begin with their size.
    let size = unsafe { pointer.cast::<usize>().read_unaligned() };
    if !(size_of::<commet_options>()..=LARGEST).contains(&size) {
        return Err(INVALID);
    }
    // SAFETY: the caller promises that many bytes.
    let all = unsafe { bytes(pointer, size) }?;
    // A program made for a later version asks for something that this one does not know.
    if all[size_of::<commet_options>()..].iter().any(|byte| *byte != 0) {
        return Err(INVALID);
    }
    // SAFETY: as many bytes as the struct has, of which every pattern is valid.
    let given = unsafe { pointer.read_unaligned() };
    if given.reserved != [0; 4] {
        return Err(INVALID);
    }
    if !given.mode.data.is_null() {
        // SAFETY: the caller promises that the mode can be read.
        let mode = unsafe { given.mode.view() }?;
        options = options.mode(std::str::from_utf8(mode).map_err(|_| INVALID)?);
    }
    if given.has_max_age != 0 {
        let now = match given.has_now {
            0 => SystemTime::now().into(),
            _ => Timestamp::from_millis(given.now_ms).ok_or(INVALID)?,
        };
        options = options.max_age(Duration::from_secs(given.max_age_seconds), now);
    }
    if given.has_clock_skew != 0 {
        options = options.clock_skew(Duration::from_secs(given.clock_skew_seconds));
    }
    if given.has_max_body_bytes != 0 {
        options = options.max_body_bytes(given.max_body_bytes);
    }
    Ok(options)
}
