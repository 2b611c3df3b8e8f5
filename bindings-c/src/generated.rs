//! What `make codegen` writes.

pub mod codes;
pub(crate) mod php;
