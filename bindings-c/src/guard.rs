//! What stands between C and Rust: a boundary that no panic crosses, and views of C's memory.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;

use crate::generated::codes::commet_code;

/// What `call` returns, or `on_panic` if it panics: unwinding into C would be undefined.
///
/// Nothing that a call may leave half-done is seen again: results are dropped, and verifiers are
/// changed by one assignment.
pub(crate) fn guard<T>(on_panic: T, call: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or(on_panic)
}

/// As `guard`, for what succeeds or fails.
pub(crate) fn attempt(call: impl FnOnce() -> Result<(), commet_code>) -> commet_code {
    guard(commet_code::COMMET_ERROR_INTERNAL, || call().err().unwrap_or(commet_code::COMMET_OK))
}

/// The `count` values at `data`, which may be NULL if there are none.
///
/// # Safety
///
/// If `data` is not NULL, `count` values can be read there for as long as `'a`, and nobody writes
/// to them meanwhile.
pub(crate) unsafe fn array<'a, T>(data: *const T, count: usize) -> Result<&'a [T], commet_code> {
    if count == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(commet_code::COMMET_ERROR_NULL_ARGUMENT);
    }
    match count.checked_mul(size_of::<T>()) {
        Some(size) if isize::try_from(size).is_ok() && data.is_aligned() => {
            // SAFETY: not NULL, aligned, not too large; the rest is the caller's promise.
            Ok(unsafe { slice::from_raw_parts(data, count) })
        }
        _ => Err(commet_code::COMMET_ERROR_INVALID_ARGUMENT),
    }
}

/// The `len` bytes at `data`, which may be NULL if there are none.
///
/// # Safety
///
/// As for [`array`].
pub(crate) unsafe fn bytes<'a, T>(data: *const T, len: usize) -> Result<&'a [u8], commet_code> {
    // SAFETY: as our caller promises.
    unsafe { array(data.cast::<u8>(), len) }
}

#[cfg(test)]
mod tests {
    use super::{array, bytes, guard};
    use crate::generated::codes::commet_code::{COMMET_ERROR_INVALID_ARGUMENT, COMMET_ERROR_NULL_ARGUMENT};

    #[test]
    fn a_panic_becomes_a_value() {
        assert_eq!(guard(7, || panic!("on purpose")), 7);
        assert_eq!(guard(7, || 8), 8);
    }

    #[test]
    fn memory_is_checked_before_it_is_believed() {
        let (text, number) = (b"text", 1_u64);
        // SAFETY: nothing is read where the length is 0 or the pointer NULL.
        assert_eq!(unsafe { bytes::<u8>(std::ptr::null(), 0) }, Ok(&[][..]));
        // SAFETY: as above.
        assert_eq!(unsafe { bytes::<u8>(std::ptr::null(), 1) }, Err(COMMET_ERROR_NULL_ARGUMENT));
        // SAFETY: the length is refused before anything is read.
        let huge = unsafe { bytes(text.as_ptr(), usize::MAX) };
        assert_eq!(huge, Err(COMMET_ERROR_INVALID_ARGUMENT));
        // SAFETY: as above.
        let overflowing = unsafe { array(&raw const number, usize::MAX / 8 + 2) };
        assert_eq!(overflowing, Err(COMMET_ERROR_INVALID_ARGUMENT));
        // SAFETY: four bytes of `text`.
        assert_eq!(unsafe { bytes(text.as_ptr(), 4) }, Ok(&text[..]));
    }
}
