//! Where things are.

use std::path::{Path, PathBuf};

use commet_webhooks_codegen::catalog::Catalog;

/// The room of the generator.
pub(crate) fn codegen() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The catalog that is published.
pub(crate) fn catalog_directory() -> PathBuf {
    codegen().join("../catalog")
}

/// A catalog of few events that has one of everything.
pub(crate) fn small_directory() -> PathBuf {
    codegen().join("tests/cases/small")
}

/// Loads a catalog, with its problems as the reason for failure.
pub(crate) fn load(directory: &Path) -> Catalog {
    Catalog::load(directory).unwrap_or_else(|error| panic!("{error}"))
}
