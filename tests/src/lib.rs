//! Shared conformance vectors: cases that every language of this project must answer alike.
//!
//! The files in `tests/vectors/` are plain JSON (`tests/vectors.schema.json`), so that an
//! implementation in any language can be put to them without this crate. The crate is how they are
//! made, kept and compared:
//!
//! - [`vectors`] reads them, [`value`] is the language-free form of a JSON value in them;
//! - [`suites`] states every case and its expected answer, from the written contract and with
//!   independent means only (`hmac`, `sha2` and a small JSON reader of its own): the core under
//!   test takes no part in it;
//! - [`generate`] writes the files and tells whether they have drifted;
//! - [`protocol`] turns cases into the lines an implementation answers, [`compare`] judges the
//!   answers;
//! - [`random`] makes questions without answers, [`matrix`] compares what several implementations
//!   say to them.
//!
//! The binary `vectors` puts these on the command line.

#![forbid(unsafe_code)]

mod author;
pub mod compare;
pub mod generate;
pub mod matrix;
pub mod protocol;
pub mod random;
mod reader;
mod said;
pub mod suites;
pub mod value;
pub mod vectors;
mod writer;
