//! Dicts as copies of an earlier one with the same keys.
//!
//! Webhooks come in few shapes. The interpreter copies a dict at once, table and all, where entry by
//! entry it looks up every key twice; then only the values have to be put where they belong. Where
//! that is, is found out by looking at a copy whose keys and values are known: in an interpreter that
//! makes its dicts differently nothing is found, and nothing copied.
//!
//! What users get is a dict like any other; it has the table that inserting gives.

use std::ops::RangeInclusive;
use std::sync::{Mutex, MutexGuard};

use commet_webhooks::tape::node;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{ffi, intern};

use crate::build::{Pointer, names};

/// What has been learned. Only of the catalog's keys, so that nothing of a body stays.
static SHAPES: Mutex<Shapes> =
    Mutex::new(Shapes { places: [const { Place { template: None, missed: 0 } }; PLACES], of_use: true });

/// A power of two. The catalog has fewer shapes.
const PLACES: usize = 512;

/// With one key there is nothing to gain, and with many it is some kind of list.
const LENGTHS: RangeInclusive<usize> = 2..=64;

pub(crate) struct Shapes {
    /// By the hash of a shape.
    places: [Place; PLACES],
    /// Whether the interpreter's dicts are as expected, as far as is known.
    of_use: bool,
}

struct Place {
    template: Option<Template>,
    /// Hash of the shape that was here last without having a template.
    missed: u64,
}

/// A dict whose values are its keys: with None for all of them, each change of its count of references
/// would wait for the last.
struct Template {
    /// The keys' numbers.
    keys: Vec<usize>,
    dict: Py<PyDict>,
    layout: Layout,
}

/// Where a dict has its entries: a key, and behind it its value.
#[derive(Clone, Copy)]
struct Layout {
    /// Words before the first key.
    first: usize,
    /// Words from a key to the next.
    stride: usize,
}

/// An entry that is to become one of a dict.
pub(crate) struct Entry {
    /// The key's number in the catalog.
    pub(crate) key: usize,
    /// A reference.
    pub(crate) value: Pointer,
}

/// What is to be known of an object, collected entry by entry.
#[derive(Default)]
pub(crate) struct Shape {
    hash: u64,
    /// Whether one of the values is a container.
    containers: bool,
}

/// What has been learned, if it is of use and not in use: by this thread, where a garbage collection
/// that it began has called us, or by one that lost the GIL there.
pub(crate) fn known() -> Option<MutexGuard<'static, Shapes>> {
    if cfg!(any(feature = "abi3", Py_3_14, Py_GIL_DISABLED)) {
        return None;
    }
    SHAPES.try_lock().ok().filter(|shapes| shapes.of_use)
}

impl Shape {
    /// Adds the key with this number, and the tag of its value.
    #[inline]
    pub(crate) fn add(&mut self, key: usize, value: u32) {
        self.hash = (self.hash.rotate_left(5) ^ key as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.containers |= matches!(value, node::OBJECT | node::ARRAY);
    }

    /// Where the shape is looked for first.
    #[inline]
    fn place(&self) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "a number below that of the places")]
        let place = (self.hash >> (u64::BITS - PLACES.trailing_zeros())) as usize;
        place
    }
}

impl Entry {
    pub(crate) fn release(self) {
        // SAFETY: a reference that is ours; whoever has entries has the GIL.
        unsafe { ffi::Py_DECREF(self.value) };
    }
}

impl Shapes {
    /// A dict of these entries, which it takes; or NULL, and they are left.
    #[inline]
    pub(crate) fn dict(&mut self, shape: &Shape, entries: &[Entry]) -> Pointer {
        let place = shape.place();
        // Two shapes may have one place.
        for place in [place, place ^ 1] {
            if let Some(template) = &self.places[place].template
                && template.is_for(entries)
            {
                return template.dict(entries, shape.containers);
            }
        }
        self.learn(shape, entries);
        std::ptr::null_mut()
    }

