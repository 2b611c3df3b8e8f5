//! Values: small handles that say in which result a value is, and where.

use std::ffi::c_char;
use std::ptr;

use commet_webhooks::{Number, Place, Timestamp, Value};

use crate::guard::bytes;
use crate::path;
use crate::result::{commet_result, read};
use crate::slice::commet_slice;

/// A value within a result, to be passed by value and never freed; it is valid as long as the
/// result. Where there is none, `result` is NULL, and whatever is asked of it is absent too: so
/// look-ups can be nested and checked once.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct commet_value {
    /// The result that it is in.
    pub result: *const commet_result,
    /// Where in it.
    pub place: u32,
}

/// What kind of value it is.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum commet_type {
    /// There is none.
    COMMET_ABSENT = 0,
    /// `null`
    COMMET_NULL = 1,
    /// `true` or `false`
    COMMET_BOOL = 2,
    /// A number.
    COMMET_NUMBER = 3,
    /// A string.
    COMMET_STRING = 4,
    /// An array.
    COMMET_ARRAY = 5,
    /// An object.
    COMMET_OBJECT = 6,
}

impl commet_value {
    pub(crate) const ABSENT: Self = Self { result: ptr::null(), place: 0 };

    pub(crate) fn at(result: &commet_result, place: Place) -> Self {
        Self { result, place: place.into() }
    }

    /// What `find` finds in the value; `absent` if there is none.
    ///
    /// # Safety
    ///
    /// The value's result has not been freed.
    pub(crate) unsafe fn read<T: Copy>(
        self,
        absent: T,
        find: impl FnOnce(&commet_result, Value<'_>) -> Option<T>,
    ) -> T {
        let value =
            |result: &commet_result| find(result, result.payload()?.value_at(Place::from(self.place)));
        // SAFETY: as our caller promises.
        unsafe { read(self.result, absent, value) }
    }
}

/// Writes a number or another plain value, if there is one and a place for it.
///
/// # Safety
///
/// `to` is NULL or can be written to.
pub(crate) unsafe fn give<T>(to: *mut T, value: T) -> bool {
    if !to.is_null() {
        // SAFETY: not NULL; the rest is the caller's promise.
        unsafe { to.write(value) };
    }
    true
}

/// The object at the top of the body: the envelope and all that it holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_result_root(result: *const commet_result) -> commet_value {
    let root = |result: &commet_result| Some(commet_value::at(result, result.payload()?.object().place()));
    // SAFETY: the caller passes a result, or NULL.
    unsafe { read(result, commet_value::ABSENT, root) }
}

/// The value of a key of an object, whatever characters the key has. Absent where the object has no
/// such key, or the value is no object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_get(
    object: commet_value,
    key: *const c_char,
    key_len: usize,
) -> commet_value {
    let find = |result: &commet_result, value: Value<'_>| {
        // SAFETY: the caller passes `key_len` readable bytes, or NULL.
        let key = unsafe { bytes(key, key_len) }.ok()?;
        let place = value.as_object()?.place_of(std::str::from_utf8(key).ok()?)?;
        Some(commet_value::at(result, place))
    };
    // SAFETY: the caller passes a value of a result that is there.
    unsafe { object.read(commet_value::ABSENT, find) }
}

/// The value at a path from this one: keys divided by dots, and numbers of elements in brackets,
/// such as `plan.id` and `features[0].code`. Absent where there is none, and for a path that is
/// none. Keys that have dots or brackets themselves are for `commet_value_get`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_path(value: commet_value, path: *const c_char) -> commet_value {
    // SAFETY: the caller passes a text that ends with a NUL, or NULL.
    let path = unsafe { crate::slice::commet_str(path) };
    let find = |result: &commet_result, _: Value<'_>| {
        // SAFETY: the caller's text is still there.
        let text = unsafe { path.view() }.ok()?;
        let place = path::find(result.payload()?, Place::from(value.place), std::str::from_utf8(text).ok()?)?;
        Some(commet_value::at(result, place))
    };
    if path.data.is_null() {
        return commet_value::ABSENT;
    }
    // SAFETY: the caller passes a value of a result that is there.
    unsafe { value.read(commet_value::ABSENT, find) }
}

