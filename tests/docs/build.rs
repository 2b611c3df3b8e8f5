//! Writes the Rust code of each page to a file, for the modules and programs that are made of it.

use std::path::Path;
use std::{env, fs};

/// What is made of a page, and the page.
const PAGES: [(&str, &str); 6] = [
    ("readme", "README.md"),
    ("core", "core/README.md"),
    ("extractor", "axum/README.md"),
    ("migration", "docs/migration/rust.md"),
    ("axum", "docs/frameworks/axum.md"),
    ("actix", "docs/frameworks/actix-web.md"),
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = env::var_os("OUT_DIR").expect("Cargo sets it");
    for (name, page) in PAGES {
        let path = root.join(page);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
        let mut code = String::new();
        let mut inside = false;
        for line in text.lines() {
            match line {
                "```rust" => inside = true,
                "```" => inside = false,
                _ if inside => code.extend([line, "\n"]),
                _ => {}
            }
        }
        fs::write(Path::new(&out).join(name).with_extension("rs"), code).expect("it can be written");
    }
}
