//! The tape as bytes: written for other languages, read back with every claim checked.

use std::fmt;

use super::{Flags, Tape, node, slice};
use crate::generated::keys;

/// "CWT" and the version of the format.
const MAGIC: u32 = u32::from_le_bytes(*b"CWT1");
/// Words before the first node.
const HEADER_WORDS: usize = 16;
/// The parser's own limit; a tape that goes deeper was not made by it.
const MAX_DEPTH: usize = 128;

/// The event's part of the header; all zero for a payload that was not received as an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct EventSection<'r> {
    /// Flags of the event, see [`EventSection::PRESENT`] and the following.
    pub(crate) flags: u32,
    /// Provider, access, and the event's number in the catalog.
    pub(crate) identity: u32,
    /// Milliseconds since 1970.
    pub(crate) time: i64,
    /// Nodes of event name, id, mode, organization id, API version, data; 0 where absent.
    pub(crate) nodes: [u32; 6],
    /// Why the data is untyped; empty where it is not.
    pub(crate) reason: &'r str,
}

impl EventSection<'_> {
    pub(crate) const PRESENT: u32 = 1 << 8;
    pub(crate) const KNOWN: u32 = 1 << 9;
    pub(crate) const TYPED: u32 = 1 << 10;
    pub(crate) const TIMED: u32 = 1 << 11;
    /// In the place of the event's number when the catalog does not have it.
    pub(crate) const NO_EVENT: u32 = 0xffff;
}

/// Why bytes are not a tape that belongs to a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TapeError {
    /// Another format, another version of it, or another catalog of keys.
    Version,
    /// Cut short, or with claims that contradict each other or the body.
    Corrupt,
}

impl fmt::Display for TapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "not a tape of this version of commet-webhooks",
            Self::Corrupt => "the tape is damaged or does not belong to this body",
        })
    }
}

impl std::error::Error for TapeError {}

/// A tape in the pieces that its bytes are made of, one after the other: for bindings that write it
/// into memory of their host, without a copy in between.
///
/// ```
/// # let body = br#"{"event":"trial.started","data":{}}"#;
/// # let payload = commet_webhooks::Webhooks::commet("whsec_test").map(|webhooks| {
/// #     webhooks.verify_and_parse(body, webhooks.sign(body)).expect("authentic")
/// # })?;
/// let parts = payload.tape_parts();
/// assert_eq!(parts.len(), payload.to_tape().len());
/// # Ok::<(), commet_webhooks::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct TapeParts<'t> {
    header: [u32; HEADER_WORDS],
    nodes: &'t [u32],
    strings: [&'t str; 2],
}

impl<'t> TapeParts<'t> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "bounded by the body's size, but for the halves of the time"
    )]
    pub(crate) fn new(tape: &'t Tape, event: &EventSection<'t>) -> Self {
        let strings = [tape.strings.as_str(), event.reason];
        let time = event.time.cast_unsigned();
        let mut header = [0; HEADER_WORDS];
        header[0] = MAGIC;
        header[1] = tape.flags.bits() | event.flags;
        header[2] = tape.words.len() as u32;
        header[3] = strings.map(str::len).iter().sum::<usize>() as u32;
        header[4] = event.identity;
        header[5] = time as u32;
        header[6] = (time >> 32) as u32;
        header[7..13].copy_from_slice(&event.nodes);
        header[13] = strings[0].len() as u32;
        header[14] = strings[1].len() as u32;
        header[15] = keys::FINGERPRINT;
        Self { header, nodes: &tape.words, strings }
    }

    /// The number of bytes of the whole tape.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always a header")]
    pub fn len(&self) -> usize {
        let words = self.words().map(<[u32]>::len).iter().sum::<usize>();
        words * 4 + self.strings.map(str::len).iter().sum::<usize>()
    }

    /// The words that come first, each to be written in little-endian order.
    #[must_use]
    pub fn words(&self) -> [&[u32]; 2] {
        [&self.header, self.nodes]
    }

    /// The text that comes after the words.
    #[must_use]
    pub fn strings(&self) -> [&'t str; 2] {
        self.strings
    }

    /// The whole tape.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len());
        for words in self.words() {
            bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        }
        for text in self.strings {
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes
    }
}

