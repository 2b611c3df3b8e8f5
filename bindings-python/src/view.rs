//! Objects of the catalog's types: a place in a document, whose fields are read when asked for.
//!
//! `View` is the base of the generated classes. It is written with the C API itself, as an attribute
//! read through `#[pymethods]` would take longer, and `#[pyclass]` cannot make objects of a subclass.

use std::ffi::{c_int, c_void};
use std::mem::ManuallyDrop;
use std::sync::Arc;

use commet_webhooks::tape::node;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};

use crate::build;
use crate::document::Document;
use crate::guard::guard_read;
use crate::schema::{Field, Kind, Type};
use crate::text;
use crate::time;

/// An object of `View` or of a class derived from it.
#[repr(C)]
struct Object {
    head: ffi::PyObject,
    document: ManuallyDrop<Arc<Document>>,
    /// The node of the object.
    at: usize,
    /// A dict of the lists that have been read, by the name of the field; NULL before the first.
    lists: *mut ffi::PyObject,
}

static BASE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static UNKNOWN: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// The class `View`.
pub(crate) fn base(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    let made = BASE.get_or_try_init(py, || {
        let mut slots = [
            ffi::PyType_Slot { slot: ffi::Py_tp_dealloc, pfunc: dealloc as *mut c_void },
            ffi::PyType_Slot { slot: ffi::Py_tp_new, pfunc: refuse as *mut c_void },
            ffi::PyType_Slot {
                slot: ffi::Py_tp_doc,
                pfunc: c"An object within an event.".as_ptr() as *mut c_void,
            },
            ffi::PyType_Slot { slot: 0, pfunc: std::ptr::null_mut() },
        ];
        #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a few words")]
        let mut spec = ffi::PyType_Spec {
            name: c"commet._native.View".as_ptr(),
            basicsize: size_of::<Object>() as c_int,
            itemsize: 0,
            flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE) as u32,
            slots: slots.as_mut_ptr(),
        };
        // SAFETY: CPython copies the specification; the functions have the slots' signatures.
        let class = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_FromSpec(&raw mut spec))? };
        Ok::<_, PyErr>(class.cast_into::<PyType>()?.unbind())
    })?;
    Ok(made.bind(py))
}

unsafe extern "C" fn refuse(
    _class: *mut ffi::PyTypeObject,
    _args: *mut ffi::PyObject,
    _kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: called by CPython, with the GIL held.
    unsafe {
        let message = c"objects of an event come from receive()";
        ffi::PyErr_SetString(ffi::PyExc_TypeError, message.as_ptr());
    }
    std::ptr::null_mut()
}

unsafe extern "C" fn dealloc(object: *mut ffi::PyObject) {
    // SAFETY: CPython calls it once, for an object that `new` has made, with the GIL held. What
    // PyType_GenericAlloc has taken is given back: the reference to the class, and the memory, by the
    // class's own function, as those written in Python are known to the garbage collector.
    unsafe {
        let class = ffi::Py_TYPE(object);
        let view = object.cast::<Object>();
        ffi::Py_CLEAR(&raw mut (*view).lists);
        ManuallyDrop::drop(&mut (*view).document);
        let free = ffi::PyType_GetSlot(class, ffi::Py_tp_free);
        std::mem::transmute::<*mut c_void, ffi::freefunc>(free)(object.cast());
        ffi::Py_DECREF(class.cast());
    }
}

/// A new object of a class that is derived from `View`.
fn new(
    py: Python<'_>,
    class: *mut ffi::PyTypeObject,
    document: Arc<Document>,
    at: usize,
) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: a class derived from `View`, so that the memory is that of `Object`; the parts are
    // written before anybody sees them.
    unsafe {
        let object = ffi::PyType_GenericAlloc(class, 0);
        let view = object.cast::<Object>();
        if !view.is_null() {
            (&raw mut (*view).document).write(ManuallyDrop::new(document));
            (&raw mut (*view).at).write(at);
            (&raw mut (*view).lists).write(std::ptr::null_mut());
        }
        build::checked(py, object)
    }
}

/// The object at `at` as one of a type.
pub(crate) fn record<'py>(
    py: Python<'py>,
    of: &Type,
    document: Arc<Document>,
    at: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if of.class().is_null() {
        // Makes the classes known, by a call of `define`.
        py.import(crate::catalog(document.provider).module)?;
    }
    new(py, of.class(), document, at)
}

/// The object at `at` as one that has no type.
pub(crate) fn unknown(py: Python<'_>, document: Arc<Document>, at: usize) -> PyResult<Bound<'_, PyAny>> {
    let class = UNKNOWN.import(py, "commet._record", "Unknown")?;
    new(py, class.as_type_ptr(), document, at)
}

/// The document and the node of a view.
pub(crate) fn parts<'a>(object: &'a Bound<'_, PyAny>) -> PyResult<(&'a Arc<Document>, usize)> {
    let class = base(object.py())?.as_type_ptr();
    // SAFETY: both are alive. Of its real class, as `__class__` says what it likes, such as a mock's.
    if unsafe { ffi::PyObject_TypeCheck(object.as_ptr(), class) } == 0 {
        return Err(PyTypeError::new_err("not an object of an event"));
    }
    // SAFETY: a view, which lives as long as the reference.
    let view = unsafe { &*object.as_ptr().cast::<Object>() };
    Ok((&view.document, view.at))
}

