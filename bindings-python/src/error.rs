//! The core's errors as Python's exceptions.

use commet_webhooks::{Error, ErrorCode};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// The classes by kind; they are Python's, as those who catch them are.
static CLASSES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();

/// The exception for an error of the core.
#[cold]
pub(crate) fn exception(py: Python<'_>, error: &Error) -> PyErr {
    raise(py, error.code(), &error.message(), error.offset(), error.field())
}

/// The exception for what only a binding can see.
#[cold]
pub(crate) fn exception_of(py: Python<'_>, code: ErrorCode) -> PyErr {
    raise(py, code, code.message(), None, None)
}

fn raise(
    py: Python<'_>,
    code: ErrorCode,
    message: &str,
    offset: Option<usize>,
    field: Option<&str>,
) -> PyErr {
    let made = || {
        let classes = CLASSES.get_or_try_init(py, || {
            let classes = py.import("commet._errors")?.getattr("CLASSES")?;
            Ok::<_, PyErr>(classes.cast_into::<PyDict>()?.unbind())
        })?;
        let class = classes.bind(py).as_any().get_item(code.kind().as_str())?;
        class.call1((message, code.as_str(), code.hint(), code.http_status(), offset, field))
    };
    made().map_or_else(|error| error, PyErr::from_value)
}
