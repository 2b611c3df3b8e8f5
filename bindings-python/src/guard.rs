//! A boundary that no panic crosses.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// What `call` returns. A panic, which is always a bug of ours, becomes a `RuntimeError` rather than
/// `PanicException`, which `except Exception` would miss.
///
/// Nothing that a call may leave half-done is seen again: results are dropped, and verifiers and
/// events never change.
pub(crate) fn guard<T>(call: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|_| Err(PyRuntimeError::new_err("a bug in commet._native: please report it")))
}
