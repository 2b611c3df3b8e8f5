//! A tape, read in its order.

use commet_webhooks::{Payload, TapeParts};

/// The tags of nodes, as docs/tape.md lists them; anything else is null.
pub(super) mod tag {
    pub(in crate::php) const BITS: u32 = 4;
    pub(in crate::php) const FALSE: u32 = 1;
    pub(in crate::php) const TRUE: u32 = 2;
    pub(in crate::php) const SMALL: u32 = 3;
    pub(in crate::php) const INTEGER: u32 = 4;
    pub(in crate::php) const UNSIGNED: u32 = 5;
    pub(in crate::php) const DOUBLE: u32 = 6;
    pub(in crate::php) const ASCII: u32 = 7;
    pub(in crate::php) const UTF8: u32 = 8;
    pub(in crate::php) const UNESCAPED: u32 = 9;
    pub(in crate::php) const ARRAY: u32 = 10;
    pub(in crate::php) const OBJECT: u32 = 11;
    pub(in crate::php) const KEY: u32 = 12;
    /// The words of a container before its first element or key.
    pub(in crate::php) const CONTAINER_WORDS: usize = 2;
}

/// The nodes of a payload: going through them in their order is the fastest way.
pub(super) struct Tape<'t> {
    pub(super) words: &'t [u32],
    pub(super) body: &'t [u8],
    pub(super) strings: &'t [u8],
}

impl<'t> Tape<'t> {
    pub(super) fn new(payload: &'t Payload<'_>, parts: &'t TapeParts<'t>) -> Self {
        let ([_, words], [strings, _]) = (parts.words(), parts.strings());
        Self { words, body: payload.body(), strings: strings.as_bytes() }
    }

    #[inline]
    pub(super) fn tag(&self, at: usize) -> u32 {
        self.words[at] & ((1 << tag::BITS) - 1)
    }

    #[inline]
    pub(super) fn payload(&self, at: usize) -> usize {
        (self.words[at] >> tag::BITS) as usize
    }

    pub(super) fn wide(&self, at: usize) -> u64 {
        u64::from(self.words[at + 1]) | u64::from(self.words[at + 2]) << 32
    }

    #[inline]
    pub(super) fn slice(&self, area: &'t [u8], at: usize) -> &'t [u8] {
        &area[self.words[at + 1] as usize..][..self.payload(at)]
    }

    /// The node behind the one at `at` and all it contains.
    #[inline]
    pub(super) fn after(&self, at: usize) -> usize {
        at + match self.tag(at) {
            tag::INTEGER | tag::UNSIGNED | tag::DOUBLE => 3,
            tag::ASCII | tag::UTF8 | tag::UNESCAPED => 2,
            tag::ARRAY | tag::OBJECT => tag::CONTAINER_WORDS + self.words[at + 1] as usize,
            _ => 1,
        }
    }
}
