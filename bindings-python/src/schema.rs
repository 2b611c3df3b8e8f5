//! Types of the catalog, as the generated tables give them, and their classes in Python.

use std::ffi::CStr;
use std::sync::atomic::{AtomicPtr, Ordering};

use commet_webhooks::tape::{Nodes, node};
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
    /// Whether it is there, and not null, in every version.
    pub(crate) required: bool,
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
    /// The number of the key whose value tells the variants apart.
    pub(crate) discriminator: u32,
    pub(crate) variants: &'static [(&'static str, &'static Type)],
    /// The type of objects that fit no variant.
    pub(crate) fallback: Option<&'static Type>,
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

    /// Whether an object has all that the type must have.
    fn is_complete(&self, nodes: Nodes<'_>, object: usize) -> bool {
        self.fields
            .iter()
            .filter(|field| field.required)
            .all(|field| nodes.find(object, field.key).is_some_and(|at| nodes.tag(at) != node::NULL))
    }
}

impl Union {
    /// The type of an object that the core has accepted; nothing for a variant that is not known.
    pub(crate) fn variant(&self, nodes: Nodes<'_>, object: usize) -> Option<&'static Type> {
        let tag = nodes.find(object, self.discriminator).and_then(|at| nodes.text(at));
        let named = self.variants.iter().find(|(name, _)| Some(*name) == tag).map(|(_, of)| *of);
        // Older versions have the same discriminator, but not all of a variant's fields.
        match (named, self.fallback) {
            (Some(variant), Some(_)) if variant.is_complete(nodes, object) => Some(variant),
            (variant, None) => variant,
            (_, fallback) => fallback.filter(|fallback| fallback.is_complete(nodes, object)),
        }
    }
}
