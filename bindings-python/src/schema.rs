//! Types of the catalog, as the generated tables give them, and their classes in Python.

use std::ffi::CStr;
use std::sync::atomic::{AtomicPtr, Ordering};

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyType;

/// The types of a provider.
pub(crate) struct Catalog {
    /// Where the classes are.
    pub(crate) module: &'static str,
    /// The type of each event's data, by the event's number.
    pub(crate) events: &'static [&'static Type],
    pub(crate) types: &'static [&'static Type],
    /// The keyword for each event's handler, and the event.
    pub(crate) handlers: &'static [(&'static str, &'static str)],
}

pub(crate) struct Type {
    pub(crate) name: &'static CStr,
    pub(crate) fields: &'static [Field],
    /// The class, once its module has been imported; it is never released.
    class: AtomicPtr<ffi::PyTypeObject>,
}

pub(crate) struct Field {
    /// The attribute.
    pub(crate) name: &'static CStr,
    pub(crate) doc: &'static CStr,
    /// The key's number.
    pub(crate) key: u32,
    pub(crate) kind: Kind,
}

/// What becomes of a field's value.
pub(crate) enum Kind {
    /// What it is in a plain dict.
    Plain,
    Integer,
    Time,
    Record(&'static Type),
    /// A string id, or the object itself.
    Expandable(&'static Type),
    Union(&'static Union),
    List(&'static Kind),
    /// A list, or one bare element.
    OneOrMany(&'static Kind),
}

pub(crate) struct Union {
    /// Its name in the catalog.
    pub(crate) name: &'static str,
    /// The types of the variants; behind them the fallback, if there is one.
    pub(crate) variants: &'static [&'static Type],
}

impl Type {
    pub(crate) const fn new(name: &'static CStr, fields: &'static [Field]) -> Self {
        Self { name, fields, class: AtomicPtr::new(std::ptr::null_mut()) }
    }

    pub(crate) fn set_class(&self, class: &Bound<'_, PyType>) {
        self.class.store(class.clone().into_ptr().cast(), Ordering::Release);
    }

    /// NULL before the module has been imported.
    pub(crate) fn class(&self) -> *mut ffi::PyTypeObject {
        self.class.load(Ordering::Acquire)
    }
}
