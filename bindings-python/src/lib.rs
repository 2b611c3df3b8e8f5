//! `commet._native`: the core for Python. The package around it is in `python/commet`.

mod build;
mod document;
mod error;
mod event;
#[rustfmt::skip]
mod generated;
mod guard;
mod headers;
mod input;
mod schema;
mod shapes;
mod text;
mod time;
mod verifier;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use commet_webhooks::{Provider, Webhooks};
use pyo3::exceptions::{PyImportError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use crate::document::Document;
use crate::generated::{commet, creem, keys::KEYS};
use crate::schema::Catalog;

fn catalog(provider: Provider) -> &'static Catalog {
    match provider {
        Provider::Creem => &creem::CATALOG,
        _ => &commet::CATALOG,
    }
}

#[pymodule(gil_used = true)]
mod _native {
    #[pymodule_export]
    use super::event::{Event, restore_event};
    #[pymodule_export]
    use super::verifier::Verifier;
    #[pymodule_export]
    use super::{define, handlers, keys_of, parts, restore_view, to_dict};

    use super::{Bound, PyModule, PyModuleMethods, PyResult, refuse_other_interpreters, view};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        refuse_other_interpreters()?;
        crate::guard::register(module)?;
        module.add("View", view::base(module.py())?)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("MAX_BODY_BYTES", commet_webhooks::DEFAULT_MAX_BODY_BYTES)
    }
}

/// Classes and strings are shared by the whole process, as those of most native modules.
fn refuse_other_interpreters() -> PyResult<()> {
    static FIRST: AtomicI64 = AtomicI64::new(-1);
    // SAFETY: a module is initialized with the GIL held, in an interpreter.
    let id = unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) };
    match FIRST.compare_exchange(-1, id, Ordering::AcqRel, Ordering::Acquire) {
        Err(first) if first != id => Err(PyImportError::new_err(
            "commet works in one interpreter of a process, and another has loaded it: a subinterpreter \
             cannot; with mod_wsgi, set WSGIApplicationGroup %{GLOBAL}",
        )),
        _ => Ok(()),
    }
}

/// Gives the classes of a module the attributes for their fields.
#[pyfunction]
fn define(provider: &str, classes: &Bound<'_, PyDict>) -> PyResult<()> {
    for of in catalog(provider_of(provider)?).types {
        let class = classes.as_any().get_item(of.name.to_string_lossy())?;
        view::define(of, &class.cast_into::<PyType>()?)?;
    }
    Ok(())
}

/// The events of a provider, by the keyword for the handler of each.
#[pyfunction]
fn handlers(provider: &str) -> PyResult<BTreeMap<&'static str, &'static str>> {
    Ok(catalog(provider_of(provider)?).handlers.iter().copied().collect())
}

/// The keys of the catalog that have this name as an attribute.
#[pyfunction]
fn keys_of(attribute: &str) -> Vec<&'static str> {
    KEYS.iter().filter(|(_, name)| *name == attribute).map(|(key, _)| *key).collect()
}

/// An object of an event as a dict, a new one each time.
#[pyfunction]
fn to_dict<'py>(view: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard::guard_read(|| {
        let (document, at) = view::parts(view)?;
        build::value(view.py(), document.nodes(), at)
    })
}

/// What `restore_view` makes an equal object of.
#[pyfunction]
fn parts(view: &Bound<'_, PyAny>) -> PyResult<(&'static str, String, String)> {
    let (document, at) = view::parts(view)?;
    let class = view.get_type().name()?.to_string();
    Ok((document.provider.as_str(), class, document.json(at)))
}

/// An object of a class of the catalog, or `Unknown`, by itself.
#[pyfunction]
fn restore_view<'py>(
    py: Python<'py>,
    provider: &str,
    class: &str,
    json: &str,
) -> PyResult<Bound<'py, PyAny>> {
    guard::guard(|| {
        let provider = provider_of(provider)?;
        let refused = |refused: &commet_webhooks::Error| error::exception(py, refused);
        let webhooks = Webhooks::new(provider, ["restored"]).map_err(|error| refused(&error))?;
        let payload = webhooks
            .try_verify_and_parse(json.as_bytes(), webhooks.sign(json))
            .map_err(|error| refused(&error))?
            .into_owned();
        let document = Arc::new(Document::of_payload(provider, payload));
        match catalog(provider).types.iter().find(|of| of.name.to_bytes() == class.as_bytes()) {
            Some(of) => view::record(py, of, document, 0),
            None => view::unknown(py, document, 0),
        }
    })
}

fn provider_of(name: &str) -> PyResult<Provider> {
    name.parse().map_err(|_| PyValueError::new_err("there is no such provider"))
}