/// What kind of value it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_type(value: commet_value) -> commet_type {
    let kind = |_: &commet_result, value: Value<'_>| {
        Some(match value {
            Value::Null => commet_type::COMMET_NULL,
            Value::Bool(_) => commet_type::COMMET_BOOL,
            Value::Number(_) => commet_type::COMMET_NUMBER,
            Value::String(_) => commet_type::COMMET_STRING,
            Value::Array(_) => commet_type::COMMET_ARRAY,
            Value::Object(_) => commet_type::COMMET_OBJECT,
        })
    };
    // SAFETY: the caller passes a value of a result that is there.
    unsafe { value.read(commet_type::COMMET_ABSENT, kind) }
}

/// The text of a string; nothing for any other value. It may hold NUL characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_string(value: commet_value) -> commet_slice {
    // SAFETY: the caller passes a value of a result that is there.
    unsafe { value.read(commet_slice::NONE, |_, value| Some(commet_slice::text(value.as_str()))) }
}

/// Writes a boolean. False, and nothing written, for any other value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_bool(value: commet_value, boolean: *mut bool) -> bool {
    // SAFETY: the caller passes a value of a result that is there.
    let found = unsafe { value.read(None, |_, value| Some(value.as_bool())) };
    // SAFETY: the caller passes the address of a boolean, or NULL.
    found.is_some_and(|found| unsafe { give(boolean, found) })
}

/// Writes a number that is an integer, exactly: `9900`, `9900.0` and `99e2` alike. False, and
/// nothing written, for other values, fractions, and integers beyond 64 bits. Amounts of money are
/// integers in the unit that the documentation of the field names, mostly cents.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_int64(value: commet_value, integer: *mut i64) -> bool {
    // SAFETY: the caller passes a value of a result that is there.
    let found = unsafe { value.read(None, |_, value| Some(value.as_number().and_then(Number::as_i64))) };
    // SAFETY: the caller passes the address of a number, or NULL.
    found.is_some_and(|found| unsafe { give(integer, found) })
}

/// As `commet_value_int64`, for integers from 0 to 2^64 - 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_uint64(value: commet_value, integer: *mut u64) -> bool {
    let find = |_: &commet_result, value: Value<'_>| {
        Some(match value.as_number()? {
            Number::Unsigned(integer) => integer,
            number => u64::try_from(number.as_i64()?).ok()?,
        })
    };
    // SAFETY: the caller passes a value of a result that is there.
    let found = unsafe { value.read(None, |result, value| Some(find(result, value))) };
    // SAFETY: the caller passes the address of a number, or NULL.
    found.is_some_and(|found| unsafe { give(integer, found) })
}

/// Writes any number as the nearest double, and whether the double is exactly the number that the
/// library read: false only for integers beyond 2^53 that no double holds. Either address may be
/// NULL. False, and nothing written, for any other value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_double(
    value: commet_value,
    number: *mut f64,
    exact: *mut bool,
) -> bool {
    // SAFETY: the caller passes a value of a result that is there.
    let Some(found) = (unsafe { value.read(None, |_, value| Some(value.as_number())) }) else { return false };
    let double = found.as_f64();
    let is_exact = match found {
        // Wide enough for what a double nearest to such an integer can be.
        Number::Integer(integer) => is_exactly(double, i128::from(integer)),
        Number::Unsigned(integer) => is_exactly(double, i128::from(integer)),
        Number::Double(_) => true,
    };
    // SAFETY: the caller passes the address of a number, or NULL.
    unsafe { give(number, double) };
    // SAFETY: the caller passes the address of a boolean, or NULL.
    unsafe { give(exact, is_exact) }
}

#[expect(clippy::cast_possible_truncation, reason = "integral, and far from the bounds")]
fn is_exactly(double: f64, integer: i128) -> bool {
    double as i128 == integer
}

/// Writes the time that a value states, in milliseconds since 1970: ISO 8601 text, or a number,
/// which is seconds below 10^11 and milliseconds from there on. False, and nothing written, for any
/// other value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_time(value: commet_value, time_ms: *mut i64) -> bool {
    let find = |_: &commet_result, value: Value<'_>| Some(value.as_time().map(Timestamp::as_millis));
    // SAFETY: the caller passes a value of a result that is there.
    let found = unsafe { value.read(None, find) };
    // SAFETY: the caller passes the address of a number, or NULL.
    found.is_some_and(|found| unsafe { give(time_ms, found) })
}

/// The number of elements of an array or entries of an object; 0 for any other value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_length(value: commet_value) -> usize {
    let length = |_: &commet_result, value: Value<'_>| match value {
        Value::Array(array) => Some(array.len()),
        Value::Object(object) => Some(object.len()),
        _ => None,
    };
    // SAFETY: the caller passes a value of a result that is there.
    unsafe { value.read(0, length) }
}
