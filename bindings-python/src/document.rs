//! A parsed body that outlives its request, shared by an event and the objects in it.

use std::mem::ManuallyDrop;

use commet_webhooks::tape::Nodes;
use commet_webhooks::{Event, Payload, Place, Provider, Timestamp};
use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;

use crate::schema::{Type, Union};

/// An event, or for one that was pickled by itself, an object.
pub(crate) enum Source {
    Event(Event<'static>),
    Payload(Payload<'static>),
}

impl Source {
    pub(crate) fn payload(&self) -> &Payload<'static> {
        match self {
            Self::Event(event) => event.payload(),
            Self::Payload(payload) => payload,
        }
    }
}

pub(crate) struct Document {
    pub(crate) provider: Provider,
    // Before the owner, from which it borrows: fields are dropped in this order.
    pub(crate) source: Source,
    /// The Python object that has the body; none where the source owns it.
    owner: Option<Owner>,
}

/// A reference that is released at once, where `Py` would look for the GIL first.
struct Owner(ManuallyDrop<Py<PyAny>>);

impl Drop for Owner {
    fn drop(&mut self) {
        // SAFETY: taken once. Documents belong to Python's objects, so that the GIL is held; one that has
        // just been made, perhaps without it, is not dropped before it does.
        unsafe { ffi::Py_DECREF(ManuallyDrop::take(&mut self.0).into_ptr()) };
    }
}

impl Document {
    /// `owner` keeps the body that the event borrows.
    #[inline]
    pub(crate) fn of_event(event: Event<'static>, owner: Option<Py<PyAny>>) -> Self {
        let owner = owner.map(|owner| Owner(ManuallyDrop::new(owner)));
        Self { provider: event.provider(), source: Source::Event(event), owner }
    }

    /// Of an object by itself.
    pub(crate) fn of_payload(provider: Provider, payload: Payload<'static>) -> Self {
        Self { provider, source: Source::Payload(payload), owner: None }
    }

    /// The Python object that has the body.
    pub(crate) fn owner(&self) -> Option<&Py<PyAny>> {
        self.owner.as_ref().map(|owner| &*owner.0)
    }

    pub(crate) fn nodes(&self) -> Nodes<'_> {
        self.source.payload().nodes()
    }

    #[inline]
    pub(crate) fn received(&self) -> PyResult<&Event<'static>> {
        match &self.source {
            Source::Event(event) => Ok(event),
            Source::Payload(_) => Err(PyValueError::new_err("there is no event")),
        }
    }

    /// The time that the value at `at` states.
    pub(crate) fn time(&self, at: usize) -> Option<Timestamp> {
        let place = Place::from(u32::try_from(at).ok()?);
        self.source.payload().value_at(place).as_time()
    }

    /// The type of the object at `at`, which is of a union; nothing for a variant that is not known.
    pub(crate) fn variant(&self, union: &Union, at: usize) -> Option<&'static Type> {
        let place = Place::from(u32::try_from(at).ok()?);
        let number = self.source.payload().variant_at(self.provider, union.name, place)?;
        union.variants.get(number).copied()
    }

    /// The object at `at` as JSON.
    pub(crate) fn json(&self, at: usize) -> String {
        let place = Place::from(u32::try_from(at).unwrap_or_default());
        self.source.payload().value_at(place).to_string()
    }
}
