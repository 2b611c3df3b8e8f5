//! Python's own objects, built straight from the tape.

use std::sync::MutexGuard;

use commet_webhooks::tape::{Nodes, node};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

use crate::generated::keys::KEYS;
use crate::shapes::{self, Entry, Shape, Shapes};
use crate::text;

/// The keys of the catalog as Python's strings, made once.
static NAMES: PyOnceLock<Vec<Py<PyString>>> = PyOnceLock::new();

pub(crate) fn names(py: Python<'_>) -> &[Py<PyString>] {
    NAMES.get_or_init(py, || KEYS.iter().map(|(key, _)| PyString::intern(py, key).unbind()).collect())
}

/// The value at `at`: dicts, lists, strings, integers, floats, booleans and None.
pub(crate) fn value<'py>(py: Python<'py>, nodes: Nodes<'_>, at: usize) -> PyResult<Bound<'py, PyAny>> {
    let size = nodes.after(at) - at;
    let container = matches!(nodes.tag(at), node::OBJECT | node::ARRAY);
    let mut builder = Builder {
        names: names(py),
        nodes,
        at,
        seen: Seen::new(size),
        shapes: container.then(shapes::known).flatten(),
        made: Vec::with_capacity(if container { 32 } else { 0 }),
    };
    let value = if size < LARGE { builder.value() } else { without_collector(|| builder.value()) };
    checked(py, value)
}

/// The object at the top of the tape.
pub(crate) fn object<'py>(py: Python<'py>, nodes: Nodes<'_>) -> PyResult<Bound<'py, PyDict>> {
    value(py, nodes, 0)?.cast_into().map_err(Into::into)
}

/// Values of at least this many words are worth some effort before they are built.
const LARGE: usize = 1024;

/// What `build` gives. Meanwhile the garbage collector rests: it would look again and again at
/// objects of which none can be garbage yet.
fn without_collector(build: impl FnOnce() -> Pointer) -> Pointer {
    // SAFETY: the GIL is held, and not released before the collector is as it was.
    unsafe {
        let enabled = ffi::PyGC_Disable();
        let value = build();
        if enabled == 1 {
            ffi::PyGC_Enable();
        }
        value
    }
}

/// Texts that a large value has had, so that those which come again are one string: periods,
/// units, states. Empty for a small one. They are not kept from one value to the next, as some are
/// about customers.
struct Seen<'t>(Vec<(&'t str, Pointer)>);

impl<'t> Seen<'t> {
    /// A power of two.
    const PLACES: usize = 256;
    /// Longer texts are rarely the same.
    const LONGEST: usize = 32;

    fn new(words: usize) -> Self {
        let places = if words < LARGE { 0 } else { Self::PLACES };
        Self(vec![("", std::ptr::null_mut()); places])
    }

    /// A new reference to the text's string.
    #[inline]
    fn string(&mut self, text: &'t str, ascii: bool) -> Pointer {
        if self.0.is_empty() || text.len() > Self::LONGEST {
            return text::new(text, ascii);
        }
        let (place, string) = &mut self.0[Self::place_of(text.as_bytes())];
        if *place == text && !string.is_null() {
            // SAFETY: a string that we have a reference to.
            return unsafe { ffi::Py_NewRef(*string) };
        }
        let new = text::new(text, ascii);
        if !new.is_null() {
            *place = text;
            // SAFETY: a new object, and one that we have a reference to, or none.
            unsafe { ffi::Py_XDECREF(std::mem::replace(string, ffi::Py_NewRef(new))) };
        }
        new
    }

    /// From the length and the bytes at both ends, where texts differ mostly.
    #[inline]
    fn place_of(text: &[u8]) -> usize {
        let word = |bytes: &[u8]| {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(word)
        };
        let ends = match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
            (Some(first), Some(last)) => {
                u64::from_le_bytes(*first).rotate_left(5) ^ u64::from_le_bytes(*last)
            }
            _ => word(text),
        };
        let mixed = (ends ^ text.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        #[expect(clippy::cast_possible_truncation, reason = "a number below that of the places")]
        let place = (mixed >> (u64::BITS - Self::PLACES.trailing_zeros())) as usize;
        place
    }
}

impl Drop for Seen<'_> {
    fn drop(&mut self) {
        for (_, string) in &self.0 {
            // SAFETY: our reference, or none; the GIL is held as it was when it was taken.
            unsafe { ffi::Py_XDECREF(*string) };
        }
    }
}

/// Walks the tape from one value to the next. Functions return new references, or NULL and leave an
/// exception set, as C functions of Python do.
struct Builder<'b> {
    names: &'b [Py<PyString>],
    nodes: Nodes<'b>,
    at: usize,
    seen: Seen<'b>,
    shapes: Option<MutexGuard<'static, Shapes>>,
    /// Entries of objects that are not complete yet.
    made: Vec<Entry>,
}

pub(crate) type Pointer = *mut ffi::PyObject;

