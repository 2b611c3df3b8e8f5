//! Keeps the addon in memory once it is loaded: when a worker ends, its loader would otherwise unmap
//! code that destructors of Rust's thread-locals have yet to run.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
