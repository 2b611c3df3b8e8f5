//! The event as Python sees it.

use std::sync::Arc;

use commet_webhooks::{Access, Event as Received, Options, Provider, Timestamp, Webhooks};
use pyo3::exceptions::PyValueError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyTuple, PyType};

use crate::document::Document;
use crate::guard::{guard, guard_read};
use crate::{build, error, time, view};

/// A verified event.
///
///     event = webhooks.receive(raw_body, headers)
///     if isinstance(event.data, events.SubscriptionActivated):
///         grant(event.data.customer_id)
///
/// It never changes, and can be shared between threads, compared, pickled and used in `match`:
/// `case Event("payment.failed", data)`.
#[pyclass(frozen, module = "commet", name = "Event")]
pub(crate) struct Event {
    /// The data: an object of the event's own class, or `Unknown`.
    // It has the document. Read where it is, without a call.
    #[pyo3(get)]
    data: Py<PyAny>,
    raw: PyOnceLock<Py<PyDict>>,
}

impl Event {
    /// The event of a document that was made of one.
    pub(crate) fn new(py: Python<'_>, document: Arc<Document>) -> PyResult<Bound<'_, Self>> {
        let event = document.received()?;
        let at = u32::from(event.data().place()) as usize;
        let number = event.number().filter(|_| event.is_typed());
        let of = number.and_then(|number| crate::catalog(document.provider).events.get(number as usize));
        let data = match of {
            Some(of) => view::record(py, of, document, at),
            None => view::unknown(py, document, at),
        };
        Bound::new(py, Self { data: data?.unbind(), raw: PyOnceLock::new() })
    }

    fn document(&self) -> &Document {
        // SAFETY: `new` has made it.
        unsafe { view::document(&self.data) }
    }

    fn received(&self) -> PyResult<&Received<'static>> {
        self.document().received()
    }
}

/// What callers have put into `raw` may have finalizers, which are Python code.
impl Drop for Event {
    fn drop(&mut self) {
        if let Some(raw) = self.raw.take() {
            // They raise nothing that would go further.
            let _ = guard(|| {
                drop(raw);
                Ok(())
            });
        }
    }
}

