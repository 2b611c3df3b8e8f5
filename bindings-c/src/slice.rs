//! Views of bytes.

use std::ffi::{CStr, c_char};
use std::ptr;

use crate::generated::codes::commet_code;
use crate::guard::{bytes, guard};

/// A view of bytes that somebody else owns. Text is UTF-8 and does not end with a NUL: print it
/// with `printf("%.*s", (int)slice.len, slice.data)`. Where there is nothing, `data` is NULL; an
/// empty text has a `data` that is not NULL, and is not to be read either.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct commet_slice {
    /// The first byte.
    pub data: *const c_char,
    /// The number of bytes.
    pub len: usize,
}

impl commet_slice {
    pub(crate) const NONE: Self = Self { data: ptr::null(), len: 0 };

    pub(crate) fn of(view: &[u8]) -> Self {
        Self { data: view.as_ptr().cast(), len: view.len() }
    }

    pub(crate) fn text(text: Option<&str>) -> Self {
        text.map_or(Self::NONE, |text| Self::of(text.as_bytes()))
    }

    /// # Safety
    ///
    /// If `data` is not NULL, `len` bytes can be read there for as long as `'a`.
    pub(crate) unsafe fn view<'a>(self) -> Result<&'a [u8], commet_code> {
        // SAFETY: as our caller promises.
        unsafe { bytes(self.data, self.len) }
    }
}

/// A view of a NUL-terminated text, without the NUL; nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_str(text: *const c_char) -> commet_slice {
    guard(commet_slice::NONE, || {
        if text.is_null() {
            return commet_slice::NONE;
        }
        // SAFETY: the caller passes a text that ends with a NUL.
        commet_slice::of(unsafe { CStr::from_ptr(text) }.to_bytes())
    })
}
