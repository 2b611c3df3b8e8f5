//! The native addon of `@commet/node`: bytes in, a tape out, one call a webhook.
//!
//! JavaScript registers one piece of memory, the *scratch*. A call puts the body there, behind it the
//! tape (docs/tape.md), and behind that the index of a text beyond ASCII, which JavaScript then reads
//! without another call. The package's `native.ts` declares these functions; nobody else calls them.

#[cfg(target_endian = "big")]
compile_error!("the tape is read as words of the host, which are little-endian");

mod body;
mod calls;
mod codes;
mod environment;
mod index;
mod scratch;
mod value;
mod wide;

use std::ptr;

use napi_sys::{napi_env, napi_value};

/// What Node calls when the addon is loaded, once in each thread that loads it.
///
/// # Safety
///
/// Node passes its environment, and an object for exports that lives until this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: napi_env, exports: napi_value) -> napi_value {
    // SAFETY: Node has loaded us, so its functions are there.
    std::mem::forget(unsafe { napi_sys::setup() });
    // SAFETY: as Node promises.
    let registered = unsafe { environment::register(env, exports) };
    // Without its functions the loader reports the addon as damaged.
    if registered.is_some() { exports } else { ptr::null_mut() }
}

/// The version of Node-API that the addon asks for.
#[unsafe(no_mangle)]
pub extern "C" fn node_api_module_get_api_version_v1() -> i32 {
    8
}
