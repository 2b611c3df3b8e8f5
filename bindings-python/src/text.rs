//! Python's strings, made from UTF-8 that is known to be valid.

use pyo3::ffi;

/// A new string; NULL, and an exception set, without memory.
#[cfg(feature = "abi3")]
pub(crate) fn new(text: &str, _ascii: bool) -> *mut ffi::PyObject {
    // SAFETY: the pointer and the length are those of the text; whoever has values has the GIL.
    unsafe { ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), text.len().cast_signed()) }
}

/// A new string; NULL, and an exception set, without memory.
#[cfg(not(feature = "abi3"))]
#[inline]
pub(crate) fn new(text: &str, ascii: bool) -> *mut ffi::PyObject {
    if ascii { new_ascii(text) } else { new_wide(text) }
}

#[cfg(not(feature = "abi3"))]
#[inline]
fn new_ascii(text: &str) -> *mut ffi::PyObject {
    // SAFETY: whoever has values has the GIL; 127 says ASCII.
    let string = unsafe { ffi::PyUnicode_New(text.len().cast_signed(), 127) };
    if !string.is_null() && !text.is_empty() {
        // SAFETY: a new ASCII string has its length and one more of bytes after its head, and
        // nobody else has seen it. The empty string, which is shared, is left alone.
        unsafe {
            let data = string.cast::<ffi::PyASCIIObject>().add(1).cast::<u8>();
            data.copy_from_nonoverlapping(text.as_ptr(), text.len());
        }
    }
    string
}

/// Decodes into the narrowest form that holds all characters, as Python requires.
#[cfg(not(feature = "abi3"))]
fn new_wide(text: &str) -> *mut ffi::PyObject {
    let (mut count, mut highest) = (0, 0);
    for &byte in text.as_bytes() {
        // Every byte but those that continue a character.
        count += isize::from(byte.cast_signed() >= -0x40);
        highest = highest.max(byte);
    }
    // By the first byte of the highest character.
    let largest = match highest {
        0..0x80 => return new_ascii(text),
        0x80..=0xc3 => 0xff,
        0xc4..=0xef => 0xffff,
        _ => 0x10_ffff,
    };
    // SAFETY: whoever has values has the GIL.
    let string = unsafe { ffi::PyUnicode_New(count, largest) };
    if string.is_null() {
        return string;
    }
    // SAFETY: a string that is not ASCII has its data after this head: `count` characters of the
    // width that `largest` asks for, which nobody else has seen yet.
    unsafe {
        let data = string.cast::<ffi::PyCompactUnicodeObject>().add(1);
        match largest {
            0xff => fill(data.cast::<u8>(), text, |character| character as u8),
            0xffff => fill(data.cast::<u16>(), text, |character| character as u16),
            _ => fill(data.cast::<u32>(), text, u32::from),
        }
    }
    string
}

/// # Safety
///
/// As many characters as the text has can be written at `data`.
#[cfg(not(feature = "abi3"))]
#[inline]
unsafe fn fill<T>(mut data: *mut T, text: &str, narrow: impl Fn(char) -> T) {
    for character in text.chars() {
        // SAFETY: the caller's promise.
        unsafe {
            data.write(narrow(character));
            data = data.add(1);
        }
    }
}
