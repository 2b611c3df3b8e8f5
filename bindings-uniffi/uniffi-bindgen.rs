//! Generates interfaces from the built library; see README.md.

fn main() {
    uniffi::uniffi_bindgen_main();
}
