//! The Rust code of the documentation. Pages with a whole program are programs in `bin`; of the others, each is a
//! module, whose tests are those that it shows.

/// The README of the crate.
pub mod core {
    include!(concat!(env!("OUT_DIR"), "/core.rs"));
}

/// The README of the extractor for axum.
pub mod extractor {
    include!(concat!(env!("OUT_DIR"), "/extractor.rs"));
}

/// From code by hand.
#[cfg(test)]
mod migration {
    include!(concat!(env!("OUT_DIR"), "/migration.rs"));
}
