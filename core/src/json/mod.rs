//! RFC 8259 text to tape, in one pass.
//!
//! The parser exists because the peers' way (a tree of maps) costs more than the signature itself.
//! It accepts exactly what `serde_json` accepts, with the exceptions that the crate documents
//! (depth 128, lone surrogates become U+FFFD); a fuzz target holds the two against each other.

mod duplicates;
mod number;
mod parser;
mod string;
mod token;

pub(crate) use parser::{Guesses, Route, parse};
pub(crate) use token::Token;

use crate::generated::errors::JsonReason;

/// Why a body is not JSON, and the byte at which that showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) reason: JsonReason,
    pub(crate) offset: usize,
}

impl Fault {
    #[cold]
    pub(crate) fn new(reason: JsonReason, offset: usize) -> Self {
        Self { reason, offset }
    }
}
