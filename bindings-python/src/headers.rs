//! The provider's headers among all those of a request, in whatever shape they come.

use std::ptr;

use commet_webhooks::Provider;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};
use pyo3::{Borrowed, ffi, intern};

/// What WSGI and CGI put before a header's name.
const GATEWAY: &[u8] = b"HTTP_";

/// A header of which a request should have one.
struct Header<'py> {
    name: &'static str,
    value: Option<Bound<'py, PyAny>>,
    /// Whether there was another.
    again: bool,
}

impl<'py> Header<'py> {
    fn new(name: &'static str) -> Self {
        Self { name, value: None, again: false }
    }

    /// Whether this is its name, as HTTP or as WSGI writes it.
    fn is(&self, name: &[u8]) -> bool {
        if name.len() == self.name.len() {
            return name.eq_ignore_ascii_case(self.name.as_bytes());
        }
        name.len() == self.name.len() + GATEWAY.len()
            && name[..GATEWAY.len()].eq_ignore_ascii_case(GATEWAY)
            && name[GATEWAY.len()..]
                .iter()
                .zip(self.name.bytes())
                .all(|(&given, own)| given.eq_ignore_ascii_case(&if own == b'-' { b'_' } else { own }))
    }

    /// A list is that of a header's several values; None is no value. Runs no code of others.
    fn note(&mut self, value: &Bound<'py, PyAny>) {
        if let Ok(values) = value.cast_exact::<PyList>() {
            values.iter().for_each(|value| self.note_one(&value));
        } else if let Ok(values) = value.cast_exact::<PyTuple>() {
            values.iter().for_each(|value| self.note_one(&value));
        } else {
            self.note_one(value);
        }
    }

    fn note_one(&mut self, value: &Bound<'py, PyAny>) {
        if !value.is_none() {
            self.again = self.value.replace(value.clone()).is_some();
        }
    }
}

/// The headers that the core asks for.
pub(crate) struct Headers<'py>([Option<Header<'py>>; 2]);

impl<'py> Headers<'py> {
    /// Looks through a mapping or an iterable of pairs.
    pub(crate) fn find(provider: Provider, headers: &Bound<'py, PyAny>) -> PyResult<Self> {
        let wanted = [Some(provider.signature_header()), provider.event_header()];
        let mut found = Self(wanted.map(|name| name.map(Header::new)));
        found.read(headers)?;
        Ok(found)
    }

    fn read(&mut self, headers: &Bound<'py, PyAny>) -> PyResult<()> {
        let py = headers.py();
        if let Ok(dict) = headers.cast::<PyDict>() {
            self.read_dict(dict);
            return Ok(());
        }
        // Frameworks' own types decode every header at each step; what they are made of does not. Others'
        // attributes of these names may be anything, also the object itself.
        if let Some(environ) = headers.getattr_opt(intern!(py, "environ"))?
            && let Ok(environ) = environ.cast::<PyDict>()
        {
            self.read_dict(environ);
            return Ok(());
        }
        if let Some(raw) = headers.getattr_opt(intern!(py, "raw"))?
            && raw.is_instance_of::<PyList>()
        {
            return self.read_pairs(&raw);
        }
        match headers.getattr_opt(intern!(py, "items"))? {
            Some(items) => self.read_pairs(&items.call0()?),
            None => self.read_pairs(headers),
        }
    }

    /// Without an iterator, which takes references to all that it passes.
    fn read_dict(&mut self, dict: &Bound<'py, PyDict>) {
        let py = dict.py();
        let (mut position, mut name, mut value) = (0, ptr::null_mut(), ptr::null_mut());
        // SAFETY: a dict, which nobody changes meanwhile: nothing here lets other code run.
        while unsafe { ffi::PyDict_Next(dict.as_ptr(), &raw mut position, &raw mut name, &raw mut value) }
            != 0
        {
            // SAFETY: the dict has references to both.
            let (name, value) = unsafe { (Borrowed::from_ptr(py, name), Borrowed::from_ptr(py, value)) };
            self.note(&name, &value);
        }
    }

    fn read_pairs(&mut self, pairs: &Bound<'py, PyAny>) -> PyResult<()> {
        let expected = "headers are a mapping or an iterable of pairs";
        let pairs = pairs.try_iter().map_err(|_| PyTypeError::new_err(expected))?;
        for pair in pairs {
            // ASGI's servers have lists as well as tuples.
            let mut parts = pair?.try_iter().map_err(|_| PyTypeError::new_err(expected))?;
            let (Some(name), Some(value), None) = (parts.next(), parts.next(), parts.next()) else {
                return Err(PyTypeError::new_err(expected));
            };
            self.note(&name?, &value?);
        }
        Ok(())
    }

    #[inline]
    fn note(&mut self, name: &Bound<'py, PyAny>, value: &Bound<'py, PyAny>) {
        let Some(name) = bytes_of(name) else { return };
        if let Some(header) = self.0.iter_mut().flatten().find(|header| header.is(name)) {
            header.note(value);
        }
    }

    /// The headers that are there; one that is there twice comes twice.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&'static str, &[u8])> + Send {
        let mut found = [("", &b""[..]); 4];
        let mut count = 0;
        for header in self.0.iter().flatten() {
            let Some(value) = &header.value else { continue };
            // A value of another type is as good as one that is no signature.
            let value = bytes_of(value).unwrap_or(b"?");
            for _ in 0..=usize::from(header.again) {
                found[count] = (header.name, value);
                count += 1;
            }
        }
        found.into_iter().take(count)
    }
}

/// The bytes of `str` or `bytes`.
#[inline]
fn bytes_of<'a>(object: &'a Bound<'_, PyAny>) -> Option<&'a [u8]> {
    if let Ok(text) = object.cast::<PyString>() {
        let mut length = 0;
        // SAFETY: a string; what is returned is its own, for as long as it lives.
        let utf8 = unsafe { ffi::PyUnicode_AsUTF8AndSize(text.as_ptr(), &raw mut length) };
        if utf8.is_null() {
            // Half a surrogate pair: never the bytes of a header that counts.
            PyErr::take(object.py());
            return Some(b"?");
        }
        // SAFETY: as above.
        return Some(unsafe { std::slice::from_raw_parts(utf8.cast(), length.cast_unsigned()) });
    }
    object.cast::<PyBytes>().ok().map(PyBytesMethods::as_bytes)
}
