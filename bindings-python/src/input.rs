//! What callers give: bodies, secrets, signatures, durations and times.

use std::borrow::Cow;
use std::time::Duration;

use commet_webhooks::Timestamp;
use pyo3::exceptions::{PyBufferError, PyTypeError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDateTime, PyDelta, PyFloat, PyInt, PyMemoryView, PyString};

/// The bytes of a body, with the Python object that keeps them.
pub(crate) struct Body<'py> {
    owner: Option<Bound<'py, PyAny>>,
    /// Bytes of `owner`, which never change.
    bytes: *const [u8],
}

impl<'py> Body<'py> {
    /// Nothing where the object is something else than a body, such as one that has been parsed.
    ///
    /// `bytes` and `str` are used where they are, but for those of derived classes. Other buffers are
    /// copied, as other threads might write to them. `None` is what some frameworks give for no body: it
    /// is empty.
    pub(crate) fn new(object: &Bound<'py, PyAny>) -> PyResult<Option<Self>> {
        if let Ok(bytes) = object.cast_exact::<PyBytes>() {
            return Ok(Some(Self::of(bytes)));
        }
        if let Ok(text) = object.cast::<PyString>() {
            return Ok(Some(match text.to_str() {
                // One of a derived class may have attributes and a finalizer.
                Ok(utf8) if !text.is_exact_instance_of::<PyString>() => {
                    Self::of(&PyBytes::new(object.py(), utf8.as_bytes()))
                }
                Ok(utf8) => Self { bytes: utf8.as_bytes(), owner: Some(text.clone().into_any()) },
                // Half a surrogate pair, which no body in UTF-8 can have: let the core say so.
                Err(_) => Self::of(&surrogates(text)?),
            }));
        }
        if object.is_none() {
            return Ok(Some(Self { owner: None, bytes: &[] }));
        }
        let py = object.py();
        let view = match PyMemoryView::from(object) {
            Ok(view) => view,
            Err(error) if is_no_buffer(py, &error) => return Ok(None),
            Err(error) => return Err(error),
        };
        // SAFETY: an object, with the GIL held; the result is a new reference to `bytes`, or NULL
        // with an exception set.
        let copy = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyBytes_FromObject(view.as_ptr()))? };
        Ok(Some(Self::of(copy.cast::<PyBytes>()?)))
    }

    fn of(bytes: &Bound<'py, PyBytes>) -> Self {
        Self { bytes: bytes.as_bytes(), owner: Some(bytes.clone().into_any()) }
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        // SAFETY: they live as long as their owner, and are immutable.
        unsafe { &*self.bytes }
    }

    /// The bytes without a lifetime, and what has to be kept for as long as they are used.
    pub(crate) fn into_parts(self) -> (&'static [u8], Option<Py<PyAny>>) {
        // SAFETY: who takes the owner keeps it for longer than the bytes, by contract of this call.
        (unsafe { &*self.bytes }, self.owner.map(Bound::unbind))
    }
}

/// Whether an exception says that an object has no bytes; another comes from the object's own code.
fn is_no_buffer(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyBufferError>(py)
}

/// What surrogates that stand alone become in bytes; they are no UTF-8.
fn surrogates<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
    Ok(bytes.cast_into::<PyBytes>()?)
}

/// The bytes of a text: `str` or `bytes`; nothing for an object of another type.
pub(crate) fn text<'a>(object: &'a Bound<'_, PyAny>) -> PyResult<Option<Cow<'a, [u8]>>> {
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Some(match text.to_str() {
            Ok(text) => Cow::Borrowed(text.as_bytes()),
            Err(_) => Cow::Owned(surrogates(text)?.as_bytes().to_vec()),
        }));
    }
    Ok(object.cast::<PyBytes>().ok().map(|bytes| Cow::Borrowed(bytes.as_bytes())))
}

/// A secret; None, as for an environment variable that is not set, is an empty one.
pub(crate) fn secret<'a>(object: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if object.is_none() {
        return Ok(Cow::Borrowed(b""));
    }
    text(object)?.ok_or_else(|| PyTypeError::new_err("a secret is str or bytes"))
}

/// A span of time: a `timedelta`, or a number of seconds.
pub(crate) fn duration(object: &Bound<'_, PyAny>) -> PyResult<Duration> {
    let seconds = if object.is_instance_of::<PyDelta>() {
        object.call_method0("total_seconds")?.extract::<f64>()?
    } else if object.is_instance_of::<PyInt>() || object.is_instance_of::<PyFloat>() {
        object.extract()?
    } else {
        return Err(PyTypeError::new_err("a duration is a timedelta or a number of seconds"));
    };
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| PyValueError::new_err("a duration is not negative, and within reason"))
}

/// A point in time: a `datetime` with a time zone.
pub(crate) fn time(object: &Bound<'_, PyAny>) -> PyResult<Timestamp> {
    if !object.is_instance_of::<PyDateTime>() {
        return Err(PyTypeError::new_err("now is a datetime with a time zone"));
    }
    if object.getattr("tzinfo")?.is_none() {
        return Err(PyValueError::new_err("now needs a time zone, as in datetime.now(timezone.utc)"));
    }
    at(&object.call_method0("timestamp")?)
}

/// The current time by Python's clock, which tests may have set.
pub(crate) fn clock(py: Python<'_>) -> PyResult<Timestamp> {
    at(&py.import("time")?.call_method0("time")?)
}

/// A point in time, from the seconds since 1970.
fn at(seconds: &Bound<'_, PyAny>) -> PyResult<Timestamp> {
    let seconds: f64 = seconds.extract()?;
    #[expect(clippy::cast_possible_truncation, reason = "datetimes are within the range")]
    let millis = (seconds * 1000.0).round() as i64;
    Timestamp::from_millis(millis).ok_or_else(|| PyValueError::new_err("now is beyond the year 9999"))
}
