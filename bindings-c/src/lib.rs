//! The C library: `include/commet.h` is made from these modules, and is their documentation.
//!
//! What is in here moves bytes in and values out. Every decision is the core's.

pub mod code;
pub mod cursor;
pub mod event;
#[rustfmt::skip]
#[allow(clippy::doc_markdown, reason = "generated: descriptions are for all languages")]
pub mod generated;
mod guard;
pub mod into;
pub mod options;
mod path;
pub mod php;
pub mod result;
pub mod slice;
pub mod value;
pub mod verifier;
pub mod version;
