//! The boundary between Python and the core: no panic crosses it, and no thread is cut off within it.
//!
//! A thread that takes the GIL when the interpreter is ending never returns: up to Python 3.13 it is
//! unwound, which aborts the process where it meets a frame of Rust. Threads take it back after work
//! without it, and whenever Rust has Python code run, such as an import or a mapping's `items`. So the
//! interpreter first waits until nobody is within the boundary.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Bodies of at least this many bytes are verified and parsed without the GIL. Below, taking it back
/// costs more than others can gain meanwhile.
const RELEASE_BYTES: usize = 16 * 1024;

/// How long the end of the interpreter waits, as a mapping of the caller's may never return.
const PATIENCE: Duration = Duration::from_secs(3);

// Both change only while the GIL is held, so that reading and writing need not be one step.
static INSIDE: AtomicUsize = AtomicUsize::new(0);
static PHASE: AtomicU8 = AtomicU8::new(RUNNING);

const RUNNING: u8 = 0;
/// The interpreter waits for those who are inside, and others for it.
const WAITING: u8 = 1;
/// Nobody lets go of the GIL for the core any more.
const ENDING: u8 = 2;

/// A thread within the boundary.
struct Inside;

impl Inside {
    #[inline]
    fn new() -> Self {
        if PHASE.load(Ordering::Relaxed) == WAITING {
            wait_while(|| PHASE.load(Ordering::Relaxed) == WAITING);
        }
        INSIDE.store(INSIDE.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        // None are left to count where the process has forked meanwhile.
        INSIDE.store(INSIDE.load(Ordering::Relaxed).saturating_sub(1), Ordering::Relaxed);
    }
}

/// Lets others have the GIL.
#[cold]
fn wait_while(condition: impl Fn() -> bool) {
    Python::attach(|py| {
        while condition() {
            py.detach(|| thread::sleep(Duration::from_micros(100)));
        }
    });
}

/// What `call` returns; the GIL is held before and after. A panic, which is always a bug of ours,
/// becomes a `RuntimeError` rather than `PanicException`, which `except Exception` would miss.
///
/// Nothing that a call may leave half-done is seen again: results are dropped, and verifiers and
/// events never change.
#[inline]
pub(crate) fn guard<T>(call: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    let _inside = Inside::new();
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|_| Err(PyRuntimeError::new_err("a bug in commet._native: please report it")))
}

/// Calls the core, without the GIL where the body is large. Within `guard`.
pub(crate) fn released<T: Send>(py: Python<'_>, size: usize, call: impl FnOnce() -> T + Send) -> T {
    if size < RELEASE_BYTES || PHASE.load(Ordering::Relaxed) != RUNNING {
        return call();
    }
    py.detach(call)
}

/// Called when the interpreter is about to end.
#[pyfunction]
fn end() {
    PHASE.store(WAITING, Ordering::Relaxed);
    let start = Instant::now();
    wait_while(|| INSIDE.load(Ordering::Relaxed) > 0 && start.elapsed() < PATIENCE);
    PHASE.store(ENDING, Ordering::Relaxed);
}

/// Forgets the threads of the process that this one is a copy of.
#[pyfunction]
fn forget() {
    INSIDE.store(0, Ordering::Relaxed);
    PHASE.store(RUNNING, Ordering::Relaxed);
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
