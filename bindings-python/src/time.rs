//! Points in time as Python's `datetime`.

use commet_webhooks::Timestamp;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDateTime, PyDelta, PyTzInfo};

const DAY: i64 = 24 * 60 * 60 * 1000;

static EPOCH: PyOnceLock<Py<PyDateTime>> = PyOnceLock::new();

/// An aware `datetime` in UTC; None in the year 0, which Python does not have.
pub(crate) fn datetime(py: Python<'_>, time: Timestamp) -> PyResult<Bound<'_, PyAny>> {
    let epoch = EPOCH.get_or_try_init(py, || {
        let utc = PyTzInfo::utc(py)?;
        PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc)).map(Bound::unbind)
    })?;
    let millis = time.as_millis();
    let within = millis.rem_euclid(DAY);
    let parts = [millis.div_euclid(DAY), within / 1000, within % 1000 * 1000];
    #[expect(clippy::cast_possible_truncation, reason = "within ten thousand years, and a day")]
    let [days, seconds, micros] = parts.map(|part| part as i32);
    let since = PyDelta::new(py, days, seconds, micros, false)?;
    epoch.bind(py).add(since).or_else(|_| Ok(py.None().into_bound(py)))
}
