//! Walking through arrays and objects.

use commet_webhooks::{Payload, Place, Value};

use crate::result::commet_result;
use crate::slice::commet_slice;
use crate::value::{commet_value, give};

/// The places of the elements of the array at a place.
pub(crate) fn elements(payload: &Payload<'_>, array: Place) -> Option<impl Iterator<Item = Place>> {
    let Value::Array(values) = payload.value_at(array) else { return None };
    let mut next = payload.place_within(array);
    Some((0..values.len()).map(move |_| {
        let place = next;
        next = payload.place_after(place);
        place
    }))
}

/// A place among the elements of an array or the entries of an object. Make it with
/// `commet_value_each`; it is valid as long as the result, and never freed.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct commet_cursor {
    /// The next element, or the next key.
    pub next: commet_value,
    /// How many there are from there on.
    pub remaining: u32,
    /// Whether they are entries of an object.
    pub keyed: u32,
}

impl commet_cursor {
    const END: Self = Self { next: commet_value::ABSENT, remaining: 0, keyed: 0 };
}

/// A cursor before the first element of an array, or the first entry of an object; one without any
/// for other values.
///
///     commet_cursor cursor = commet_value_each(features);
///     commet_value feature;
///     while (commet_cursor_next(&cursor, NULL, &feature)) { ... }
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_each(container: commet_value) -> commet_cursor {
    let each = |result: &commet_result, value: Value<'_>| {
        let (length, keyed) = match value {
            Value::Array(array) => (array.len(), 0),
            Value::Object(object) => (object.len(), 1),
            _ => return None,
        };
        let first = result.payload()?.place_within(Place::from(container.place));
        let remaining = u32::try_from(length).ok()?;
        Some(commet_cursor { next: commet_value::at(result, first), remaining, keyed })
    };
    // SAFETY: the caller passes a value of a result that is there.
    unsafe { container.read(commet_cursor::END, each) }
}

/// Moves on: writes the element, or the entry's key and value, and returns true; or returns false
/// and writes nothing at the end. Either address may be NULL; an element has no key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_cursor_next(
    cursor: *mut commet_cursor,
    key: *mut commet_slice,
    value: *mut commet_value,
) -> bool {
    // SAFETY: the caller passes a cursor that no other thread uses now, or NULL.
    let Some(cursor) = (unsafe { cursor.as_mut() }) else { return false };
    let Some(remaining) = cursor.remaining.checked_sub(1) else { return false };
    let keyed = cursor.keyed != 0;
    let step = |result: &commet_result, first: Value<'_>| {
        let payload = result.payload()?;
        let first_place = Place::from(cursor.next.place);
        let place = if keyed { payload.place_after(first_place) } else { first_place };
        let name = commet_slice::text(if keyed { first.as_str() } else { None });
        Some(Some((name, commet_value::at(result, place), payload.place_after(place))))
    };
    // SAFETY: the caller passes a cursor of a result that is there.
    let Some((name, found, next)) = (unsafe { cursor.next.read(None, step) }) else { return false };
    cursor.remaining = remaining;
    cursor.next.place = next.into();
    // SAFETY: the caller passes the address of a slice, or NULL.
    unsafe { give(key, name) };
    // SAFETY: the caller passes the address of a value, or NULL.
    unsafe { give(value, found) }
}

/// The element of an array at an index from 0; absent where there is none. Takes time in proportion
/// to the index: to go through an array, use a cursor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commet_value_at(array: commet_value, index: usize) -> commet_value {
    let find = |result: &commet_result, _: Value<'_>| {
        let place = elements(result.payload()?, Place::from(array.place))?.nth(index)?;
        Some(commet_value::at(result, place))
    };
    // SAFETY: the caller passes a value of a result that is there.
    unsafe { array.read(commet_value::ABSENT, find) }
}
