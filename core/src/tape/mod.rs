//! The tape: a parsed body as one run of 32-bit words.
//!
//! Every language reads it; `docs/tape.md` describes it byte by byte. What is public here is for
//! bindings that are written in Rust: [`Nodes`] to build values from, [`TapeParts`] to hand over.

mod binary;
pub mod node;
mod nodes;

pub(crate) use binary::{EventSection, read};
pub use binary::{TapeError, TapeParts};
pub use nodes::Nodes;

use crate::generated::keys;

/// A tape being written or read. Its strings are offsets into the body that was parsed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tape {
    /// The nodes; the first one is the top-level value.
    pub(crate) words: Vec<u32>,
    /// The strings that stand in the body with escapes, one after the other.
    pub(crate) strings: String,
    pub(crate) flags: Flags,
}

impl Tape {
    pub(crate) fn with_capacity(words: usize) -> Self {
        Self { words: Vec::with_capacity(words), ..Self::default() }
    }

    /// The tag of the node at `at`, that of null where there is none.
    #[inline]
    pub(crate) fn tag_at(&self, at: usize) -> u32 {
        self.words.get(at).map_or(node::NULL, |&word| node::tag(word))
    }

    /// The text of the key whose words are given.
    pub(crate) fn key_name<'s>(&'s self, key: &[u32], body: &'s str) -> &'s str {
        match *key {
            [word] => keys::NAMES.get(node::payload(word) as usize).copied(),
            [word, offset, ..] => {
                let area = if node::tag(word) == node::UNESCAPED { &self.strings } else { body };
                slice(area, offset, node::payload(word))
            }
            [] => None,
        }
        .unwrap_or_default()
    }
}

/// `length` bytes of `area` from `offset`.
#[inline]
pub(crate) fn slice(area: &str, offset: u32, length: u32) -> Option<&str> {
    let start = offset as usize;
    area.get(start..start.checked_add(length as usize)?)
}

/// What a reader can rely on for the whole body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Flags(u32);

impl Flags {
    /// The body has a character beyond ASCII.
    pub(crate) const NON_ASCII: u32 = 1;
    /// Some string or key is written with an escape.
    pub(crate) const ESCAPES: u32 = 1 << 1;
    /// Some object gives a key twice (the tape holds the last value only).
    pub(crate) const DUPLICATE_KEYS: u32 = 1 << 2;
    /// Some escape was half a surrogate pair and became U+FFFD.
    pub(crate) const LONE_SURROGATES: u32 = 1 << 3;
    /// Some integer is beyond 2^53, where doubles no longer hold every integer.
    pub(crate) const LARGE_INTEGERS: u32 = 1 << 4;

    pub(crate) fn set(&mut self, flag: u32) {
        self.0 |= flag;
    }

    pub(crate) fn bits(self) -> u32 {
        self.0
    }

    pub(crate) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}
