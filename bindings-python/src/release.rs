//! Work without the GIL, and its end.
//!
//! A thread that takes the GIL back when the interpreter is ending never returns: up to Python 3.13 it
//! is unwound, which aborts the process where it meets a frame of Rust. So before that, the interpreter
//! waits for those that are at work, and nobody lets go of the GIL any more.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Bodies of at least this many bytes are verified and parsed without the GIL. Below, taking it back
/// costs more than others can gain meanwhile.
const RELEASE_BYTES: usize = 16 * 1024;

// Both change only while the GIL is held.
static AT_WORK: AtomicUsize = AtomicUsize::new(0);
static ENDING: AtomicBool = AtomicBool::new(false);

/// Somebody who is at work without the GIL.
struct Worker;

impl Worker {
    fn new() -> Self {
        AT_WORK.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        AT_WORK.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Calls the core, without the GIL where the body is large.
pub(crate) fn released<T: Send>(py: Python<'_>, size: usize, call: impl FnOnce() -> T + Send) -> T {
    if size < RELEASE_BYTES || ENDING.load(Ordering::Relaxed) {
        return call();
    }
    let _worker = Worker::new();
    py.detach(call)
}

/// Waits for those who are at work, and has nobody begin.
#[pyfunction]
fn end(py: Python<'_>) {
    ENDING.store(true, Ordering::Relaxed);
    while AT_WORK.load(Ordering::Relaxed) > 0 {
        py.detach(|| thread::sleep(Duration::from_micros(100)));
    }
}

/// Forgets those who were at work in the process that this one is a copy of.
#[pyfunction]
fn forget() {
    AT_WORK.store(0, Ordering::Relaxed);
}

/// Has the interpreter call these two.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    py.import("atexit")?.call_method1("register", (wrap_pyfunction!(end, module)?,))?;
    let os = py.import("os")?;
    if os.hasattr("register_at_fork")? {
        let after = PyDict::new(py);
        after.set_item("after_in_child", wrap_pyfunction!(forget, module)?)?;
        os.call_method("register_at_fork", (), Some(&after))?;
    }
    Ok(())
}
