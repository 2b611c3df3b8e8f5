//! Gives the shared library its name in the system: the SONAME that programs are linked to.

use std::env;

fn main() {
    let variable = |name| env::var(name).unwrap_or_default();
    let major = variable("CARGO_PKG_VERSION_MAJOR");
    match variable("CARGO_CFG_TARGET_OS").as_str() {
        "linux" | "freebsd" | "netbsd" | "android" => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libcommet.so.{major}");
            // Unloading would leave destructors of threads behind that are no longer there.
            println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
        }
        "macos" => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libcommet.{major}.dylib");
        }
        _ => {}
    }
    println!("cargo::rerun-if-changed=build.rs");
}