/// The tape in `bytes` and the body as text, once everything they claim has been checked.
pub(crate) fn read<'b>(bytes: &[u8], body: &'b [u8]) -> Result<(Tape, &'b str), TapeError> {
    let (words, _) = bytes.as_chunks::<4>();
    let word = |at: usize| words.get(at).map(|word| u32::from_le_bytes(*word)).ok_or(TapeError::Corrupt);
    if word(0)? != MAGIC || word(15)? != keys::FINGERPRINT {
        return Err(TapeError::Version);
    }
    // Compared with what is there before anything is added: a word's worth overflows where addresses have 32 bits.
    let nodes = words[HEADER_WORDS..].get(..word(2)? as usize).ok_or(TapeError::Corrupt)?;
    let strings = &bytes[(HEADER_WORDS + nodes.len()) * 4..];
    if strings.len() != word(3)? as usize {
        return Err(TapeError::Corrupt);
    }
    let area = std::str::from_utf8(strings).map_err(|_| TapeError::Corrupt)?;
    let tape = Tape {
        words: nodes.iter().map(|word| u32::from_le_bytes(*word)).collect(),
        strings: area.get(..word(13)? as usize).ok_or(TapeError::Corrupt)?.to_owned(),
        flags: Flags::from_bits(word(1)? & 0xff),
    };
    let body = std::str::from_utf8(body).map_err(|_| TapeError::Corrupt)?;
    let end = Checker { tape: &tape, body }.value(0, 0).ok_or(TapeError::Corrupt)?;
    if tape.tag_at(0) != node::OBJECT || end != tape.words.len() {
        return Err(TapeError::Corrupt);
    }
    Ok((tape, body))
}

/// Walks a tape of unknown origin.
struct Checker<'t> {
    tape: &'t Tape,
    body: &'t str,
}

impl Checker<'_> {
    /// The end of the value at `at`, if all of it is sound.
    fn value(&self, at: usize, depth: usize) -> Option<usize> {
        let &word = self.tape.words.get(at)?;
        match node::tag(word) {
            node::NULL | node::FALSE | node::TRUE if node::payload(word) == 0 => Some(at + 1),
            node::SMALL => Some(at + 1),
            node::INTEGER | node::UNSIGNED if node::payload(word) == 0 => self.wide(at).map(|_| at + 3),
            node::DOUBLE if node::payload(word) == 0 => {
                f64::from_bits(self.wide(at)?).is_finite().then_some(at + 3)
            }
            node::ASCII | node::UTF8 | node::UNESCAPED => self.string(at),
            tag @ (node::ARRAY | node::OBJECT) if depth < MAX_DEPTH => {
                let end = (at + 2).checked_add(*self.tape.words.get(at + 1)? as usize)?;
                let mut next = at + 2;
                for _ in 0..node::payload(word) {
                    if tag == node::OBJECT {
                        next = self.key(next)?;
                    }
                    next = self.value(next, depth + 1)?;
                }
                (next == end).then_some(end)
            }
            _ => None,
        }
    }

    fn wide(&self, at: usize) -> Option<u64> {
        let half = |at: usize| self.tape.words.get(at).map(|&word| u64::from(word));
        Some(half(at + 1)? | half(at + 2)? << 32)
    }

    fn key(&self, at: usize) -> Option<usize> {
        let &word = self.tape.words.get(at)?;
        match node::tag(word) {
            node::KEY => ((node::payload(word) as usize) < keys::NAMES.len()).then_some(at + 1),
            node::ASCII | node::UTF8 | node::UNESCAPED => self.string(at),
            _ => None,
        }
    }

    fn string(&self, at: usize) -> Option<usize> {
        let (&word, &offset) = (self.tape.words.get(at)?, self.tape.words.get(at + 1)?);
        let area = if node::tag(word) == node::UNESCAPED { &self.tape.strings } else { self.body };
        let text = slice(area, offset, node::payload(word))?;
        (node::tag(word) != node::ASCII || text.is_ascii()).then_some(at + 2)
    }
}

#[cfg(test)]
mod tests {
    use super::{HEADER_WORDS, TapeError};
    use crate::Payload;

    /// 32-bit platforms cannot even add to some of these.
    #[test]
    fn no_claim_is_too_large_to_be_refused() {
        let body = br#"{"event":"x"}"#;
        let tape = Payload::parse_verified(body).expect("an object").to_tape();
        for word in [2, 3, 13, 14, HEADER_WORDS + 1] {
            for claim in [u32::MAX, u32::MAX / 4, u32::MAX / 4 - 15, 1 << 31, 1 << 30] {
                let mut false_tape = tape.clone();
                false_tape[word * 4..word * 4 + 4].copy_from_slice(&claim.to_le_bytes());
                let read = Payload::from_tape(&false_tape, body);
                // What an event has is not looked at in a payload.
                let expected = if word == 14 { None } else { Some(TapeError::Corrupt) };
                assert_eq!(read.err(), expected, "{claim} as word {word}");
            }
        }
    }
}
