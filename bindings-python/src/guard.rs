//! The boundary between Python and the core: no panic crosses it, and no thread is cut off within it.
//!
//! A thread that takes the GIL when the interpreter is ending never returns: up to Python 3.13 it is
//! unwound, which aborts the process where it meets a frame of Rust. A thread loses the GIL, and takes it
//! back, whenever Rust has Python code run, such as an import or a mapping's `items`. So the interpreter
//! first waits until nobody is within the boundary, and others wait outside until it has ended.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Bodies of at least this many bytes are verified and parsed without the GIL. Below, taking it back
/// costs more than others can gain meanwhile.
const RELEASE_BYTES: usize = 16 * 1024;

/// How long the end of the interpreter waits for those who are inside, as a mapping of the caller's may
/// never return; and how long others then wait for it, as exit functions may wait for one of them.
const PATIENCE: Duration = Duration::from_secs(3);

// These change only while the GIL is held, so that reading and writing need not be one step.
/// How many calls are within the boundary.
static INSIDE: AtomicUsize = AtomicUsize::new(0);
/// Whether the interpreter is about to end.
static ENDING: AtomicBool = AtomicBool::new(false);
/// When it runs out of patience.
static DEADLINE: Mutex<Option<Instant>> = Mutex::new(None);

thread_local! {
    /// How many of the calls are this thread's: one may have Python code run that calls again.
    static OWN: Cell<usize> = const { Cell::new(0) };
}

/// A call within the boundary.
struct Inside;

impl Inside {
    #[inline]
    fn new() -> Self {
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

/// Holds back a thread that is about to enter where the interpreter ends. That which ends it, and those
/// for which it waits, are inside.
#[cold]
fn hold_back() {
    if OWN.get() > 0 {
        return;
    }
    Python::attach(|py| {
        while let Some(left) = time_left() {
            py.detach(|| thread::sleep(left));
        }
    });
}

fn be_patient() {
    if let Ok(mut deadline) = DEADLINE.lock() {
        *deadline = Some(Instant::now() + PATIENCE);
    }
}

fn time_left() -> Option<Duration> {
    let deadline = (*DEADLINE.lock().ok()?)?;
    deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
}

/// What `call` returns; the GIL is held before and after. A panic, which is always a bug of ours,
/// becomes a `RuntimeError` rather than `PanicException`, which `except Exception` would miss.
///
/// Nothing that a call may leave half-done is seen again: results are dropped, and verifiers and
/// events never change.
#[inline]
pub(crate) fn guard<T>(call: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    if ENDING.load(Ordering::Relaxed) {
        hold_back();
    }
    OWN.set(OWN.get() + 1);
    let result = guard_read(call);
    OWN.set(OWN.get() - 1);
    result
}

/// As `guard`, for what only reads an event: it has no Python code run but what a garbage collection may.
/// It is not held back, as its caller may have a lock that exit functions need, such as a logger that
/// shows an event.
#[inline]
pub(crate) fn guard_read<T>(call: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    let _inside = Inside::new();
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|_| Err(PyRuntimeError::new_err("a bug in commet._native: please report it")))
}

/// Calls the core, without the GIL where the body is large. Within `guard`.
pub(crate) fn released<T: Send>(py: Python<'_>, size: usize, call: impl FnOnce() -> T + Send) -> T {
    if size < RELEASE_BYTES || ENDING.load(Ordering::Relaxed) {
        return call();
    }
    py.detach(call)
}

/// Called when the interpreter is about to end; exit functions that were registered earlier come after.
#[pyfunction]
fn end(py: Python<'_>) {
    ENDING.store(true, Ordering::Relaxed);
    // A call that lasts: what else runs on this thread, such as exit functions, is not held back.
    OWN.set(OWN.get() + 1);
    std::mem::forget(Inside::new());
    be_patient();
    while INSIDE.load(Ordering::Relaxed) > OWN.get() && time_left().is_some() {
        py.detach(|| thread::sleep(Duration::from_micros(100)));
    }
    be_patient();
}

/// Forgets the threads of the process that this one is a copy of.
#[pyfunction]
fn forget() {
    INSIDE.store(OWN.get(), Ordering::Relaxed);
    ENDING.store(false, Ordering::Relaxed);
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
