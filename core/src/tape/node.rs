//! The words of the tape: tags, and what stands beside them.

/// The low bits of a node's first word that hold its tag; the rest is the payload.
pub(crate) const TAG_BITS: u32 = 4;
const TAG_MASK: u32 = (1 << TAG_BITS) - 1;

/// `null`.
pub const NULL: u32 = 0;
/// `false`.
pub const FALSE: u32 = 1;
/// `true`.
pub const TRUE: u32 = 2;
/// A small integer: the payload, signed.
pub const SMALL: u32 = 3;
/// Two words follow, low first: a signed integer.
pub const INTEGER: u32 = 4;
/// Two words follow, low first: an integer above `i64::MAX`.
pub const UNSIGNED: u32 = 5;
/// Two words follow, low first: the bits of a double.
pub const DOUBLE: u32 = 6;
/// Payload: length in bytes. The next word: offset in the body. ASCII only.
pub const ASCII: u32 = 7;
/// As `ASCII`, with bytes above 0x7f among them.
pub const UTF8: u32 = 8;
/// As `UTF8`, but the offset is one in the string area: the body holds the text with escapes.
pub const UNESCAPED: u32 = 9;
/// Payload: number of elements. The next word: the number of words they take.
pub const ARRAY: u32 = 10;
/// Payload: number of entries. The next word: the number of words they take, key before value.
pub const OBJECT: u32 = 11;
/// The words of an array or an object before what it contains.
pub const CONTAINER_WORDS: usize = 2;
/// A key of the catalog: the payload is its number. Any other key is one of the string nodes.
pub const KEY: u32 = 12;

pub(crate) const fn pack(tag: u32, payload: u32) -> u32 {
    payload << TAG_BITS | tag
}

/// The node of a key of the catalog.
#[expect(clippy::cast_possible_truncation, reason = "there are few keys")]
pub(crate) const fn pack_key(number: usize) -> u32 {
    pack(KEY, number as u32)
}

/// The node of a string.
#[expect(clippy::cast_possible_truncation, reason = "bodies have less than 2^27 bytes, unescaping shortens")]
pub(crate) const fn string(tag: u32, offset: usize, length: usize) -> [u32; 2] {
    [pack(tag, length as u32), offset as u32]
}

pub(crate) const fn tag(word: u32) -> u32 {
    word & TAG_MASK
}

pub(crate) const fn payload(word: u32) -> u32 {
    word >> TAG_BITS
}

pub(crate) const fn is_string(word: u32) -> bool {
    matches!(tag(word), ASCII | UTF8 | UNESCAPED)
}

/// A small integer's word, where the value fits one.
pub(crate) fn pack_small(value: i64) -> Option<u32> {
    let value = i32::try_from(value).ok()?;
    let word = value << TAG_BITS;
    (word >> TAG_BITS == value).then_some(word.cast_unsigned() | SMALL)
}

pub(crate) const fn small(word: u32) -> i32 {
    word.cast_signed() >> TAG_BITS
}

/// The number of words of the node at `at`; 1 where the tape ends.
///
/// A table would be shorter, but a branch is foreseen: who walks the tape need not wait for a word to know
/// where the next one is.
#[inline]
pub(crate) fn node_len(words: &[u32], at: usize) -> usize {
    let Some(&word) = words.get(at) else { return 1 };
    match tag(word) {
        INTEGER | UNSIGNED | DOUBLE => 3,
        ASCII | UTF8 | UNESCAPED => 2,
        ARRAY | OBJECT => {
            words.get(at + 1).map_or(0, |&content| content as usize).saturating_add(CONTAINER_WORDS)
        }
        _ => 1,
    }
}

/// The words of what the container at `at` contains.
#[inline]
pub(crate) fn content(words: &[u32], at: usize) -> &[u32] {
    match words.get(at..) {
        Some([_, length, content @ ..]) => content.get(..*length as usize).unwrap_or(content),
        _ => &[],
    }
}

/// The place of the value whose key's node is `wanted`, one of the catalog, in the object at `at`.
#[inline]
pub(crate) fn find(words: &[u32], at: usize, wanted: u32) -> Option<usize> {
    let mut rest = content(words, at);
    let end = at.saturating_add(CONTAINER_WORDS + rest.len());
    while let [key, value @ ..] = rest {
        if *key == wanted {
            return (!value.is_empty()).then(|| end - value.len());
        }
        let value = if tag(*key) == KEY { value } else { rest.get(node_len(rest, 0)..)? };
        rest = value.get(node_len(value, 0)..)?;
    }
    None
}
