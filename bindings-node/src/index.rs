//! Which character of a text a byte of its UTF-8 belongs to, so that JavaScript can cut from a text what
//! the tape has by its bytes.
//!
//! The index has two words for each 32 bytes, and for what is left of them, be it nothing: the number of
//! UTF-16 units before them, and a bit for each byte that adds none. A character's first byte adds one,
//! and where the character is two units, so does its second.

/// As many bytes as a word has bits.
const BLOCK: usize = 32;

/// The words of the index of so many bytes.
pub(crate) fn words(length: usize) -> usize {
    (length / BLOCK + 1) * 2
}

/// Writes the index of a text into as many words. False if the text has U+FFFD: in JavaScript, that may
/// be half a surrogate pair.
pub(crate) fn write(text: &[u8], index: &mut [u32]) -> bool {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let (mut at, mut units, mut before) = (0, 0, 0);
    for (block, [start, others]) in blocks.iter().chain([&last]).zip(index.as_chunks_mut().0) {
        (*start, *others) = (units, 0);
        if !block.is_ascii() {
            if may_be_replaced(block) && text[at..].windows(3).take(BLOCK).any(|three| three == REPLACED) {
                return false;
            }
            *others = without_unit(before, block);
        }
        at += BLOCK;
        units += 32 - others.count_ones();
        before = block[BLOCK - 1];
    }
    true
}

/// What half a surrogate pair becomes: U+FFFD.
const REPLACED: &[u8] = "\u{fffd}".as_bytes();

fn may_be_replaced(block: &[u8; BLOCK]) -> bool {
    block.iter().fold(0, |any, &byte| any | u8::from(byte == REPLACED[0])) != 0
}

/// A bit for each byte that adds no unit: those that continue a character, but for the second of four.
fn without_unit(before: u8, block: &[u8; BLOCK]) -> u32 {
    let mut previous = [before; BLOCK];
    previous[1..].copy_from_slice(&block[..BLOCK - 1]);
    let mut bits = [0; BLOCK];
    for ((bit, byte), previous) in bits.iter_mut().zip(block).zip(previous) {
        *bit = u8::from(byte & 0xc0 == 0x80 && previous < 0xf0);
    }
    bits.as_chunks::<8>().0.iter().rev().fold(0, |word, &bits| {
        // The product's highest byte has the lowest bits of all eight.
        let product = u64::from_le_bytes(bits).wrapping_mul(0x0102_0408_1020_4080);
        word << 8 | u32::from(product.to_be_bytes()[0])
    })
}