    /// Makes a template for a shape that comes a second time.
    #[cold]
    fn learn(&mut self, shape: &Shape, entries: &[Entry]) {
        let place = shape.place();
        if !LENGTHS.contains(&entries.len())
            || std::mem::replace(&mut self.places[place].missed, shape.hash) != shape.hash
        {
            return;
        }
        // SAFETY: whoever has entries has the GIL.
        let py = unsafe { Python::assume_attached() };
        let template = Template::new(py, entries.iter().map(|entry| entry.key).collect());
        self.of_use = matches!(template, Ok(Some(_)));
        let free = self.places[place].template.is_some() && self.places[place ^ 1].template.is_none();
        self.places[if free { place ^ 1 } else { place }].template = template.unwrap_or_default();
    }
}

impl Template {
    /// Nothing where the interpreter's dicts are not as expected.
    fn new(py: Python<'_>, keys: Vec<usize>) -> PyResult<Option<Self>> {
        let dict = PyDict::new(py);
        for &key in &keys {
            let name = &names(py)[key];
            dict.set_item(name, name)?;
        }
        let layout = Layout::of(&dict.copy()?, &keys)?;
        Ok(layout.map(|layout| Self { keys, dict: dict.unbind(), layout }))
    }

    #[inline]
    fn is_for(&self, entries: &[Entry]) -> bool {
        self.keys.len() == entries.len()
            && self.keys.iter().zip(entries).all(|(key, entry)| *key == entry.key)
    }

    /// A dict of entries with these keys, which it takes; or NULL, and they are left.
    #[inline]
    fn dict(&self, entries: &[Entry], containers: bool) -> Pointer {
        // SAFETY: whoever has entries has the GIL. Copies of a dict are all alike, and `Layout::of` has
        // seen one: as many values are where it says, each a reference, and nobody else has seen them.
        unsafe {
            let dict = ffi::PyDict_Copy(self.dict.as_ptr());
            if dict.is_null() {
                ffi::PyErr_Clear();
                return dict;
            }
            let mut place = table(dict).add(self.layout.first + 1);
            for entry in entries {
                ffi::Py_DECREF(place.replace(entry.value));
                place = place.wrapping_add(self.layout.stride);
            }
            if containers {
                // Strings alone do not concern the garbage collector, so it does not know the dict yet.
                ffi::PyObject_GC_Track(dict.cast());
            }
            dict
        }
    }
}

impl Layout {
    /// Where a dict has these keys, which are at least two, and behind each the key again.
    fn of(dict: &Bound<'_, PyDict>, keys: &[usize]) -> PyResult<Option<Self>> {
        let py = dict.py();
        let size: usize = dict.call_method0(intern!(py, "__sizeof__"))?.extract()?;
        let head: usize = dict.get_type().getattr(intern!(py, "__basicsize__"))?.extract()?;
        let words = size.saturating_sub(head) / size_of::<Pointer>();
        // SAFETY: a dict's size is that of the object and that of the table, if that is its own.
        let words = unsafe { std::slice::from_raw_parts(table(dict.as_ptr()), words) };
        let entry = |key: usize| [names(py)[key].as_ptr(); 2];
        let find = |key| words.windows(2).position(|pair| *pair == entry(key));
        let (Some(first), Some(second)) = (find(keys[0]), find(keys[1])) else { return Ok(None) };
        let stride = second.wrapping_sub(first);
        let all = keys.iter().enumerate().all(|(index, &key)| {
            let at = first.wrapping_add(index.wrapping_mul(stride));
            words.get(at..).and_then(|rest| rest.first_chunk()) == Some(&entry(key))
        });
        // SAFETY: a dict.
        let hidden = unsafe { ffi::PyObject_GC_IsTracked(dict.as_ptr()) == 0 };
        Ok((all && hidden).then_some(Self { first, stride }))
    }
}

/// The words of a dict's table.
///
/// # Safety
///
/// It is a dict.
#[inline]
unsafe fn table(dict: Pointer) -> *mut Pointer {
    #[cfg(feature = "abi3")]
    let table = dict;
    #[cfg(not(feature = "abi3"))]
    // SAFETY: the caller's promise.
    let table = unsafe { (*dict.cast::<ffi::PyDictObject>()).ma_keys };
    table.cast()
}