/// The document of what `record` or `unknown` has made.
///
/// # Safety
///
/// One of them has made it.
pub(crate) unsafe fn document(object: &Py<PyAny>) -> &Document {
    // SAFETY: the caller's promise; views never change, and live as long as the reference.
    unsafe { &(*object.as_ptr().cast::<Object>()).document }
}

/// Gives a class of the catalog the attributes for its fields.
pub(crate) fn define(of: &'static Type, class: &Bound<'_, PyType>) -> PyResult<()> {
    let py = class.py();
    if !class.is_subclass(base(py)?)? {
        return Err(PyTypeError::new_err("not a class of views"));
    }
    for field in of.fields {
        let definition = Box::leak(Box::new(ffi::PyGetSetDef {
            name: field.name.as_ptr(),
            get: Some(get),
            set: None,
            doc: field.doc.as_ptr(),
            closure: std::ptr::from_ref(field).cast_mut().cast(),
        }));
        // SAFETY: a class, and a definition that lives for ever, as the classes do.
        let descriptor = unsafe { ffi::PyDescr_NewGetSet(class.as_type_ptr(), definition) };
        class.setattr(field.name.to_string_lossy().as_ref(), build::checked(py, descriptor)?)?;
    }
    let names = of.fields.iter().map(|field| field.name.to_string_lossy());
    class.setattr("__match_args__", PyTuple::new(py, names.collect::<Vec<_>>())?)?;
    of.set_class(class);
    Ok(())
}

/// Reads an attribute.
unsafe extern "C" fn get(object: *mut ffi::PyObject, closure: *mut c_void) -> *mut ffi::PyObject {
    // SAFETY: CPython calls it with the GIL held.
    let py = unsafe { Python::assume_attached() };
    // SAFETY: the descriptor has checked the object's class, and the closure is what `define` gave.
    let (view, field) = unsafe { (&mut *object.cast::<Object>(), &*closure.cast::<Field>()) };
    guard_read(|| view.get(py, field)).map_or_else(
        |error| {
            error.restore(py);
            std::ptr::null_mut()
        },
        Bound::into_ptr,
    )
}

impl Object {
    #[inline]
    fn get<'py>(&mut self, py: Python<'py>, field: &Field) -> PyResult<Bound<'py, PyAny>> {
        match self.document.nodes().find(self.at, field.key) {
            None => Ok(py.None().into_bound(py)),
            Some(at) if matches!(field.kind, Kind::List(_) | Kind::OneOrMany(_)) => self.list(py, field, at),
            Some(at) => convert(py, &self.document, at, &field.kind),
        }
    }

    /// Lists are kept, as the next element is mostly asked of the same list.
    fn list<'py>(&mut self, py: Python<'py>, field: &Field, at: usize) -> PyResult<Bound<'py, PyAny>> {
        let name = PyString::intern(py, &field.name.to_string_lossy());
        if self.lists.is_null() {
            self.lists = PyDict::new(py).into_ptr();
        }
        // SAFETY: a dict of ours, which is released with this object.
        let lists = unsafe { Bound::from_borrowed_ptr(py, self.lists).cast_into::<PyDict>()? };
        if let Some(list) = lists.get_item(&name)? {
            return Ok(list);
        }
        let list = convert(py, &self.document, at, &field.kind)?;
        lists.set_item(name, &list)?;
        Ok(list)
    }
}

/// The value at `at` as its kind wants it.
fn convert<'py>(
    py: Python<'py>,
    document: &Arc<Document>,
    at: usize,
    kind: &Kind,
) -> PyResult<Bound<'py, PyAny>> {
    let nodes = document.nodes();
    let tag = nodes.tag(at);
    if tag == node::NULL {
        return Ok(py.None().into_bound(py));
    }
    if let (Kind::Plain | Kind::Expandable(_), Some(string)) = (kind, nodes.text(at)) {
        return build::checked(py, text::new(string, tag == node::ASCII));
    }
    match kind {
        Kind::Integer if tag == node::DOUBLE => {
            #[expect(clippy::cast_possible_truncation, reason = "the core has checked that it fits")]
            let integer = f64::from_bits(nodes.wide(at)) as i64;
            Ok(integer.into_pyobject(py)?.into_any())
        }
        Kind::Time => match document.time(at) {
            Some(timestamp) => time::datetime(py, timestamp),
            None => build::value(py, nodes, at),
        },
        Kind::Record(of) | Kind::Expandable(of) if tag == node::OBJECT => {
            record(py, of, Arc::clone(document), at)
        }
        Kind::Union(union) if tag == node::OBJECT => match document.variant(union, at) {
            Some(of) => record(py, of, Arc::clone(document), at),
            None => unknown(py, Arc::clone(document), at),
        },
        Kind::List(of) | Kind::OneOrMany(of) if tag == node::ARRAY => {
            let (length, mut next) = (nodes.payload(at), at + node::CONTAINER_WORDS);
            let mut elements = Vec::with_capacity(length);
            for _ in 0..length {
                elements.push(convert(py, document, next, of)?);
                next = nodes.after(next);
            }
            Ok(PyTuple::new(py, elements)?.into_any())
        }
        Kind::OneOrMany(of) => Ok(PyTuple::new(py, [convert(py, document, at, of)?])?.into_any()),
        _ => build::value(py, nodes, at),
    }
}
