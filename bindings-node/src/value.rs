//! Values of JavaScript, read and made through Node-API.

use std::ptr;

use napi_sys::{Status, napi_env, napi_value};

/// What went wrong within a call, and is not the webhook's fault.
pub(crate) const FAULT: i32 = i32::MIN;

/// A value, with the environment it belongs to. Lives as long as the call.
#[derive(Clone, Copy)]
pub(crate) struct Value {
    env: napi_env,
    raw: napi_value,
}

impl Value {
    /// # Safety
    ///
    /// The environment and the value are those of the current call.
    pub(crate) unsafe fn new(env: napi_env, raw: napi_value) -> Self {
        Self { env, raw }
    }

    /// The integer, if it is a number that is one and is not negative.
    pub(crate) fn index(self) -> Option<usize> {
        let mut number = 0;
        // SAFETY: a value of this call, and the address of a number.
        let status = unsafe { napi_sys::napi_get_value_int32(self.env, self.raw, &raw mut number) };
        if status == Status::napi_ok { usize::try_from(number).ok() } else { None }
    }

    /// The number, if it is one.
    pub(crate) fn number(self) -> Option<f64> {
        let mut number = 0.0;
        // SAFETY: a value of this call, and the address of a number.
        let status = unsafe { napi_sys::napi_get_value_double(self.env, self.raw, &raw mut number) };
        (status == Status::napi_ok).then_some(number)
    }

    /// Writes a string in UTF-8, half a surrogate pair as U+FFFD, and gives its length without the
    /// NUL behind it. A string that does not fit is cut at a character. None if it is no string.
    ///
    /// # Safety
    ///
    /// `capacity` bytes can be written at `to`, and `capacity` is not 0.
    pub(crate) unsafe fn write_utf8(self, to: *mut u8, capacity: usize) -> Option<usize> {
        let mut length = 0;
        // SAFETY: a value of this call; the rest is our caller's promise.
        let status = unsafe {
            napi_sys::napi_get_value_string_utf8(self.env, self.raw, to.cast(), capacity, &raw mut length)
        };
        (status == Status::napi_ok).then_some(length)
    }

    /// The low bytes of a string's characters; otherwise as `write_utf8`.
    ///
    /// # Safety
    ///
    /// As of `write_utf8`.
    pub(crate) unsafe fn write_latin1(self, to: *mut u8, capacity: usize) -> Option<usize> {
        let mut length = 0;
        // SAFETY: a value of this call; the rest is our caller's promise.
        let status = unsafe {
            napi_sys::napi_get_value_string_latin1(self.env, self.raw, to.cast(), capacity, &raw mut length)
        };
        (status == Status::napi_ok).then_some(length)
    }

    /// The number of units that a string has in UTF-16. None if it is no string.
    pub(crate) fn units(self) -> Option<usize> {
        // SAFETY: nothing is written to NULL.
        unsafe { self.write_utf16(ptr::null_mut(), 0) }
    }

    /// Writes a string in UTF-16; otherwise as `write_utf8`.
    ///
    /// # Safety
    ///
    /// `capacity` units can be written at `to`.
    pub(crate) unsafe fn write_utf16(self, to: *mut u16, capacity: usize) -> Option<usize> {
        let mut length = 0;
        // SAFETY: a value of this call; the rest is our caller's promise.
        let status = unsafe {
            napi_sys::napi_get_value_string_utf16(self.env, self.raw, to, capacity, &raw mut length)
        };
        (status == Status::napi_ok).then_some(length)
    }

    /// The number of bytes that a string takes in UTF-8. None if it is no string.
    pub(crate) fn utf8_length(self) -> Option<usize> {
        // SAFETY: nothing is written to NULL.
        unsafe { self.write_utf8(ptr::null_mut(), 0) }
    }

    /// A string in UTF-8. None if it is no string.
    pub(crate) fn text(self) -> Option<Vec<u8>> {
        let mut text = vec![0; self.utf8_length()? + 1];
        // SAFETY: as many bytes as the vector has.
        let length = unsafe { self.write_utf8(text.as_mut_ptr(), text.len()) }?;
        text.truncate(length);
        Some(text)
    }

    /// Where the bytes of a typed array are, and how many. None if it is no typed array.
    pub(crate) fn bytes(self) -> Option<(*mut u8, usize)> {
        let (mut length, mut data) = (0, ptr::null_mut());
        // SAFETY: a value of this call, and addresses for what is asked for.
        let status = unsafe {
            napi_sys::napi_get_typedarray_info(
                self.env,
                self.raw,
                ptr::null_mut(),
                &raw mut length,
                &raw mut data,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        };
        // An empty array may have no address.
        (status == Status::napi_ok && (length == 0 || !data.is_null())).then_some((data.cast(), length))
    }

    pub(crate) fn raw(self) -> napi_value {
        self.raw
    }
}

/// A number of JavaScript; NULL, which is undefined, if there is no memory for it.
pub(crate) fn integer(env: napi_env, number: i32) -> napi_value {
    let mut value = ptr::null_mut();
    // SAFETY: the environment of this call, and the address of a value.
    unsafe { napi_sys::napi_create_int32(env, number, &raw mut value) };
    value
}

/// A string of JavaScript; NULL, which is undefined, if there is no memory for it.
pub(crate) fn string(env: napi_env, text: &str) -> napi_value {
    let mut value = ptr::null_mut();
    let length = isize::try_from(text.len()).unwrap_or_default();
    // SAFETY: the environment of this call, and as many bytes as the text has.
    unsafe { napi_sys::napi_create_string_utf8(env, text.as_ptr().cast(), length, &raw mut value) };
    value
}