#[pymethods]
impl Event {
    /// For the garbage collector: callers may put the event itself into `raw`, which it then empties.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // SAFETY: the GIL is held; only the reference is read.
        match self.raw.get(unsafe { Python::assume_attached() }) {
            Some(raw) => visit.call(raw),
            None => Ok(()),
        }
    }

    #[classattr]
    fn __match_args__() -> (&'static str, &'static str) {
        ("type", "data")
    }

    /// For annotations such as `Event[events.PaymentFailed]`.
    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        class.py().import("types")?.getattr("GenericAlias")?.call1((class, item))
    }

    /// The provider whose event it is: "commet" or "creem".
    #[getter]
    fn provider(&self) -> &'static str {
        self.document().provider.as_str()
    }

    /// The event's name, such as "subscription.activated".
    #[getter]
    fn r#type(&self) -> PyResult<&str> {
        Ok(self.received()?.event_type())
    }

    /// The provider's id of the event, the same on every delivery.
    #[getter]
    fn id(&self) -> PyResult<Option<&str>> {
        Ok(self.received()?.id())
    }

    /// A key under which to remember that the event was handled, as deliveries repeat: its id, or
    /// where it has none, the SHA-256 of the body in hex.
    #[getter]
    fn idempotency_key(&self) -> PyResult<String> {
        Ok(self.received()?.idempotency_key())
    }

    /// When the provider emitted the event, as the signed body states it: in UTC. None where it states
    /// no time, and in the year 0, which `datetime` does not have; see `time_ms`.
    #[getter]
    fn time<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard_read(|| match self.received()?.time() {
            Some(timestamp) => time::datetime(py, timestamp),
            None => Ok(py.None().into_bound(py)),
        })
    }

    /// `time` in milliseconds since 1970.
    #[getter]
    fn time_ms(&self) -> PyResult<Option<i64>> {
        Ok(self.received()?.time().map(Timestamp::as_millis))
    }

    /// The environment: "live" or "sandbox" for Commet, such as "prod" or "test" for CREEM.
    #[getter]
    fn mode(&self) -> PyResult<Option<&str>> {
        Ok(self.received()?.mode())
    }

    /// The organization whose event it is, where the provider says so.
    #[getter]
    fn organization_id(&self) -> PyResult<Option<&str>> {
        Ok(self.received()?.organization_id())
    }

    /// The API version that shaped the data, such as "2026-08-27", where the provider says so.
    #[getter]
    fn api_version(&self) -> PyResult<Option<&str>> {
        Ok(self.received()?.api_version())
    }

    /// Whether the catalog has the event.
    #[getter]
    fn known(&self) -> PyResult<bool> {
        Ok(self.received()?.is_known())
    }

    /// Whether the catalog has the event and its data fits, so that `data` has its type.
    #[getter]
    fn typed(&self) -> PyResult<bool> {
        Ok(self.received()?.is_typed())
    }

    /// Why the event is not typed, such as "data.plan.id: expected a string, found null".
    #[getter]
    fn untyped_reason(&self) -> PyResult<Option<&str>> {
        Ok(self.received()?.untyped_reason())
    }

    /// What the event says of the customer's access: "granted", "grace" while a payment is overdue,
    /// "denied", or None where it does not speak of it.
    #[getter]
    fn access(&self) -> PyResult<Option<&'static str>> {
        Ok(self.received()?.access().map(Access::as_str))
    }

    /// Whether to let the customer in; None where the event does not speak of it.
    #[getter]
    fn grants_access(&self) -> PyResult<Option<bool>> {
        Ok(self.received()?.grants_access())
    }

    /// The whole body as a dict: envelope, data and whatever else the provider sent.
    #[getter]
    fn raw<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let raw = self.raw.get_or_try_init(py, || {
            guard_read(|| build::object(py, self.document().nodes()).map(Bound::unbind))
        })?;
        Ok(raw.bind(py).clone())
    }

    /// The body, byte for byte as it was signed.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        if let Some(owner) = self.document().owner()
            && let Ok(bytes) = owner.bind(py).cast::<PyBytes>()
        {
            return bytes.clone();
        }
        PyBytes::new(py, self.document().source.payload().body())
    }

    /// Equal bodies, as values, of one provider.
    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(other) = other.cast::<Self>() else { return Ok(py.NotImplemented()) };
        let other = other.get();
        let equal = self.document().provider == other.document().provider
            && self.document().source.payload() == other.document().source.payload();
        Ok(equal.into_pyobject(py)?.to_owned().into_any().unbind())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyTuple::new(py, [Some(self.provider()), Some(self.r#type()?), self.id()?])?.hash()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let restore = py.import("commet._native")?.getattr("restore_event")?;
        let parts = (self.provider(), self.body(py)).into_pyobject(py)?;
        (restore, parts).into_pyobject(py)
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// The event of a body that has been verified before: it is signed and received anew.
#[pyfunction]
pub(crate) fn restore_event<'py>(
    py: Python<'py>,
    provider: &str,
    body: &Bound<'py, PyBytes>,
) -> PyResult<Bound<'py, Event>> {
    guard(|| {
        let provider: Provider = provider.parse().map_err(|_| PyValueError::new_err("no such provider"))?;
        let made = Webhooks::new(provider, ["restored"]).and_then(|webhooks| {
            // SAFETY: the event keeps the bytes.
            let bytes: &'static [u8] = unsafe { &*std::ptr::from_ref(body.as_bytes()) };
            let headers = [(provider.signature_header(), webhooks.sign(bytes))];
            webhooks.receive_with(bytes, headers, &Options::new())
        });
        let event = made.map_err(|refused| error::exception(py, &refused))?;
        Event::new(py, Arc::new(Document::of_event(event, Some(body.clone().into_any().unbind()))))
    })
}