impl Builder<'_> {
    // Most values are no containers: no call for them.
    #[inline]
    fn value(&mut self) -> Pointer {
        let at = self.at;
        match self.nodes.tag(at) {
            node::ASCII | node::UTF8 | node::UNESCAPED => self.string(),
            node::OBJECT => self.object(self.nodes.payload(at)),
            node::ARRAY => self.array(self.nodes.payload(at)),
            tag => {
                self.at = self.nodes.after(at);
                // SAFETY: plain constructors, and constants that live for ever; the GIL is held.
                unsafe {
                    match tag {
                        node::SMALL => ffi::PyLong_FromLong(self.nodes.small(at).into()),
                        node::INTEGER => ffi::PyLong_FromLongLong(self.nodes.wide(at).cast_signed()),
                        node::UNSIGNED => ffi::PyLong_FromUnsignedLongLong(self.nodes.wide(at)),
                        node::DOUBLE => ffi::PyFloat_FromDouble(f64::from_bits(self.nodes.wide(at))),
                        node::TRUE => ffi::Py_NewRef(ffi::Py_True()),
                        node::FALSE => ffi::Py_NewRef(ffi::Py_False()),
                        _ => ffi::Py_NewRef(ffi::Py_None()),
                    }
                }
            }
        }
    }

    #[inline]
    fn string(&mut self) -> Pointer {
        let ascii = self.nodes.tag(self.at) == node::ASCII;
        let text = self.nodes.text(self.at).unwrap_or_default();
        self.at += 2;
        self.seen.string(text, ascii)
    }

    #[inline(never)]
    fn array(&mut self, length: usize) -> Pointer {
        self.at += 2;
        // SAFETY: the GIL is held.
        let list = unsafe { ffi::PyList_New(length.cast_signed()) };
        if list.is_null() {
            return list;
        }
        for index in 0..length {
            let element = self.value();
            if element.is_null() {
                // SAFETY: our only reference; the places that are not filled hold NULL.
                unsafe { ffi::Py_DECREF(list) };
                return element;
            }
            // SAFETY: within the list, which is new; the reference is given away.
            unsafe { set_element(list, index, element) };
        }
        list
    }

    #[inline(never)]
    fn object(&mut self, length: usize) -> Pointer {
        self.at += 2;
        let begin = self.made.len();
        let mut missing = length;
        if self.shapes.is_some() {
            // The values come before the dict: then its shape is known.
            let mut shape = Shape::default();
            while missing > 0 && self.nodes.tag(self.at) == node::KEY {
                let key = self.nodes.payload(self.at);
                self.at += 1;
                shape.add(key, self.nodes.tag(self.at));
                let value = self.value();
                if value.is_null() {
                    self.made.drain(begin..).for_each(Entry::release);
                    return value;
                }
                self.made.push(Entry { key, value });
                missing -= 1;
            }
            if missing == 0
                && let Some(shapes) = &mut self.shapes
            {
                let dict = shapes.dict(&shape, self.made.get(begin..).unwrap_or_default());
                if !dict.is_null() {
                    self.made.truncate(begin);
                    return dict;
                }
            }
        }
        // SAFETY: the GIL is held.
        let mut dict = unsafe { new_dict(length) };
        for entry in self.made.drain(begin..) {
            let key = self.names[entry.key].as_ptr();
            // SAFETY: a dict, if it is there, and objects; our only reference to the dict.
            unsafe {
                if !dict.is_null() && ffi::PyDict_SetItem(dict, key, entry.value) != 0 {
                    ffi::Py_CLEAR(&raw mut dict);
                }
            }
            entry.release();
        }
        self.add(dict, missing)
    }

    /// Adds as many entries as stand here to a dict, if it is there.
    #[inline(never)]
    fn add(&mut self, dict: Pointer, length: usize) -> Pointer {
        if dict.is_null() {
            return dict;
        }
        for _ in 0..length {
            let own = self.nodes.tag(self.at) != node::KEY;
            let key = if own {
                self.string()
            } else {
                let number = self.nodes.payload(self.at);
                self.at += 1;
                self.names[number].as_ptr()
            };
            let value = if key.is_null() { key } else { self.value() };
            // SAFETY: objects that live at least until the references to them are released here; the
            // names of the catalog live for ever.
            let done = unsafe {
                let done = !value.is_null() && ffi::PyDict_SetItem(dict, key, value) == 0;
                ffi::Py_XDECREF(value);
                if own {
                    ffi::Py_XDECREF(key);
                }
                done
            };
            if !done {
                // SAFETY: our only reference.
                unsafe { ffi::Py_DECREF(dict) };
                return std::ptr::null_mut();
            }
        }
        dict
    }
}

/// A dict that need not grow to hold `length` entries.
///
/// # Safety
///
/// The GIL is held.
#[inline]
unsafe fn new_dict(length: usize) -> Pointer {
    // Not in the headers, but what the interpreter itself uses. Later versions may do without.
    #[cfg(not(any(feature = "abi3", Py_3_14)))]
    if length > SMALLEST_DICT {
        unsafe extern "C" {
            fn _PyDict_NewPresized(length: ffi::Py_ssize_t) -> Pointer;
        }
        // SAFETY: the caller's promise.
        return unsafe { _PyDict_NewPresized(length.cast_signed()) };
    }
    #[cfg(any(feature = "abi3", Py_3_14))]
    let _ = length;
    // SAFETY: the caller's promise.
    unsafe { ffi::PyDict_New() }
}

/// The number of entries for which every dict has room.
#[cfg(not(any(feature = "abi3", Py_3_14)))]
const SMALLEST_DICT: usize = 5;

/// # Safety
///
/// The list is new, and has this index.
unsafe fn set_element(list: Pointer, index: usize, element: Pointer) {
    // SAFETY: the caller's promise.
    unsafe {
        #[cfg(feature = "abi3")]
        ffi::PyList_SetItem(list, index.cast_signed(), element);
        #[cfg(not(feature = "abi3"))]
        ffi::PyList_SET_ITEM(list, index.cast_signed(), element);
    }
}

/// An object that Python has made, or the exception that it has set.
pub(crate) fn checked(py: Python<'_>, pointer: Pointer) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: a new reference, or NULL with an exception set.
    unsafe { Bound::from_owned_ptr_or_err(py, pointer) }
}
