//! What `make codegen` writes.

pub mod codes;
