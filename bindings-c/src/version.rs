//! Which library this is.

use std::ffi::{CStr, c_char};

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => panic!("a version has no NUL"),
};

/// The version of the library that is loaded, such as "0.1.0". Compare with `COMMET_VERSION`, which
/// is that of the header. Static.
#[unsafe(no_mangle)]
pub extern "C" fn commet_version() -> *const c_char {
    VERSION.as_ptr()
}
